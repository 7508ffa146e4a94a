"""Compiles the English catalogue into the .mo that Django reads, without gettext's tools; with --check, says whether it is current."""

import ast
import struct
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from check_translations import CATALOGUE, translated

COMPILED = CATALOGUE.with_suffix(".mo")
HEAD = "Language: en\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n"
MAGIC = 0x950412DE


def compiled(texts: dict[str, str]) -> bytes:
    pairs = {ast.literal_eval(f'"{key}"'): ast.literal_eval(f'"{text}"') for key, text in texts.items() if key and text}
    pairs[""] = HEAD
    rows = sorted((key.encode(), text.encode()) for key, text in pairs.items())
    start = 28 + 16 * len(rows)
    tables: list[list[tuple[int, int]]] = [[], []]
    data = b""
    for column in (0, 1):
        for row in rows:
            tables[column].append((len(row[column]), start + len(data)))
            data += row[column] + b"\0"
    head = struct.pack("<7I", MAGIC, 0, len(rows), 28, 28 + 8 * len(rows), 0, start)
    return head + b"".join(struct.pack("<2I", *one) for table in tables for one in table) + data


def main() -> int:
    wanted = compiled(translated()[0])
    if "--check" in sys.argv[1:]:
        current = COMPILED.exists() and COMPILED.read_bytes() == wanted
        print("the compiled catalogue is current" if current else "stale: run script/compile_translations.py")
        return 0 if current else 1
    COMPILED.write_bytes(wanted)
    return 0


if __name__ == "__main__":
    sys.exit(main())
