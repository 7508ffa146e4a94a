"""Pages of wages."""
