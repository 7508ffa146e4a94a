"""Whether a place lies under another (地域包含), asked in the way each database answers fastest."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField
from django.db.models.lookups import StartsWith


class Under(StartsWith):
    """`path__under="33/3306/"`: the path begins so. Paths are ASCII and end in a slash, so SQLite may compare instead of match.

    SQLite's LIKE costs twice a comparison. The unary plus keeps the planner from walking the paths' own index, where a list
    is wanted in another order and most rows lie within reach anyway.
    """

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        """Between the prefix and the next text that does not begin with it."""
        prefix = str(self.rhs)
        if not prefix:
            return self.as_sql(compiler, connection)
        column, params = self.process_lhs(compiler, connection)
        following = prefix[:-1] + chr(ord(prefix[-1]) + 1)
        return f"(+{column} >= %s AND +{column} < %s)", (*params, prefix, *params, following)


CharField.register_lookup(Under, lookup_name="under")
