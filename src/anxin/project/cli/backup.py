"""`anxin backup FILE`: the whole state in one archive, while the product runs."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from anxin.kernel.clock import SystemClock
from anxin.project.cli import django_setup
from anxin.project.cli.result import Result

NAME = "backup"
HELP = (
    "把全部数据备份成一个文件（数据库、上传文件、明细库、自备地图、本地法规参数），运行中也可以做；"
    "默认不含加密密钥：没有密钥，备份中的证件号、手机号、银行账号和动态码谁也读不出来，请另行保管密钥"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="备份文件，必须尚不存在，例如 anxin-2026-11-23.zip")
    parser.add_argument(
        "--with-keys",
        action="store_true",
        help="把加密密钥和会话密钥一并放进备份：恢复更省事，但拿到这个文件的人就能读出全部个人信息，须加锁保管",
    )


def run(args: argparse.Namespace) -> Result:
    """Make the backup; answers with 1 when something in the running product is damaged, though the backup is made."""
    django_setup.ready()
    from anxin.project.keeping import backing_up

    made = backing_up.make(args.file.absolute(), with_keys=args.with_keys, at=SystemClock().now())
    document = {
        "file": str(args.file),
        "bytes": made.size,
        "members": len(made.manifest.members),
        "events": made.manifest.anchor["events"],
        "database": made.manifest.vendor,
        "with_keys": made.manifest.with_keys,
        "damaged": list(made.damaged),
        "missing": list(made.missing),
    }
    return Result(document, _in_words(args.file, made), 0 if made.sound else 1)


def _in_words(path: Path, made: Any) -> str:
    mb = made.size / (1 << 20)
    lines = [f"✓ 已备份到 {path}：{len(made.manifest.members)} 个文件，{mb:.1f} MB"]
    lines.append(
        "  含加密密钥：拿到此文件即可读出全部个人信息，请加锁保管"
        if made.manifest.with_keys
        else "  不含加密密钥：恢复时需要 ANXIN_VAULT_KEYS 或数据目录 secrets/vault_keys，请另行保管"
    )
    lines += [f"  ⚠ 运行中的文件已损坏，备份照原样收入：{name}" for name in made.damaged[:10]]
    lines += [f"  ⚠ 数据库记有此文件，磁盘上却没有：{name}" for name in made.missing[:10]]
    return "\n".join(lines)
