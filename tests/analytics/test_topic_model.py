"""A class is learnt from labelled messages, told as surely as it turned out on messages kept aside, and read back unchanged."""

from __future__ import annotations

import csv
import os
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.analytics.topic_model import LEAST, labelled, learn, load
from anxin.analytics.topic_traits import OPENING, Places, traits
from anxin.kernel.outcome import BadInput

WAGES = [f"老板拖欠我{number}个月工资不给，工人讨薪" for number in range(40)]
NOISE = [f"夜里{number}点广场噪音扰民，油烟污染环境" for number in range(40)]
SCHOOLS = [f"{number}年级学生上学难，学校老师补课收学费" for number in range(40)]
TEXTS, LABELS = [*WAGES, *NOISE, *SCHOOLS], ["劳动"] * 40 + ["环境"] * 40 + ["教育"] * 40
TAIDI = Path(os.environ.get("ANXIN_SHARED") or Path(__file__).parents[2] / "../shared") / "data/taidi2020/labelled_tokenised_open.csv"  # fmt: skip


def test_it_learns_tells_and_is_read_back_unchanged(tmp_path: Path) -> None:
    made = learn(TEXTS, LABELS)
    made.save(tmp_path / "m.npz")
    again = load(tmp_path / "m.npz")
    for text in (*TEXTS[::7], "工资", "完全无关的话", ""):
        assert again(text) == made(text)
    assert made("包工头不给工资").value == "劳动"
    assert made("噪音太大了").value == "环境"
    assert 0 <= made("").confidence <= 1


def test_two_classes_are_enough() -> None:
    made = learn([*WAGES, *NOISE], ["劳动"] * 40 + ["环境"] * 40)
    assert (made(WAGES[3]).value, made(NOISE[3]).value) == ("劳动", "环境")


def test_margins_are_those_of_scikit_learn_on_traits_weighed_by_what_they_tell() -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize
    from sklearn.svm import LinearSVC

    weigher = TfidfVectorizer(analyzer=traits, sublinear_tf=True, min_df=2, norm=None)
    seen, own = weigher.fit_transform(TEXTS).toarray(), np.array([label == "环境" for label in LABELS])
    among, elsewhere = (1 + (seen[rows] > 0).sum(axis=0) for rows in (own, ~own))
    told = np.abs(np.log(among / among.sum()) - np.log(elsewhere / elsewhere.sum()))
    weighed = 0.3 + 0.7 * told / told.mean()
    machine = LinearSVC(C=1.0, class_weight="balanced", random_state=0).fit(normalize(seen * weighed), own)
    made, asked = learn(TEXTS, LABELS), ["欠工资的老板", "学校噪音 噪音", ""]
    theirs = machine.decision_function(normalize(weigher.transform(asked).toarray() * weighed))
    ours = [made.margins(text)[made.labels.index("环境")] for text in asked]
    assert np.allclose(ours, theirs, atol=1e-3)


def test_the_opening_counts_once_more_and_words_where_white_space_parts_them() -> None:
    assert traits("欠薪 A") == ["欠", "薪", "a", "欠薪", "薪a", "\t欠", "\t薪", "\ta", "\t欠薪", "\t薪a", " 欠薪", " a"]
    assert "\t末" not in traits("一" * OPENING + "末")
    body = "，".join(["广场旁边的人"] * 9)
    wages, noise = f"。拖欠工资。 {body} 。噪音扰民。", f"。噪音扰民。 {body} 。拖欠工资。"
    made = learn([wages, noise] * 20, ["劳动", "环境"] * 20)
    assert (made(wages).value, made(noise).value) == ("劳动", "环境"), "the same characters, pairs and words"


@given(st.lists(st.text(max_size=8), max_size=4), st.text(max_size=90))
def test_reading_finds_the_very_traits_that_learning_names(known: list[str], text: str) -> None:
    """Names of every kind of trait, some of another text; counted as a list of texts would count them."""
    terms = sorted({one for words in (*known, text[::2]) for one in traits(words)})
    places, often = Places.of(terms).seen(text)
    counted = Counter(one for one in traits(text) if one in set(terms))
    assert {terms[place]: int(count) for place, count in zip(places, often, strict=True)} == counted


def test_too_few_messages_of_a_class_are_named() -> None:
    with pytest.raises(BadInput, match="训练样本不够") as told:
        learn([*WAGES, "一条"], ["劳动"] * 40 + ["其他"])
    assert "其他（1 条）" in told.value.faults[0].what
    assert LEAST == 20


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    for number, content in enumerate((b"", b"PK\x03\x04 not a zip", b"words")):
        path = tmp_path / f"{number}.npz"
        path.write_bytes(content)
        with pytest.raises(BadInput, match="打不开"):
            load(path)
    with pytest.raises(BadInput):
        load(tmp_path / "none.npz")


def test_columns_are_found_by_their_names_and_missing_ones_named(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("\ufeff留言主题,留言详情,一级标签\n欠薪,三个月,劳动\n,,环境\n", encoding="utf-8")
    assert labelled(path) == (["欠薪 三个月"], ["劳动"])
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(BadInput, match="训练文件有误"):
        labelled(path)


@pytest.mark.skipif(not TAIDI.exists(), reason="the shared data are not here")
def test_on_real_messages_it_is_no_worse_than_a_fixed_floor() -> None:
    """A fifth of the open half is held out; five folds and the peers stand in bench/triage.py."""
    with TAIDI.open(encoding="utf-8-sig") as lines:
        rows = [(row["tokens"], row["label"]) for row in csv.DictReader(lines)][::3]
    learnt, told = [row for n, row in enumerate(rows) if n % 5], rows[::5]
    model = learn([text for text, _ in learnt], [label for _, label in learnt])
    right = sum(model(text).value == label for text, label in told)
    assert right / len(told) > 0.8
