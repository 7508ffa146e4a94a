"""Actors (经办人), accounts, roles and powers."""
