"""Who belongs to what (组织): grid members, the leading group, its office, member units, liaison people, the duty list."""
