"""The workers' pages (公开页面): file, get a receipt, ask how it stands; no log-in, no script needed."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from anxin.apps.intake.actions.paying import answer, answer_part
from anxin.apps.intake.actions.posters import count_scan
from anxin.apps.intake.actions.receiving import Received, receive
from anxin.apps.intake.actions.talk import file_for_filer, of_code, write_back
from anxin.apps.intake.models import Filing
from anxin.apps.intake.pacing import note_source
from anxin.apps.intake.posters import holds, poster_of
from anxin.apps.intake.web.answers import (
    MOST_DIGITS,
    STEPS,
    Answers,
    answers_of,
    code_in,
    faults_of,
    fellows_of,
    said_of,
    taken,
)
from anxin.apps.intake.web.attaching import filer, handed_in
from anxin.apps.intake.web.offering import offered
from anxin.apps.intake.web.standing import standing_of
from anxin.apps.intake.web.tickets import comes_too_fast, number_in, ticket_for
from anxin.base.files.store import open_path
from anxin.base.places.choices import villages
from anxin.base.vault.signing import key_fingerprint, opened_text, public_key_file, sealed_text
from anxin.domain.intake.receipts import DIGITS, Receipt, in_groups, short_hashes
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import AnxinError, BadInput, Fault, RuleBroken
from anxin.ui.access import address_of, instant_of
from anxin.ui.downloads import download
from anxin.ui.speaking import spoken_in


def report(request: HttpRequest) -> HttpResponse:
    """One question a screen; the last answers with the receipt."""
    if request.method != "POST":
        return _step(request, *_from_poster(request))
    answers = answers_of(request.POST)
    step = request.POST.get("step", "what")
    if step not in STEPS:
        step = "what"
    if answers.lost_files:
        return _files_again(request, answers, step)
    if elsewhere := _elsewhere(request, step):
        return _step(request, answers, [], elsewhere, mending="back" not in request.POST)
    faults: list[Fault] = []
    stays = "lang" in request.GET
    if step == "files":
        answers, faults = _with_files(request, answers)
        stays = stays or ("more" in request.POST and not faults)
    if stays:
        return _step(request, answers, faults, step)
    faults += faults_of(answers, step, today=local_date(instant_of(request)))
    if faults:
        return _step(request, answers, faults, step, status=422)
    return _file(request, answers) if step == "check" else _further(request, answers, _next(request, step))


def _further(request: HttpRequest, answers: Answers, step: str) -> HttpResponse:
    """The next step, with what the words say already in its empty fields."""
    answers, read = offered(answers, step, on=local_date(instant_of(request)))
    return _step(request, answers, [], step, read=read)


def _files_again(request: HttpRequest, answers: Answers, step: str) -> HttpResponse:
    """Files chosen so long ago that they count no longer are asked for again, never left out in silence."""
    kept, faults = _with_files(request, answers.without_files())
    lost = Fault("files", str(_("之前选的材料超过一天没有提交，没有保留。请重新选，没有就直接点“下一步”。")))
    return _step(request, kept, [*faults, lost], "files", status=422, mending=step == "check")


def _elsewhere(request: HttpRequest, step: str) -> str:
    """The step asked for instead of the next one: the one before, or from the last page any whose answer is to be mended."""
    if "back" in request.POST:
        return STEPS[max(STEPS.index(step) - 1, 0)]
    asked = request.POST.get("to", "")
    return asked if asked in STEPS else ""


def _next(request: HttpRequest, step: str) -> str:
    return "check" if "mending" in request.POST else STEPS[STEPS.index(step) + 1]


def _from_poster(request: HttpRequest) -> tuple[Answers, list[Fault]]:
    """A poster's signed code names the gate it hangs at, so that nobody has to type it; any other opens the plain form and says so."""
    text, now = request.GET.get("p", ""), instant_of(request)
    found = poster_of(text)
    if found is None:
        strange = [Fault("poster", str(_("海报上的二维码无法识别，请在下一步自己填写单位名称。")))] if text else []
        return Answers({}), strange
    count_scan(found, at=now)
    if not holds(found, local_date(now)):
        return Answers({}), [Fault("poster", str(_("这张海报已经停用，请在下一步自己填写单位名称。")))]
    told = {
        "employer_id": str(found.employer_id or ""),
        "employer_said": found.employer.name if found.employer else "",
        "address_said": found.park.name if found.park else found.site,
        "place_code": found.park.place.code if found.park else "",
    }
    return Answers({name: value for name, value in told.items() if value}), []


def _step(
    request: HttpRequest, answers: Answers, faults: list[Fault], step: str = "what", *, status: int = 200, mending: bool = False,
    read: Set[str] = frozenset(),
) -> HttpResponse:  # fmt: skip
    """One step's page; whoever came back from the last page to mend one answer goes there again, not through all steps."""
    number = STEPS.index(step)
    context = {
        "title": _TITLES[step],
        "language_form": "answers",
        "step": step,
        "number": number + 1,
        "steps": len(STEPS),
        "values": answers.values,
        "files": answers.files,
        "carried": answers.carried(step),
        "faults": {fault.where: fault.what for fault in faults},
        "first": number == 0,
        "read": read,
        "mending": mending or ("mending" in request.POST and step != "check"),
        "villages": villages() if step == "where" else (),
        "village": dict(villages()).get(answers.of("place_code"), "") if step == "check" else "",
        "fellows": fellows_of(answers) if step == "check" else (),
        "taken": taken(answers, today=local_date(instant_of(request))) if step == "check" else None,
        "ticket": ticket_for(request, at=instant_of(request)) if step == "check" else None,
    }
    answer = render(request, f"public/report_{step}.html", context, status=status)
    # The device itself may keep a step: else its back button shows an error instead of what was answered before.
    patch_cache_control(answer, private=True, no_cache=True, max_age=0)
    return answer


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
    found, faults = handed_in(request, already=len(answers.files))
    return (answers.with_files(found) if found else answers), faults


def _file(request: HttpRequest, answers: Answers) -> HttpResponse:
    now = instant_of(request)
    try:
        told = said_of(answers, at=now, today=local_date(now), language=spoken_in(request).language.code)
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
        context = {"title": _("查询办理情况"), "typed": typed, "fault": _wrong_code(typed)}
        return render(request, "public/query.html", context, status=422)
    try:
        filing = of_code(code)
        said, kept = _acted(request, code)
        filing.refresh_from_db()
    except AnxinError as error:
        return render(
            request,
            "public/query.html",
            {"title": _("查询办理情况"), "typed": typed, "fault": error.message},
            status=404,
        )
    return render(request, "public/standing.html", _standing(request, filing, code, said=said, kept=kept))


def _wrong_code(typed: str) -> str:
    """What is wrong with a code: not sixteen digits, or, by its check digit, one of them misread."""
    if sum(one.isdecimal() for one in typed) == DIGITS:
        return str(_("有数字看错或写反了：请对照回执，四位一组核对后重新输入"))
    return str(_("回执编号是 16 位数字，请核对后重新输入"))


@never_cache
def sent_file(request: HttpRequest) -> HttpResponse:
    """A file that the office sent, by receipt code; posted like the code itself, so that no address leads to it."""
    number, code = request.POST.get("file", ""), code_in(request.POST.get("code", ""))
    if code is None or not number.isdecimal() or len(number) > MOST_DIGITS:
        return redirect("public:query")
    try:
        found = file_for_filer(code=code, number=int(number))
        return download(open_path(found.sha256), name=found.name, kind=found.kind)
    except AnxinError as error:
        return render(request, "public/query.html", {"title": _("查询办理情况"), "fault": error.message}, status=404)


def _acted(request: HttpRequest, code: str) -> tuple[Sequence[object], str]:
    """What the filer does on the page; choosing another language does nothing else, and keeps what was typed."""
    if "lang" in request.GET:
        return [], request.POST.get("words", "")
    paid = _answer_paid(request, code)
    return ([paid], "") if paid else _write(request, code)


_THANKS = {
    "yes": _("谢谢，已记下：工资已到账。"),
    "no": _("已记下：还没有到账。案件恢复办理，承办人会继续追讨。"),
    "part": _("已记下：只到了一部分。案件恢复办理，承办人会继续追讨。"),
}


def _answer_paid(request: HttpRequest, code: str) -> str:
    """The answer to “is it paid?”; asked only while the case waits for it."""
    said, at = request.POST.get("paid", ""), instant_of(request)
    if said not in _THANKS:
        return ""
    try:
        if said == "part":
            answer_part(code=code, arrived=request.POST.get("arrived", "").strip(), by=filer(), at=at)
        else:
            answer(code=code, paid=said == "yes", by=filer(), at=at)
    except RuleBroken as error:
        return error.message
    return str(_THANKS[said])


def _write(request: HttpRequest, code: str) -> tuple[Sequence[object], str]:
    """Leave a message or more files: what is said of it, and the words that stay in their field because they were refused."""
    words = request.POST.get("words", "")
    files, faults = handed_in(request)
    refused = [one.what for one in faults]
    if not words.strip() and not files:
        return refused, ""
    try:
        write_back(code=code, words=words, files=files, by=filer(), at=instant_of(request))
    except BadInput as error:
        return [error.in_words()], words
    return [_("已收到。"), *refused], ""


def _standing(
    request: HttpRequest, filing: Filing, code: str, *, said: Sequence[object], kept: str
) -> dict[str, object]:
    return {
        "title": _("办理情况"),
        "filing": filing,
        "code": code,
        "shown": in_groups(code),
        "standing": standing_of(filing, at=instant_of(request)),
        "talk": filing.messages.order_by("at").prefetch_related("files"),
        "files": filing.attachments.filter(from_filer=True).order_by("at"),
        "said": said,
        "kept": kept,
        "language_form": "answers",
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
        "fingerprint": key_fingerprint(),
    }
    return render(request, "public/verify.html", context)


def receipt_key(_request: HttpRequest) -> HttpResponse:
    """The office's public key: with it anybody verifies a receipt without this server."""
    return HttpResponse(
        public_key_file(),
        content_type="application/x-pem-file",
        headers={"Content-Disposition": 'attachment; filename="anxin-receipt-key.pem"'},
    )
