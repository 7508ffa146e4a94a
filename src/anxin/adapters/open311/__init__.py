"""Open311 GeoReport v2: other platforms (其他平台) hand in filings and ask how theirs stand, by the open standard."""
