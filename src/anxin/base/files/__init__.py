"""Files handed in (文件), kept by the hash of their content."""
