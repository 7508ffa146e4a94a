"""Telling: who hears of what, how a message is signed, and what becomes of one that does not arrive."""

from __future__ import annotations

import threading
from dataclasses import fields, replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.db import transaction

from anxin.adapters.api.models import ApiToken
from anxin.adapters.api.permissions import OFFERED
from anxin.adapters.webhooks import posting
from anxin.adapters.webhooks.kinds import KINDS
from anxin.adapters.webhooks.models import Delivery
from anxin.adapters.webhooks.posting import forbidden, refuse_bad_url
from anxin.adapters.webhooks.subscribing import end, replay
from anxin.adapters.webhooks.telling import KEPT, MOST_ATTEMPTS, PRUNE, SEND
from anxin.base.eventlog.event import event_classes
from anxin.base.eventlog.models import EventRow
from anxin.base.jobs.models import Job, JobState
from anxin.base.jobs.queue import enqueue
from anxin.kernel.outcome import BadInput

from .conftest import text_of

pytestmark = pytest.mark.django_db
PAGE = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "webhooks.md").read_text(encoding="utf-8")
PERSONAL = {
    "words",
    "name",
    "phone",
    "reason",
    "note",
    "digest",
    "files",
    "file_name",
    "evidence",
    "owner",
    "by",
    "person",
}


def test_a_filing_is_told_signed_with_its_numbers_and_nothing_of_the_person(subscribed, receiver, file, work):
    subscribed()
    filing = file().filing
    work()
    (told,) = receiver.heard
    seq = EventRow.objects.get(type="intake.filing_received").seq
    assert told["type"] == "intake.filing_received"
    assert told["data"] == {
        "seq": seq, "subject": f"intake.filing:{filing}", "place": "330602013201", "drill": False,
        "filing": filing, "kind": "complaint", "channel": "web", "employer": None,
    }  # fmt: skip
    assert not [one for one in ("赵", "13800138000", "工资") if one in text_of(told)]
    assert receiver.refused == []
    assert Delivery.objects.get().state == "sent"


def test_every_kind_names_fields_that_its_event_has_and_a_power_that_a_key_may_hold():
    classes = event_classes()
    for kind in KINDS.values():
        assert set(kind.fields) <= {one.name for one in fields(classes[kind.type])}, kind.type
        assert not set(kind.fields) & PERSONAL, kind.type
        assert kind.power in OFFERED


def test_the_reference_page_names_every_kind_with_its_power_and_fields():
    for kind in KINDS.values():
        row = f"| `{kind.type}` | `{kind.power}` | {' '.join(f'`{one}`' for one in kind.fields)} |"
        assert row in PAGE, row


def test_only_what_was_chosen_is_told(subscribed, receiver, file, work):
    subscribed("intake.filing_answered")
    file()
    work()
    assert receiver.tried == []
    assert Delivery.objects.count() == 0


def test_nothing_of_another_place_is_told(subscribed, receiver, file, work, key, town):
    subscribed(of=key(place=town.west))
    file(place=town.east)
    work()
    assert receiver.tried == []


def test_a_key_that_lost_its_power_or_its_life_hears_nothing_more(subscribed, receiver, file, work, at):
    made = subscribed()
    file()
    ApiToken.objects.filter(pk=made.key).update(revoked_at=at)
    work()
    assert receiver.tried == []
    assert (Delivery.objects.get().state, Delivery.objects.get().error) == ("dead", "接口密钥已吊销或到期")
    file("又一件：欠了两个月工资")
    assert Delivery.objects.count() == 1
    ApiToken.objects.filter(pk=made.key).update(revoked_at=None, powers=["law.view"])
    file("第三件：欠了两个月工资")
    assert Delivery.objects.count() == 1


def test_what_was_undone_is_not_told(subscribed, receiver, file, work):
    subscribed()
    with transaction.atomic():
        file()
        transaction.set_rollback(True)
    work()
    assert receiver.tried == []
    assert Delivery.objects.count() == 0


def test_a_message_that_fails_is_sent_again_later_under_the_same_number(subscribed, receiver, file, work):
    subscribed()
    receiver.answers = [500, 302, 404]
    file()
    for seconds in (0, 4, 6, 30, 200):
        work(seconds)
    assert len(receiver.tried) == 4
    assert len(set(receiver.tried)) == 1
    assert len(receiver.heard) == 1
    one = Delivery.objects.get()
    assert (one.state, one.attempts, one.error) == ("sent", 4, "")


def test_a_redirect_is_a_failure_and_not_followed(subscribed, receiver, file, work):
    subscribed()
    receiver.answers = [302]
    file()
    work()
    assert len(receiver.tried) == 1
    assert Delivery.objects.get().error == "对方答复 302"


def given_up(receiver, work):
    receiver.answers = [503] * MOST_ATTEMPTS
    for hours in range(MOST_ATTEMPTS + 3):
        work(hours * 3601)


def test_what_never_arrives_is_laid_down_and_shown_and_can_be_sent_again(subscribed, receiver, file, work, town, at):
    made = subscribed()
    file()
    given_up(receiver, work)
    one = Delivery.objects.get()
    assert (one.state, one.attempts, one.error) == ("dead", MOST_ATTEMPTS, "对方答复 503")
    assert not Job.objects.filter(state=JobState.DEAD).exists()
    assert receiver.heard == []
    receiver.answers = []
    assert replay(subscription=made.pk, by=town.clerk, at=at) == 1
    work()
    assert len(receiver.heard) == 1
    assert Delivery.objects.get().state == "sent"
    assert EventRow.objects.filter(type="webhooks.replayed").count() == 1


def test_one_that_arrived_can_be_sent_again_too(subscribed, receiver, file, work, town, at):
    made = subscribed()
    file()
    work()
    replay(subscription=made.pk, seqs=(Delivery.objects.get().seq,), by=town.clerk, at=at)
    work()
    assert len(receiver.heard) == 2
    assert len(set(receiver.tried)) == 1


def test_after_the_end_nothing_is_told_not_even_what_waited(subscribed, receiver, file, work, town, at):
    made = subscribed()
    file()
    end(subscription=made.pk, by=town.clerk, at=at)
    file("又一件：欠了两个月工资")
    work()
    assert receiver.tried == []
    assert [one.error for one in Delivery.objects.all()] == ["推送已停止"]


def test_an_old_message_is_refused_by_the_receivers_own_library(subscribed, receiver, file, work, at):
    subscribed()
    file()
    work(after=-600)
    work(after=700)
    assert any("too new" in one for one in receiver.refused)


def test_a_changed_body_does_not_verify(receiver):
    from standardwebhooks import Webhook, WebhookVerificationError

    from anxin.adapters.webhooks.signature import fresh_secret, headers_of
    from anxin.kernel.clock import SystemClock

    secret = fresh_secret()
    headers = headers_of("1-2", int(SystemClock().now().timestamp()), b'{"a":1}', secret)
    assert Webhook(secret).verify(b'{"a":1}', headers) == {"a": 1}
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(b'{"a":2}', headers)


def test_a_sending_that_is_done_twice_is_heard_once(subscribed, receiver, file, work, at):
    subscribed()
    file()
    work()
    enqueue(SEND, {"delivery": Delivery.objects.get().pk}, at=at)
    work()
    assert len(receiver.tried) == 1
    assert Delivery.objects.get().attempts == 1


def test_messages_of_a_month_ago_are_forgotten_and_a_second_round_forgets_nothing_more(
    subscribed, receiver, file, work, at
):
    subscribed()
    file()
    Delivery.objects.update(at=at - KEPT - timedelta(days=1))
    file("又一件：欠了两个月工资")
    for _ in range(2):
        enqueue(PRUNE, {}, at=at)
        work()
        assert Delivery.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.1.2.3", "::1", "0.0.0.0", "::", "169.254.169.254", "fe80::1%eth0", "224.0.0.1", "::ffff:127.0.0.1",
     "64:ff9b::7f00:1", "240.0.0.1"],
)  # fmt: skip
def test_the_server_itself_and_its_link_are_never_written_to(address):
    assert forbidden(address)


@pytest.mark.parametrize(
    "address", ["10.1.2.3", "192.168.1.5", "172.16.0.9", "93.184.216.34", "2606:2800:220:1::1", "fd00::5"]
)
def test_the_networks_of_a_government_and_the_internet_are_allowed(address):
    assert not forbidden(address)


def test_a_name_that_leads_to_the_server_itself_is_not_written_to():
    with pytest.raises(posting.NotSent, match="本机"):
        posting.post("http://localhost:9/", b"{}", {})


def test_a_receiver_on_this_machine_hears_only_at_the_port_the_administrator_named(settings):
    heard = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            heard.append(self.path)
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Handler) for _ in range(2)]
    for one in servers:
        threading.Thread(target=one.serve_forever, daemon=True).start()
    named, other = (one.server_port for one in servers)
    settings.SETTINGS = replace(settings.SETTINGS, webhook_local=(f"127.0.0.1:{named}",))
    try:
        for host in ("127.0.0.1", "localhost"):
            refuse_bad_url(f"http://{host}:{named}/hook")
            posting.post(f"http://{host}:{named}/{host}", b"{}", {})
            with pytest.raises(posting.NotSent, match="本机"):
                posting.post(f"http://{host}:{other}/{host}", b"{}", {})
    finally:
        for one in servers:
            one.shutdown()
            one.server_close()
    assert heard == ["/127.0.0.1", "/localhost"]


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:9100/", "http://localhost/", "https://a.localhost:8443/", "http://[::1]:9100/", "http://169.254.169.254/latest"],
)  # fmt: skip
def test_an_address_of_this_machine_is_refused_before_it_is_subscribed_and_the_remedy_named(url):
    with pytest.raises(BadInput) as refused:
        refuse_bad_url(url)
    assert "ANXIN_WEBHOOK_LOCAL" in refused.value.faults[0].remedy


@pytest.mark.parametrize(
    "url",
    ["", "receiver.example", "ftp://receiver.example/", "https://", "https://user:pw@receiver.example/", "https://a.example/#x",
     "https://a.example:99999/", "https://a.example:0/", "https://a b.example/", "https://接收.example/", "https://[::1", "https://a.example/" + "x" * 500],
)  # fmt: skip
def test_what_is_no_address_of_a_receiver_is_refused(url):
    with pytest.raises(BadInput):
        refuse_bad_url(url)


def test_without_a_subscription_an_event_costs_one_question(file, town):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        file()
    assert len([one for one in asked if "webhooks_" in one["sql"]]) == 1
