"""The acts on weekly returns and reports."""
