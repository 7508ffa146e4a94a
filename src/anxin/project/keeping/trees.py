"""The folders of the data directory that belong to the state, and how those of a backup take their place.

Stored files and the lake are named by the hash of their content, so adding to them changes nothing anybody reads: they
are laid in before the database is switched, and what is left over is removed afterwards. Outlines and local law values
have names of their own and are exchanged.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from anxin.project.keeping.manifest import Manifest, Member

BY_HASH = ("files", "lake")
BY_NAME = ("map", "law")
SECRETS = "secrets"
_SHAPE = {"files": "[0-9a-f]*/*/*", "lake": "**/*.parquet", "map": "**/*", "law": "**/*"}


@dataclass(frozen=True, slots=True)
class Trees:
    """Where the folders lie; local law values may lie elsewhere."""

    data: Path
    law: Path

    def home(self, root: str) -> Path:
        """Where a folder of the archive lies on the disk."""
        return self.law if root == "law" else self.data / root

    def place(self, member: Member) -> Path:
        """Where a member of the archive belongs."""
        return self.home(member.root).joinpath(*member.path.split("/")[1:])

    def files(self) -> Iterator[tuple[str, Path]]:
        """Every file of the state as the member it becomes; half-written ones are not among them."""
        for root, shape in _SHAPE.items():
            home = self.home(root)
            for path in sorted(home.glob(shape)) if home.is_dir() else ():
                if path.is_file() and not path.is_symlink():
                    yield f"{root}/{path.relative_to(home).as_posix()}", path

    def hold_something(self) -> bool:
        """Whether stored files or lines of the lake lie here already."""
        return any(name.startswith(("files/", "lake/")) for name, _ in self.files())


def lay(staged: Path, trees: Trees, manifest: Manifest, roots: tuple[str, ...]) -> None:
    """Give the unpacked members of some folders their places, each at once."""
    for member in (one for root in roots for one in manifest.under(root)):
        target = trees.place(member)
        target.parent.mkdir(parents=True, exist_ok=True)
        source = staged / member.path
        source.chmod(0o440 if member.root == "files" else 0o640)
        _moved(source, target)


def prune(trees: Trees, manifest: Manifest, roots: tuple[str, ...]) -> int:
    """Remove what the restored state does not name; answers with how many files."""
    named = {one.path for one in manifest.members}
    old = [path for name, path in trees.files() if name.partition("/")[0] in roots and name not in named]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def lay_keys(staged: Path, trees: Trees, manifest: Manifest) -> None:
    """Put the keys of the backup in; keys that lay here are kept beside them, since older backups may need them."""
    for member in manifest.under(SECRETS):
        target, source = trees.place(member), staged / member.path
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if target.is_file() and target.read_bytes() != source.read_bytes():
            _aside(target)
        source.chmod(0o600)
        _moved(source, target)


def _aside(path: Path) -> None:
    number = 1
    while (kept := path.with_name(f"{path.name}.replaced-{number}")).exists():
        number += 1
    os.link(path, kept)


def _moved(source: Path, target: Path) -> None:
    """Rename; where the target lies on another disk, copy beside it first, so that it appears at once there too."""
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = target.with_name(f".{target.name}.restoring")
        shutil.copy2(source, beside)
        beside.replace(target)
