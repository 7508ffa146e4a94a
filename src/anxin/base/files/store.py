"""Files handed in, kept under the hash of their content; a file is there whole or not at all."""
