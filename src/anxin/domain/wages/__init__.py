"""What is owed to whom: payroll lines, payments, findings, minimum wage, insurance gaps."""
