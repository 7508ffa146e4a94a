"""What the inbox puts on paper."""
