"""The pages of wages: what each shows, who may open it, how often it asks the database."""

from __future__ import annotations

import html
import io
import re
from datetime import date

import openpyxl
import pytest
from django.test.utils import CaptureQueriesContext

from anxin.apps.payroll import figures
from anxin.apps.payroll.actions.hand import record_payment
from anxin.apps.payroll.models import Dispute, HandPayment, Shortfall, WageFile
from anxin.base.people.models import Account, Post
from anxin.base.scope import Scope
from anxin.kernel.clock import FixedClock
from anxin.project import middleware

from .conftest import HEAD, NOW, book, employer_at, payroll, person, statement, transfer

pytestmark = pytest.mark.django_db
ROOT = "/office/payroll"


def log_in(client, place, role, username="somebody"):
    account = Account.objects.create_account(username, name="某经办", password="long enough 2026")
    Post.objects.create(account=account, role=role, place=place, valid_from=date(2020, 1, 1))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture(autouse=True)
def _one_day_and_plain_static_files(settings, monkeypatch):
    monkeypatch.setattr(middleware, "CLOCK", FixedClock(NOW))
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def clerk(client, small_town):
    return log_in(client, small_town.town, "clerk")


@pytest.fixture
def filled(desk, workshop):
    desk.hand_in(payroll(workshop, [person(1), person(2, due=1900, paid=1900), person(3, due=6000, paid=3000)]))
    desk.hand_in(statement([transfer(1, 5000, memo="工资"), transfer(2, 900)]), name="流水.xlsx", kind="bank")
    return desk


def text_of(answer):
    assert answer.status_code == 200, (answer.status_code, answer.content.decode()[-800:])
    return answer.content.decode()


ABOUT = {
    "/": "仍欠 2 人",
    "/months/202609/": "有欠发 1 家",
    "/arrears/": "绍兴演示1号制衣",
    "/arrears/workers/": "工***",
    "/files/": "流水.xlsx",
    "/breaches/": "低于最低工资",
    "/runs/": "重新比对",
    "/disputes/": "没有待核实的异议",
    "/hand-payments/": "没有手工登记",
    "/upload/": "把文件拖到这里",
}


def test_every_list_opens_with_what_it_is_about(clerk, filled):
    assert [path for path, words in ABOUT.items() if words not in text_of(clerk.get(ROOT + path))] == []


def test_the_employers_page_shows_its_history_and_the_tab_for_other_rooms(clerk, filled, workshop):
    page = text_of(clerk.get(f"{ROOT}/employers/{workshop.pk}/"))
    assert "仍欠 2 人" in page
    assert "2026年9月" in page
    tab = text_of(clerk.get(f"{ROOT}/employers/{workshop.pk}/", headers={"HX-Request": "true"}))
    assert "<html" not in tab
    assert "仍欠 2 人" in tab


def test_a_month_lists_every_worker_masked_with_sums(clerk, filled, workshop):
    page = text_of(clerk.get(f"{ROOT}/employers/{workshop.pk}/months/202609/"))
    assert "合计 3 人" in page
    assert "工人001" not in page
    only = text_of(clerk.get(f"{ROOT}/employers/{workshop.pk}/months/202609/?status=3"))
    assert "合计 1 人" in only


def test_the_evidence_of_a_workers_month_names_file_row_transfer_rule_and_law(clerk, filled, workshop):
    short = Shortfall.objects.get(due_fen=190_000)
    page = text_of(clerk.get(f"{ROOT}/employers/{workshop.pk}/months/202609/workers/{short.worker_id}/"))
    for words in ("九月工资.xlsx", "第 5 行", "流水.xlsx", "第 3 行", "900.00 元", "摘要写明了月份", "最低工资"):
        assert words in page, words
    full = Shortfall.objects.get(due_fen=600_000)
    assert "没有找到付给本人本月工资的款项" in text_of(
        clerk.get(f"{ROOT}/employers/{workshop.pk}/months/202609/workers/{full.worker_id}/")
    )


def test_a_payment_without_a_month_says_why_it_counts_for_this_one(clerk, filled, workshop):
    paid = next(iter(filled.town and [one for one in workshop.employments.all() if one.worker.name == "工人001"]))
    page = text_of(clerk.get(f"{ROOT}/employers/{workshop.pk}/months/202609/workers/{paid.worker_id}/"))
    assert "民法典第560条" in page


def test_several_files_are_dropped_at_once_and_their_kind_is_told(clerk, desk, workshop):
    files = [payroll(workshop, [person(1)]), statement([transfer(1, 5000)])]
    files[0].name, files[1].name = "九月.xlsx", "导出.xlsx"
    answer = clerk.post(f"{ROOT}/upload/", {"files": files}, follow=True)
    page = text_of(answer)
    assert "九月.xlsx" in page
    assert "导出.xlsx" in page
    assert sorted(WageFile.objects.values_list("kind", flat=True)) == ["bank", "payroll"]
    assert 'hx-trigger="every 2s"' in page


def test_a_file_sent_again_says_so_and_an_unreadable_one_names_the_remedy(clerk, filled, workshop):
    again = payroll(workshop, [person(1), person(2, due=1900, paid=1900), person(3, due=6000, paid=3000)])
    stored = WageFile.objects.get(kind="payroll")
    again.name = "九月工资.xlsx"
    bad = io.BytesIO(b"\x7fELF" + b"\x00" * 100)
    bad.name = "程序.xlsx"
    answer = clerk.post(f"{ROOT}/upload/", {"files": [again, bad]})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "看不出是哪一种文件" in page
    assert "怎么办" in page
    assert WageFile.objects.filter(kind="payroll").first() == stored


def test_sending_nothing_is_answered_kindly(clerk, small_town):
    answer = clerk.post(f"{ROOT}/upload/", {})
    assert answer.status_code == 400
    assert "请先选择文件" in answer.content.decode()


def test_the_file_page_lets_the_clerk_settle_a_doubt_by_hand(clerk, desk, workshop):
    file = desk.hand_in(book(HEAD, [person(1)], title=[["工资表"]]))
    assert file.state == "doubtful"
    page = text_of(clerk.get(f"{ROOT}/files/{file.pk}/"))
    assert "请先处理下列问题" in page
    assert "3306**" not in page
    assert "330699199001010018"[:12] not in page
    columns = {letter: key for key, letter in file.reading["sheets"][0]["columns"].items() if letter}
    posted = {f"col-0-{letter}": key for letter, key in columns.items()}
    answer = clerk.post(
        f"{ROOT}/files/{file.pk}/decide/",
        {"kind": "payroll", "month": "2026-09", "eq": "演示1号", "rows-0": "2", "remember": "on", **posted},
        follow=True,
    )
    text_of(answer)
    desk.work()
    file.refresh_from_db()
    assert (file.state, file.employer, file.month) == ("live", workshop, 202609), file.message
    undone = clerk.post(f"{ROOT}/files/{file.pk}/undo/", follow=True)
    assert "已撤销" in text_of(undone)


def test_the_share_of_today_opens_the_months_that_were_not_paid_in_full_and_on_time(clerk, filled):
    page = clerk.get("/office/").content.decode()
    link = re.search(r'href="(/office/payroll/arrears/workers/\?since=[^"]*)"', page)[1]
    rows = clerk.get(html.unescape(link)).context["listing"].page.paginator.count
    known = figures.outcomes(Scope.everywhere(), first=200001, last=202610, today=date(2026, 11, 23)).whole
    assert rows == known.lines - known.on_time > 0


def test_what_is_doubtful_in_a_bank_file_that_counts_is_shown_to_the_clerk(clerk, desk, workshop):
    desk.hand_in(payroll(workshop, [person(1)]))
    file = desk.hand_in(statement([transfer(1, 5000), transfer(2, 0)]), name="流水.xlsx", kind="bank")
    assert (file.state, file.rows) == ("live", 1), file.message
    assert "1 行金额为 0" in clerk.get(f"/office/payroll/files/{file.pk}/").content.decode()
    assert "存疑 1 处" in clerk.get(f"/office/payroll/upload/?ids={file.pk}").content.decode()


def test_a_wrong_month_read_from_the_file_can_be_corrected(clerk, desk, workshop):
    file = desk.hand_in(payroll(workshop, [person(1)], month="2027年9月"))
    assert file.state == "doubtful"
    clerk.post(f"{ROOT}/files/{file.pk}/decide/", {"kind": "payroll", "month": "2026-09", "remember": "on"})
    desk.work()
    file.refresh_from_db()
    assert (file.state, file.month) == ("live", 202609), file.message


def test_the_original_is_given_back_as_it_came(clerk, filled):
    file = WageFile.objects.get(kind="payroll")
    answer = clerk.get(f"{ROOT}/files/{file.pk}/original/")
    assert b"".join(answer.streaming_content)[:2] == b"PK"


def test_cash_is_recorded_with_proof_counts_and_is_revoked_with_a_reason(clerk, filled, workshop):
    short = Shortfall.objects.get(due_fen=190_000)
    base = f"{ROOT}/employers/{workshop.pk}/months/202609/workers/{short.worker_id}"
    proof = io.BytesIO(b"%PDF-1.4\n%proof\n%%EOF\n")
    proof.name = "签收单.pdf"
    refused = clerk.post(f"{base}/pay/", {"amount": "1,000.00", "paid_on": "2026-11-20"})
    assert "凭证" in text_of(refused)
    assert not HandPayment.objects.exists()
    answer = clerk.post(f"{base}/pay/", {"amount": "1,000.00", "paid_on": "2026-11-20", "evidence": proof}, follow=True)
    assert "已登记" in text_of(answer)
    filled.work()
    short.refresh_from_db()
    assert (short.arrears_fen, short.status) == (0, 1)
    page = text_of(clerk.get(f"{base}/"))
    assert "手工登记为本月工资" in page
    payment = HandPayment.objects.get()
    shown = clerk.get(f"{ROOT}/evidence/payment/{payment.pk}/")
    assert b"".join(shown.streaming_content).startswith(b"%PDF")
    clerk.post(f"{ROOT}/hand-payments/{payment.pk}/revoke/", {"why": "签收单不实"})
    filled.work()
    short.refresh_from_db()
    assert short.arrears_fen == 100_000


def test_an_objection_upheld_changes_what_is_due(clerk, filled, workshop):
    worker = Shortfall.objects.get(due_fen=190_000).worker_id
    base = f"{ROOT}/employers/{workshop.pk}/months/202609/workers/{worker}"
    clerk.post(f"{base}/dispute/", {"claimed": "2,500", "reason": "少算加班费"})
    dispute = Dispute.objects.get()
    unclear = clerk.post(f"{ROOT}/disputes/{dispute.pk}/", {"upheld": "yes", "outcome": "核对考勤"})
    assert "核定的应到账金额" in text_of(unclear)
    clerk.post(f"{ROOT}/disputes/{dispute.pk}/", {"upheld": "yes", "corrected": "2,400", "outcome": "核对考勤属实"})
    filled.work()
    assert Shortfall.objects.get(worker_id=worker).due_fen == 240_000


def test_export_writes_the_filter_and_runs_no_formula(clerk, desk, small_town):
    nasty = employer_at(small_town.east, 5, name='=HYPERLINK("http://example.invalid","点")有限公司')
    desk.hand_in(payroll(nasty, [person(1)]), employer=nasty)
    answer = clerk.get(f"{ROOT}/arrears/?export=xlsx&focus=park")
    target = openpyxl.load_workbook(io.BytesIO(answer.content))
    rows = list(target.active.iter_rows())
    assert "重点领域" in rows[1][0].value
    cell = next(one for line in rows for one in line if isinstance(one.value, str) and "HYPERLINK" in one.value)
    assert cell.data_type == "s"
    assert "=HYPERLINK" in text_of(clerk.get(f"{ROOT}/arrears/")).replace("&quot;", '"')
    target.close()


@pytest.mark.parametrize("role", ["system_admin", "audit_admin"])
def test_administrators_of_the_machine_see_no_wages(client, small_town, filled, role):
    log_in(client, small_town.town, role)
    for path in ("/", "/arrears/", "/files/", "/upload/", "/breaches/", "/runs/"):
        assert client.get(ROOT + path).status_code == 403


def test_nobody_who_is_not_logged_in_sees_anything(client, filled):
    assert client.get(f"{ROOT}/arrears/").status_code == 302


def test_another_place_sees_none_of_it_in_list_detail_export_or_evidence(client, small_town, filled, workshop):
    log_in(client, small_town.elsewhere, "clerk", "stranger")
    file = WageFile.objects.first()
    worker = Shortfall.objects.first().worker_id
    assert "绍兴演示1号" not in text_of(client.get(f"{ROOT}/arrears/"))
    exported = client.get(f"{ROOT}/arrears/workers/?export=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(exported.content))
    assert sheet.active.max_row <= 3
    sheet.close()
    for path in (
        f"/files/{file.pk}/", f"/files/{file.pk}/original/", f"/files/{file.pk}/state/", f"/employers/{workshop.pk}/",
        f"/employers/{workshop.pk}/months/202609/", f"/employers/{workshop.pk}/months/202609/workers/{worker}/",
    ):  # fmt: skip
        assert client.get(ROOT + path).status_code == 404, path
    assert "绍兴演示1号" not in text_of(client.get(f"{ROOT}/employers/search/?eq=绍兴"))


def test_a_grid_member_may_look_but_not_upload_confirm_or_export(client, small_town, filled):
    log_in(client, small_town.east, "grid", "grid")
    file = WageFile.objects.first()
    text_of(client.get(f"{ROOT}/arrears/"))
    assert client.get(f"{ROOT}/upload/").status_code == 403
    assert client.post(f"{ROOT}/files/{file.pk}/undo/").status_code == 403
    assert client.get(f"{ROOT}/arrears/?export=xlsx")["Content-Type"].startswith("text/html")


def test_an_assistant_hands_in_for_the_own_village_and_the_town_is_reconciled(client, small_town, desk, workshop):
    log_in(client, small_town.east, "assistant", "assistant")
    stream = payroll(workshop, [person(1)])
    stream.name = "九月.xlsx"
    client.post(f"{ROOT}/upload/", {"files": [stream]})
    desk.work()
    assert WageFile.objects.get().state == "live"
    assert Shortfall.objects.get().arrears_fen == 500_000


@pytest.mark.parametrize(
    "path", ["/arrears/", "/arrears/workers/", "/files/", "/breaches/", "/hand-payments/", "/months/202609/"]
)
def test_a_longer_list_asks_the_database_no_more_often(clerk, desk, small_town, path):
    from django.db import connection

    def count():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            text_of(clerk.get(ROOT + path))
        return len(seen)

    one = employer_at(small_town.east, 20)
    desk.hand_in(payroll(one, [person(1, due=1900, paid=1900)]), name="a.xlsx")
    count()  # the first look after a comparison also works out the figures that are kept until the next
    first = count()
    for number in range(21, 25):
        other = employer_at(small_town.west, number)
        desk.hand_in(payroll(other, [person(number, due=1900, paid=1900)]), name=f"{number}.xlsx", work=False)
    desk.work()
    count()
    assert count() == first


def test_cash_paid_tomorrow_or_without_proof_is_refused(desk, workshop, small_town, filled):
    from anxin.kernel.outcome import RuleBroken

    worker = Shortfall.objects.first().worker_id
    told = {
        "employer_id": workshop.pk,
        "worker_id": worker,
        "month": 202609,
        "amount_fen": 1,
        "note": "",
        "by": small_town.clerk,
        "at": desk.at,
    }
    with pytest.raises(RuleBroken, match="凭证"):
        record_payment(paid_on=date(2026, 11, 1), evidence="", **told)
    with pytest.raises(RuleBroken, match="不能晚于"):
        record_payment(paid_on=date(2026, 11, 24), evidence="a" * 64, **told)
