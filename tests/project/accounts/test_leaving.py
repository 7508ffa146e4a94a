"""When a person leaves, everything in hand goes to others in one act, or nothing does; what lies with nobody is seen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from anxin.apps.cases.actions import case as case_acts
from anxin.apps.cases.actions.disorder import Report
from anxin.apps.cases.actions.disorder import report as report_disorder
from anxin.apps.cases.actions.handing_over import give_disorder
from anxin.apps.cases.actions.work import add_co_handler
from anxin.apps.cases.models import Case, Disorder, Procedure, Sitting
from anxin.apps.documents.models import Paper
from anxin.apps.intake.actions import filing as filing_acts
from anxin.apps.intake.actions.talk import write_back
from anxin.apps.intake.api import Said, receive
from anxin.apps.intake.models import Filing
from anxin.apps.organisation.models import DutyShift, GridMember
from anxin.apps.registry.models import Employer
from anxin.apps.warning.models import Warning
from anxin.base import clocks
from anxin.base.actors import system
from anxin.base.clocks.models import Clock
from anxin.base.eventlog.models import EventRow
from anxin.base.people.handing_over import Wanted, hand_over
from anxin.base.people.holdings import in_hand, kinds, orphaned
from anxin.base.people.models import HandOver, Post
from anxin.base.people.posts import end_deputy
from anxin.base.people.powers import Role
from anxin.base.people.sessions import actor_for
from anxin.base.places.models import Place
from anxin.kernel.clock import SystemClock, local_date
from anxin.kernel.ids import uscc_check_digit
from anxin.kernel.outcome import BadInput, NotAllowed, NotFound, RuleBroken

pytestmark = pytest.mark.django_db
NOW = SystemClock().now().replace(microsecond=0)
WORDS = "绍兴演示制衣有限公司欠我三个月工资一共一万八千元，厂在东头村。"


class Desk:
    """The leaver with one thing of every kind in hand, the heir, and the head who hands over."""

    def __init__(self, town, person):
        self.town, self.village = town, Place.objects.filter(kind="village", parent=town).order_by("code").first()
        self.leaver, self.heir = person("leaver", Role.CLERK), person("heir", Role.CLERK)
        self.head = person("head9", Role.HEAD)
        self.leaver.name, self.heir.name = "钱离岗", "孙接手"
        self.leaver.save(), self.heir.save()
        self.by = self.actor(self.head)
        first = "91330602MA28A0001"
        self.employer = Employer.objects.create(
            uscc=first + uscc_check_digit(first), name="绍兴演示制衣有限公司（演示）", search="yanshi", sector="manufacturing",
            focus="park", village=self.village, place_path=self.village.path,
        )  # fmt: skip

    def actor(self, account):
        return actor_for(account, local_date(NOW))

    def filing(self, **told):
        said = Said(words=WORDS, channel="web", place_code=self.village.code, **told)
        return receive(said=said, by=system("test"), at=NOW)

    def case(self, owner):
        case = case_acts.open_from_filing(filing_id=self.filing().filing, by=self.by, at=NOW)
        return case_acts.assign(case_id=case.pk, owner_id=owner.pk, by=self.by, at=NOW)

    def fill(self):
        me, path = f"person:{self.leaver.pk}", self.village.path
        case = self.case(self.leaver)
        helped = self.case(self.heir)
        add_co_handler(case_id=helped.pk, account_id=self.leaver.pk, by=self.by, at=NOW)
        other = self.case(self.head)
        add_co_handler(case_id=other.pk, account_id=self.leaver.pk, by=self.by, at=NOW)
        asked = {"verb": "accept", "told": {}, "by": me, "name": "钱离岗", "at": NOW.isoformat()}
        Procedure.objects.filter(case=other).update(pending=asked)
        mediation = Procedure.objects.create(
            case=other, place_path=path, kind="mediation", state="scheduled", opened_at=NOW
        )
        Sitting.objects.create(
            procedure=mediation,
            starts_at=NOW + timedelta(days=2),
            where="调解室",
            body="街道",
            mediators="钱离岗、周某",
            by=me,
            at=NOW,
        )
        waits, wrote = self.filing().filing, self.filing()
        for number in (waits, wrote.filing):
            filing_acts.assign(filing_id=number, owner_id=self.leaver.pk, by=self.by, at=NOW)
        write_back(code=wrote.code, words="请问有结果了吗？", by=system("test"), at=NOW)
        Filing.objects.filter(pk=wrote.filing).update(state=Filing.State.ANSWERED)
        Warning.objects.create(
            employer=self.employer,
            level="red",
            peak="red",
            raised_at=NOW,
            due_at=NOW,
            owner=self.leaver,
            place_path=path,
        )
        DutyShift.objects.create(
            name="钱离岗",
            account=self.leaver,
            place_path=self.town.path,
            starts_at=NOW + timedelta(days=1),
            ends_at=NOW + timedelta(days=2),
        )
        GridMember.objects.create(
            kind="assistant",
            name="钱离岗",
            place=self.village,
            place_path=path,
            account=self.leaver,
            valid_from=date(2024, 1, 1),
        )
        for state, field in (("draft", "composed_by"), ("pending", "submitted_by")):
            Paper.objects.create(
                form="intake_form",
                place_path=path,
                state=state,
                facts_sealed="",
                facts_sha256="",
                issuer_path=self.town.path,
                series="受",
                composed_at=NOW,
                **{"composed_by": "person:0", field: me},
            )
        for pending, owner in ((None, self.leaver), ({**asked, "verb": "conclude"}, None)):
            report = Report(
                "unlawful", "有人在厂门口拉横幅堵路，要求当天付清", "东头村厂门口", local_date(NOW), "派出所"
            )
            matter = report_disorder(place_path=path, told=report, by=self.by, at=NOW)
            give_disorder(number=matter.pk, holder=0, to_id=(owner or self.head).pk, by=self.by, at=NOW)
            Disorder.objects.filter(pk=matter.pk).update(pending=pending)
        Post.objects.create(
            account=self.leaver, role=Role.CLERK, place=self.town, valid_from=local_date(NOW),
            valid_to=local_date(NOW) + timedelta(days=9), deputy_for=self.heir,
        )  # fmt: skip
        clocks.start(
            kind="test.alone",
            title="另一件",
            subject="test:1",
            place_path=path,
            due_at=NOW,
            owner=me,
            by=self.by,
            at=NOW,
        )
        return case


@pytest.fixture
def desk(town, person):
    return Desk(town, person)


def everything(desk, at=NOW):
    return in_hand([desk.leaver.pk], desk.by.scope, at)


def test_one_of_every_kind_goes_to_the_heir_and_nothing_stays(desk):
    case = desk.fill()
    before = everything(desk)
    assert set(before) == {one.kind for one in kinds()}
    sheet = hand_over(leaver_id=desk.leaver.pk, wanted=Wanted(desk.heir.pk), disable=True, by=desk.by, at=NOW)
    assert everything(desk) == {}
    assert len(sheet.lines) == sum(len(some) for some in before.values())
    assert Case.objects.get(pk=case.pk).owner == desk.heir
    assert not Clock.objects.filter(owner=f"person:{desk.leaver.pk}", stopped_at=None).exists()
    assert Sitting.objects.get().mediators == "孙接手、周某"
    assert GridMember.objects.get(valid_to=None).account == desk.heir
    assert DutyShift.objects.get().name == "孙接手"
    told = EventRow.objects.filter(type="people.work_handed_over")
    assert {row.data["kind"] for row in told} == set(before)
    desk.leaver.refresh_from_db()
    assert not desk.leaver.is_active
    owned, asked = Disorder.objects.order_by("pk")
    assert owned.owner == desk.heir
    assert (asked.pending["by"], asked.pending["name"]) == (f"person:{desk.heir.pk}", "孙接手")
    assert f"person:{desk.leaver.pk}" in asked.pending["proposers"], "the leaver stays behind what was proposed"
    assert not Post.objects.exclude(deputy_for=None).filter(valid_to__gte=local_date(NOW)).exists()


def test_whoever_stands_in_for_the_leaver_does_so_no_longer_and_nobody_without_the_power_ends_it(desk):
    post = Post.objects.create(
        account=desk.heir, role=Role.CLERK, place=desk.town, valid_from=local_date(NOW),
        valid_to=local_date(NOW) + timedelta(days=9), deputy_for=desk.leaver,
    )  # fmt: skip
    assert [one.words.split("：")[0] for one in everything(desk)["people.deputy"]] == ["孙接手 代理 钱离岗"]
    with pytest.raises(NotAllowed):
        end_deputy(post_id=post.pk, by=desk.actor(desk.heir), at=NOW)
    with pytest.raises(NotFound):
        end_deputy(post_id=Post.objects.filter(deputy_for=None).first().pk, by=desk.by, at=NOW)
    hand_over(leaver_id=desk.leaver.pk, wanted=Wanted(desk.heir.pk), disable=False, by=desk.by, at=NOW)
    assert everything(desk) == {}


def test_things_and_kinds_may_go_to_different_people(desk):
    case = desk.fill()
    wanted = Wanted(desk.heir.pk, {"warning.warning": desk.head.pk}, {("cases.case", case.pk): desk.head.pk})
    hand_over(leaver_id=desk.leaver.pk, wanted=wanted, disable=False, by=desk.by, at=NOW)
    assert Warning.objects.get().owner == desk.head
    assert Case.objects.get(pk=case.pk).owner == desk.head
    assert Filing.objects.filter(owner=desk.heir, state="inbox").count() == 1


def test_when_one_thing_cannot_go_nothing_goes_and_each_hindrance_is_named(desk, person):
    case = desk.fill()
    grid = person("grid1", Role.GRID, place=desk.village)
    with pytest.raises(BadInput) as refused:
        hand_over(
            leaver_id=desk.leaver.pk, wanted=Wanted(desk.heir.pk, {"cases.case": grid.pk}), disable=True, by=desk.by, at=NOW
        )  # fmt: skip
    assert [one.where for one in refused.value.faults] == [f"{case.title} {case.against}"]
    assert set(everything(desk)) == {one.kind for one in kinds()}
    assert HandOver.objects.count() == 0
    desk.leaver.refresh_from_db()
    assert desk.leaver.is_active


def test_a_watch_does_not_go_to_somebody_who_stands_another_at_that_time(desk):
    desk.fill()
    shift = DutyShift.objects.get()
    DutyShift.objects.create(
        name="孙接手", account=desk.heir, place_path=desk.town.path, starts_at=shift.starts_at, ends_at=shift.ends_at
    )
    with pytest.raises(BadInput) as refused:
        hand_over(leaver_id=desk.leaver.pk, wanted=Wanted(desk.heir.pk), disable=False, by=desk.by, at=NOW)
    assert "已有班次" in refused.value.faults[0].what


def test_a_clerk_may_not_and_nobody_disables_oneself_or_an_administrator(desk, person):
    desk.fill()
    act = {"wanted": Wanted(desk.heir.pk), "at": NOW}
    with pytest.raises(NotAllowed):
        hand_over(leaver_id=desk.leaver.pk, disable=False, by=desk.actor(desk.heir), **act)
    with pytest.raises(RuleBroken) as refused:
        hand_over(leaver_id=desk.head.pk, disable=True, by=desk.by, **act)
    assert refused.value.code == "own_account"
    with pytest.raises(RuleBroken) as refused:
        hand_over(leaver_id=person("sys2", Role.SYSTEM_ADMIN).pk, disable=True, by=desk.by, **act)
    assert refused.value.code == "administrators_separated"


def test_what_lies_with_a_disabled_account_is_counted_and_shown_to_head_and_administrator(desk, client, person):
    desk.fill()
    assert orphaned(desk.by.scope, NOW) == {}
    desk.leaver.is_active = False
    desk.leaver.save()
    count = orphaned(desk.by.scope, NOW)[desk.leaver.pk]
    assert count == 16
    client.force_login(desk.head, backend="django.contrib.auth.backends.ModelBackend")
    assert f"{count} 件事项的承办人已停用" in client.get("/office/").content.decode()
    assert f"{count} 件事项的承办人已停用" in client.get(reverse("settings:hand_overs")).content.decode()
    client.force_login(person("sys", Role.SYSTEM_ADMIN), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("settings:people")).content.decode()
    assert f"{count} 件事项的承办人已停用" in page
    assert "制衣" not in client.get(reverse("settings:person", args=[desk.leaver.pk])).content.decode()


def test_the_page_previews_every_thing_with_its_link_and_the_list_is_printed_for_signature(desk, client):
    case = desk.fill()
    client.force_login(desk.head, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("settings:hand_over", args=[desk.leaver.pk])
    page = client.get(address).content.decode()
    assert f"/office/cases/{case.pk}/" in page
    refused = client.post(address, {"to": ""})
    assert refused.status_code == 422
    assert "没有选接手人" in refused.content.decode()
    done = client.post(
        address, {"to": str(desk.heir.pk), "to:warning.warning": str(desk.head.pk), "disable": "1"}, follow=True
    )
    sheet = done.content.decode()
    assert "工作交接单" in sheet
    assert "监交人" in sheet
    assert "孙接手" in sheet
    assert Warning.objects.get().owner == desk.head


def test_another_town_sees_neither_the_things_nor_the_sheet(desk, client, person):
    desk.fill()
    sheet = hand_over(leaver_id=desk.leaver.pk, wanted=Wanted(desk.heir.pk), disable=False, by=desk.by, at=NOW)
    other = Place.objects.create(
        code="330602099", name="他镇", kind="town", parent=desk.town.parent, path=f"{desk.town.parent.path}330602099/"
    )
    client.force_login(person("head8", Role.HEAD, place=other), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("settings:hand_over_sheet", args=[sheet.pk])).status_code == 404
    assert client.get(reverse("settings:hand_over", args=[desk.leaver.pk])).status_code == 404
