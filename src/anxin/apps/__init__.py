"""The rooms of the office, one app each, on seven rungs."""
