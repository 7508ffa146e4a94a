"""Whose act is it: what a town may do itself, and to whom it refers the rest."""

from __future__ import annotations

import pytest

from anxin.kernel.outcome import BadInput
from anxin.law import book
from anxin.law.competence import UnknownAct, competence
from anxin.law.periods import is_period

TABLE = competence()
TOWN = frozenset({"town"})
COUNTY = frozenset({"county_inspection"})


@pytest.mark.parametrize("act", ["screen", "mediate", "keep_evidence", "warn", "refer", "report"])
def test_a_town_screens_mediates_keeps_evidence_warns_refers_and_reports(act):
    assert TABLE.may(act, acting_as=TOWN)
    assert TABLE.refer_to(act, acting_as=TOWN) is None


@pytest.mark.parametrize("act", ["fine", "order_payment", "blacklist", "publish", "criminal_transfer", "investigate"])
def test_a_town_refers_acts_of_the_county_inspection(act):
    assert not TABLE.may(act, acting_as=TOWN)
    assert TABLE.refer_to(act, acting_as=TOWN).code == "county_inspection"
    assert TABLE.may(act, acting_as=COUNTY), "the same software at the district performs the act"


def test_an_asset_inquiry_needs_the_prefecture_even_from_the_county():
    assert TABLE.refer_to("asset_inquiry", acting_as=COUNTY | TOWN).code == "prefecture_hrss"


def test_every_act_has_a_known_holder_a_source_and_a_running_referral_clock():
    law = book()
    for act in TABLE:
        assert set(act.holders) <= set(TABLE.authorities)
        assert act.citation.law
        if act.referral_clock:
            assert is_period(law.history(act.referral_clock)[-1])


def test_an_unknown_act_is_refused_with_the_known_ones():
    with pytest.raises(UnknownAct, match="order_payment"):
        TABLE.may("hang", acting_as=TOWN)


def test_a_written_entrustment_gives_the_town_an_act(tmp_path):
    (tmp_path / "competence.yaml").write_text(
        "entrusted:\n- {act: fine, to: town, law: 行政执法委托书, doc_no: 越人社委〔2026〕0号}\n", encoding="utf-8"
    )
    table = competence(tmp_path)
    assert table.may("fine", acting_as=TOWN)
    assert table.act("fine").citation.law == "行政执法委托书"
    assert not table.may("blacklist", acting_as=TOWN)


@pytest.mark.parametrize(
    "entry", ["{act: fine, to: town}", "{act: x, to: town, law: a, doc_no: b}", "{act: fine, to: x, law: a, doc_no: b}"]
)
def test_an_entrustment_without_document_is_refused(tmp_path, entry):
    (tmp_path / "competence.yaml").write_text(f"entrusted:\n- {entry}\n", encoding="utf-8")
    with pytest.raises(BadInput):
        competence(tmp_path)
