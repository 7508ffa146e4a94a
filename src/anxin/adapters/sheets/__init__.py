"""Workbooks as they come from offices and employers (.xls .xlsx .csv, WPS, disguised HTML), read into tables and doubts."""
