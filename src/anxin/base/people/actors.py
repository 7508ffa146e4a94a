"""The actor under its old address; new code imports `anxin.base.actors`."""

from anxin.base.actors import Actor, require, system

__all__ = ["Actor", "require", "system"]
