"""Template tags of the surface."""
