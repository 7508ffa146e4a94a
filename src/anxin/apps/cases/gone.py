"""What stands where the content of a case was destroyed by protocol (已销毁)."""

from __future__ import annotations

from anxin.kernel.ids import mask_name

GONE = "（已按销毁清册销毁）"


def masked(name: str) -> str:
    """A name as pages show it; that it was destroyed is nobody's name and stands there in full."""
    return name if name == GONE else mask_name(name)
