"""“Is it paid?”, answered under the receipt code: no, a part, all; and taken back when the wrong button was pressed."""

from __future__ import annotations

import pytest

from anxin.apps.cases.models import Case
from anxin.apps.intake.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(office):
    case = office.case(name="张三", phone="13911110001")
    office.do(case, "accept")
    office.do(case, "report_paid")
    return case


def answer(client, office, **told):
    return client.post("/query/", {"code": office.codes[0], **told}).content.decode()


def test_a_part_is_a_no_and_the_office_reads_how_much(client, office, asked):
    page = answer(client, office, paid="part", arrived=" 大概3千 ")
    assert "只到了一部分。案件恢复办理" in page
    assert Case.objects.get().state == "handling"
    assert Message.objects.get(from_filer=True).words == "工资只到了一部分：大概3千。"
    assert "现在不需要确认到账" in answer(client, office, paid="part"), "the page sent once more says nothing twice"
    assert Message.objects.filter(from_filer=True).count() == 1


def test_a_yes_pressed_by_mistake_is_taken_back(client, office, asked):
    answer(client, office, paid="yes")
    assert "按错了" in answer(client, office)
    assert "承办人会继续追讨" in answer(client, office, paid="no")
    assert Case.objects.get().state == "handling"
    assert "按错了" not in answer(client, office)


def test_the_enter_key_beside_the_sum_never_says_that_all_is_paid(client, office, asked):
    form = answer(client, office).partition('id="arrived"')[0].rpartition("<form")[2]
    assert 'value="yes"' not in form


def test_a_message_sent_twice_stands_once_and_a_misread_code_says_so(client, office, asked):
    for _twice in range(2):
        answer(client, office, words="还要等多久")
    assert Message.objects.filter(from_filer=True).count() == 1
    code = office.codes[0]
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    assert "看错或写反" in client.post("/query/", {"code": wrong}).content.decode()
    assert "16 位数字，请核对" in client.post("/query/", {"code": code[:-1]}).content.decode()
