"""Values that every other room needs: time, money, periods, identifiers and the one error family."""
