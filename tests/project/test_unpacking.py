"""A backup with one wrong bit anywhere: refused in words, or read as exactly what was put in. test_restore.py does the rest."""

from __future__ import annotations

import pytest

from anxin.kernel.outcome import BadInput
from anxin.project.keeping.manifest import Manifest
from anxin.project.keeping.packing import Packer
from anxin.project.keeping.unpacking import opened, unpack

KEPT = {"database/one.copy": b"a row\n" * 40, "files/aa/bb/cc": "一份材料".encode()}


@pytest.fixture
def backup(tmp_path):
    with Packer(tmp_path / "all.zip") as packer:
        for name, content in KEPT.items():
            packer.add(name, [content], squeeze=name.startswith("database/"))
        manifest = Manifest(
            made_at="2026-11-29T00:00:00+00:00", vendor="sqlite", migrations=(("eventlog", "0001_initial"),), anchor={},
            index_key="k", with_keys=False, tables=(), members=tuple(packer.members),
        )  # fmt: skip
        packer.finish(manifest)
    return packer.path, manifest


def brought_back(path, folder):
    with opened(path) as (archive, manifest):
        unpack(path, archive, manifest, lambda member: folder / member.path)
    return manifest, {name: (folder / name).read_bytes() for name in KEPT}


def test_whichever_bit_is_wrong_the_backup_is_refused_in_words_or_brings_back_exactly_what_was_kept(backup, tmp_path):
    path, manifest = backup
    whole, bad, refused = path.read_bytes(), tmp_path / "bad.zip", 0
    for at in range(len(whole)):
        bad.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << at % 8)]) + whole[at + 1 :])
        try:
            assert brought_back(bad, tmp_path / str(at)) == (manifest, KEPT), f"bit {at % 8} of byte {at}"
        except BadInput:
            refused += 1
    assert refused > len(whole) // 2
