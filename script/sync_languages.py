"""Brings the data files of the workers' languages in step with the sentences on their pages; with --check, says whether they are.

New sentences come in without words, sentences that no page uses any longer go, and what somebody wrote stays.
"""

import re
import sys
from pathlib import Path
from typing import Any

import yaml

SOURCES = Path("src/anxin")
DATA = SOURCES / "base/languages/data"
SAID = re.compile(r"""{%\s*say(?:_plain)?\s+(?:"([^"]*)"|'([^']*)')""")
CALL = re.compile(r"""(?<![\w.])(?:_|gettext|gettext_lazy)\(\s*"((?:[^"\\]|\\.)*)"\s*\)""")
MODULES = (
    "apps/intake/handing.py",
    "apps/intake/web/public.py",
    "apps/intake/web/public_privacy.py",
    "apps/intake/web/answers.py",
    "apps/intake/web/standing.py",
)
HEAD = """# {chinese}: every sentence of the workers' pages. `text` is the translation, empty where there is none;
# `checked` is {{by: name, date: 2026-11-30}} once somebody who reads the language has checked it, else empty.
# Written by script/sync_languages.py, filled in by people; docs/howto/translate-the-workers-pages.md says how.
"""


def used() -> list[str]:
    """Every sentence that the workers' pages say, in the order of the pages' names."""
    found: dict[str, None] = {}
    for path in sorted(SOURCES.rglob("*.html")):
        found.update(dict.fromkeys(one or other for one, other in SAID.findall(path.read_text(encoding="utf-8"))))
    for name in MODULES:
        found.update(dict.fromkeys(CALL.findall((SOURCES / name).read_text(encoding="utf-8"))))
    return list(found)


def written(told: dict[str, Any], sentences: list[str]) -> str:
    known = told["sentences"] or {}
    told = {**told, "sentences": {one: known.get(one) or {"text": None, "checked": None} for one in sentences}}
    body = yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=10_000)
    return HEAD.format(**told) + body.replace(" null\n", "\n")


def main() -> int:
    sentences, stale = used(), []
    for path in sorted(DATA.glob("*.yaml")):
        before = path.read_text(encoding="utf-8")
        after = written(yaml.safe_load(before), sentences)
        if before != after:
            stale.append(path.name)
            if "--check" not in sys.argv:
                path.write_text(after, encoding="utf-8")
    print(f"{len(sentences)} sentences; " + (f"changed: {', '.join(stale)}" if stale else "every language is in step"))
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
