"""Files taken in as batches (导入批次): rows of a table checked first, written whole or not at all, undone whole."""
