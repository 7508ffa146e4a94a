"""The pages of webhooks: for the security administrator alone; a secret shown once; what was given up is sent again by hand."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from anxin.adapters.webhooks.models import Delivery, Subscription
from anxin.base.eventlog.models import EventRow
from anxin.base.people.models import Account, Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def log_in(client, town):
    def enter(role, place=None):
        place = place or town.town
        account = Account.objects.create_account(f"{role}-{place.code}", name="王某", password="correct horse battery")
        Post.objects.create(account=account, role=role, place=place, valid_from=date(2020, 1, 1))
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")

    return enter


def told(key, **more):
    return {"key": str(key.pk), "url": "https://receiver.example/hook", "kinds": ["intake.filing_received"]} | more


@pytest.mark.parametrize("role", ["head", "clerk", "system_admin", "audit_admin"])
def test_only_the_security_administrator_comes_in(client, log_in, subscribed, role):
    made = subscribed()
    log_in(role)
    for name, *args in (("list",), ("new",), ("one", made.pk)):
        assert client.get(reverse(f"webhooks:{name}", args=args)).status_code == 403
    for name in ("end", "replay"):
        assert client.post(reverse(f"webhooks:{name}", args=[made.pk])).status_code == 403


def test_one_is_made_its_secret_shown_once_and_ended(client, log_in, key):
    log_in("security_admin")
    assert "还没有推送" in client.get(reverse("webhooks:list")).content.decode()
    assert "还没有有效的接口密钥" in client.get(reverse("webhooks:new")).content.decode()
    made = key()
    page = client.post(reverse("webhooks:new"), told(made)).content.decode()
    secret = re.search(r"<code>(whsec_[\w+/=]+)</code>", page)[1]
    one = Subscription.objects.get()
    for name, *args in (("list",), ("one", one.pk)):
        page = client.get(reverse(f"webhooks:{name}", args=args)).content.decode()
        assert "receiver.example" in page
        assert secret not in page
    assert secret not in one.secret_sealed
    client.post(reverse("webhooks:end", args=[one.pk]))
    assert not Subscription.objects.get().active
    types = (
        EventRow.objects.filter(subject=f"webhooks.subscription:{one.pk}")
        .order_by("seq")
        .values_list("type", flat=True)
    )
    assert list(types) == ["webhooks.subscribed", "webhooks.ended"]


def test_a_key_cannot_hear_what_it_may_not_read(client, log_in, key):
    log_in("security_admin")
    page = client.post(reverse("webhooks:new"), told(key(), kinds=["warning.raised"])).content.decode()
    assert "warning.view" in page
    assert Subscription.objects.count() == 0


def test_a_bad_address_is_refused_on_the_form(client, log_in, key):
    log_in("security_admin")
    page = client.post(reverse("webhooks:new"), told(key(), url="ftp://x.example")).content.decode()
    assert "不是网址" in page


def test_what_was_given_up_is_shown_and_sent_again(client, log_in, subscribed, receiver, file, work):
    made = subscribed()
    file()
    Delivery.objects.update(state="dead", error="对方答复 503", attempts=12)
    log_in("security_admin")
    address = reverse("webhooks:one", args=[made.pk])
    page = client.get(address).content.decode()
    assert "对方答复 503" in page
    assert "全部重发" in page
    client.post(reverse("webhooks:replay", args=[made.pk]), {"seq": str(Delivery.objects.get().seq)})
    assert Delivery.objects.get().state == "waiting"
    Delivery.objects.update(state="dead")
    assert client.post(reverse("webhooks:replay", args=[made.pk]), follow=True).status_code == 200
    work()
    assert len(receiver.heard) == 1
    assert client.post(reverse("webhooks:replay", args=[made.pk])).status_code == 409
    assert "全部重发" not in client.get(address).content.decode()


def test_another_towns_administrator_sees_none_of_it(client, log_in, subscribed, town, small_town):
    from anxin.base.places.models import Place

    made = subscribed()
    log_in("security_admin", Place.objects.get(code="330602099"))
    assert "receiver.test" not in client.get(reverse("webhooks:list")).content.decode()
    assert client.get(reverse("webhooks:one", args=[made.pk])).status_code == 404
    assert client.post(reverse("webhooks:end", args=[made.pk])).status_code == 404
    assert client.post(reverse("webhooks:replay", args=[made.pk])).status_code == 404
    assert Subscription.objects.get().active
