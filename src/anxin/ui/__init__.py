"""The surface: shell, components, formatting, static files."""
