"""The rules of the office as pure functions over typed values: no Django, no clock, no I/O."""
