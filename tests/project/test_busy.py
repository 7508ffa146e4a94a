"""A database that is busy asks for patience; it is nobody's bad request and no error of the system."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.test import Client

from anxin.project import pages

LOCKED = OperationalError("database is locked")


@pytest.fixture
def visitor(db):
    return Client(raise_request_exception=False)


def fails(error):
    def broken(*_args, **_named):
        raise error

    return broken


def test_a_page_that_could_not_write_because_others_do_says_so_and_when_to_come_again(visitor, monkeypatch):
    monkeypatch.setattr(pages, "render", fails(LOCKED))
    answer = visitor.get("/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "系统正忙" in answer.content.decode()


def test_a_session_that_could_not_be_kept_is_not_called_a_bad_request(visitor, django_user_model, monkeypatch):
    visitor.force_login(django_user_model.objects.create(username="someone"))
    session = visitor.session
    session["a"] = 1
    session.save()
    monkeypatch.setattr("anxin.project.accounts.duties.overdue", touch)
    monkeypatch.setattr(Session, "save", fails(LOCKED))
    answer = visitor.get("/")
    assert answer.status_code == 503
    assert "系统正忙" in answer.content.decode()


def touch(request, _at):
    request.session["touched"] = True
    return ""


def test_an_interface_is_told_in_its_own_form(visitor, monkeypatch):
    monkeypatch.setattr("anxin.project.middleware.actor_of", fails(LOCKED))
    answer = visitor.get("/api/v1/openapi.json")
    assert (answer.status_code, answer.json()["error"]) == (503, "busy")


def test_any_other_error_stays_an_error(visitor, monkeypatch):
    monkeypatch.setattr(pages, "render", fails(ValueError("something else")))
    answer = visitor.get("/")
    assert answer.status_code == 500
    assert "Retry-After" not in answer
