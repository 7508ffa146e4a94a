"""Early warning (预警): signals, rules as data, score, colour, reasons."""
