"""Filing fast on the public page: never refused, slowed by work, laid aside without it; and sent twice it files once."""

from __future__ import annotations

import re
from datetime import date
from itertools import count

import pytest

from anxin.apps.intake.actions import filing as acts
from anxin.apps.intake.models import Filing, SourceUse
from anxin.apps.intake.queries import filings, in_figures
from anxin.base import clocks
from anxin.base.eventlog.models import EventRow
from anxin.base.people.models import Account, Post
from anxin.domain.intake.slowing import bits_shown
from anxin.kernel.outcome import NotFound, RuleBroken

pytestmark = pytest.mark.django_db
SAID = {"words": "三个月没有发工资，一共一万八。", "step": "contact", "identity": "anonymous"}
FREE = 15


def check_page(client, **more):
    """The last page as a worker sees it, with its ticket and the work asked for."""
    page = client.post("/report/", {**SAID, **more}).content.decode()
    signed = re.search(r'name="ticket" value="([^"]+)"', page)[1]
    number, bits = re.search(r'data-ticket="(\w+)" data-bits="(\d+)"', page).groups()
    return signed, number, int(bits)


def file(client, ticket="", work="", **more):
    return client.post("/report/", {**SAID, "step": "check", "ticket": ticket, "work": work, **more})


def worked(number, bits):
    return next(str(n) for n in count() if bits_shown(number, str(n)) >= bits)


def test_people_are_taken_in_without_any_work_and_a_machine_is_laid_aside_but_never_refused(client, small_town):
    for _ in range(FREE + 3):
        assert "已登记" in file(client).content.decode()
    states = list(Filing.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["inbox"] * FREE + ["aside"] * 3
    last = Filing.objects.latest("pk")
    assert clocks.of(f"intake.filing:{last.pk}").filter(stopped_at=None).exists(), "the clock runs all the same"
    assert last not in filings(small_town.clerk.scope).filter(state="inbox")
    assert in_figures(small_town.clerk.scope).aside == 3


def test_a_device_that_shows_its_work_goes_on_and_a_made_up_ticket_does_not(client, small_town):
    for _ in range(FREE + 1):
        file(client)
    signed, number, bits = check_page(client)
    file(client, signed, worked(number, bits))
    assert Filing.objects.latest("pk").state == "inbox"
    signed, number, bits = check_page(client)
    file(client, signed, "1")
    assert Filing.objects.latest("pk").state == "aside"
    file(client, "made-up", worked("made-up", bits))
    assert Filing.objects.latest("pk").state == "aside"


def test_the_same_page_sent_twice_files_once_and_answers_with_the_same_receipt(client, small_town):
    signed, _number, _bits = check_page(client)
    pages = [file(client, signed).content.decode() for _ in range(2)]
    assert Filing.objects.count() == 1
    codes = {re.search(r"\d{4} \d{4} \d{4} \d{4}", page)[0] for page in pages}
    assert len(codes) == 1


def test_many_laid_aside_are_ticked_and_put_into_the_inbox_together(client, small_town, now):
    for _ in range(FREE + 3):
        file(client)
    first, *rest = Filing.objects.filter(state="aside").order_by("pk").values_list("pk", flat=True)
    acts.release(filing_id=first, by=small_town.clerk, at=now)
    assert acts.release_all(filing_ids=[first, *rest], by=small_town.clerk, at=now) == 2
    assert not Filing.objects.filter(state="aside").exists()
    subjects = [f"intake.filing:{one}" for one in (first, *rest)]
    assert EventRow.objects.filter(type="intake.filing_released", subject__in=subjects).count() == 3
    with pytest.raises(NotFound):
        acts.release_all(filing_ids=rest, by=small_town.stranger, at=now)


def test_the_list_of_those_laid_aside_offers_the_tick_and_the_inbox_does_not(client, small_town):
    for _ in range(FREE + 2):
        file(client)
    account = Account.objects.create_account("teller", name="某人", password="long enough 2026")
    Post.objects.create(account=account, role="clerk", place=small_town.town, valid_from=date(2020, 1, 1))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    assert "所选移入收件箱" not in client.get("/office/intake/").content.decode()
    page = client.get("/office/intake/?state=aside").content.decode()
    assert page.count('form="bulk"') >= 2
    ticked = Filing.objects.filter(state="aside").values_list("pk", flat=True)
    answer = client.post("/office/intake/release/", {"pk": [*map(str, ticked), "x"]}, follow=True)
    assert "已移入收件箱 2 件" in answer.content.decode()
    assert not Filing.objects.filter(state="aside").exists()


def test_somebody_looks_and_puts_it_into_the_inbox_once(client, small_town, now):
    for _ in range(FREE + 1):
        file(client)
    last = Filing.objects.latest("pk")
    acts.release(filing_id=last.pk, by=small_town.clerk, at=now)
    assert last in filings(small_town.clerk.scope).filter(state="inbox")
    with pytest.raises(RuleBroken, match="不在缓办"):
        acts.release(filing_id=last.pk, by=small_town.clerk, at=now)


def test_no_address_is_kept_only_a_hash_and_only_for_a_day(client, small_town):
    file(client, REMOTE_ADDR="192.0.2.77")
    [use] = SourceUse.objects.all()
    assert "192.0" not in use.source
    assert len(use.source) == 64
