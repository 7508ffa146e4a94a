"""Forms arrive without what no keyboard types; what needs no cleaning, and what machines send, is left as it is."""

from __future__ import annotations

from django.http import HttpResponse
from django.test import RequestFactory

from anxin.ui.typed import Typed


def shown(_request):
    return HttpResponse()


def exempt(_request):
    return HttpResponse()


exempt.csrf_exempt = True


def through(request, view=shown):
    Typed(shown).process_view(request, view, (), {})
    return request


def test_every_value_of_a_form_arrives_readable():
    request = through(RequestFactory().post("/", {"reason": "\x00欠\x08薪\r\n第二行\t末", "pk": ["1", "2\x7f"]}))
    assert request.POST["reason"] == "欠薪\r\n第二行\t末"
    assert request.POST.getlist("pk") == ["1", "2"]


def test_a_clean_form_is_not_copied():
    request = RequestFactory().post("/", {"reason": "欠薪"})
    before = request.POST
    assert through(request).POST is before


def test_what_is_sent_by_a_machine_is_not_read_here():
    request = RequestFactory().post("/", {"words": "a\x00"})
    assert through(request, exempt).POST["words"] == "a\x00"
    raw = through(RequestFactory().post("/", b'{"words": 1}', content_type="application/json"))
    assert raw.body == b'{"words": 1}'
