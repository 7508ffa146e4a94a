"""The acts on the register, one file per noun."""
