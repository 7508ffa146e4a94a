"""The acts on the organisation."""
