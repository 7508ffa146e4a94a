"""One module per bank or file format; deleting one removes that format and nothing else (see `registry`)."""
