"""The weekly report on paper: .xlsx, .docx and PDF from the same sheet."""
