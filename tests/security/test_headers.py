"""The set of headers on every kind of page: nothing foreign is loaded, nothing personal is kept, nobody frames us."""

from __future__ import annotations

import pytest
from django.urls import reverse

from anxin.base.people.powers import Role

from .addresses import every
from .asking import enter, enter_as_everybody

pytestmark = pytest.mark.django_db
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}
POLICY = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "object-src": "'none'",
    "base-uri": "'none'", "frame-ancestors": "'none'", "form-action": "'self'",
}  # fmt: skip
OF_DOWNLOADS = {
    "default-src": "'none'", "base-uri": "'none'", "frame-ancestors": "'none'", "form-action": "'none'", "sandbox": "",
}  # fmt: skip
"""What is given out as a file runs and loads nothing at all, wherever somebody opens it."""
MAY_BE_KEPT = {
    "front",
    "public:report",
    "consult:ask",
    "consult:read",
    "consult:calculator",
    "healthz",
    "readyz",
    "metrics",
    "set_language",
}
"""Pages with nothing personal on them."""


def wrong_with(answer, *, personal=True):
    found = [f"{name}: {answer.get(name)}" for name, value in ALWAYS.items() if answer.get(name) != value]
    parts = (part.partition(" ") for part in answer.get("Content-Security-Policy", "").split("; "))
    policy = {name: value for name, _space, value in parts}
    wanted = OF_DOWNLOADS if answer.get("Content-Disposition", "").startswith("attachment") else POLICY
    found += [f"{name} {policy.get(name)}" for name, value in wanted.items() if policy.get(name) != value]
    found += [part for part in ("unsafe-inline", "unsafe-eval", "http:", "https:", "*") if part in str(policy)]
    if "camera" not in answer.get("Permissions-Policy", ""):
        found.append("no Permissions-Policy")
    if personal and "no-store" not in answer.get("Cache-Control", ""):
        found.append(f"kept: {answer.get('Cache-Control')}")
    found += [name for name in ("Access-Control-Allow-Origin", "Server", "X-Powered-By") if name in answer]
    return found


def test_every_address_carries_the_whole_set_whoever_asks(client, towns):
    wrong = []
    for who in ("nobody", "everybody"):
        if who == "everybody":
            enter_as_everybody(client, towns.own.town)
        for one in every():
            if who == "nobody" and one.door == "power":
                continue
            answer = client.get(one.at(towns.own))
            if found := wrong_with(answer, personal=one.name not in MAY_BE_KEPT):
                wrong.append(f"{one.route} {answer.status_code} {found}")
    assert not wrong


def test_refusals_failures_and_pages_that_do_not_exist_carry_it_too(client, towns, monkeypatch):
    enter(client, towns.own.town, Role.GRID)
    assert not wrong_with(client.get("/office/no/such/page/"))
    assert not wrong_with(client.get("/no/such/page/"), personal=False)
    assert not wrong_with(client.get(reverse("settings:audit")))
    assert not wrong_with(client.post(reverse("settings:me"), {"x": "1"}))
    monkeypatch.setattr("anxin.project.pages.render", None)
    answer = client.get("/")
    assert answer.status_code == 500
    assert not wrong_with(answer, personal=False)
