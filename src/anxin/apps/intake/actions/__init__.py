"""Acts on filings."""
