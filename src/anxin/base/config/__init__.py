"""Deployment settings: the environment as one frozen dataclass."""
