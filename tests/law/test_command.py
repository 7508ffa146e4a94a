"""`anxin law …` as typed: values with their source, deadlines with their steps, whole files, and refusals with exit code 2."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from anxin.law import book
from anxin.project.cli.main import main


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch, tmp_path):
    for name in ("ANXIN_TOWN", "ANXIN_LAW_OVERRIDES", "ANXIN_DATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def told(capsys, *words):
    code = main(["law", *words, "--json"])
    out, err = capsys.readouterr()
    return code, json.loads(out), err


def due(capsys, *words):
    code, document, _ = told(capsys, "deadline", *words)
    assert code == 0
    return document["due"]


# Counted by hand on the notices of 2023 to 2025 (国办发明电〔2023〕7号, 〔2024〕12号, 〔2025〕7号).
BY_HAND = [
    # five working days: 2/9 (Fri), then the holiday 2/10-17, make-up Sunday 2/18, 2/19, 2/20, 2/21
    ("zj_acceptance_days", "2024-02-08", "2024-02-21"),
    # 9/29 is a make-up Sunday: 9/27, 9/29, 9/30, holiday 10/1-7, 10/8, 10/9
    ("zj_acceptance_days", "2024-09-26", "2024-10-09"),
    # 1/24, make-up Sunday 1/26, 1/27, holiday 1/28-2/4, 2/5, 2/6
    ("zj_acceptance_days", "2025-01-23", "2025-02-06"),
    # 9/28 make-up Sunday, 9/29, 9/30, holiday 10/1-8, 10/9, 10/10
    ("zj_acceptance_days", "2025-09-26", "2025-10-10"),
    # make-up Saturday 2/14, holiday 2/15-23, 2/24, 2/25, 2/26, 2/27
    ("zj_acceptance_days", "2026-02-13", "2026-02-27"),
    # make-up Sunday 9/20, 9/21, 9/22, 9/23, 9/24
    ("zj_acceptance_days", "2026-09-18", "2026-09-24"),
    # 9/30, holiday, 10/8, 10/9, make-up Saturday 10/10, 10/12
    ("zj_acceptance_days", "2026-09-29", "2026-10-12"),
    # fifteen calendar days end on 10/1: the next working day is 10/8
    ("med_days", "2026-09-16", "2026-10-08"),
    # fifteen calendar days end on Saturday 10/10, which is worked: no move
    ("med_days", "2026-09-25", "2026-10-10"),
    # forty-five calendar days end on 2/16, in the Spring Festival
    ("arb_award_days", "2026-01-02", "2026-02-24"),
    # one month from 31 January ends on 28 February 2026, a make-up Saturday
    ("r724_labour_cost_cycle_months", "2026-01-31", "2026-02-28"),
    ("pso25_limitation_months", "2026-04-04", "2026-10-08"),
    ("insp_limitation_years", "2024-10-02", "2026-10-08"),
]


@pytest.mark.parametrize(("clock", "start", "expected"), BY_HAND)
def test_deadlines_counted_by_hand(capsys, clock, start, expected):
    assert due(capsys, clock, "--from", start) == expected


def test_hours_and_minutes_run_through_the_holiday(capsys):
    assert due(capsys, "ref_transfer_hours", "--from", "2026-10-01T09:00") == "2026-10-02T09:00:00+08:00"
    assert due(capsys, "gp_response_minutes", "--from", "2026-10-01T01:30Z") == "2026-10-01T10:30:00+08:00"


def test_the_answer_has_due_provisional_steps_and_source(capsys):
    code, document, err = told(capsys, "deadline", "insp_investigation_days", "--from", "2026-02-02")
    assert (code, err) == (0, "")
    assert document["provisional"] is False
    assert document["source"]["article"] == "17"
    assert document["source"]["verified"] is True
    counted = [step for step in document["steps"] if step["kind"] == "counted"]
    assert sum(step["days"] for step in counted) == 60
    assert counted[-1]["to"] == document["due"]
    first, last = date(2026, 2, 3), date.fromisoformat(document["due"])
    told_of = {
        date.fromisoformat(step["from"]) + timedelta(days=i)
        for step in document["steps"]
        if step["kind"] in {"counted", "skipped"}
        for i in range(step["days"])
    }
    assert told_of == {first + timedelta(days=i) for i in range((last - first).days + 1)}, "each day has its reason"


def test_a_pause_moves_the_end_by_its_working_days(capsys):
    plain = due(capsys, "zj_acceptance_days", "--from", "2026-03-02")
    paused = due(capsys, "zj_acceptance_days", "--from", "2026-03-02", "--pause", "2026-03-04..2026-03-06")
    assert (plain, paused) == ("2026-03-09", "2026-03-12")


def test_several_pauses_and_one_that_lasts(capsys):
    words = ("zj_acceptance_days", "--from", "2026-03-02", "--pause", "2026-03-04..2026-03-04")
    assert due(capsys, *words, "--pause", "2026-03-06..2026-03-09") == "2026-03-12"
    assert due(capsys, *words, "--pause", "2026-03-06..") is None


def test_extension_uses_the_parameter_linked_to_the_clock(capsys):
    code, document, _ = told(capsys, "deadline", "insp_investigation_days", "--from", "2026-02-02", "--extend")
    assert code == 0
    assert document["period"] == "90个工作日"
    assert document["extension"][0]["id"] == "insp_extension_days"


@pytest.mark.parametrize(
    "words",
    [
        ("deadline", "insp_investigation_day", "--from", "2026-02-02"),
        ("deadline", "insp_investigation_days", "--from", "2026-02-30"),
        ("deadline", "insp_investigation_days", "--from", "1999-02-03"),
        ("deadline", "mw_zj_2024_monthly", "--from", "2026-02-02"),
        ("deadline", "clue_platform_days", "--from", "2026-02-02"),
        ("deadline", "zj_acceptance_days", "--from", "2026-02-02", "--extend"),
        ("deadline", "insp_investigation_days", "--from", "2026-02-02", "--extend", "--extend"),
        ("deadline", "zj_acceptance_days", "--from", "2026-02-02", "--pause", "2026-02-05..2026-02-03"),
        ("deadline", "zj_acceptance_days", "--from", "2026-02-02", "--pause", "2026-02-05"),
        (
            "deadline",
            "zj_acceptance_days",
            "--from",
            "2026-02-02",
            "--pause",
            "2026-02-03..2026-02-05",
            "--pause",
            "2026-02-05..2026-02-06",
        ),
        ("deadline", "zj_acceptance_days"),
        ("deadline", "--batch", "nowhere.csv", "--out", "out.csv"),
        ("deadline", "--batch", "nowhere.csv"),
        ("show", "nonsense"),
        ("show", "mw_zj_2021_monthly", "--on", "2026-01-01"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_chinese_with_exit_code_2(capsys, words):
    code, document, err = told(capsys, *words)
    assert code == 2
    assert document["message"]
    assert any("\u4e00" <= char <= "\u9fff" for char in err)


def test_a_deadline_into_an_unpublished_year_is_provisional_and_says_why(capsys):
    _, document, _ = told(capsys, "deadline", "zj_acceptance_days", "--from", "2026-12-28")
    assert (document["due"], document["provisional"]) == ("2027-01-05", True)
    assert any("2027年放假安排尚未公布" in step["words"] for step in document["steps"])


def test_a_start_before_the_law_is_computed_with_a_caution(capsys):
    _, document, _ = told(capsys, "deadline", "zj_acceptance_days", "--from", "2004-03-01")
    assert document["in_force"] is False
    assert "仅供参考" in document["cautions"][0]


def test_show_gives_value_article_number_link_and_whether_it_was_read(capsys):
    _, document, _ = told(capsys, "show", "insp_investigation_days", "--on", "2026-11-23")
    assert (document["value"], document["unit"]) == (60, "working_days")
    assert document["source"] | {"url": ""} == {
        "law": "劳动保障监察条例",
        "doc_no": "国务院令第423号",
        "article": "17",
        "article_from_memory": False,
        "url": "",
        "checked": "2026-11-23",
        "verified": True,
        "words": "《劳动保障监察条例》第17条",
    }


def test_list_can_be_narrowed_to_what_was_not_verified(capsys):
    _, document, _ = told(capsys, "list", "--unverified")
    assert document["count"] == document["unverified"] == sum(not one.verified for one in book()) >= 41
    _, document, _ = told(capsys, "list", "--topic", "minimum_wage")
    assert {one["topic"] for one in document["parameters"]} == {"11_minimum_wage"}


def test_local_files_are_taken_from_the_named_folder(capsys, tmp_path):
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "a.yaml").write_text(
        "law: 本镇方案\ndoc_no: 皋政〔2027〕0号\nchecked: '2026-11-23'\nparameters:\n- {id: gp_response_minutes, value: 30}\n",
        encoding="utf-8",
    )
    code = main(["law", "--overrides", str(folder), "show", "gp_response_minutes", "--on", "2026-11-23", "--json"])
    document = json.loads(capsys.readouterr().out)
    assert (code, document["value"], document["local"]) == (0, 30, True)


def test_a_whole_file_is_computed_and_text_output_reads_well(capsys, tmp_path):
    (tmp_path / "in.csv").write_text("clock,from\nzj_acceptance_days,2026-02-13\n", encoding="utf-8")
    assert main(["law", "deadline", "--batch", "in.csv", "--out", "out.csv"]) == 0
    assert "已写出 1 行" in capsys.readouterr().out
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines() == [
        "clock,from,due,provisional",
        "zj_acceptance_days,2026-02-13,2026-02-27,false",
    ]
    assert main(["law", "deadline", "med_days", "--from", "2026-09-16"]) == 0
    assert "期满日为国庆节放假，顺延" in capsys.readouterr().out


def test_a_claim_is_reckoned_line_by_line_from_a_file(capsys, tmp_path):
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps({"months": [{"month": "2026-09", "wage_yuan": 6000, "paid_yuan": "1000.50"}]}), "utf-8")
    code, document, _ = told(capsys, "claim", str(facts))
    assert (code, document["due_fen"]) == (0, 499_950)
    first = document["lines"][0]
    assert (first["id"], first["standing"], first["month"]) == ("unpaid", "due", "2026-09")
    assert [one["law"] for one in first["sources"]] == ["劳动法", "保障农民工工资支付条例"]


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "[" * 100_000,
        '{"average_wage_fen": ' + "9" * 5000 + "}",
        '{"on": "2026-01-01", "on": "2026-02-01"}',
        '{"months": [{"wage_yuan": 1}]}',
        '{"wages": 3}',
    ],
)
def test_facts_that_cannot_be_read_are_bad_input_and_nothing_is_reckoned(capsys, tmp_path, text):
    facts = tmp_path / "facts.json"
    facts.write_text(text, encoding="utf-8")
    assert main(["law", "claim", str(facts), "--json"]) == 2
    assert "error" in json.loads(capsys.readouterr().out)
