"""`anxin restore FILE`: check every hash, the tables and the audit chain of a backup, then switch to it at one instant."""

from __future__ import annotations

import argparse
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from anxin.kernel.clock import SHANGHAI
from anxin.project.cli import django_setup
from anxin.project.cli.result import Result
from anxin.project.keeping import staging, unpacking
from anxin.project.keeping.manifest import Manifest

NAME = "restore"
HELP = (
    "从 anxin backup 的文件恢复全部数据：先逐一核对哈希、数据库版本和审计链，全部无误才切换；请先停止 anxin serve。"
    "备份默认不含密钥：请先设好 ANXIN_VAULT_KEYS，或把原 secrets/vault_keys 放进数据目录"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="备份文件")
    parser.add_argument("--force", action="store_true", help="取代已有的数据（原有内容不再保留）")
    parser.add_argument("--check", action="store_true", help="只核对备份文件的清单和每个文件的哈希，不恢复")
    parser.add_argument("--anchor", type=Path, help="以前保存的锚定文件：审计链还须与它一致")
    parser.add_argument("--without-keys", action="store_true", help="密钥已丢失也恢复：加密内容将无法查看")
    parser.add_argument("--broken-chain", action="store_true", help="审计链不完整也恢复，并列出问题")


def run(args: argparse.Namespace) -> Result:
    """Check or restore a backup."""
    with unpacking.opened(args.file) as (archive, manifest):
        if args.check:
            unpacking.unpack(args.file, archive, manifest, lambda _member: None)
            return _checked(args.file, manifest)
        target = staging.target_of(os.environ)
        staging.refuse_other_database(target, manifest)
        with staging.staging(target):
            unpacking.refuse_without_room(manifest, target.settings.data_dir)
            unpacking.unpack(args.file, archive, manifest, target.where)
            return _restore(args, target, manifest)


def _restore(args: argparse.Namespace, target: staging.Target, manifest: Manifest) -> Result:
    staging.settings_for(target, manifest, os.environ)
    django_setup.start()
    from anxin.project.cli.audit import anchor_in
    from anxin.project.keeping import restoring

    anchor = anchor_in(args.anchor) if args.anchor else None
    wishes = restoring.Wishes(args.force, args.without_keys, args.broken_chain)
    done = restoring.restore(target, manifest, wishes, anchor=anchor)
    document = {
        "restored": True,
        "made_at": manifest.made_at,
        "members": done.files,
        "events": done.events,
        "removed": done.removed,
        "upgraded": done.upgraded,
        "missing_keys": list(done.missing_keys),
        "chain_faults": list(done.chain_faults),
    }
    return Result(document, _in_words(manifest, done, target))


def _when(manifest: Manifest) -> str:
    return datetime.fromisoformat(manifest.made_at).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def _checked(path: Path, manifest: Manifest) -> Result:
    document = {
        "ok": True,
        "made_at": manifest.made_at,
        "database": manifest.vendor,
        "with_keys": manifest.with_keys,
        "members": len(manifest.members),
        "events": manifest.anchor["events"],
    }
    keys = "含密钥" if manifest.with_keys else "不含密钥"
    text = f"✓ {path} 完好：{_when(manifest)} 备份，{len(manifest.members)} 个文件，哈希全部相符，{keys}"
    return Result(document, text)


def _in_words(manifest: Manifest, done: Any, target: staging.Target) -> str:
    lines = [f"✓ 已恢复 {_when(manifest)} 的备份：{done.files} 个文件，{done.events} 个事件，审计链完好"]
    if done.chain_faults:
        lines = [f"✓ 已恢复 {_when(manifest)} 的备份，但审计链不完整：", *(f"  {one}" for one in done.chain_faults)]
    if done.upgraded:
        lines.append("  备份来自较早的版本，数据库已升级到本版本")
    if done.missing_keys:
        lines.append(
            f"  ⚠ 缺少密钥 {'、'.join(done.missing_keys)}：加密内容无法查看；找回后写入 ANXIN_VAULT_KEYS，最早的排在最后"
        )
    if not (manifest.with_keys or target.keys_at_hand):
        lines.append("  备份不含会话密钥：所有人需要重新登录")
    return "\n".join([*lines, "  现在可以启动：script/server 或 anxin serve"])
