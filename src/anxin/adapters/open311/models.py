"""This room keeps nothing; its count of uses without a key went to the room of filings."""
