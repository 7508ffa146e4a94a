"""The register of mediation bodies: kept by hand or from a file, ended and taken back, and offered where a sitting is set."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from anxin.apps.organisation.actions import mediation
from anxin.apps.organisation.actions.mediation import Told
from anxin.apps.organisation.models import MediationBody
from anxin.apps.organisation.queries import bodies_for
from anxin.apps.registry.models import Employer
from anxin.base.batches import actions as batches
from anxin.base.eventlog.models import EventRow
from anxin.base.people.models import Account, Post
from anxin.base.vault.sealing import open_
from anxin.kernel.ids import uscc_check_digit
from anxin.kernel.outcome import BadInput, NotFound, RuleBroken

from .test_imports import book, take

pytestmark = pytest.mark.django_db
HEAD = ["层级", "名称", "所在企业", "村（社区）", "联系电话", "调解员", "备案日期", "备案机关"]
ROWS = [
    ["企业", "演示制衣劳动争议调解委员会", "绍兴演示制衣有限公司（演示）", None, "15400000001", "周某、吴某", "2025-03-01", "街道社会事务办"],
    ["村（社区）", "东头村人民调解委员会", None, "东头村", None, "郑某", None, None],
    ["街道", "街道劳动争议调解中心", None, None, None, "王某", "2024-01-01", "区人社局"],
]  # fmt: skip


@pytest.fixture
def employer(small_town):
    first = "91330602MA28A0001"
    return Employer.objects.create(
        uscc=first + uscc_check_digit(first), name="绍兴演示制衣有限公司（演示）", search="绍兴演示制衣有限公司 yanshizhiyi",
        sector="manufacturing", focus="park", village=small_town.east, place_path=small_town.east.path,
    )  # fmt: skip


@pytest.fixture
def clerk(client, small_town):
    account = Account.objects.create(username="clerk-b", name="某经办")
    Post.objects.create(account=account, role="clerk", place=small_town.town, valid_from=date(2020, 1, 1))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def firm(employer, **more):
    return Told(level="firm", name="制衣厂调解委员会", employer_id=employer.pk, **more)


def test_a_list_comes_in_whole_and_goes_out_again_and_the_same_once_more_changes_nothing(
    small_town, employer, tmp_path, now
):
    batch = take(book(tmp_path, HEAD, *ROWS), "mediation", small_town, now)
    assert batch.created == 3
    own = MediationBody.objects.get(level="firm")
    assert (own.employer, own.place, own.filed_on, open_(own.phone_sealed)) == (
        employer, small_town.east, date(2025, 3, 1), "15400000001",
    )  # fmt: skip
    again = take(book(tmp_path, HEAD, *ROWS, ["村", "西头调解", None, "西头社区"], name="二.xlsx"), "mediation", small_town, now)  # fmt: skip
    assert (again.created, again.changed, again.unchanged) == (1, 0, 3)
    batches.undo(batch_id=again.pk, by=small_town.clerk, at=now)
    batches.undo(batch_id=batch.pk, by=small_town.clerk, at=now)
    assert not MediationBody.objects.exists()


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (["企业", "甲", "没有这家", None], "台账中没有"),
        (["村", "乙", None, "没有这村"], "没有“没有这村”"),
        (["省里", "丙", None, None], "层级"),
    ],
)
def test_a_row_that_hangs_nowhere_refuses_the_whole_file(small_town, employer, tmp_path, now, row, what):
    with pytest.raises(BadInput) as refused:
        take(book(tmp_path, HEAD, ROWS[2], row), "mediation", small_town, now)
    assert what in "".join(one.in_words() for one in refused.value.faults)
    assert not MediationBody.objects.exists()


def test_a_body_is_kept_corrected_ended_and_taken_back_each_in_the_log(small_town, employer, now):
    act = {"by": small_town.clerk, "at": now}
    body = mediation.register(told=firm(employer, phone="15400000009"), **act)
    with pytest.raises(RuleBroken, match="已经登记"):
        mediation.register(told=firm(employer), **act)
    mediation.change(body_id=body.pk, told=firm(employer, members="周某", filed_on=date(2026, 1, 2)), **act)
    body.refresh_from_db()
    assert (body.members, body.phone_tail) == ("周某", "0009"), "an empty telephone keeps the one there is"
    mediation.dissolve(body_id=body.pk, **act)
    assert bodies_for(employer=employer.pk, place_path=employer.place_path) == []
    with pytest.raises(RuleBroken, match="已经撤销"):
        mediation.dissolve(body_id=body.pk, **act)
    mediation.restore(body_id=body.pk, **act)
    with pytest.raises(RuleBroken, match="没有撤销"):
        mediation.restore(body_id=body.pk, **act)
    assert [one.number for one in bodies_for(employer=employer.pk, place_path="33/elsewhere/x/y/")] == [body.pk]
    types = EventRow.objects.filter(subject=f"organisation.body:{body.pk}").values_list("type", flat=True)
    assert sorted(types) == ["organisation.mediation_body_ended"] * 2 + ["organisation.mediation_body_kept"] * 2
    with pytest.raises(NotFound):
        mediation.dissolve(body_id=body.pk, by=small_town.stranger, at=now)


@pytest.mark.parametrize(
    ("told", "where"),
    [
        (Told("firm", "甲"), "所在企业"), (Told("village", "乙"), "地域"), (Told("county", "丙"), "层级"), (Told("town", " "), "名称"),
        (Told("town", "丁", filed_on=date(2999, 1, 1)), "备案日期"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named(small_town, now, told, where):
    with pytest.raises(BadInput) as refused:
        mediation.register(told=told, by=small_town.clerk, at=now)
    assert where in [one.where for one in refused.value.faults]


def test_the_page_lists_filters_and_takes_a_body_in(clerk, small_town, employer):
    page = clerk.get(reverse("organisation:bodies")).content.decode()
    assert "还没有登记调解组织" in page
    told = {"level": "firm", "name": "制衣厂调解委员会", "employer": "演示制衣", "members": "周某"}
    assert "已登记调解组织" in clerk.post(reverse("organisation:new_body"), told, follow=True).content.decode()
    wrong = clerk.post(reverse("organisation:new_body"), {"level": "village", "name": "东头"})
    assert (wrong.status_code, "请选择该组织所在的村" in wrong.content.decode()) == (400, True)
    village = {
        "level": "village",
        "name": "东头村人民调解委员会",
        "place": small_town.east.pk,
        "filed_on": "2026-01-02",
    }
    clerk.post(reverse("organisation:new_body"), village)
    found = clerk.get(reverse("organisation:bodies"), {"filed": "no"}).content.decode()
    assert "制衣厂调解委员会" in found
    assert "东头村人民调解委员会" not in found
    found = clerk.get(reverse("organisation:bodies"), {"q": "东头村人民"}).content.decode()
    assert "制衣厂调解委员会" not in found
    one = MediationBody.objects.get(level="firm")
    address = reverse("organisation:body", args=[one.pk])
    assert employer.uscc in clerk.get(address).content.decode()
    clerk.post(address, {**told, "employer": employer.uscc, "head": "钱某"})
    one.refresh_from_db()
    assert one.head == "钱某"
    assert "可以恢复" in clerk.post(reverse("organisation:dissolve", args=[one.pk]), follow=True).content.decode()
    assert "制衣厂" not in clerk.get(reverse("organisation:bodies"), {"state": "in"}).content.decode()
    assert "已恢复" in clerk.post(reverse("organisation:restore_body", args=[one.pk]), follow=True).content.decode()
    book_ = clerk.get(reverse("organisation:bodies"), {"export": "xlsx"})
    assert book_["Content-Type"].endswith("sheet")


def test_a_longer_list_asks_the_database_no_more_often(clerk, small_town, employer, now, django_assert_max_num_queries):
    for number in range(12):
        told = Told("firm", f"第{number}调解委员会", employer_id=employer.pk)
        mediation.register(told=told, by=small_town.clerk, at=now)
    with django_assert_max_num_queries(18):
        clerk.get(reverse("organisation:bodies"))
