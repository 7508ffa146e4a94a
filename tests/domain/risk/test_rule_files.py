"""Rule files are checked when they are read: what is wrong is said with the file and the rule."""

from __future__ import annotations

from datetime import date

import pytest

from anxin.domain.risk.assessment import assess
from anxin.domain.risk.facts import EmployerFacts
from anxin.domain.risk.parsing import RuleError, parse_document
from anxin.domain.risk.rulebook import rulebook, standing
from anxin.kernel.outcome import BadInput

ON = date(2026, 11, 23)
OWN = {"origin": "own", "law": "安薪自定规则", "confidence": "own"}


def _rule(**changed):
    plain = {
        "id": "own.test", "title": "试", "colour": "yellow", "weight": 5, "why": "因为", "advice": "去看",
        "when": {"fact": "unpaid_months", "op": ">=", "value": 1}, "source": OWN,
    }  # fmt: skip
    return {key: value for key, value in (plain | changed).items() if value is not None}


def _when(**atom):
    return {"when": {"fact": "unpaid_months", "op": ">=", "value": 1} | atom}


FAULTS = {
    "unknown fact: wages": _rule(when={"fact": "wages", "op": ">=", "value": 1}),
    "unknown op: =>": _rule(**_when(op="=>")),
    "missing source": _rule(source=None),
    "missing title": _rule(title=None),
    "missing when": _rule(when=None),
    "unknown key in rule: colur": _rule(colur="red"),
    "unknown key in condition: facts": _rule(**_when(facts=1)),
    "give exactly one of value, yuan, param, of": _rule(**_when(param="x")),
    "would let a worse fact lower the level": _rule(**_when(op="<=")),
    "'==' would let a worse fact lower the level": _rule(**_when(op="==")),
    "is no number": _rule(**_when(value="two")),
    "missing source ": _rule(source="somewhere"),
    "unknown fact: debts": _rule(when={"fact": "arrears_fen", "op": ">", "of": "debts"}),
    "'in' needs a list": _rule(when={"fact": "sector", "op": "in", "value": "catering"}),
    "a rule may only ask whether it is true": _rule(when={"fact": "phoenix", "op": "==", "value": False}),
    "nothing in this rule can ever turn green": _rule(when={"fact": "days_to_festival", "op": "<=", "value": 9}),
    "an active rule needs a weight": _rule(weight=0),
    "an active rule must have a colour": _rule(colour="green"),
    "an active rule must say what to do": _rule(advice=None),
    "a reference rule must say why": _rule(state="reference"),
    "a published rule needs the address": _rule(source=OWN | {"origin": "published"}),
    "at_least 3 of 1 cannot be met": _rule(
        when={"at_least": 3, "of": [{"fact": "unpaid_months", "op": ">=", "value": 1}]}
    ),
    "all is empty": _rule(when={"all": []}),
    "not a condition": _rule(when={"all": ["unpaid_months >= 1"]}),
    "unknown key in example facts: wages": _rule(examples=[{"facts": {"wages": 1}, "fires": True}]),
    "'purple' is not a valid Level": _rule(colour="purple"),
}


@pytest.mark.parametrize("words", FAULTS)
def test_a_faulty_rule_is_refused_naming_file_and_rule(words):
    with pytest.raises(BadInput) as refused:
        parse_document("town.yaml", {"rules": [FAULTS[words]]})
    assert words.strip() in str(refused.value)
    assert refused.value.faults[0].where == "town.yaml own.test"


def test_all_faults_of_a_file_are_told_together():
    with pytest.raises(BadInput) as refused:
        parse_document("town.yaml", {"rules": list(FAULTS.values())})
    assert len(refused.value.faults) == len(FAULTS)


def test_the_same_rule_twice_is_refused(law):
    with pytest.raises(RuleError, match="twice"):
        rulebook({"a.yaml": {"rules": [_rule()]}, "b.yaml": {"rules": [_rule()]}}, law)


def test_a_rule_follows_itself_in_time(law):
    old, new = _rule(to="2026-06-01"), _rule(**{"from": "2026-06-01"}, title="新")
    book = rulebook({"a.yaml": {"rules": [old, new]}}, law)
    assert [one.rule.title for one in book.on(date(2026, 5, 31)).bound] == ["试"]
    assert [one.rule.title for one in book.on(date(2026, 6, 1)).bound] == ["新"]


def test_a_worse_colour_may_not_weigh_less_in_its_family(law):
    rules = [_rule(family="f", weight=9), _rule(id="own.worse", family="f", colour="red", weight=8)]
    with pytest.raises(RuleError, match="weighs less"):
        rulebook({"a.yaml": {"rules": rules}}, law)


def test_the_deepest_place_wins_from_its_day_on(law):
    documents = {
        "all.yaml": {"rules": [_rule()]},
        "town.yaml": {"place": "330602013", "rules": [_rule(**_when(value=2), **{"from": "2026-01-01"})]},
    }
    facts = EmployerFacts(on=ON, unpaid_months=1)
    assert assess(facts, rulebook(documents, law, place="330602")).fired
    assert not assess(facts, rulebook(documents, law, place="330602013")).fired
    assert assess(facts, rulebook(documents, law, place="330602013"), date(2025, 12, 31)).fired
    backwards = dict(reversed(documents.items()))
    assert not assess(facts, rulebook(backwards, law, place="330602013")).fired


def test_a_deployment_lays_its_own_rules_over_the_shipped_ones(law, tmp_path):
    (tmp_path / "town.yaml").write_text(
        "place: '330602013'\nrules:\n- {id: power.yellow, state: reference, title: 用电, colour: yellow, why: 不用, "
        "why_not: 本镇没有供电数据, source: {origin: own, law: 安薪自定规则, confidence: own}}\n",
        encoding="utf-8",
    )
    ready = standing(law, place="330602013", local=tmp_path).on(ON)
    assert "power.yellow" not in {one.rule.id for one in ready.bound}
    assert "本镇没有供电数据" in {one.why_not for one in ready.reference}


def test_broken_yaml_names_its_file(law, tmp_path):
    (tmp_path / "town.yaml").write_text("rules: [", encoding="utf-8")
    with pytest.raises(BadInput, match=r"local/town\.yaml"):
        standing(law, local=tmp_path)


def test_a_limit_of_the_law_is_taken_in_the_unit_of_the_fact(law):
    rule = _rule(when={"fact": "arrears_fen", "op": ">=", "param": "band", "index": 1, "times": 0.5})
    ready = rulebook({"a.yaml": {"rules": [rule]}}, law).on(ON)
    assert ready.bound[0].condition.value == 20_000 * 100 // 2


def test_a_parameter_that_is_no_figure_is_refused(law):
    rule = _rule(when={"fact": "arrears_fen", "op": ">=", "param": "band"})
    with pytest.raises(RuleError, match="band"):
        rulebook({"a.yaml": {"rules": [rule]}}, law).on(ON)


def test_a_file_that_is_no_table_names_itself(law, tmp_path):
    (tmp_path / "town.yaml").write_text("- power.yellow\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"local/town\.yaml：文件内容不是键值表"):
        standing(law, local=tmp_path)


@pytest.mark.parametrize(("op", "to"), [("<", 200_000), ("<=", 200_001)])
def test_the_way_out_is_just_beyond_the_limit(law, op, to):
    rule = _rule(when={"fact": "mean_pay_fen", "op": op, "yuan": 2000})
    found = assess(EmployerFacts(on=ON, mean_pay_fen=150_000), rulebook({"a.yaml": {"rules": [rule]}}, law))
    assert [change.to for change in found.changes] == [to]
