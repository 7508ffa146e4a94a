"""Commands of the product under `anxin manage`."""
