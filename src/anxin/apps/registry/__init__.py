"""The register (台账): employers, workers, employments, accounts, parks, projects, and imports with undo."""
