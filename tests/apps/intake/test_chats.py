"""A chat pasted at the desk becomes a draft in which nobody is named; what was said, sums and firms stay."""

from __future__ import annotations

import pytest

from anxin.apps.intake.actions.drafting import told_in
from anxin.apps.intake.models import DeskDraft, Filing
from anxin.base.eventlog.models import EventRow

PASTE = "/office/intake/new/chat/"
QQ = "阿强 18:03\n恒源机械欠我们两万五，他手机13800138000\n小芳 18:05\n@阿强 老板王大海不接电话"


@pytest.mark.django_db
def test_a_chat_becomes_the_clerk_s_own_draft_and_nothing_is_filed_or_kept_of_it(clerk, small_town):
    before = EventRow.objects.count()
    page = clerk.post(PASTE, {"chat": QQ, "names": "恒源、老王"}, follow=True).content.decode()
    assert "@甲 老板王某不接电话" in page
    assert "阿强" not in page
    draft = DeskDraft.objects.get()
    assert (told_in(draft)["channel"], told_in(draft)["identity"]) == ("qq", "confidential")
    assert page.count('hx-trigger="load, ') == 2, "what the machine reads stands beside a draft at once"
    assert "4 人改用代称" in page
    assert "丙机械" in told_in(draft)["words"]
    assert not Filing.objects.exists()
    assert EventRow.objects.count() == before
    filed = clerk.post(
        "/office/intake/new/",
        {
            "channel": "qq",
            "kind": "complaint",
            "identity": "confidential",
            "draft": draft.key,
            "words": told_in(draft)["words"],
        },
    )
    assert filed.status_code == 200
    assert Filing.objects.get().channel == "qq"


@pytest.mark.django_db
@pytest.mark.parametrize(("chat", "why"), [("  ", "这个字段"), ("长" * 20_001, "20000")])
def test_nothing_pasted_or_too_much_is_said_and_stays_in_its_field(clerk, small_town, chat, why):
    page = clerk.post(PASTE, {"chat": chat, "names": "老王"})
    assert page.status_code == 422
    assert why in page.content.decode()
    assert "老王" in page.content.decode()


@pytest.mark.django_db
def test_whoever_may_not_file_pastes_nothing(client, small_town):
    assert client.post(PASTE, {"chat": QQ}).status_code == 302
    assert not DeskDraft.objects.exists()
