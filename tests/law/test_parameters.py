"""The law book: every shared fact is there, levels, dates, near matches, and what a deployment may override."""

from __future__ import annotations

import os
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml

from anxin.kernel.outcome import BadInput
from anxin.law import NotInForce, UnknownParameter, book
from anxin.law.instruments import counterparts
from anxin.law.parameters import LawBook, Prevails
from anxin.law.periods import NotAPeriod, Unit, extension_of, is_period, period_of

SHARED = (
    Path(os.environ.get("ANXIN_SHARED") or Path(__file__).resolve().parents[2] / "../shared") / "law/legal-facts.yaml"
)
BOOK = book()
REREAD = yaml.safe_load(
    (Path(__file__).resolve().parents[2] / "src/anxin/law/data/cn/reread.yaml").read_text(encoding="utf-8")
)["reread"]
OWN = {"17_local_handling", "18_claim", "19_listing", "20_arbitration_rule"}
"""Topics that the shared facts do not have: defaults of the product and what the calculator needs; shown as unverified unless the text of a law was read."""
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def facts():
    if not SHARED.is_file():
        pytest.skip(f"shared legal facts are absent: {SHARED}")
    return yaml.safe_load(SHARED.read_text(encoding="utf-8"))


def test_every_shared_fact_is_in_the_law_book_with_the_same_value_and_source(facts):
    for fact in facts["parameters"]:
        (held,) = BOOK.history(fact["id"])
        if fact["id"] in REREAD:
            continue
        assert (held.value, held.unit, held.term) == (fact["value"], fact["unit"], fact["term"]), fact["id"]
        assert held.effective.start.isoformat() == fact["effective_from"]
        assert (held.last_day and held.last_day.isoformat()) == fact["effective_to"]
        assert held.verified == (fact["confidence"] == "verified") == held.citation.verified
        assert held.citation.article == str(fact["source"]["article"])
        assert held.citation.url == (fact.get("url") or "")
        assert held.note == fact.get("note", "")
    assert len(facts["parameters"]) == sum(one.topic not in OWN for one in BOOK)


def test_what_was_read_after_the_research_says_what_of_it_was_changed(facts):
    said = {one["id"]: one for one in facts["parameters"]}
    assert not REREAD.keys() - said.keys()
    for name, what in REREAD.items():
        fact, (held,) = said[name], BOOK.history(name)
        ours = {"term": held.term, "value": held.value, "unit": held.unit, "article": held.citation.article}
        ours |= {"law": held.citation.law, "from": held.effective.start.isoformat()}
        theirs = {
            "term": fact["term"],
            "value": fact["value"],
            "unit": fact["unit"],
            "article": str(fact["source"]["article"]),
        }
        theirs |= {"law": fact["source"]["law"], "from": fact["effective_from"]}
        assert {key for key in ours if ours[key] != theirs[key]} == set(what.get("changed", ())), name
        assert held.verified != ("still" in what), name
        assert held.citation.url or "still" in what, name


def test_only_an_address_is_a_link():
    named = [one for one in BOOK if one.citation.url and not one.citation.link]
    assert {one.id for one in named} == {"gp_response_minutes", "gp_hotline_24h"}  # the plan's public index number
    assert all(one.citation.link.startswith("http") for one in BOOK if one not in named and one.citation.url)


def test_every_published_early_warning_rule_is_kept_with_its_source(facts):
    kept = yaml.safe_load(
        (Path(__file__).resolve().parents[2] / "src/anxin/law/data/cn/early_warning_sources.yaml").read_text(
            encoding="utf-8"
        )
    )
    assert kept["sources"] == facts["early_warning_rules"]


def test_the_law_book_holds_283_parameters_each_with_a_source_beside_our_own():
    own = [one for one in BOOK if one.topic in OWN]
    assert own
    read = [one for one in own if one.verified]
    assert not [one.id for one in read if "默认值" in one.citation.law], (
        "what the product set is nobody's official text"
    )
    assert not [one.id for one in read if one.id.startswith("local_") and one.citation.article == "-"]
    assert all(one.citation.url for one in read)
    held = [one for one in BOOK if one.topic not in OWN]
    assert len(held) == len({one.id for one in held}) == 283
    assert Counter(one.verified for one in held) == {True: 248, False: 35}
    assert all(one.citation.law and one.checked == TODAY and one.unit and one.term for one in held)
    assert not [one.id for one in held if one.citation.law in {"同左", "同上"}]


def test_places_are_those_of_the_instruments():
    places = Counter(one.place for one in BOOK)
    assert set(places) == {"cn", "33", "330602", "330602013", "reference"}
    assert BOOK.get("gp_response_minutes", on=TODAY).place == "330602013"
    assert BOOK.get("zj_acceptance_days", on=TODAY).place == "33"


def test_another_province_sees_national_law_only():
    elsewhere = book("410000")
    assert "insp_investigation_days" in elsewhere
    assert "zj_acceptance_days" not in {one.id for one in elsewhere}


def test_values_change_with_the_day_and_the_last_day_is_still_in_force():
    assert BOOK.get("mw_zj_2021_monthly", on=date(2023, 12, 31)).value == [2280, 2070, 1840]
    with pytest.raises(NotInForce, match="2021-08-01 至 2023-12-31"):
        BOOK.get("mw_zj_2021_monthly", on=date(2024, 1, 1))
    with pytest.raises(NotInForce):
        BOOK.get("insp_investigation_days", on=date(2004, 11, 30))


def test_an_unknown_id_names_near_ones():
    with pytest.raises(UnknownParameter, match="insp_investigation_days"):
        BOOK.get("insp_investigation_day", on=TODAY)


def test_the_nearest_value_is_given_with_the_mark_that_it_was_not_in_force():
    assert BOOK.nearest("insp_investigation_days", on=date(2004, 1, 1))[1] is False
    assert BOOK.nearest("insp_investigation_days", on=TODAY)[1] is True
    assert BOOK.nearest("mw_zj_2021_monthly", on=TODAY)[1] is False


def write(folder, text, name="local.yaml"):
    (folder / name).write_text(text, encoding="utf-8")
    return folder


SOURCE = "law: 绍兴市人民政府关于调整最低工资标准的通知\ndoc_no: 绍政发〔2024〕0号\nurl: https://example.invalid/a\nchecked: '2026-12-01'\n"


def test_a_deployment_confirms_an_unverified_value_with_its_source(tmp_path):
    law = book(
        "330602013",
        write(tmp_path, SOURCE + "parameters:\n- {id: mw_shaoxing_yuecheng_tier, confirm: true, article: 一}\n"),
    )
    found = law.get("mw_shaoxing_yuecheng_tier", on=TODAY)
    assert not BOOK.get("mw_shaoxing_yuecheng_tier", on=TODAY).verified
    assert (found.value, found.verified, found.local, found.place) == (2, True, True, "330602013")
    assert found.citation.law == "绍兴市人民政府关于调整最低工资标准的通知"
    assert found.citation.url == "https://example.invalid/a"


def test_a_deployment_overrides_a_value_from_a_day_on(tmp_path):
    text = (
        SOURCE
        + "parameters:\n- {id: gp_response_minutes, value: 30, from: '2027-01-01'}\n- {id: own_days, value: 4, unit: days, term: 本地期限}\n"
    )
    law = book("330602013", write(tmp_path, text))
    assert law.get("gp_response_minutes", on=date(2026, 12, 31)).value == 60
    assert law.get("gp_response_minutes", on=date(2027, 1, 1)).value == 30
    assert law.get("gp_response_minutes", on=date(2027, 1, 1)).unit == "minutes"
    assert law.get("own_days", on=TODAY).value == 4
    assert len(law.history("gp_response_minutes")) == 2


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("law: 某文件\nchecked: '2026-12-01'\nparameters:\n- {id: gp_response_minutes, value: 30}\n", "文号"),
        ("doc_no: x\nchecked: '2026-12-01'\nparameters:\n- {id: gp_response_minutes, value: 30}\n", "法规名称"),
        (SOURCE.replace("checked", "seen") + "parameters:\n- {id: gp_response_minutes, value: 30}\n", "核对日期"),
        (SOURCE + "parameters:\n- {value: 30}\n", "缺少 id"),
        (SOURCE + "parameters:\n- {id: gp_response_minutes}\n", "confirm"),
        (SOURCE + "parameters:\n- {id: gp_response_minutes, value: 1, confirm: true}\n", "不与 value 同用"),
        (SOURCE + "parameters:\n- {id: brand_new, value: 1}\n", "unit"),
        (SOURCE + "parameters:\n- {id: gp_response_minutes, value: 1, from: '2027-13-01'}\n", "日期"),
        (SOURCE.replace("https://example.invalid/a", "javascript:alert(1)") + "parameters: []\n", "不是网址"),
        (SOURCE + "parameters:\n- {id: gp_response_minutes, value: 30, url: 见文件柜}\n", "不是网址"),
        ("a: [", "YAML"),
        ("- a", "键值表"),
    ],
)
def test_a_local_file_without_source_or_sense_is_refused(tmp_path, text, where):
    with pytest.raises(BadInput) as refused:
        book("330602013", write(tmp_path, text))
    assert any(where in fault.in_words() for fault in refused.value.faults)


def test_a_changed_local_file_is_read_again(tmp_path):
    write(tmp_path, SOURCE + "parameters:\n- {id: gp_response_minutes, value: 30}\n")
    assert book("330602013", tmp_path).get("gp_response_minutes", on=TODAY).value == 30
    (tmp_path / "local.yaml").unlink()
    assert book("330602013", tmp_path).get("gp_response_minutes", on=TODAY).value == 60


def test_the_strictest_of_several_places_prevails_where_the_file_says_so():
    from dataclasses import replace

    base = BOOK.get("insp_investigation_days", on=TODAY)
    lower = replace(base, place="33", value=90)
    assert LawBook("33", [base, lower]).get(base.id, on=TODAY).value == 90
    strict = [replace(one, prevails=Prevails.SMALLEST) for one in (base, lower)]
    assert LawBook("33", strict).get(base.id, on=TODAY).value == 60
    wide = [replace(one, prevails=Prevails.LARGEST) for one in (base, lower)]
    assert LawBook("33", wide).get(base.id, on=TODAY).value == 90


def test_every_period_parameter_can_run_and_others_are_refused():
    running = [one for one in BOOK if is_period(one)]
    assert len(running) >= 90
    assert {period_of(one).unit for one in running} == set(Unit)
    for one in BOOK:
        if not is_period(one):
            with pytest.raises(NotAPeriod):
                period_of(one)


@pytest.mark.parametrize(
    ("param_id", "by"),
    [
        ("insp_investigation_days", "insp_extension_days"),
        ("arb_award_days", "arb_award_extension_days"),
        ("pet_conclude_days", "pet_extension_days"),
        ("zj_investigation_days", "zj_investigation_extension_days"),
    ],
)
def test_extensions_are_linked_as_data_and_share_the_unit(param_id, by):
    link = extension_of(param_id)
    assert (link.by, link.times) == (by, 1)
    assert BOOK.get(by, on=TODAY).unit == BOOK.get(param_id, on=TODAY).unit


def test_what_has_no_known_extension_has_none():
    assert extension_of("zj_acceptance_days") is None
    assert extension_of("pso118_case_days").times == 2


def test_a_rule_of_another_province_is_answered_by_its_national_counterpart_where_it_does_not_hold():
    here, elsewhere = book("330602013"), book("370102001")
    for own, national in counterparts().items():
        assert here.get(own, on=TODAY).id == own
        found = elsewhere.get(own, on=TODAY)
        assert (found.id, found.place) == (national, "cn")
        assert own in elsewhere
        assert own not in {one.id for one in elsewhere}
    with pytest.raises(UnknownParameter):
        elsewhere.get("zj_suspension_grounds", on=TODAY)
