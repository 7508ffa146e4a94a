"""Pages of the today room."""
