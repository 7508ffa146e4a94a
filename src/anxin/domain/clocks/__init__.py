"""Statutory clocks (法定期限): start, pause, resume, extend, expire."""
