"""Legal papers (法律文书): forms as data, facts frozen, values composed, templates checked and filled, numbers, PDF."""
