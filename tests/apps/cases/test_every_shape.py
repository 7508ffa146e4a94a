"""Every act's address on a case of every unusual shape: it is done or refused in words, and never a page of a broken server."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anxin.apps.cases.actions import archive, crime, handling, joining, ledger, mediating
from anxin.apps.cases.actions import case as acts
from anxin.apps.cases.actions.limitation import interrupt
from anxin.apps.cases.models import Archived, Case, Sitting
from anxin.apps.cases.web.urls import urlpatterns
from anxin.domain.casework.crime import Service
from anxin.domain.casework.ledger import Kind
from anxin.domain.casework.loading import case_types
from anxin.kernel.clock import FixedClock, local_date
from anxin.project import middleware

pytestmark = pytest.mark.django_db
PROOF = "ab" * 32
WORDS = {"kind": "listing", "question": "able_to_pay", "door": "arbitration", "sha256": PROOF}
OF_LISTING = {"listing_find": "migrant"}
OFFICE_WIDE = {"list", "shelf", "rule", "template", "template_drop", "listings", "destroy_ask", "destroy"}
"""Addresses that name no case."""
TOLD = {
    "facts": {"facts": "拖欠三个月工资", "employer_said": "某厂", "workers": "3", "amount": "18000"},
    "door": {"kind": "mediation"},
    "claimant": {"name": "王五", "phone_tail": "1234"},
    "line": {"kind": "paid", "amount": "100", "on": "2026-11-20", "proof": True},
    "employment": {"employment": "ended", "ended_on": "2026-10-01"},
    "breach": {"breach_ended_on": "2026-10-01"},
    "interruption": {"on": "2026-11-20", "ground": "claim", "evidence": True},
    "note": {"words": "已电话联系"},
    "reply": {"words": "正在办理"},
    "order": {"document": "限期整改指令书", "issued_on": "2026-11-20", "deadline": "2026-11-22", "amount": "9", "file": True},
    "serve": {"method": "recipient", "on": "2026-11-21", "where": "厂区大门", "proofs": True},
    "months": {"months": "3"},
    "find": {"chosen": "yes", "words": "银行流水"},
    "listing_find": {"chosen": "yes", "words": "花名册"},
    "paper": {"need": "调查报告", "file": True},
    "apply_paper": {"need": "身份证明", "file": True},
    "schedule": {"day": "2027-01-05", "hour": "09:00", "where": "调解室", "mediators": "赵调解"},
    "minutes": {"words": "双方各执一词", "papers": True},
    "sitting_cancel": {"why": "单位请假"},
    "calculate": {"months": "2026-07 6000 0"},
    "agree": {"signed_on": "2026-11-23", "file": True},
}  # fmt: skip
"""What the form of an address tells; numbers of people, files and rows are filled in from the case."""


def shaped(office):
    """A case that was worked on: a worker, money, an order served, a sitting set, papers, and a second filing."""
    case = office.case(name="张三", phone="15000000001")
    told = {"by": office.town.clerk, "at": office.at}
    office.do(case, "accept")
    for name in ("张三", "李四"):
        one = ledger.add_claimant(case_id=case.pk, name=name, **told)
        ledger.write(
            case_id=case.pk, claimant_id=one.pk, kind=Kind.ESTABLISHED, amount_fen=900_000, on=local_date(office.at), **told
        )  # fmt: skip
    day = local_date(office.at)
    order = crime.record_order(
        case_id=case.pk, document="限期整改指令书", number="", issued_on=day, deadline=day, amount_fen=900_000, file=PROOF, **told
    )  # fmt: skip
    crime.serve(order_id=order.pk, method=Service.RECIPIENT, on=day, where="厂区", note="", files=[PROOF], **told)
    crime.add_paper(case_id=case.pk, need="调查报告", not_applicable="示例", **told)
    interrupt(case_id=case.pk, claimant_id=None, on=day, ground="claim", evidence=PROOF, **told)
    return case


def in_mediation(office):
    case = shaped(office)
    door = acts.open_door(case_id=case.pk, kind="mediation", by=office.town.clerk, at=office.at)
    mediating.schedule(
        procedure_id=door.pk, starts_at=office.at.replace(year=2027), where="调解室", body="街道", mediators="赵调解",
        by=office.town.clerk, at=office.at,
    )  # fmt: skip
    return case


def handed_to_another_door(office):
    case = in_mediation(office)
    office.do(case, "fail", kind="mediation")
    for kind in ("arbitration", "legal_aid", "inspection"):
        acts.open_door(case_id=case.pk, kind=kind, by=office.town.clerk, at=office.at)
    return case


def without_main(office):
    case = in_mediation(office)
    case.procedures.filter(kind="case").delete()
    return case


def without_procedures(office):
    case = shaped(office)
    case.procedures.all().delete()
    return case


def merged(office):
    case = shaped(office)
    other = acts.open_from_filing(filing_id=office.filing(), alone=True, by=office.town.clerk, at=office.at)
    joining.merge(case_id=case.pk, into=other.pk, by=office.town.clerk, at=office.at)
    return case


def split(office):
    case = shaped(office)
    going = [case.claimants.order_by("pk").first().pk]
    return joining.split(case_id=case.pk, claimant_ids=going, by=office.town.clerk, at=office.at)


def referred(office):
    case = shaped(office)
    crime.refer_crime(case_id=case.pk, by=office.officer, at=office.at)
    return case


def archived(office):
    case = shaped(office)
    told = {"stated_reason": "当事人书面撤回"}
    office.do(case, "close_otherwise", by=office.officer, conditions=told)
    handling.approve(procedure_id=office.procedure(case).pk, by=office.head, at=office.at)
    rule = archive.keep_rule(
        place_path=office.town.town.path, name="投诉", years=3, basis="保管期限表", by=office.town.clerk, at=office.at
    )
    office.later(days=60)
    archive.archive(case_id=case.pk, rule_id=rule.pk, by=office.town.clerk, at=office.at)
    return case


def destroyed(office):
    case = archived(office)
    office.on("2031-01-02")
    protocol = archive.ask_destruction(case_ids=[case.pk], reason="保管期满", by=office.town.clerk, at=office.at)
    archive.destroy(protocol_id=protocol.pk, by=office.head, at=office.at)
    return case


def nothing_known(office):
    return office.case(employer_id=None, words="老板欠钱不给，大家都在等工资。")


SHAPES = (
    in_mediation, handed_to_another_door, without_main, without_procedures, merged, split, referred, archived, destroyed,
    nothing_known,
)  # fmt: skip


def number_of(name, case):
    """The row of the case that an address names besides the case; one that is not there is asked for, too."""
    rows = {
        "proof": case.entries, "evidence": case.interruptions, "serve": case.orders, "paper_remove": case.papers,
        "minutes": Sitting.objects.filter(procedure__case=case), "sitting_cancel": Sitting.objects.filter(procedure__case=case),
    }.get(name)  # fmt: skip
    found = rows.order_by("pk").first() if rows is not None else None
    return found.pk if found else 1


def addresses(case):
    """Every address that names the case or one of its procedures, filled in."""
    for one in urlpatterns:
        route, name = str(one.pattern), one.name
        if name in OFFICE_WIDE or route.startswith("disorders/") or name == "from_filing":
            continue
        whose = [case.pk]
        if route.startswith(("mediation/", "procedures/")):
            whose = list(case.procedures.values_list("pk", flat=True))
        for pk in whose:
            for verb in verbs(case, pk) if "<slug:verb>" in route else [""]:
                words = {**WORDS, "pk": pk, "number": number_of(name, case), "verb": verb}
                words["question"] = OF_LISTING.get(name, words["question"])
                yield (
                    name,
                    "/office/cases/" + re.sub(r"<\w+:(\w+)>", lambda found, known=words: str(known[found[1]]), route),
                )


def verbs(case, pk):
    one = case.procedures.get(pk=pk)
    return [move.verb for move in case_types()[one.kind].moves_from(one.state)] or ["accept"]


def told_for(name, case, verb_words):
    told = {key: SimpleUploadedFile("凭证.pdf", b"%PDF-1.7 " + name.encode()) if value is True else value for key, value in TOLD.get(name, {}).items()}  # fmt: skip
    people = list(case.claimants.order_by("pk").values_list("pk", flat=True)) or [1]
    told |= {
        "claimant": people[0],
        "claimants": people[:1],
        "filing": (case.filings.first().filing if case.filings.exists() else 1),
    }
    others = Case.objects.exclude(pk=case.pk)
    told |= {
        "into": others[0].pk if others else 1,
        "rule": Archived.objects.values_list("rule", flat=True).first() or 1,
    }
    return told | verb_words


def stated(address):
    """Words on every condition that a form of a verb could ask for."""
    verb = address.rstrip("/").rsplit("/", 1)[-1]
    return {
        f"{kind.name}-{verb}-{part}{name}": "2026-11-23" if part == "date-" else "写明了情况"
        for kind in case_types().values()
        for part, names in (
            ("condition-", kind.conditions),
            ("date-", ("order_deadline", "next_instalment", "decided_on")),
        )
        for name in names
    }


@pytest.mark.parametrize("shape", SHAPES, ids=[one.__name__ for one in SHAPES])
def test_every_address_answers_in_words_whatever_became_of_the_case(as_, office, monkeypatch, shape):
    case = shape(office)
    monkeypatch.setattr(middleware, "CLOCK", FixedClock(office.at))
    browser = as_("head")
    browser.raise_request_exception = False
    asked, broken = list(addresses(case)), {}
    for name, address in asked:
        answers = [browser.get(address)]
        if answers[0].status_code == 405:
            answers = [browser.post(address, told_for(name, case, stated(address) if name == "act" else {}))]
            answers.append(browser.post(address))
        bad = [one.status_code for one in answers if one.status_code >= 500]
        if bad:
            broken[address] = bad
    assert broken == {}
    assert len({name for name, _address in asked}) > 30
    assert browser.get(f"/office/cases/{case.pk}/").status_code == 200
    assert browser.get("/office/cases/").status_code == 200
    assert browser.post("/query/", {"code": office.codes[0]}).status_code == 200, "the filer's own look"
