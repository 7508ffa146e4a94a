"""The acts on levels, signals and warnings."""
