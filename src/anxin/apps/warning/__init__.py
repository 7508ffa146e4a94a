"""Early warning (预警): signals in, levels and classes out, each warning with an owner, a due date and a proof of closing."""
