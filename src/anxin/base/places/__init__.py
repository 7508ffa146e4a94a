"""The tree of places (地域): province → city → district → town → village → grid, and the scope of a viewer."""
