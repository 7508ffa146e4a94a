"""Run inside the installation that is walked: opens a session for each person, makes what the demonstration town has not, answers with keys."""

from __future__ import annotations

import io
import json
import sys
from datetime import timedelta

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

from anxin.adapters.api.models import ApiToken  # noqa: E402
from anxin.adapters.api.tokens import issue  # noqa: E402
from anxin.adapters.webhooks.subscribing import subscribe  # noqa: E402
from anxin.apps.cases.actions.case import open_from_filing  # noqa: E402
from anxin.apps.cases.actions.disorder import Report, report  # noqa: E402
from anxin.apps.documents.actions.paper import compose_for_case  # noqa: E402
from anxin.apps.documents.models import WeeklyReport, WeeklyReturn  # noqa: E402
from anxin.apps.intake.actions.calling import take_in  # noqa: E402
from anxin.apps.intake.actions.drafting import Typed, park  # noqa: E402
from anxin.apps.intake.actions.privacy import ask  # noqa: E402
from anxin.apps.intake.actions.receiving import receive  # noqa: E402
from anxin.apps.intake.models import Call, Twin, Wiping  # noqa: E402
from anxin.apps.intake.said import Said  # noqa: E402
from anxin.apps.organisation.models import GridMember, MediationBody, Seat, Training, Unit  # noqa: E402
from anxin.apps.payroll.actions.hand import open_dispute, record_payment  # noqa: E402
from anxin.apps.payroll.models import Shortfall, WageFile  # noqa: E402
from anxin.apps.registry.models import Employer, Park, Project  # noqa: E402
from anxin.apps.warning.models import Warning  # noqa: E402
from anxin.base.actors import system  # noqa: E402
from anxin.base.batches.models import ImportBatch  # noqa: E402
from anxin.base.eventlog.models import EventRow  # noqa: E402
from anxin.base.files.store import open_path, put  # noqa: E402
from anxin.base.jobs.models import Job  # noqa: E402
from anxin.base.people.models import Account, HandOver  # noqa: E402
from anxin.base.people.sessions import actor_for  # noqa: E402
from anxin.base.places.models import Place  # noqa: E402
from anxin.kernel.clock import SystemClock, local_date  # noqa: E402

NOW = SystemClock().now()
BACKEND = "django.contrib.auth.backends.ModelBackend"


def session(name):
    account = Account.objects.get(username=name)
    kept = SessionStore()
    kept[SESSION_KEY], kept[BACKEND_SESSION_KEY] = str(account.pk), BACKEND
    kept[HASH_SESSION_KEY] = account.get_session_auth_hash()
    kept.save()
    return kept.session_key


def first(model, **which):
    return model.objects.filter(**which).order_by("-pk").values_list("pk", flat=True).first()


def names():
    """What employers, places, units, people, projects and files are called: it stays as it is in every language."""
    found = (
        model.objects.values_list(field, flat=True)
        for model, field in (
            (Employer, "name"), (Place, "name"), (Unit, "name"), (Account, "name"), (GridMember, "name"), (Seat, "name"),
            (Project, "name"), (MediationBody, "name"), (ImportBatch, "file_name"), (WageFile, "file_name"),
            (Training, "topic"), (Park, "name"), (ApiToken, "name"),
        )
    )  # fmt: skip
    return sorted({name for several in found for name in several if len(name) > 1})


def main():
    clerk = actor_for(Account.objects.get(username="clerk1"), local_date(NOW))
    village = Account.objects.get(username="assistant01").posts.first().place
    short, other = Shortfall.objects.filter(place_path__startswith=village.path).order_by("-arrears_fen")[:2]
    proof = put(io.BytesIO(b"%PDF-1.4\n%%EOF\n"), name="签收单.pdf", by=clerk, at=NOW).sha256
    hand = record_payment(
        employer_id=short.employer_id, worker_id=short.worker_id, month=short.month, amount_fen=10_000,
        paid_on=local_date(NOW) - timedelta(days=2), evidence=proof, note="现金补发", by=clerk, at=NOW,
    )  # fmt: skip
    dispute = open_dispute(
        employer_id=other.employer_id, worker_id=other.worker_id, month=other.month, claimed_due_fen=900_000,
        reason="少算了加班", evidence="", by=clerk, at=NOW,
    )  # fmt: skip
    said = Said(
        words="在厂里做了三个月，工资一直没给，共两万五", channel="12345", external_id="RX-1", reply_by=local_date(NOW) + timedelta(days=5), employer_id=short.employer_id, name="测试甲", phone="057588000000",
        amount_fen=2_500_000, workers=3,
    )  # fmt: skip
    filing = receive(said=said, by=clerk, at=NOW)
    again = Said(
        words="三个月没有发工资，老板说没有钱", channel="hotline", employer_id=other.employer_id, name="测试乙", phone="057588000001",
        amount_fen=1_800_000, workers=2,
    )  # fmt: skip
    case = open_from_filing(filing_id=receive(said=again, by=clerk, at=NOW).filing, by=clerk, at=NOW)
    typed = Typed("a" * 16, "b" * 16, "", {"words": "来电人说工资没发，等一下再说"})
    park(typed=typed, by=clerk, at=NOW)
    calls = put(
        io.BytesIO(
            f"开始时间,主叫,被叫,时长,接听/未接\n{NOW - timedelta(hours=1):%Y-%m-%d %H:%M:%S},057588000009,8001,0,未接\n".encode()
        ),
        name="话单.csv",
        by=clerk,
        at=NOW,
    )
    take_in(
        path=open_path(calls.sha256),
        name="话单.csv",
        sha256=calls.sha256,
        place_path=clerk.scope.paths[0],
        by=clerk,
        at=NOW,
    )
    matter = report(
        place_path=clerk.scope.paths[0],
        told=Report("project", "有人带三十人到项目部讨要工程款，称是工资", "项目部门口", local_date(NOW), "派出所"),
        by=clerk,
        at=NOW,
    )
    paper = compose_for_case(form_id="acceptance_notice", case_id=case.pk, by=clerk, at=NOW)
    ask(code=filing.code, kind="correct", words="欠的是四个月", by=clerk, at=NOW)
    town = clerk.scope.paths[0]
    wiping = Wiping.objects.create(place_path=town, year=2020, number=1, filings=[filing.filing], drawn_at=NOW)
    leaver, to = Account.objects.get(username="clerk2"), Account.objects.get(username="clerk1").pk
    line = {
        "kind": "cases.case",
        "label": "承办的案件",
        "words": case.title,
        "url": f"/office/cases/{case.pk}/",
        "to": to,
    }
    sheet = HandOver.objects.create(
        place_path=town, leaver=leaver, lines=[line], by=clerk.id, by_name=clerk.name, at=NOW
    )
    member = GridMember.objects.filter(place_path__startswith=village.path).first()
    training = Training.objects.create(
        place_path=clerk.scope.paths[0], on=local_date(NOW), topic="欠薪线索怎么问", hours=2, by=clerk.id, at=NOW
    )
    training.members.set([member])
    body = MediationBody.objects.create(
        level="village", name="东头村调解委员会", place=village, place_path=village.path
    )
    key, _ = issue(
        name="区监测平台",
        powers=("intake.view",),
        places=clerk.scope.paths[:1],
        expires_at=NOW + timedelta(days=30),
        by=system("walk"),
        at=NOW,
    )
    subscription, _ = subscribe(
        key=key.pk, url="https://receiver.example/hook", kinds=("intake.filing_received",), by=system("walk"), at=NOW
    )
    found = {
        "subscription": subscription.pk, "sheet": sheet.pk, "disorder": matter.pk, "wiping": wiping.pk,
        "employer": short.employer_id, "month": short.month, "worker": short.worker_id, "file": first(WageFile),
        "dispute": dispute.pk, "hand": hand.pk, "filing": filing.filing, "repeated": Twin.objects.values_list("of", flat=True).first() or filing.filing, "call": first(Call), "case": case.pk, "paper": paper.pk, "report": first(WeeklyReport),
        "warning": first(Warning, place_path__startswith=village.path) or first(Warning),
        "return": first(WeeklyReturn, place=village), "batch": first(ImportBatch), "unit": first(Unit), "seat": first(Seat), "training": training.pk, "body": body.pk,
        "event": EventRow.objects.order_by("-seq").values_list("seq", flat=True).first(), "job": first(Job),
        "account": first(Account, username="clerk2"), "place": village.pk, "town": first(Place, kind="town"),
        "employers": Employer.objects.count(), "code": filing.code,
    }  # fmt: skip
    cookies = {name: session(name) for name in sys.argv[1:]}
    json.dump({"cookies": cookies, "keys": found, "names": names()}, sys.stdout)


if __name__ == "__main__":
    main()
