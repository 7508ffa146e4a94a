"""What must be settled before Django starts for a restore: where the archive is unpacked, and which keys will be used.

Django reads its settings once, when it starts; on SQLite it is started on the unpacked database, so that everything can
be proved there before anybody sees it.
"""

from __future__ import annotations

import base64
import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from anxin.base.config.settings import Settings, load
from anxin.kernel.outcome import BadInput, Fault, RuleBroken
from anxin.project.database import database
from anxin.project.keeping.manifest import SQLITE_MEMBER, Manifest, Member
from anxin.project.keeping.packing import sync_folder
from anxin.project.keeping.trees import Trees

FOLDER = ".restoring"


@dataclass(frozen=True, slots=True)
class Target:
    """The deployment a backup is restored into."""

    settings: Settings
    vendor: str
    trees: Trees
    database: Path
    keys_at_hand: bool

    @property
    def staged(self) -> Path:
        """Where the archive is unpacked."""
        return self.settings.data_dir / FOLDER

    @property
    def staged_database(self) -> Path:
        """Beside the database it will replace, so that one rename does it."""
        return self.database.with_name(f".{self.database.name}.restoring")

    def where(self, member: Member) -> Path:
        """Where a member is unpacked."""
        return self.staged_database if member.path == SQLITE_MEMBER else self.staged / member.path


def target_of(environ: MutableMapping[str, str]) -> Target:
    """Read the settings without making keys: a fresh key in an empty deployment would hide that the right one is missing."""
    kept = Path(environ.get("ANXIN_DATA") or "data").resolve() / "secrets"
    at_hand = bool(environ.get("ANXIN_VAULT_KEYS")) or (kept / "vault_keys").is_file()
    given = dict(environ)
    for name, file in (("ANXIN_VAULT_KEYS", "vault_keys"), ("ANXIN_SECRET_KEY", "secret_key")):
        if not given.get(name) and not (kept / file).is_file():
            given[name] = base64.b64encode(secrets.token_bytes(32)).decode()
    settings = load(given)
    where = database(settings.database_url)
    vendor = str(where["ENGINE"]).rpartition(".")[2].replace("sqlite3", "sqlite")
    trees = Trees(settings.data_dir, settings.law_overrides)
    return Target(settings, vendor, trees, Path(str(where["NAME"])).absolute(), at_hand)


def settings_for(target: Target, manifest: Manifest, environ: MutableMapping[str, str]) -> None:
    """Have Django start on the unpacked database, with the keys the restored product will have."""
    keys = target.settings.vault_keys
    if manifest.with_keys and not environ.get("ANXIN_VAULT_KEYS"):
        environ["ANXIN_VAULT_KEYS"] = (target.staged / "secrets" / "vault_keys").read_text(encoding="ascii")
    environ.setdefault("ANXIN_VAULT_KEYS", ",".join(base64.b64encode(key).decode() for key in keys))
    environ.setdefault("ANXIN_SECRET_KEY", target.settings.secret_key)
    if target.vendor == "sqlite":
        environ["DATABASE_URL"] = f"sqlite:///{target.staged_database}"


@contextmanager
def staging(target: Target) -> Iterator[None]:
    """An empty folder to unpack into, for one restore at a time; what a killed one left is thrown away."""
    made = [one for one in (target.settings.data_dir, target.database.parent) if not one.exists()]
    target.staged.mkdir(parents=True, exist_ok=True, mode=0o700)
    if target.vendor == "sqlite":
        target.database.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(target.staged, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        raise RuleBroken("restore_running", "另一次恢复正在进行，请等它结束。") from error
    try:
        _clear(target)
        yield
    finally:
        _clear(target)
        target.staged.rmdir()
        os.close(handle)
        for folder in made:
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()


def _clear(target: Target) -> None:
    for path in target.staged.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for suffix in ("", "-wal", "-shm", "-journal"):
        staged = target.staged_database
        staged.with_name(staged.name + suffix).unlink(missing_ok=True)


def make_safe(target: Target) -> None:
    """Have everything unpacked on the disk before anything is renamed."""
    os.sync()
    sync_folder(target.staged)


def refuse_other_database(target: Target, manifest: Manifest) -> None:
    """A backup goes back into the kind of database it came from."""
    names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
    if manifest.vendor == target.vendor and (target.vendor != "sqlite" or _holds_database(manifest)):
        return
    fault = Fault(
        "DATABASE_URL",
        f"备份来自 {names.get(manifest.vendor, manifest.vendor)}，当前设置是 {names[target.vendor]}",
        "请把 DATABASE_URL 改为备份所用的数据库；SQLite 与 PostgreSQL 的备份是各自数据库的原样内容，类型和序号写法不同，不能互换",
    )
    raise BadInput("other_database", "没有恢复任何内容。", [fault])


def _holds_database(manifest: Manifest) -> bool:
    return any(one.path == SQLITE_MEMBER for one in manifest.members)
