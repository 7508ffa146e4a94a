"""Learns src/anxin/domain/intake/leanings.py from our own labelled messages, and measures it on files it has not learnt from.

    .venv/bin/python script/learn_arrears.py            # measures, writes nothing
    .venv/bin/python script/learn_arrears.py --write

The messages stand in tests/domain/intake/data: the .tsv files with their labels, and no_arrears.txt, which are none. All of them are
invented by us. The rules have seen them, so the figures of the rules alone flatter; those of the leanings alone do not.
"""

import argparse
import csv
import re
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))

from anxin.domain.advice.spelling import simplified  # noqa: E402
from anxin.domain.intake.places_said import short  # noqa: E402
from anxin.domain.intake.second_look import pieces  # noqa: E402
from anxin.domain.intake.typed import as_meant  # noqa: E402

DATA = ROOT / "tests/domain/intake/data"
SHIPPED = ROOT / "src/anxin/domain/intake/leanings.py"
LEAST_SEEN, KEPT, SLACK, WIDTH = 2, 1500, 10.0, 108
"""How often a piece must occur, how many pieces are kept, how far a weight may go (C), and how wide a line of them is."""
HEAD = '''"""How pieces of messages lean towards wages owed or away from it (倾向). Made by script/learn_arrears.py; change that, not this.

One weight a line and the pieces that have it: letters and pairs of letters, 0 for any number, _ for whatever is no letter.
"""

from __future__ import annotations

AT_ALL = {bias}
"""How a message leans of which no piece is known."""
_LEANINGS = """
{lines}
"""
PIECES = {{one: float(line.split()[0]) for line in _LEANINGS.strip().splitlines() for one in line.split()[1:]}}
'''


def told() -> dict[str, list[tuple[str, bool]]]:
    """Every labelled message by its file, without the names of places and employers: where somebody works must not lean either way."""
    rows = {}
    for path in sorted(DATA.glob("*.tsv")):
        with path.open(encoding="utf-8") as lines:
            rows[path.stem] = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    named = {
        row[fact] for told_so in rows.values() for row in told_so for fact in ("place", "employer") if row.get(fact)
    }
    names = re.compile("|".join(map(re.escape, sorted(named | set(map(short, named)), key=len, reverse=True))))
    found = {
        name: [(plain(names.sub("。", row["text"])), row["arrears"] == "1") for row in told_so]
        for name, told_so in rows.items()
    }
    found["no_arrears"] = [(plain(one), False) for one in (DATA / "no_arrears.txt").read_text("utf-8").splitlines()]
    return found


def plain(text: str) -> str:
    return as_meant(simplified(text))


def learn(rows: list[tuple[str, bool]]) -> tuple[float, dict[str, float]]:
    """The weights of the pieces that tell most, learnt once over all pieces and once more over those alone."""
    texts, labels = [text for text, _owed in rows], [owed for _text, owed in rows]
    vocabulary = None
    for _round in range(2):
        seen = CountVectorizer(
            analyzer=pieces, binary=True, min_df=1 if vocabulary else LEAST_SEEN, vocabulary=vocabulary
        )
        counts = seen.fit_transform(texts).astype(float)
        lengths = np.sqrt(np.maximum(counts.sum(axis=1).A1, 1))
        fitted = LogisticRegression(C=SLACK, class_weight="balanced", max_iter=1000)
        fitted.fit(counts.multiply(1 / lengths[:, None]).tocsr(), labels)
        names, weights = seen.get_feature_names_out(), fitted.coef_[0]
        vocabulary = sorted(names[np.argsort(-np.abs(weights), kind="stable")[:KEPT]])
    return round(float(fitted.intercept_[0]), 2), {
        str(name): round(float(weight), 1) for name, weight in zip(names, weights, strict=True) if abs(weight) >= 0.05
    }


def leaning(text: str, bias: float, weights: dict[str, float]) -> float:
    known = [weights[one] for one in pieces(text) if one in weights]
    return float(1 / (1 + np.exp(-(bias + sum(known) / max(len(known), 1) ** 0.5))))


def measure(every: dict[str, list[tuple[str, bool]]]) -> None:
    """Precision and recall of the leanings alone, each file read by what was learnt from the others."""
    for name, rows in every.items():
        if not any(owed for _text, owed in rows):
            continue
        learnt = learn([row for other, rows_ in every.items() if other != name for row in rows_])
        sure = [leaning(text, *learnt) for text, _owed in rows]
        for least in (0.5, 0.6, 0.7, 0.75, 0.8):
            said = [owed for (_text, owed), one in zip(rows, sure, strict=True) if one >= least]
            print(f"{name:<18} from {least}: precision {sum(said) / max(len(said), 1):.2f}  recall {sum(said) / sum(owed for _text, owed in rows):.2f}")  # fmt: skip


def shown(bias: float, weights: dict[str, float]) -> str:
    by_weight = defaultdict(list)
    for name, weight in weights.items():
        by_weight[weight].append(name)
    lines = []
    for weight in sorted(by_weight, reverse=True):
        line = ""
        for name in sorted(by_weight[weight]):
            if len(line) + len(name) > WIDTH:
                lines.append(f"{weight:+.1f}{line}")
                line = ""
            line += f" {name}"
        lines.append(f"{weight:+.1f}{line}")
    return HEAD.format(bias=bias, lines="\n".join(lines))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    every = told()
    if not args.write:
        measure(every)
        return
    bias, weights = learn([row for rows in every.values() for row in rows])
    SHIPPED.write_text(shown(bias, weights), encoding="utf-8")
    print(f"{len(weights):,} pieces from {sum(map(len, every.values())):,} messages")


if __name__ == "__main__":
    main()
