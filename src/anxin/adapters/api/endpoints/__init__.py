"""The endpoints, one module per subject; each only asks the rooms' own queries and acts."""
