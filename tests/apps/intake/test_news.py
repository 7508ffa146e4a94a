"""What a filer writes or adds after the office spoke is seen by the office: in the list, on its first page, until answered or noted."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from anxin.apps.intake.actions import filing as acts
from anxin.apps.intake.actions.receiving import receive
from anxin.apps.intake.actions.talk import note, write, write_all, write_back
from anxin.apps.intake.models import Filing
from anxin.apps.intake.queries import in_figures
from anxin.apps.intake.said import Handed, Said
from anxin.base.actors import system
from anxin.base.eventlog.models import EventRow
from anxin.base.files.store import put
from anxin.kernel.clock import SystemClock
from anxin.kernel.outcome import NotAllowed, NotFound, RuleBroken

pytestmark = pytest.mark.django_db
FILER = system("filer")


@pytest.fixture
def closed(small_town):
    """An enquiry, answered and closed; and its receipt code."""
    at = SystemClock().now()
    got = receive(said=Said(words="工资几号发？", channel="web", kind="enquiry"), by=FILER, at=at)
    write(filing_id=got.filing, words="最晚每月十五日。", by=small_town.clerk, at=at)
    acts.close_answered(filing_id=got.filing, by=small_town.clerk, at=at)
    return got.filing, got.code


@pytest.mark.parametrize("what", ["words", "a file"])
def test_after_closing_the_filer_s_word_stands_in_the_list_and_on_the_first_page_until_it_is_noted(
    closed, clerk, small_town, what, tmp_path, settings
):
    number, code = closed
    assert in_figures(small_town.clerk.scope).news == 0
    assert "当事人又留言" not in clerk.get("/office/intake/").content.decode()
    settings.SETTINGS = replace(settings.SETTINGS, data_dir=tmp_path)
    kept = put(
        io.BytesIO("九月上满二十六天\n".encode()), name="考勤.txt", by=FILER, at=SystemClock().now(), kinds={"txt"}
    )
    files = [] if what == "words" else [Handed(kept.sha256, "考勤.txt", "txt", kept.size)]
    write_back(code=code, words="还是没有发" if what == "words" else "", files=files, by=FILER, at=SystemClock().now())
    page = clerk.get("/office/intake/").content.decode()
    assert '<a href="?state=news">1 件的当事人又留言或补充材料' in page
    assert "工资几号发" in clerk.get("/office/intake/?state=news").content.decode()
    today = clerk.get("/office/").content.decode()
    assert 'href="/office/intake/?state=news"' in today
    assert "已阅，不用答复" in clerk.get(f"/office/intake/{number}/").content.decode()
    assert "已办理" in clerk.post(f"/office/intake/{number}/note/", follow=True).content.decode()
    assert in_figures(small_town.clerk.scope).news == 0
    assert "已阅，不用答复" not in clerk.get(f"/office/intake/{number}/").content.decode()
    assert EventRow.objects.filter(type="intake.news_noted").count() == 1
    assert "没有待阅的留言或材料" in clerk.post(f"/office/intake/{number}/note/", follow=True).content.decode()


def test_an_answer_to_the_filer_ends_it_and_a_notice_to_everybody_of_a_case_does_not(closed, small_town):
    number, code = closed
    write_back(code=code, words="还是没有发", by=FILER, at=SystemClock().now())
    write_all(filing_ids=[number], words="案件：受理。", by=small_town.clerk, at=SystemClock().now())
    assert in_figures(small_town.clerk.scope).news == 1, "a notice answers no question"
    write(filing_id=number, words="我们明天去厂里。", by=small_town.clerk, at=SystemClock().now())
    assert in_figures(small_town.clerk.scope).news == 0


def test_what_has_had_no_answer_at_all_is_counted_as_that_and_nobody_else_may_note_it(small_town):
    got = receive(said=Said(words="欠三个月工资", channel="web"), by=FILER, at=SystemClock().now())
    write_back(code=got.code, words="请问收到了吗", by=FILER, at=SystemClock().now())
    assert in_figures(small_town.clerk.scope).news == 0
    with pytest.raises((NotFound, NotAllowed)):
        note(filing_id=got.filing, by=small_town.stranger, at=SystemClock().now())
    note(filing_id=got.filing, by=small_town.clerk, at=SystemClock().now())
    with pytest.raises(RuleBroken):
        note(filing_id=got.filing, by=small_town.clerk, at=SystemClock().now())
    assert Filing.objects.get().answered_at is None, "to note is not to answer: the clock runs on"
