"""Another system hands a filing in: once per number, with the whole duty, within the key's places and power."""

from __future__ import annotations

import pytest

from anxin.apps.intake.models import Filing
from anxin.base import clocks
from anxin.base.eventlog.models import EventRow
from anxin.base.vault.sealing import open_
from anxin.base.vault.signing import opened_text
from anxin.domain.intake.receipts import Receipt

TOLD = {
    "external_id": "A-1",
    "words": "老板三个月没发工资，一共十二个人",
    "name": "张某",
    "phone": "0575-8800 0000",
    "workers": 12,
    "amount_fen": 4_800_000,
    "since": "2026-08-01",
}


def test_a_filing_gets_its_receipt_clock_and_event_and_is_done_once(machine, own):
    one = machine()
    sent = one.send("/filings", body={**TOLD, "employer_uscc": own.employer.uscc})
    assert sent.status_code == 201, sent.content
    told = sent.json()
    filing = Filing.objects.get(pk=told["id"])
    assert (filing.channel, filing.employer_id, filing.workers, filing.amount_fen) == (
        "platform",
        own.employer.pk,
        12,
        4_800_000,
    )
    assert (open_(filing.filer_name_sealed), open_(filing.phone_sealed)) == ("张某", "057588000000")
    assert len(told["code"]) == 16
    assert Receipt.of_payload(opened_text(told["receipt"])).code == told["code"]
    assert [each.kind for each in clocks.of(f"intake.filing:{filing.pk}")] == ["intake.first_reply"]
    assert EventRow.objects.filter(type="intake.filing_received", subject=f"intake.filing:{filing.pk}").count() == 1
    again = one.send("/filings", body=TOLD)
    assert again.status_code == 200
    assert {**again.json(), "again": False} == told
    assert Filing.objects.filter(channel="platform").count() == 1


def test_another_key_with_the_same_number_has_a_filing_of_its_own(machine, own):
    first, second = machine().send("/filings", body=TOLD), machine().send("/filings", body=TOLD)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["code"] != second.json()["code"]


def test_a_key_without_the_power_or_of_another_place_hands_nothing_in(machine, own, other):
    assert machine("intake.view").send("/filings", body=TOLD).status_code == 403
    refused = machine().send("/filings", body={**TOLD, "place": other.village.code})
    assert refused.status_code == 403, refused.content
    unknown = machine().send("/filings", body={**TOLD, "employer_uscc": other.employer.uscc})
    assert unknown.status_code == 201
    assert Filing.objects.get(pk=unknown.json()["id"]).employer is None


@pytest.mark.parametrize(
    "wrong",
    [{"words": "欠"}, {"external_id": ""}, {"phone": "abc"}, {"workers": 0}, {"amount_fen": -1}, {"since": "2099-01-01"}, {"kind": "x"}, {"words": "欠工资\x00了"}],
)  # fmt: skip
def test_what_is_wrong_is_refused_and_nothing_is_written(machine, own, wrong):
    before = Filing.objects.count()
    assert machine().send("/filings", body={**TOLD, **wrong}).status_code in (400, 422)
    assert Filing.objects.count() == before
