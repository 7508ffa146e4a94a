"""The desk and the settling of a filing: an employer is named in words, and only a whole name or a clear one is taken."""

from __future__ import annotations

import re
from datetime import date

import pytest

from anxin.apps.cases.api import case as case_within
from anxin.apps.intake.models import Filing
from anxin.base.people.models import Account, Post
from anxin.base.scope import Scope

pytestmark = pytest.mark.django_db
CALL = {"channel": "hotline", "kind": "complaint", "identity": "named", "words": "三个月没有发工资，一共一万八。"}


@pytest.mark.parametrize(("said", "linked"), [("whole", True), ("part", False)])
def test_a_name_picked_whole_from_the_hints_links_the_call_to_the_register(clerk, an_employer, said, linked):
    name = an_employer.name if said == "whole" else an_employer.name[:4]
    assert clerk.post("/office/intake/new/", {**CALL, "employer_said": name}).status_code == 200
    filing = Filing.objects.get()
    assert filing.employer_said == name
    assert (filing.employer_id == an_employer.pk) is linked


def test_of_two_employers_with_one_name_neither_is_guessed(clerk, an_employer):
    first = an_employer.pk
    clerk.post("/office/intake/new/", CALL)
    an_employer.pk, an_employer.uscc = None, "91330602MA28A0009X"
    an_employer.save(force_insert=True)
    clerk.post("/office/intake/new/", {**CALL, "words": CALL["words"] + "请尽快。", "employer_said": an_employer.name})
    page = clerk.post(
        f"/office/intake/{Filing.objects.earliest('pk').pk}/understand/",
        {"kind": "complaint", "employer": an_employer.name}, follow=True,
    ).content.decode()  # fmt: skip
    assert "不止一家企业符合" in page
    assert first != an_employer.pk
    assert list(Filing.objects.values_list("employer", flat=True)) == [None, None]


def test_hints_offer_the_register_s_names_to_pick_from(clerk, an_employer):
    page = clerk.post("/office/intake/new/hints/", {"employer_said": an_employer.name[:4]}).content.decode()
    assert f'<option value="{an_employer.name}">' in page


def test_a_clerk_names_the_employer_by_part_of_its_name_or_its_code_and_an_unclear_one_is_refused(clerk, an_employer):
    clerk.post("/office/intake/new/", CALL)
    filing = Filing.objects.get()
    for words, found in (("没有这样一家", None), (an_employer.name[2:6], an_employer.pk), ("", an_employer.pk)):
        told = {"kind": "complaint", "employer": words}
        page = clerk.post(f"/office/intake/{filing.pk}/understand/", told, follow=True).content.decode()
        filing.refresh_from_db()
        assert filing.employer_id == found
        assert ("台账中没有这家企业" in page) is (found is None)
    assert f'value="{an_employer.uscc}"' in page


def test_what_the_machine_read_is_offered_and_marked_and_nothing_of_it_is_stored(clerk, an_employer):
    words = f"我们十二个人在{an_employer.name.removesuffix('（演示）')}上班，从8月份起工资没发，一共4万8"
    clerk.post("/office/intake/new/", {**CALL, "words": words})
    filing = Filing.objects.get()
    page = clerk.get(f"/office/intake/{filing.pk}/").content.decode()
    assert "机器读出”的，请核对后保存" in page
    assert f'value="{an_employer.uscc}"' in page
    assert 'value="48000' in page
    assert 'value="12"' in page
    filing.refresh_from_db()
    assert (filing.workers, filing.amount_fen, filing.since, filing.employer_id) == (None, None, None, None)


def test_one_press_confirms_what_was_read_and_makes_the_case_and_a_refusal_does_none_of_both(clerk, an_employer):
    """The case has what a person confirmed, not nothing: before, a case was made without the sum that stood on the page."""
    clerk.post(
        "/office/intake/new/", {**CALL, "words": "我们在老周饭店打工，老板欠我们十二个人从8月份起的工资，一共4万8"}
    )
    filing = Filing.objects.get()
    page = clerk.get(f"/office/intake/{filing.pk}/").content.decode()
    assert 'href="#understand"' in page
    assert f'action="/office/cases/from/{filing.pk}/"' not in page
    address = f"/office/intake/{filing.pk}/open/"
    assert f'formaction="{address}"' in page
    assert 'value="老周饭店"' in page
    told = {"kind": "complaint", "workers": 12, "amount": "48000", "since": "2026-08-01", "employer_said": "老周饭店"}
    clerk.post(address, {**told, "employer": "没有这样一家"})
    filing.refresh_from_db()
    assert (filing.case_id, filing.amount_fen) == (None, None)
    answered = clerk.post(address, told)
    filing.refresh_from_db()
    assert filing.amount_fen == 4_800_000
    assert answered.url == f"/office/cases/{filing.case_id}/"
    case = case_within(Scope.everywhere(), filing.case_id)
    assert (case.workers, case.amount_fen, case.against) == (12, 4_800_000, "老周饭店")
    clerk.post(f"/office/intake/{filing.pk}/understand/", {**told, "employer_said": "别的单位"})
    filing.refresh_from_db()
    assert filing.employer_said == "老周饭店", "what was said stays as it was said"
    page = clerk.get(answered.url + "next/").content.decode()
    assert "主张合计（台账还没有登记）" in page
    assert "48,000.00" in page


def test_what_is_less_likely_right_than_wrong_is_shown_and_not_offered(clerk):
    clerk.post(
        "/office/intake/new/", {**CALL, "words": "进厂每人都得交1260元报名，老板三个月没发工资。听说去年卖了500元的货"}
    )
    page = clerk.get(f"/office/intake/{Filing.objects.get().pk}/").content.decode()
    assert "500.00" in page
    assert 'value="500' not in page


def test_what_the_filer_said_stands_before_what_the_machine_read(clerk, an_employer):
    clerk.post("/office/intake/new/", {**CALL, "words": "我们十二个人三个月工资没发，一共4万8", "workers": "7"})
    page = clerk.get(f"/office/intake/{Filing.objects.get().pk}/").content.decode()
    assert 'name="workers" value="7"' in page


def test_while_a_call_is_typed_the_facts_are_offered_to_be_filled_in(clerk, an_employer):
    words = f"{an_employer.name.removesuffix('（演示）')}欠我6800元工资，<b>三个月</b>"
    page = clerk.post("/office/intake/new/reading/", {"words": words}).content.decode()
    assert 'data-fill="id_amount" data-value="6800.00"' in page
    assert f'data-fill="id_employer_said" data-value="{an_employer.name}"' in page
    assert re.search(r'aria-label="填入 Alt\+(\d) [^"]+">填入 <kbd>Alt\+\1</kbd>', page), "called aloud as it stands"
    assert "<b>" not in page
    assert Filing.objects.count() == 0
    assert clerk.get("/office/intake/new/reading/").status_code == 405
    assert "这里列出" in clerk.post("/office/intake/new/reading/", {"words": " "}).content.decode()


def test_two_clerks_open_a_confidential_filer_on_the_page_and_the_filer_reads_of_it(clerk, client, small_town):
    clerk.post("/office/intake/new/", {**CALL, "identity": "confidential", "name": "王某", "phone": "0575-88001234"})
    address = f"/office/intake/{Filing.objects.get().pk}/"
    assert "须另一人同意" in clerk.get(address).content.decode()
    asked = clerk.post(f"{address}identity/", {"reason": "电话核实欠薪月份"}, follow=True).content.decode()
    assert "等另一位有权限的同事决定" in asked
    look = Filing.objects.get().looks.get()
    assert "不能审批自己" in clerk.post(f"{address}identity/{look.pk}/", {"agree": "1"}, follow=True).content.decode()
    other = Account.objects.create(username="second", name="另一经办")
    Post.objects.create(account=other, role="clerk", place=small_town.town, valid_from=date(2020, 1, 1))
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    assert "某经办" in client.get(address).content.decode()
    client.post(f"{address}identity/{look.pk}/", {"agree": "1"})
    client.force_login(Account.objects.get(username="desk"), backend="django.contrib.auth.backends.ModelBackend")
    assert "已经两人同意" in client.get(address).content.decode()
    shown = client.post(f"{address}identity/", {}).content.decode()
    assert "王某" in shown
    assert "经两名工作人员同意" in Filing.objects.get().messages.get().words


def test_while_a_call_is_typed_filings_of_the_same_telephone_or_nearly_the_same_words_are_shown_with_the_reason(
    clerk, small_town
):
    clerk.post("/office/intake/new/", {**CALL, "phone": "139 0000 0002"})
    hints = lambda **typed: clerk.post("/office/intake/new/hints/", typed).content.decode()  # noqa: E731
    assert "同一电话" in hints(phone="13900000002")
    assert "文字相近 100%" in hints(words="三个月没有发工资, 一共一万八")
    assert "还没有发现相近的诉求" in hints(words="请问加班费怎么算？", phone="13900000009")
    assert clerk.get("/office/intake/new/hints/").status_code == 405


def test_a_name_read_in_the_words_is_looked_up_in_the_register_and_among_the_filings(clerk, an_employer):
    """Nothing is typed in 单位 yet: the words name whom it is about, with or without place and legal form."""
    hints = lambda **typed: clerk.post("/office/intake/new/hints/", typed).content.decode()  # noqa: E731
    assert f'<option value="{an_employer.name}">' in hints(words="我在演示制衣厂上班，工资没有发")
    clerk.post("/office/intake/new/", {**CALL, "words": "去年干的活，钱还没有结清。", "employer_said": "红梅制衣厂"})
    page = hints(words="喂，我们几个在红梅制衣厂做工，老板一直拖着")
    for shown in ("从内容读出", "红梅制衣厂", "台账中没有这个名称的企业", "去年干的活，钱还没有结清", "同一单位"):
        assert shown in page
    typed = hints(words="喂，我们几个在红梅制衣厂做工", employer_said="永盛包装厂")
    assert "从内容读出" not in typed, "what is typed in its field counts before what is read"
    assert "红梅" not in typed


def test_a_filing_that_names_an_employer_only_in_its_words_is_hinted_too(clerk, an_employer):
    from anxin.apps.intake.about import named_key
    from anxin.apps.intake.models import Heard

    clerk.post("/office/intake/new/", {**CALL, "words": "两个月没给钱，厂名叫红梅制衣厂"})
    filing = Filing.objects.get()
    Heard.objects.get_or_create(
        filing=filing, named=named_key("红梅制衣厂", filing.place_path), defaults={"percent": 60}
    )
    page = clerk.post("/office/intake/new/hints/", {"words": "在红梅制衣厂做工，拖了很久"}).content.decode()
    assert "同一单位" in page


def test_the_village_a_caller_names_is_where_the_filing_lies(clerk, small_town):
    assert "不清楚" in clerk.get("/office/intake/new/").content.decode()
    clerk.post("/office/intake/new/", {**CALL, "place_code": small_town.east.code, "address_said": "东头三号"})
    filing = Filing.objects.get()
    assert (filing.place_path, filing.address_said) == (small_town.east.path, "东头三号")
