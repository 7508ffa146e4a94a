"""State changes of the answers."""
