"""Fails when an English translation is missing, left empty or marked fuzzy: every sentence on a screen has its msgid in Chinese."""

import re
import sys
from pathlib import Path

CATALOGUE = Path("src/anxin/project/locale/en/LC_MESSAGES/django.po")
SOURCES = Path("src/anxin")
CALL = re.compile(r"""(?<![\w.])(?:_|gettext|gettext_lazy)\(\s*"((?:[^"\\]|\\.)*)"\s*\)""")
TAG = re.compile(r"""{%\s*(?:trans|translate|say|say_plain)\s+(?:"([^"]*)"|'([^']*)')""")
BLOCK = re.compile(r"{%\s*blocktrans(?:late)?\b[^%]*%}(.*?){%\s*(?:plural|endblocktrans(?:late)?)", re.S)
VARIABLE = re.compile(r"{{\s*(\w+)\s*}}")
ENTRY = re.compile(
    r'((?:^#.*\n)*)^msgid "((?:[^"\\]|\\.)*)"((?:\n"(?:[^"\\]|\\.)*")*)\nmsgstr "((?:[^"\\]|\\.)*)"((?:\n"(?:[^"\\]|\\.)*")*)',
    re.M,
)


def used() -> set[str]:
    found: set[str] = set()
    for path in SOURCES.rglob("*.py"):
        found.update(CALL.findall(path.read_text(encoding="utf-8")))
    for path in SOURCES.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        found.update(one or other for one, other in TAG.findall(text))
        found.update(VARIABLE.sub(r"%(\1)s", one) for one in BLOCK.findall(text))
    return {text for text in found if text}


def translated() -> tuple[dict[str, str], list[str]]:
    texts, fuzzy = {}, []
    for comments, first, more, to, to_more in ENTRY.findall(CATALOGUE.read_text(encoding="utf-8")):
        msgid = first + "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', more))
        msgstr = to + "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', to_more))
        texts[msgid] = msgstr
        if "fuzzy" in comments:
            fuzzy.append(msgid)
    return texts, [one for one in fuzzy if one]


def main() -> int:
    texts, fuzzy = translated()
    missing = sorted(text for text in used() if not texts.get(text))
    for text in missing:
        print(f"no English for: {text}")
    for text in fuzzy:
        print(f"marked fuzzy: {text}")
    print(f"{len(used())} sentences, {len(missing)} without English, {len(fuzzy)} fuzzy")
    return 1 if missing or fuzzy else 0


if __name__ == "__main__":
    sys.exit(main())
