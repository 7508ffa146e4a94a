"""What another system does: files handed in once however often they are sent, warnings checked, answered and closed."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anxin.adapters.api.models import Answered, ApiToken
from anxin.adapters.api.once import KEPT, once
from anxin.adapters.api.tokens import actor_of
from anxin.apps.payroll.models import EmployerDebt, Shortfall, WageFile
from anxin.apps.warning.models import Warning
from anxin.base.eventlog.models import EventRow
from anxin.base.jobs.models import Job
from anxin.base.jobs.worker import run_until_idle
from anxin.kernel.clock import SystemClock
from anxin.kernel.ids import id_check_digit
from anxin.kernel.outcome import RuleBroken

WORDS = "上午到厂，见到厂长，查了十月的考勤和工资表。"
HEAD = ["序号", "姓名", "身份证号", "银行卡号", "出勤天数", "应发工资", "实发工资"]
BANK_HEAD = ["交易流水号", "交易日期", "付款账号", "付款户名", "收款账号", "收款户名", "交易金额", "摘要", "交易结果"]


def identity(number):
    first = f"33069919900101{number:03d}"
    return first + id_check_digit(first)


def card(number):
    return f"62284803999{number:08d}"


def workbook(*lines):
    target, stream = openpyxl.Workbook(), io.BytesIO()
    for line in lines:
        target.active.append(line)
    target.save(stream)
    target.close()
    return stream.getvalue()


def payroll(employer, due=5000):
    people = [[n, f"工人{n:03d}", identity(n), card(n), 22, due, due] for n in range(1, 4)]
    return workbook(["2026年9月工资发放表"], [f"编制单位：{employer.name}"], HEAD, *people)


def statement():
    rows = [
        [f"T{n:05d}", "2026-10-12", "330100000001", "某某公司", card(n), f"工人{n:03d}", 5000, "2026年9月工资", "成功"]
        for n in range(1, 3)
    ]
    return workbook(BANK_HEAD, *rows)


def hand_in(machine, content, *, key="2026-09-payroll-1", kind="payroll", name="九月工资.xlsx", **more):
    form = {"kind": kind, "file": SimpleUploadedFile(name, content), **more}
    return machine.send("/wage-files", data=form, headers={"Idempotency-Key": key} if key else {})


def test_wages_and_statement_are_handed_in_read_and_reconciled(machine, own):
    one = machine()
    sent = hand_in(one, payroll(own.employer), employer=own.employer.pk, month="2026-09")
    assert sent.status_code == 201, sent.content
    assert sent.json()["state"] == "received"
    bank = hand_in(one, statement(), key="2026-09-bank-1", kind="bank", name="流水.xlsx")
    assert bank.status_code == 201, bank.content
    run_until_idle(SystemClock().now())
    found = [one.ask(f"/wage-files/{answer.json()['id']}").json() for answer in (sent, bank)]
    assert [(file["state"], file["rows"]) for file in found] == [("live", 3), ("live", 2)], found
    assert found[0]["amount_fen"] == 1_500_000
    owed = one.ask("/arrears", employer=own.employer.pk, month="2026-09").json()["items"]
    assert [(row["arrears_fen"], row["status"], row["worker"]["name"][0]) for row in owed] == [
        (500_000, "unpaid", "工")
    ]


def test_a_file_that_cannot_be_read_says_why(machine, own):
    one = machine()
    sent = hand_in(one, "这不是,工资表\n完全,不是\n".encode(), employer=own.employer.pk, name="a.csv")
    assert sent.status_code == 201, sent.content
    run_until_idle(SystemClock().now())
    found = one.ask(f"/wage-files/{sent.json()['id']}").json()
    assert found["state"] in {"refused", "doubtful"}
    assert found["message"] or found["faults"] or found["state"] == "doubtful"


def test_the_same_key_brings_the_same_answer_and_no_second_act(machine, own):
    one, content = machine(), payroll(own.employer)
    first = hand_in(one, content, employer=own.employer.pk)
    files, jobs, events = WageFile.objects.count(), Job.objects.count(), EventRow.objects.count()
    run_until_idle(SystemClock().now())
    told = EventRow.objects.count()
    again = hand_in(one, content, employer=own.employer.pk)
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert (WageFile.objects.count(), EventRow.objects.count()) == (files, told)
    assert (jobs > 0, events > 0) == (True, True)


@pytest.mark.parametrize("change", [{"due": 6000}, {"kind": "bank"}, {"name": "其他.xlsx"}, {"month": "2026-08"}])
def test_the_same_key_for_another_request_is_refused(machine, own, change):
    one = machine()
    hand_in(one, payroll(own.employer), employer=own.employer.pk)
    files = WageFile.objects.count()
    content = payroll(own.employer, due=change.pop("due", 5000))
    answer = hand_in(one, content, employer=own.employer.pk, **change)
    assert (answer.status_code, answer.json()["code"]) == (409, "api.key_reused")
    assert WageFile.objects.count() == files


def test_the_same_file_under_another_key_is_the_known_file(machine, own):
    one, content = machine(), payroll(own.employer)
    first = hand_in(one, content, employer=own.employer.pk)
    again = hand_in(one, content, employer=own.employer.pk, key="another-key")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]


def test_two_systems_may_use_the_same_key(machine, own):
    content = payroll(own.employer)
    assert hand_in(machine(), content, employer=own.employer.pk).status_code == 201
    assert hand_in(machine(), content, employer=own.employer.pk).status_code == 200
    assert Answered.objects.count() == 2


@pytest.mark.parametrize("sent", [None, "short", "with space in it", "x" * 81])
def test_a_file_without_a_proper_key_is_not_taken(machine, own, sent):
    files = WageFile.objects.count()
    answer = hand_in(machine(), payroll(own.employer), employer=own.employer.pk, key=sent)
    assert answer.status_code == 422
    assert "Idempotency-Key" in answer.json()["faults"][0]["where"]
    assert WageFile.objects.count() == files


def test_a_refused_act_may_be_asked_again_with_its_key(machine, own):
    by, at = actor_of(machine().text, at=SystemClock().now()), SystemClock().now()

    def refused():
        raise RuleBroken("t.no", "不行")

    with pytest.raises(RuleBroken):
        once(key="k" * 8, asked={}, by=by, at=at, act=refused)
    assert once(key="k" * 8, asked={}, by=by, at=at, act=lambda: (201, {"a": 1})) == (201, {"a": 1})
    assert once(key="k" * 8, asked={}, by=by, at=at, act=refused) == (201, {"a": 1})
    later = at + KEPT + timedelta(seconds=1)
    assert once(key="k" * 8, asked={}, by=by, at=later, act=lambda: (200, {})) == (200, {})


def test_a_file_with_a_wrong_content_is_refused_before_anything_is_written(machine, own):
    one, files = machine(), WageFile.objects.count()
    answer = hand_in(one, b"MZ\x90\x00" + b"\x00" * 64, name="a.exe", employer=own.employer.pk)
    assert answer.status_code == 422, answer.content
    assert WageFile.objects.count() == files
    assert Answered.objects.count() == 0


def test_a_warning_is_verified_answered_and_closed_with_proof(machine, own):
    one, path = machine(), f"/warnings/{own.warning.pk}"
    verified = one.send(f"{path}/verify", {"finding": "true", "words": WORDS})
    assert (verified.status_code, verified.json()["state"]) == (200, "verified")
    assert verified.json()["finding"] == "true"
    answered = one.send(f"{path}/answer", {"words": "已责令三日内发放，厂长承诺周五到账。"})
    assert answered.json()["feedback"].startswith("已责令")
    proof = SimpleUploadedFile("回单.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    form = {"closing": "bank", "note": "银行回单已核对，全部到账。", "evidence": proof}
    owing = one.send(f"{path}/close", data=form)
    assert (owing.status_code, owing.json()["code"]) == (409, "warning.still_owed")
    Shortfall.objects.update(arrears_fen=0, status=1)
    EmployerDebt.objects.all().delete()
    proof.seek(0)
    closed = one.send(f"{path}/close", data=form)
    assert (closed.status_code, closed.json()["state"]) == (200, "closed"), closed.content
    kept = Warning.objects.get(pk=own.warning.pk)
    assert kept.closed_by == f"token:{ApiToken.objects.get().pk}"
    assert len(kept.evidence) == 64
    acts = EventRow.objects.filter(subject=f"warning:{own.warning.pk}", actor=kept.closed_by)
    assert {"warning.verified", "warning.answered", "warning.closed"} <= set(acts.values_list("type", flat=True))
    again = one.send(f"{path}/answer", {"words": WORDS})
    assert (again.status_code, again.json()["code"]) == (409, "warning_closed")


@pytest.mark.parametrize(
    ("verb", "body"),
    [("verify", {"finding": "maybe", "words": WORDS}), ("verify", {"words": WORDS}), ("verify", [1]), ("answer", {}),
     ("answer", {"words": "a\x00b"}), ("answer", {"words": "长" * 2001})],
)  # fmt: skip
def test_a_wrong_body_is_refused_and_changes_nothing(machine, own, verb, body):
    before = Warning.objects.values().get()
    assert machine().send(f"/warnings/{own.warning.pk}/{verb}", body).status_code == 422
    assert Warning.objects.values().get() == before


@pytest.mark.parametrize("raw", [b"{", b"\xff\xfe", b"[" * 2000, b'{"words": "\\ud800"}'])
def test_a_body_that_is_no_json_is_refused_as_a_problem(machine, own, raw):
    answer = machine().send(f"/warnings/{own.warning.pk}/answer", data=raw, content_type="application/json")
    assert answer.status_code in {400, 422}
    assert answer["Content-Type"] == "application/problem+json"


def test_a_broken_multipart_body_is_refused_as_a_problem(machine, own):
    for kind in ("multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x"):
        answer = machine().send(
            "/wage-files", data=b"--x\r\nbroken", content_type=kind, headers={"Idempotency-Key": "abcdefgh"}
        )
        assert answer.status_code in {400, 422}, answer.content
        assert answer["Content-Type"] == "application/problem+json"
