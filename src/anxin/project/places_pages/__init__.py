"""Pages of the tree of places (地域): list, one place, its acts, and villages without a grid."""
