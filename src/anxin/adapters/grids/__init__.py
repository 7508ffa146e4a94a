"""Files as grids of text cells: opening workbooks and text tables, and typing whole columns. Knows no payroll and no bank."""
