"""Commands of the vault for the system administrator."""
