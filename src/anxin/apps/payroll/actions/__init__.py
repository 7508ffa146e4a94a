"""The acts on wage files, runs and hand records, one file per noun."""
