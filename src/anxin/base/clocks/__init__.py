"""Running clocks (时限): every obligation with an owner and a due instant."""
