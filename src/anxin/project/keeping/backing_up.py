"""Making a backup (备份) while the product runs: the database of one instant, then every file that instant can name."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from anxin.base.eventlog import anchoring
from anxin.base.files.models import StoredFile
from anxin.base.vault.sealing import keys
from anxin.project.keeping import postgres_state, sqlite_state
from anxin.project.keeping.manifest import SQLITE_MEMBER, Manifest, Table
from anxin.project.keeping.packing import Packer, private_folder
from anxin.project.keeping.trees import BY_HASH, Trees


@dataclass(frozen=True, slots=True)
class Made:
    """What a backup holds, and what in the running product was found wrong while reading it."""

    size: int
    manifest: Manifest
    damaged: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def sound(self) -> bool:
        return not (self.damaged or self.missing)


def trees_of_this() -> Trees:
    """The folders of this deployment."""
    return Trees(settings.SETTINGS.data_dir, settings.SETTINGS.law_overrides)


def make(path: Path, *, with_keys: bool, at: datetime) -> Made:
    """Write the whole state into one archive; `path` exists afterwards only if everything is in it.

    Files follow the database: they are on the disk before the row that speaks of them, and named by their content.
    """
    with Packer(path) as packer:
        with _database(packer, path, at) as (tables, anchor, kept):
            migrations = tuple(sorted(MigrationRecorder(connection).applied_migrations()))
        damaged = _add_files(packer)
        if with_keys:
            _add_keys(packer)
        packed = {one.path.rpartition("/")[2] for one in packer.members if one.root == "files"}
        manifest = Manifest(
            made_at=at.isoformat(),
            vendor=connection.vendor,
            migrations=migrations,
            anchor=anchor.to_json(),
            index_key=keys().sealing[-1][0],
            with_keys=with_keys,
            tables=tables,
            members=tuple(packer.members),
        )
        return Made(packer.finish(manifest), manifest, damaged, tuple(sorted(kept - packed)))


@contextmanager
def _database(
    packer: Packer, path: Path, at: datetime
) -> Iterator[tuple[tuple[Table, ...], anchoring.Anchor, set[str]]]:
    if connection.vendor == "postgresql":
        with postgres_state.one_instant():
            yield postgres_state.dump(packer), anchoring.take(at), _kept()
        return
    # The heads are taken first: what is recorded between them and the copy stands behind them in the chains.
    heads, kept = anchoring.take(at), _kept()
    with private_folder(path) as folder:
        copy = folder / "anxin.sqlite3"
        sqlite_state.snapshot(Path(connection.settings_dict["NAME"]), copy)
        packer.add_file(SQLITE_MEMBER, copy, squeeze=True)
    yield (), heads, kept


def _kept() -> set[str]:
    return set(StoredFile.objects.filter(removed_at=None).values_list("sha256", flat=True))


def _add_files(packer: Packer) -> tuple[str, ...]:
    """Put every file in; answers with those whose content is not what their name says."""
    damaged = []
    for name, path in trees_of_this().files():
        try:
            member = packer.add_file(name, path)
        except FileNotFoundError:
            continue  # its time of keeping ended just now
        if member.root in BY_HASH and path.stem != member.sha256:
            damaged.append(name)
    return tuple(damaged)


def _add_keys(packer: Packer) -> None:
    text = ",".join(base64.b64encode(key).decode() for key in settings.SETTINGS.vault_keys)
    packer.add("secrets/vault_keys", [text.encode()])
    packer.add("secrets/secret_key", [settings.SETTINGS.secret_key.encode()])
