"""Open311: what the standard asks is answered in both its faces, the filing goes the one way, and nobody is given away."""

from __future__ import annotations

import errno
import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anxin.adapters.open311 import views
from anxin.apps.intake.models import Filing
from anxin.base.clocks.models import Clock
from anxin.base.eventlog.models import EventRow
from anxin.kernel.clock import SystemClock

pytestmark = pytest.mark.django_db
BASE = "/open311/v2/"
WORDS = "老板欠我三个月工资，共一万八千元，我叫赵某，电话13800138000"
TOLD = {"service_code": "complaint", "description": WORDS}


def get(client, path, **query):
    return client.get(BASE + path, query)


def post(client, form="json", **told):
    return client.post(f"{BASE}requests.{form}", TOLD | told)


def attributes(**told):
    return {f"attribute[{name}]": value for name, value in told.items()}


def filed(client, **told):
    answer = post(client, **told)
    assert answer.status_code == 201, answer.content.decode()
    return answer.json()[0]["service_request_id"]


def test_the_services_conform_and_say_the_same_in_both_faces(client, town, conforms):
    rows = get(client, "services.json").json()
    conforms("services.json", rows)
    top = ElementTree.fromstring(get(client, "services.xml").content)
    assert top.tag == "services"
    assert [one.findtext("service_code") for one in top.findall("service")] == [one["service_code"] for one in rows]
    assert {one.findtext("metadata") for one in top} == {"true"}


def test_a_platform_discovers_where_and_in_which_forms_it_is_spoken(client, town):
    found = get(client, "discovery.json").json()
    (endpoint,) = found["endpoints"]
    assert client.get(f"{endpoint['url']}/services.json").status_code == 200
    top = ElementTree.fromstring(get(client, "discovery.xml").content)
    assert top.findtext("endpoints/endpoint/url") == endpoint["url"]
    assert [one.text for one in top.findall("endpoints/endpoint/formats/format")] == endpoint["formats"]


def test_every_service_has_a_definition_that_conforms(client, town, conforms):
    for one in get(client, "services.json").json():
        definition = get(client, f"services/{one['service_code']}.json").json()
        conforms("service-definition.json", definition)
        top = ElementTree.fromstring(get(client, f"services/{one['service_code']}.xml").content)
        assert top.tag == "service_definition"
        assert [a.findtext("code") for a in top.find("attributes")] == [a["code"] for a in definition["attributes"]]
    place = next(one for one in definition["attributes"] if one["code"] == "place")
    assert {one["name"] for one in place["values"]} == {"东头村委会", "西头社区居委会"}


def test_a_filing_goes_the_one_way_with_receipt_clock_and_event(client, town, key, employer):
    told = attributes(
        employer_uscc=employer.uscc, workers="12", amount_yuan="18000.50", since="2026-08-01", identity="confidential"
    )
    answer = post(client, api_key=key(), last_name="赵", first_name="某", phone="138 0013 8000", **told)
    assert answer.status_code == 201
    row = answer.json()[0]
    filing = Filing.objects.get(pk=row["service_request_id"])
    assert (filing.channel, filing.kind, filing.identity) == ("open311", "complaint", "confidential")
    assert (filing.employer, filing.place_path) == (employer, town.east.path)
    assert (filing.workers, filing.amount_fen, str(filing.since)) == (12, 1_800_050, "2026-08-01")
    assert filing.phone_tail == "8000"
    assert "回执编号" in row["service_notice"]
    assert Clock.objects.filter(subject=f"intake.filing:{filing.pk}", stopped_at=None).exists()
    assert EventRow.objects.filter(subject=f"intake.filing:{filing.pk}", type="intake.filing_received").exists()


def test_a_media_url_is_kept_as_told_and_never_fetched(client, town, key, monkeypatch):
    def asked(*_args, **_more):
        raise AssertionError("somebody went out to fetch it")

    monkeypatch.setattr("socket.socket.connect", asked)
    monkeypatch.setattr("socket.getaddrinfo", asked)
    filing = Filing.objects.get(pk=filed(client, api_key=key(), media_url="http://169.254.169.254/latest/slip.jpg"))
    assert filing.words.endswith("附件链接（未下载）：http://169.254.169.254/latest/slip.jpg")
    assert not filing.attachments.exists()


def test_what_a_platform_filed_it_completes_with_the_file_itself(client, town, key):
    mine, another = key("intake.receive"), key("intake.receive")
    number = filed(client, api_key=mine)
    for text, status in ((another, 404), (mine, 201), (mine, 200)):
        photo = SimpleUploadedFile("slip.png", b"\x89PNG\r\n\x1a\nslip")
        headers = {"Authorization": f"Bearer {text}"}
        answer = client.post(f"/api/v1/filings/{number}/files", {"files": photo}, headers=headers)
        assert answer.status_code == status, answer.content
    assert [one.name for one in Filing.objects.get(pk=number).attachments.all()] == ["slip.png"]


def test_the_receipt_code_opens_the_query_page(client, town, key):
    notice = post(client, api_key=key()).json()[0]["service_notice"]
    code = "".join(one for one in notice.split("，")[0] if one.isdigit())
    assert "办理情况" in client.post("/query/", {"code": code}).content.decode()


def test_the_same_number_of_the_same_platform_is_filed_once_with_the_same_receipt(client, town, key):
    text = key()
    first = post(client, api_key=text, **attributes(external_id="A-1"))
    again = post(client, api_key=text, **attributes(external_id="A-1"))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Filing.objects.count() == 1


def test_one_platforms_number_never_brings_anothers_receipt(client, town, key):
    first = filed(client, api_key=key(), **attributes(external_id="A-1"))
    assert filed(client, api_key=key(), **attributes(external_id="A-1")) != first
    assert filed(client, **attributes(external_id="A-1")) != first
    assert Filing.objects.count() == 3


def test_public_answers_hold_nothing_of_the_person_or_the_employer(client, town, key, employer):
    number = filed(
        client, api_key=key(), first_name="某某", last_name="赵", phone="13800138000",
        address_string="东头村99号", **attributes(employer="演示制衣", employer_uscc=employer.uscc),
    )  # fmt: skip
    for path in ("requests.json", "requests.xml", f"requests/{number}.json", f"requests/{number}.xml"):
        for query in ({}, {"api_key": key("intake.view")}):
            page = get(client, path, **query).content.decode()
            assert number in page
            for secret in ("赵", "13800138000", "8000", "制衣", "一万八", "东头村99", employer.uscc):
                assert secret not in page, (path, secret)


def test_only_a_key_that_may_see_filings_there_is_told_the_village(client, town, key):
    filed(client, api_key=key(), **attributes(place=town.east.code))
    assert get(client, "requests.json").json()[0]["address"] == "皋埠街道"
    assert get(client, "requests.json", api_key=key()).json()[0]["address"] == "皋埠街道"
    assert get(client, "requests.json", api_key=key("intake.view")).json()[0]["address"] == "皋埠街道东头村委会"


def test_a_key_of_another_village_sees_and_files_nothing_here(client, town, key):
    filed(client, **attributes(place=town.east.code))
    west = key("intake.view", place=town.west)
    assert get(client, "requests.json", api_key=west).json() == []
    refused = post(client, api_key=west, **attributes(place=town.east.code))
    assert refused.status_code == 403
    assert Filing.objects.count() == 1


def test_what_came_in_by_another_door_is_not_listed(client, town):
    filed(client)
    Filing.objects.update(channel="web")
    assert get(client, "requests.json").json() == []
    assert get(client, f"requests/{Filing.objects.get().pk}.json").status_code == 404


def test_lists_conform_and_tell_until_when_an_answer_is_due(client, town, conforms):
    number = filed(client)
    rows = get(client, "requests.json").json()
    conforms("requests.json", rows)
    conforms("requests.json", get(client, f"requests/{number}.json").json())
    assert rows[0]["expected_datetime"] > rows[0]["requested_datetime"]
    top = ElementTree.fromstring(get(client, f"requests/{number}.xml").content)
    assert (top.tag, top[0].tag, top[0].findtext("status")) == ("service_requests", "request", "open")


def test_a_filing_is_closed_with_its_answer_its_case_or_the_one_it_was_joined_to(client, town):
    from anxin.apps.cases.models import Case

    answered, in_case, joined, waiting = (int(filed(client)) for _ in range(4))
    at = SystemClock().now()
    case = Case.objects.create(
        place_path=town.town.path, town_path=town.town.path, year=2026, number=1, state="closed", open=False, facts="x",
        opened_at=at,
    )  # fmt: skip
    Filing.objects.filter(pk=answered).update(state="answered")
    Filing.objects.filter(pk=in_case).update(state="case", case_id=case.pk)
    Filing.objects.filter(pk=joined).update(state="joined", joined_to=in_case)
    closed = {int(one["service_request_id"]) for one in get(client, "requests.json", status="closed").json()}
    assert closed == {answered, in_case, joined}
    opened = {int(one["service_request_id"]) for one in get(client, "requests.json", status="open").json()}
    assert opened == {waiting}
    assert len(get(client, "requests.json", status="open,closed").json()) == 4
    Case.objects.update(open=True)
    assert {int(one["service_request_id"]) for one in get(client, "requests.json", status="closed").json()} == {
        answered
    }


def test_filters_by_number_service_and_day(client, town):
    first, second = filed(client), filed(client, service_code="enquiry")
    Filing.objects.filter(pk=first).update(received_at=SystemClock().now() - timedelta(days=100))

    def found(**query):
        return [one["service_request_id"] for one in get(client, "requests.json", **query).json()]

    assert found() == [second]
    assert found(service_request_id=f"{first},{second},x,999999") == [second, first]
    assert found(service_code="complaint") == []
    assert found(service_code="complaint,enquiry") == [second]
    old = (SystemClock().now() - timedelta(days=120)).isoformat(timespec="seconds")
    assert found(start_date=old) == [first]
    assert found(end_date=old) == []
    assert found(page_size="1", page="2") == []


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"status": "done"}, 400),
        ({"start_date": "2026-10-01"}, 400),
        ({"end_date": "yesterday"}, 400),
        ({"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-10-01T00:00:00Z"}, 400),
        ({"service_code": "pothole"}, 404),
        ({"page_size": "100000"}, 400),
        ({"page": "-1"}, 400),
        ({"jurisdiction_id": "city.example"}, 404),
        ({"api_key": "guessed"}, 403),
    ],
)
def test_a_refused_query_answers_in_the_shape_of_the_standard(client, town, query, status):
    answer = get(client, "requests.json", **query)
    assert answer.status_code == status
    assert {(one["code"], bool(one["description"])) for one in answer.json()} == {(status, True)}
    top = ElementTree.fromstring(get(client, "requests.xml", **query).content)
    assert top.tag == "errors"
    assert {(one.tag, one.findtext("code")) for one in top} == {("error", str(status))}


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"service_code": ""}, 400),
        ({"service_code": "pothole"}, 404),
        ({"description": ""}, 400),
        ({"description": "长" * 4001}, 400),
        ({"phone": "call me"}, 400),
        ({"lat": "north", "long": "1"}, 400),
        ({"lat": "30.1"}, 400),
        ({"address_id": "110000"}, 400),
        (attributes(workers="many"), 400),
        (attributes(amount_yuan="1e9999999"), 400),
        (attributes(amount_yuan="NaN"), 400),
        (attributes(amount_yuan="1.005"), 400),
        (attributes(since="2999-01-01"), 400),
        (attributes(identity="secret"), 400),
        (attributes(employer_uscc="91330602MA28A00010"), 400),
    ],
)
def test_a_refused_filing_says_why_and_leaves_nothing(client, town, told, status):
    answer = post(client, **told)
    assert answer.status_code == status, answer.content.decode()
    assert all(one["code"] == status for one in answer.json())
    assert Filing.objects.count() == 0


def test_every_fault_is_told_at_once(client, town):
    told = attributes(workers="many", amount_yuan="x", since="y")
    assert len(post(client, phone="z", **told).json()) == 4


def test_a_body_that_is_no_form_is_named_as_what_it_is(client, town):
    answer = client.post(f"{BASE}requests.json", json.dumps(TOLD), content_type="application/json")
    assert answer.status_code == 400
    assert "正文须是表单" in answer.json()[0]["description"]
    assert not Filing.objects.exists()


def test_without_a_key_what_a_machine_files_is_taken_in_and_laid_aside(client, town):
    assert [post(client).status_code for _ in range(17)] == [201] * 17
    assert Filing.objects.filter(state="aside").count() == 2
    client.post(f"{BASE}requests.json", TOLD, REMOTE_ADDR="192.0.2.7")
    assert Filing.objects.latest("pk").state == "inbox"


def test_a_platform_with_a_key_is_not_slowed(client, town, key):
    text = key()
    assert [post(client, api_key=text).status_code for _ in range(17)] == [201] * 17
    assert not Filing.objects.filter(state="aside").exists()


def test_an_address_that_is_not_there_and_a_method_too_many(client, town):
    for path in ("", "tokens/1.json", "services", "requests.html", "services/complaint.pdf"):
        answer = client.get(BASE + path)
        assert answer.status_code == 404, path
        assert answer.json()[0]["code"] == 404
    answer = client.delete(f"{BASE}requests.json")
    assert answer.status_code == 405
    assert "POST" in answer["Allow"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    told=st.dictionaries(
        st.sampled_from(
            ["description", "phone", "lat", "long", "address_string", "address_id", "last_name", "media_url", "email",
             "attribute[workers]", "attribute[amount_yuan]", "attribute[since]", "attribute[external_id]", "api_key",
             "attribute[employer_uscc]", "attribute[place]", "service_code"]
        ),
        st.text(max_size=60),
    ),
    form=st.sampled_from(["json", "xml"]),
)  # fmt: skip
def test_whatever_is_sent_is_answered_in_the_shape_of_the_standard(client, town, told, form):
    answer = client.post(f"{BASE}requests.{form}", TOLD | told)
    assert answer.status_code in {200, 201, 400, 403, 404, 413, 429}, told
    if form == "xml":
        assert ElementTree.fromstring(answer.content).tag in {"service_requests", "errors"}
    else:
        assert isinstance(json.loads(answer.content), list)


def test_a_nul_is_left_out(client, town):
    filed(client, description="老板欠我\x00三个月工资", last_name="赵\x00", **attributes(employer="演示\x00制衣"))
    one = Filing.objects.get()
    assert (one.words, one.employer_said) == ("老板欠我三个月工资", "演示制衣")


@pytest.mark.parametrize(
    ("error", "status"),
    [(OperationalError("database is locked"), 503), (OSError(errno.ENOSPC, "No space left on device"), 507)],
)
@pytest.mark.parametrize("form", ["json", "xml"])
def test_an_office_that_is_busy_or_full_says_so_in_the_form_the_platform_asked_for(client, town, monkeypatch, form, error, status):  # fmt: skip
    def broken(**_told):
        raise error

    monkeypatch.setattr(views, "receive", broken)
    answer = post(client, form)
    told = (
        answer.json()[0] if form == "json" else {one.tag: one.text for one in ElementTree.fromstring(answer.content)[0]}
    )
    assert (answer.status_code, str(told["code"])) == (status, str(status))
    assert ("Retry-After" in answer) == (status == 503)


def test_a_fault_behind_the_door_is_an_error_even_though_no_page_has_been_prepared(town, monkeypatch):
    def broken(**_told):
        raise ZeroDivisionError

    monkeypatch.setattr(views, "receive", broken)
    assert post(Client(raise_request_exception=False)).status_code == 500


def test_a_platform_gets_no_cookie_and_the_words_of_the_office_whatever_page_was_made_before(client, town):
    assert '<html lang="en"' in client.get("/report/?lang=en").content.decode()
    answer = client.get(f"{BASE}requests.json", headers={"accept-language": "en"})
    assert not answer.cookies
    assert "Content-Language" not in answer
    refused = client.post(f"{BASE}requests.json", {}, headers={"accept-language": "en"})
    assert "缺少 service_code" in refused.content.decode()
