"""Bringing a backup back (恢复): unpacked and proved aside, then switched in one instant.

Order of the switch: files named by their content (which change nothing for the old state), the database, then what has a
name of its own. Whoever dies before the database is switched leaves the old state as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from anxin.base.eventlog import verifying
from anxin.base.eventlog.anchoring import Anchor
from anxin.base.vault import rotation
from anxin.base.vault.sealing import keys
from anxin.kernel.outcome import BadInput, Fault
from anxin.project.keeping import postgres_state, sqlite_state
from anxin.project.keeping.manifest import Manifest
from anxin.project.keeping.staging import Target, make_safe
from anxin.project.keeping.trees import BY_HASH, BY_NAME, lay, lay_keys, prune
from anxin.project.migrating import migrate, pending


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the administrator allows, knowing what it means."""

    force: bool = False
    without_keys: bool = False
    broken_chain: bool = False


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back, and what is missing."""

    events: int
    files: int
    removed: int
    upgraded: bool
    missing_keys: tuple[str, ...]
    chain_faults: tuple[str, ...]


def refuse_newer(manifest: Manifest) -> None:
    """Refuse tables this version of the product does not know."""
    known = set(MigrationExecutor(connection, progress_callback=None).loader.graph.nodes)
    unknown = [f"{app}.{name}" for app, name in manifest.migrations if (app, name) not in known]
    if unknown:
        fault = Fault(
            "数据库版本",
            f"备份来自较新的版本，本版本没有 {'、'.join(unknown[:3])}",
            "请先把安薪升级到做备份时的版本或更新的版本",
        )
        raise BadInput("backup_is_newer", "没有恢复任何内容。", [fault])


def restore(target: Target, manifest: Manifest, wishes: Wishes, *, anchor: Anchor | None) -> Restored:
    """Prove the unpacked state and put it in the place of the old one."""
    refuse_newer(manifest)
    make_safe(target)
    with _database(target, manifest, wishes):
        upgraded = pending()
        if upgraded:
            migrate()
        events, broken = _proved(manifest, anchor, wishes)
        missing = _missing_keys(manifest, wishes)
        lay(target.staged, target.trees, manifest, BY_HASH)
        if not wishes.force:
            # Nothing was here before, so nothing can be mixed: the rest may lie there before the database does.
            _lay_named(target, manifest)
    if wishes.force:
        _lay_named(target, manifest)
    removed = prune(target.trees, manifest, (*BY_HASH, *BY_NAME))
    return Restored(events, len(manifest.members), removed, upgraded, missing, broken)


def _lay_named(target: Target, manifest: Manifest) -> None:
    lay(target.staged, target.trees, manifest, BY_NAME)
    lay_keys(target.staged, target.trees, manifest)


@contextmanager
def _database(target: Target, manifest: Manifest, wishes: Wishes) -> Iterator[None]:
    """The unpacked database is Django's inside; leaving without an error makes it the product's."""
    if target.vendor == "postgresql":
        filled = postgres_state.holds_something()
        _refuse_filled(target, wishes, database=filled)
        with postgres_state.replaced(target.staged, manifest):
            yield
        return
    _refuse_filled(target, wishes, database=sqlite_state.holds_something(target.database))
    sqlite_state.settle(target.database)
    sqlite_state.refuse_unsound(target.staged_database)
    yield
    connections.close_all()
    sqlite_state.switch(target.staged_database, target.database)


def _refuse_filled(target: Target, wishes: Wishes, *, database: bool) -> None:
    if wishes.force or not (database or target.trees.hold_something()):
        return
    fault = Fault(
        str(target.settings.data_dir),
        "已有数据",
        "请换一个空的数据目录（ANXIN_DATA）和空的数据库；确要用备份取代现有数据，请加 --force",
    )
    raise BadInput("target_not_empty", "没有恢复任何内容。", [fault])


def _proved(manifest: Manifest, anchor: Anchor | None, wishes: Wishes) -> tuple[int, tuple[str, ...]]:
    """The chain must be whole, reach the heads noted in the backup, and agree with an anchor kept elsewhere."""
    proofs = [Anchor.from_json(manifest.anchor), *([anchor] if anchor else [])]
    verdicts = [verifying.verify(one) for one in proofs]
    faults = dict.fromkeys(fault for verdict in verdicts for fault in verdict.faults)
    if faults and not wishes.broken_chain:
        listed = [Fault(f"审计链 {one.chain} 第 {one.chain_seq} 号", one.what) for one in list(faults)[:20]]
        remedy = Fault(
            "恢复", "备份中的审计日志被改动或截断", "请改用另一份备份；查明原因后确要恢复，请加 --broken-chain"
        )
        raise BadInput("backup_chain_broken", "审计链不完整，没有恢复任何内容。", [*listed, remedy])
    return verdicts[0].events, tuple(f"{one.chain} 第 {one.chain_seq} 号：{one.what}" for one in faults)


def _missing_keys(manifest: Manifest, wishes: Wishes) -> tuple[str, ...]:
    """Keys that seal something in the backup, or derive its search index, and are not at hand."""
    sealing = keys().sealing
    missing = sorted(set(rotation.in_use()) - {name for name, _ in sealing})
    if sealing[-1][0] != manifest.index_key and manifest.index_key not in missing:
        missing.append(manifest.index_key)
    if missing and not wishes.without_keys:
        fault = Fault(
            f"加密密钥 {'、'.join(missing)}",
            "备份中没有密钥，本机的密钥也不是做备份时所用的",
            "请把原服务器的密钥写入 ANXIN_VAULT_KEYS，或把原 secrets/vault_keys 放进数据目录的 secrets 文件夹（最早的密钥排在"
            "最后）；密钥确已丢失、仍要恢复其余内容，请加 --without-keys（证件号、手机号、银行账号将无法查看和查找）",
        )
        raise BadInput("keys_missing", "缺少解密所需的密钥，没有恢复任何内容。", [fault])
    return tuple(missing)
