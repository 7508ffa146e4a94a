"""The manifest (备份清单) of a backup: what it holds, of which database, at which state of the tables, hash by hash."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any, Self

FORMAT = "anxin-backup-1"
NAME = "manifest.json"
SQLITE_MEMBER = "database/anxin.sqlite3"
ROOTS = frozenset({"database", "files", "lake", "map", "law", "secrets"})
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the archive."""

    path: str
    size: int
    sha256: str

    @property
    def root(self) -> str:
        return self.path.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a PostgreSQL backup: its columns in the order written, and the last number each of them gave out."""

    name: str
    columns: tuple[str, ...]
    given: tuple[tuple[str, int], ...]

    @property
    def member(self) -> str:
        return f"database/{self.name}.copy"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything that must be known before a backup may become the state of a product."""

    made_at: str
    vendor: str
    migrations: tuple[tuple[str, str], ...]
    anchor: Mapping[str, Any]
    index_key: str
    with_keys: bool
    tables: tuple[Table, ...]
    members: tuple[Member, ...]

    @property
    def bytes(self) -> int:
        return sum(one.size for one in self.members)

    def under(self, root: str) -> list[Member]:
        """The members of one folder."""
        return [one for one in self.members if one.root == root]

    def to_json(self) -> dict[str, Any]:
        """The manifest as the last member of the archive."""
        return {"format": FORMAT, **asdict(self)}

    @classmethod
    def from_json(cls, document: Any) -> Self:
        """The manifest of an archive; ValueError, KeyError or TypeError when it is none."""
        if document["format"] != FORMAT:
            raise ValueError(document["format"])
        return cls(
            made_at=str(document["made_at"]),
            vendor=str(document["vendor"]),
            migrations=tuple((str(app), str(name)) for app, name in document["migrations"]),
            anchor=dict(document["anchor"]),
            index_key=str(document["index_key"]),
            with_keys=bool(document["with_keys"]),
            tables=tuple(_table(one) for one in document["tables"]),
            members=tuple(_member(one) for one in document["members"]),
        )


def _table(one: Any) -> Table:
    given = tuple((str(column), int(last)) for column, last in one["given"])
    return Table(str(one["name"]), tuple(str(column) for column in one["columns"]), given)


def _member(one: Any) -> Member:
    member = Member(str(one["path"]), int(one["size"]), str(one["sha256"]))
    path = PurePosixPath(member.path)
    # A path of somebody's making must not lead out of the folder it is unpacked into.
    if ".." in path.parts or path.is_absolute() or str(path) != member.path or len(path.parts) < 2:
        raise ValueError(member.path)
    if member.root not in ROOTS or not _SHA256.fullmatch(member.sha256) or member.size < 0:
        raise ValueError(member.path)
    return member
