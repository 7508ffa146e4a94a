"""What every form of a case does: check, act, say what happened, and come back to the page it stands on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, BinaryIO, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from anxin.base.actors import Actor
from anxin.base.files.store import put
from anxin.kernel.outcome import AnxinError, NotFound
from anxin.ui.access import actor_in, instant_of

Act = Callable[[dict[str, Any], Actor, datetime], object]


def carry_out(
    request: HttpRequest, form: forms.Form, act: Act, words: Any, *, page: str = "cases:detail", pk: int
) -> HttpResponse:
    """Act on what a form told, or say what is wrong with it; either way back to the page. `words` may be made of what came of it."""
    if not form.is_valid():
        faults = "；".join(f"{form.fields[name].label}：{errors[0]}" for name, errors in form.errors.items())
        messages.error(request, _("没有保存：%(faults)s") % {"faults": faults})
        return redirect(page, pk)
    try:
        found = act(form.cleaned_data, actor_in(request), instant_of(request))
    except NotFound:
        raise
    except AnxinError as error:
        messages.error(request, error.in_words())
    else:
        messages.success(request, words(found) if callable(words) else words)
    return redirect(page, pk)


def kept(given: Any, by: Actor, at: datetime) -> str:
    """The hash of a file handed in with a form, once it is stored; empty when none was."""
    return put(cast(BinaryIO, given), name=given.name, by=by, at=at).sha256 if given else ""


def kept_all(given: Any, by: Actor, at: datetime) -> list[str]:
    """The hashes of every file handed in under one name."""
    return [kept(one, by, at) for one in given or ()]


class CaseForm(forms.Form):
    """A form among others on one page: its fields have ids of their own; `key` tells several of one kind apart."""

    def __init__(self, *args: Any, key: object = "", **more: Any) -> None:
        more.setdefault("auto_id", f"{type(self).__name__.lower()}{key}_%s")
        super().__init__(*args, **more)


class ManyFiles(forms.FileField):
    """Several files in one field."""

    class Widget(forms.ClearableFileInput):
        allow_multiple_selected = True

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=self.Widget(attrs={"multiple": True}), **more)

    def clean(self, data: Any, initial: Any = None) -> Any:
        single = super().clean
        found = [single(one, initial) for one in (data if isinstance(data, list | tuple) else [data])]
        return [one for one in found if one]
