"""Handling a case (办案): procedures as tables, what may be done now, and what follows."""
