"""The scope under its old address; new code imports `anxin.base.scope`."""

from anxin.base.scope import Scope

__all__ = ["Scope"]
