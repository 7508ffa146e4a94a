"""Wages (工资): payrolls and bank files in, reconciled to the fen; who was not paid, how much, since when."""
