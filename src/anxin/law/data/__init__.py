"""The law itself as dated YAML files."""
