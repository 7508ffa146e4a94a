"""Fails when a lock file names a host: lock files carry names, versions and hashes only."""

import re
import sys
from pathlib import Path

LOCKS = [*Path("requirements").glob("*.txt"), Path("package-lock.json")]
HOST = re.compile(r"https?://|file:/|--(index|extra-index|find-links)")
FUNDING = re.compile(r'"(url|funding|homepage)"')


def main() -> int:
    bad = [
        f"{path}:{number}: {line.strip()}"
        for path in LOCKS
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if HOST.search(line) and not FUNDING.search(line)
    ]
    print("\n".join(bad) or "lock files name no host")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
