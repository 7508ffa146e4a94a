"""Pages of accounts, posts and the office's choices of powers (账号、任职、权限调整)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anxin.base.actors import Actor
from anxin.base.eventlog import queries as log
from anxin.base.people import accounts as acts
from anxin.base.people import grants, posts, queries
from anxin.base.people.models import Post, PowerChoice
from anxin.base.people.powers import ADMINISTRATORS, Role, label_of, role_name
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import AnxinError, NotFound
from anxin.project.accounts import devices, duties, factors, leaving
from anxin.project.accounts.forms import ChoiceForm, EndForm, HandOverForm, PersonForm, PostForm
from anxin.project.accounts.tables import PEOPLE
from anxin.ui.access import actor_in, instant_of, needs
from anxin.ui.punctuation import written
from anxin.ui.sentences import spoken
from anxin.ui.tables import listing


@needs("people.view")
def people_page(request: HttpRequest) -> HttpResponse:
    """Accounts within reach."""
    actor, on = actor_in(request), local_date(instant_of(request))
    running = Prefetch("posts", Post.objects.running(on).select_related("place"), to_attr="running_posts")
    rows = queries.accounts_within(actor.scope).prefetch_related(running)
    lead = spoken(f"共 {rows.count()} 个账号，{rows.filter(is_active=True).count()} 个使用中。")
    if stuck := leaving.stuck_within(actor, instant_of(request)):
        lead += spoken(f"{stuck} 件事项的承办人已停用，请办公室主任交接。")
    return listing(request, PEOPLE, rows, template="people/people.html", title=_("账号"), context={"lead": lead})


@needs("people.manage")
def new_person(request: HttpRequest) -> HttpResponse:
    """Make an account; the one-time password is shown once, on the page that answers."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = _tried(form, lambda: acts.create(**form.cleaned_data, by=actor_in(request), at=instant_of(request)))
        if made is not None:
            return _password_page(request, *made)
    return _form_page(request, form, _("建立账号"), _("账号建立后没有任何权限，由安全管理员任命角色。"))


@needs("people.view")
def person_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: posts now and before, how it logs in, and what happened to it."""
    actor, at = actor_in(request), instant_of(request)
    account = queries.account(actor.scope, pk)
    rows = log.audited(actor.scope).filter(subject=f"people.account:{pk}").exclude(type__startswith="people.log")
    context = {
        "title": account.name,
        "account": account,
        "posts": Post.objects.filter(account=account).select_related("place", "deputy_for").order_by("-valid_from"),
        "today": local_date(at),
        "has_factor": duties.has_factor(account),
        "must": duties.must_have_factor(account, at),
        "locked": factors.is_locked(account, at),
        "devices": devices.devices_of(account) if actor.may(acts.MANAGE) else [],
        "in_hand": leaving.in_hand_of(account, actor, at),
        "may_manage": actor.may("people.manage") and actor.person_id != pk,
        "may_grant": actor.may("people.grant") and actor.person_id != pk,
        "entries": log.lines(rows.order_by("-seq")[:40], actor.scope),
    }
    return render(request, "people/person.html", context)


@needs("people.view")
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Do one of the acts upon an account; each checks its own power."""
    actor, at = actor_in(request), instant_of(request)
    account = queries.account(actor.scope, pk)
    if verb == "reset-password":
        return _password_page(request, account, acts.reset_password(account_id=pk, by=actor, at=at))
    chosen = _VERBS.get(verb)
    if chosen is None:
        raise Http404
    chosen[0](account_id=pk, by=actor, at=at)
    messages.success(request, chosen[1])
    return redirect("settings:person", pk)


_VERBS: dict[str, tuple[Callable[..., Any], str]] = {
    "disable": (acts.disable, "已停用，该账号已从所有设备退出。"),
    "enable": (acts.enable, "已启用。"),
    "reset-factors": (factors.reset_factors, "已重置，该账号下次登录须重新设置多因素认证。"),
    "unlock": (factors.unlock, "已解除锁定。"),
}


@needs("people.manage")
@require_POST
def end_sessions_of(request: HttpRequest, pk: int) -> HttpResponse:
    """End one session of somebody else, or all of them."""
    actor, at = actor_in(request), instant_of(request)
    account, number = queries.account(actor.scope, pk), request.POST.get("session", "")
    if number.isdecimal():
        devices.end_one(account_id=account.pk, number=int(number[:18]), by=actor, at=at)
    else:
        devices.end_all(account_id=account.pk, by=actor, at=at)
    messages.success(request, _("已退出。"))
    return redirect("settings:person", pk)


@needs("people.grant")
def assign_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an account a role in a place."""
    actor, at = actor_in(request), instant_of(request)
    account = queries.account(actor.scope, pk)
    form = PostForm(request.POST or None, scope=actor.scope, on=local_date(at))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        deputy_for = data["deputy_for"].pk if data["deputy_for"] else None
        made = _tried(
            form,
            lambda: posts.assign(
                account_id=pk, role=Role(data["role"]), place_id=data["place"].pk, valid_from=data["valid_from"],
                valid_to=data["valid_to"], deputy_for_id=deputy_for, by=actor, at=at,
            ),
        )  # fmt: skip
        if made is not None:
            messages.success(request, _("已任命。"))
            return redirect("settings:person", pk)
    return _form_page(request, form, _("任命"), f"{account.name}{written('（')}{account.username}{written('）')}")


@needs("people.grant")
def end_post(request: HttpRequest, pk: int) -> HttpResponse:
    """End a post."""
    actor, at = actor_in(request), instant_of(request)
    post, form = _post(actor, pk), EndForm(request.POST or None, initial={"last_day": local_date(at)})
    if request.method == "POST" and form.is_valid():
        done = _tried(form, lambda: posts.end(post_id=pk, **form.cleaned_data, by=actor, at=at))
        if done is not None:
            messages.success(request, _("任职已结束。"))
            return redirect("settings:person", post.account_id)
    return _form_page(request, form, _("结束任职"), _in_words(post))


@needs("people.grant")
def hand_over_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass a post to somebody else."""
    actor, at = actor_in(request), instant_of(request)
    post, first = _post(actor, pk), {"first_day": local_date(at)}
    form = HandOverForm(request.POST or None, scope=actor.scope, initial=first)
    if request.method == "POST" and form.is_valid():
        to, day = form.cleaned_data["to"].pk, form.cleaned_data["first_day"]
        done = _tried(form, lambda: posts.hand_over(post_id=pk, to_id=to, first_day=day, by=actor, at=at))
        if done is not None:
            messages.success(request, _("已交接。"))
            return redirect("settings:person", to)
    return _form_page(request, form, _("交接任职"), _in_words(post))


@needs("people.grant")
def choices_page(request: HttpRequest) -> HttpResponse:
    """The office's own choices against the default powers, each with its reason."""
    form = ChoiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data, by, at = form.cleaned_data, actor_in(request), instant_of(request)
        role, power, granted = Role(data["role"]), data["power"], data["granted"] == "yes"
        try:
            grants.choose(role=role, power=power, granted=granted, reason=data["reason"], by=by, at=at)
        except AnxinError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("已调整，立即生效。"))
            return redirect("settings:choices")
    lines = [
        (one, spoken(role_name(one.role)), spoken(label_of(one.power)))
        for one in PowerChoice.objects.order_by("role", "power")
    ]
    return render(request, "people/choices.html", {"title": _("权限调整"), "form": form, "lines": lines})


def _post(actor: Actor, pk: int) -> Post:
    post = Post.objects.select_related("account", "place").filter(pk=pk).first()
    if post is None or not actor.scope.covers(post.place.path):
        raise NotFound("no_post", "没有这项任职，或不在您的管辖地域内。")
    return post


def _in_words(post: Post) -> str:
    return f"{post.account.name}{written('：')}{spoken(role_name(post.role))}{written('（')}{post.place.name}{written('）')}"


def _tried(form: Any, act: Callable[[], Any]) -> Any:
    """The act's answer; a refusal goes into the form, so that nothing typed is lost."""
    try:
        return act()
    except AnxinError as error:
        faults = [fault.in_words() for fault in getattr(error, "faults", ())]
        form.add_error(None, "；".join(faults) or error.message)
        return None


def _form_page(request: HttpRequest, form: Any, title: str, lead: str) -> HttpResponse:
    context = {"form": form, "title": title, "lead": lead, "administrators": sorted(ADMINISTRATORS)}
    return render(request, "people/form.html", context)


def _password_page(request: HttpRequest, account: Any, password: str) -> HttpResponse:
    context = {"title": _("一次性密码"), "account": account, "password": password}
    return render(request, "people/password.html", context)
