"""The workers' pages (公开页面): file, get a receipt, ask how it stands; no log-in, no script needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import BinaryIO, cast

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from anxin.apps.intake.actions.receiving import Received, receive
from anxin.apps.intake.actions.talk import of_code, write_back
from anxin.apps.intake.models import Filing
from anxin.apps.intake.pacing import note_source
from anxin.apps.intake.ports import PORTS
from anxin.apps.intake.posters import named_by
from anxin.apps.intake.said import Handed
from anxin.apps.intake.web.answers import STEPS, Answers, answers_of, code_in, faults_of, said_of
from anxin.apps.intake.web.standing import standing_of
from anxin.apps.intake.web.tickets import comes_too_fast, number_in, ticket_for
from anxin.base.actors import Actor
from anxin.base.files.store import put
from anxin.base.places.choices import villages
from anxin.base.scope import Scope
from anxin.base.vault.signing import opened_text, sealed_text
from anxin.domain.intake.receipts import Receipt, in_groups, short_hashes
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import AnxinError, BadInput, Fault, RuleBroken
from anxin.ui.access import address_of, instant_of

KINDS = frozenset(
    {
        "jpeg",
        "jpg",
        "png",
        "webp",
        "heic",
        "pdf",
        "docx",
        "xlsx",
        "xls",
        "mp3",
        "m4a",
        "amr",
        "wav",
        "mp4",
        "txt",
        "csv",
    }
)
MOST_FILES = 12


def filer() -> Actor:
    """Whoever files on the public page: nobody we know, with the one power to hand something in."""
    return Actor("public:web", "来访人", Scope.everywhere(), frozenset({"intake.receive"}))


@never_cache
def report(request: HttpRequest) -> HttpResponse:
    """One question a screen; the last answers with the receipt."""
    if request.method != "POST":
        return _step(request, *_from_poster(request))
    answers = answers_of(request.POST)
    step = request.POST.get("step", "what")
    if step not in STEPS:
        step = "what"
    if "back" in request.POST:
        return _step(request, answers, [], STEPS[max(STEPS.index(step) - 1, 0)])
    faults: list[Fault] = []
    if step == "files":
        answers, faults = _with_files(request, answers)
        if "more" in request.POST and not faults:
            return _step(request, answers, [], step)
    faults += faults_of(answers, step, today=local_date(instant_of(request)))
    if faults:
        return _step(request, answers, faults, step, status=422)
    if step == "check":
        return _file(request, answers)
    return _step(request, answers, [], STEPS[STEPS.index(step) + 1])


def _from_poster(request: HttpRequest) -> tuple[Answers, list[Fault]]:
    """A poster's signed code names employer and site, so that nobody has to type them; another's code opens the plain form."""
    text = request.GET.get("p", "")
    found = named_by(text)
    if found is None:
        strange = [Fault("poster", str(_("海报上的二维码无法识别，请在下一步自己填写单位名称。")))] if text else []
        return Answers({}), strange
    told = {"employer_id": str(found.employer_id), "employer_said": found.employer, "address_said": found.site}
    return Answers({name: value for name, value in told.items() if value}), []


def _step(
    request: HttpRequest, answers: Answers, faults: list[Fault], step: str = "what", *, status: int = 200
) -> HttpResponse:  # fmt: skip
    number = STEPS.index(step)
    context = {
        "title": _TITLES[step],
        "step": step,
        "number": number + 1,
        "steps": len(STEPS),
        "values": answers.values,
        "files": answers.files,
        "carried": answers.carried(step),
        "faults": {fault.where: fault.what for fault in faults},
        "first": number == 0,
        "villages": villages() if step == "where" else (),
        "ticket": ticket_for(request, at=instant_of(request)) if step == "check" else None,
    }
    return render(request, f"public/report_{step}.html", context, status=status)


_TITLES = {
    "what": _("发生了什么事？"),
    "where": _("是哪家单位？在哪里？"),
    "how_much": _("欠了多少？"),
    "who_else": _("还有工友吗？"),
    "files": _("有照片或材料吗？"),
    "contact": _("怎么联系您？"),
    "check": _("请核对后提交"),
}


def _with_files(request: HttpRequest, answers: Answers) -> tuple[Answers, list[Fault]]:
    given = request.FILES.getlist("upload")
    if len(given) + len(answers.files) > MOST_FILES:
        return answers, [Fault("files", str(_("文件太多，一次最多 12 个，提交后还可以再补充")))]
    try:
        return answers.with_files(_stored(request, given)) if given else answers, []
    except BadInput as error:
        return answers, [Fault("files", "；".join([error.message, *(one.in_words() for one in error.faults)]))]


def _stored(request: HttpRequest, given: Sequence[object]) -> list[Handed]:
    found = []
    for one in given:
        name = getattr(one, "name", "") or "file"
        kept = put(cast(BinaryIO, one), name=name, by=filer(), at=instant_of(request), kinds=KINDS)
        found.append(Handed(kept.sha256, name, kept.kind, kept.size))
    return found


def _file(request: HttpRequest, answers: Answers) -> HttpResponse:
    now = instant_of(request)
    try:
        told = said_of(answers, at=now, today=local_date(now), language=get_language() or "zh-hans")
        said = replace(told, external_id=number_in(request), aside=comes_too_fast(request, at=now))
        received = receive(said=said, by=filer(), at=now)
        note_source(address_of(request), at=now)
    except AnxinError as error:
        faults = list(error.faults) if isinstance(error, BadInput) else []
        return _step(request, answers, [Fault("check", error.message), *faults], "check", status=422)
    return _receipt(request, received)


def _receipt(request: HttpRequest, received: Received) -> HttpResponse:
    text = sealed_text(received.receipt.payload())
    url = request.build_absolute_uri(reverse("public:receipt")) + f"?r={text}"
    context = {
        "title": _("已登记，请保存回执"),
        "code": in_groups(received.code),
        "receipt": received.receipt,
        "hashes": short_hashes(received.receipt.files),
        "qr": segno.make(url, error="m").svg_inline(scale=3, omitsize=True, svgclass="qr", lineclass=None),
        "signed": text,
    }
    return render(request, "public/receipt.html", context)


@never_cache
def query(request: HttpRequest) -> HttpResponse:
    """How a filing stands, by receipt code; the code is posted, so that it stays out of logs and histories."""
    typed = request.POST.get("code", "")
    if request.method != "POST" or not typed:
        return render(request, "public/query.html", {"title": _("查询办理情况")})
    code = code_in(typed)
    if code is None:
        context = {"title": _("查询办理情况"), "typed": typed, "fault": _("回执编号是 16 位数字，请核对后重新输入")}
        return render(request, "public/query.html", context, status=422)
    try:
        filing = of_code(code)
        said = _answer_paid(request, filing) or _write(request, code)
        filing.refresh_from_db()
    except AnxinError as error:
        return render(
            request,
            "public/query.html",
            {"title": _("查询办理情况"), "typed": typed, "fault": error.message},
            status=404,
        )
    return render(request, "public/standing.html", _standing(request, filing, code, said=said))


def _answer_paid(request: HttpRequest, filing: Filing) -> str:
    """The answer to “is it paid?”; asked only while the case waits for it."""
    answer = request.POST.get("paid", "")
    if answer not in ("yes", "no") or PORTS.answer_paid is None:
        return ""
    try:
        PORTS.answer_paid(filing_id=filing.pk, paid=answer == "yes", by=filer(), at=instant_of(request))
    except RuleBroken as error:
        return error.message
    return str(
        _("谢谢，已记下：工资已到账。")
        if answer == "yes"
        else _("已记下：还没有到账。案件恢复办理，承办人会继续追讨。")
    )


def _write(request: HttpRequest, code: str) -> str:
    """Leave a message or more files; a refusal is shown on the same page and what was written stays in its field."""
    words, given = request.POST.get("words", ""), request.FILES.getlist("upload")
    if not words.strip() and not given:
        return ""
    try:
        files = _stored(request, list(given))
        write_back(code=code, words=words, files=files, by=filer(), at=instant_of(request))
    except BadInput as error:
        return "；".join([error.message, *(one.in_words() for one in error.faults)])
    return str(_("已收到。"))


def _standing(request: HttpRequest, filing: Filing, code: str, *, said: str) -> dict[str, object]:
    return {
        "title": _("办理情况"),
        "filing": filing,
        "code": code,
        "shown": in_groups(code),
        "standing": standing_of(filing, at=instant_of(request)),
        "talk": filing.messages.order_by("at"),
        "files": filing.attachments.order_by("at"),
        "said": said,
    }


def receipt(request: HttpRequest) -> HttpResponse:
    """Whether a receipt is the office's own, from its QR code or its text; says nothing of the filing's content."""
    text = request.GET.get("r", "") or request.POST.get("r", "")
    payload = opened_text(text) if text else None
    found = Receipt.of_payload(payload) if payload else None
    context = {
        "title": _("核验回执"),
        "asked": bool(text),
        "receipt": found,
        "hashes": short_hashes(found.files) if found else (),
        "tail": found.code[-4:] if found else "",
    }
    return render(request, "public/verify.html", context)
