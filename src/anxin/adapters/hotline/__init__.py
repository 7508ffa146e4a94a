"""Call records (话单、CDR) of telephone exchanges, as files."""
