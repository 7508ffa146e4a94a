"""What is kept of me (我的个人信息), under the receipt code: ask to see, correct or delete it, and read the answer; no script needed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from anxin.apps.intake.actions.privacy import CHOICES, ask, choose_identity
from anxin.apps.intake.actions.talk import of_code
from anxin.apps.intake.models import Filing, PrivacyWish
from anxin.apps.intake.privacy_report import report_of
from anxin.apps.intake.web.answers import code_in
from anxin.apps.intake.web.attaching import filer
from anxin.apps.intake.web.privacy import downloaded
from anxin.kernel.outcome import AnxinError, NotFound
from anxin.ui.access import instant_of


@never_cache
def privacy(request: HttpRequest) -> HttpResponse:
    """The wishes of a filer and their answers; the code is posted, so that it stays out of logs and histories."""
    code = code_in(request.POST.get("code", ""))
    if code is None:
        return redirect("public:query")
    try:
        filing = of_code(code)
    except NotFound as error:
        context = {"title": _("查询办理情况"), "fault": error.message}
        return render(request, "public/query.html", context, status=404)
    said, fault = _asked(request, code)
    filing.refresh_from_db()
    context = _context(request, filing, code, said, fault)
    if "pdf" in request.POST and context["report"] is not None:
        return downloaded(filing, instant_of(request))
    return render(request, "public/privacy.html", context, status=422 if fault else 200)


def _asked(request: HttpRequest, code: str) -> tuple[str, str]:
    """What became of a wish that was sent: a word of thanks, or what is wrong."""
    kind, identity = request.POST.get("kind", ""), request.POST.get("identity", "")
    if not kind and not identity:
        return "", ""
    try:
        if identity:
            choose_identity(code=code, identity=identity, by=filer(), at=instant_of(request))
            return str(_("已记下您的选择。")), ""
        ask(code=code, kind=kind, words=request.POST.get("words", ""), by=filer(), at=instant_of(request))
    except AnxinError as error:
        return "", error.in_words()
    return str(_("已收到。答复会写在这里，最晚的日期见下。")), ""


def _context(request: HttpRequest, filing: Filing, code: str, said: str, fault: str) -> dict[str, object]:
    wishes = list(filing.wishes.order_by("-asked_at", "-pk"))
    seen = any(one.kind == PrivacyWish.Kind.SEE and one.granted for one in wishes)
    return {
        "title": _("我的个人信息"),
        "code": code,
        "wishes": wishes,
        "identity": filing.identity if filing.identity in CHOICES and filing.wiped_at is None else "",
        "kinds": PrivacyWish.Kind.choices,
        "words": request.POST.get("words", "") if fault or "lang" in request.GET else "",
        "language_form": "answers",
        "said": said,
        "fault": fault,
        "report": report_of(filing, at=instant_of(request)) if seen else None,
    }
