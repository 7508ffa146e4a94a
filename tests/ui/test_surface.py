"""Words, charts, menu, toasts and the files of others that the surface stands on."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from anxin.base.actors import Actor
from anxin.base.scope import Scope
from anxin.ui import formatting, sentences
from anxin.ui.charts import Chart, Series
from anxin.ui.menu import ROOMS, menu_for

UI = Path(__file__).resolve().parents[2] / "src/anxin/ui"
NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


def test_amounts_and_days_are_written_as_the_office_says_them():
    assert formatting.money(123_450) == "1,234.50 元"
    assert formatting.money_short(12_300_000) == "12.3 万元"
    assert formatting.day(date(2026, 11, 23), NOW) == "11月23日 周一"
    assert formatting.day(date(2025, 11, 23), NOW) == "2025年11月23日 周日"
    assert formatting.remaining(NOW - timedelta(days=2), NOW) == "已超期 2 天"
    assert formatting.remaining(NOW + timedelta(days=1071, hours=11), NOW) == "还剩 1071 天"
    assert formatting.remaining(NOW + timedelta(days=31, hours=11), NOW) == "还剩 31 天 11 小时"


def test_a_page_in_english_says_amounts_days_and_time_in_english():
    with override("en"):
        assert formatting.money(123_450) == "1,234.50 yuan"
        assert formatting.money_short(12_300_000) == "123 thousand yuan"
        assert formatting.day(date(2025, 11, 23), NOW) == "Sun 23 Nov 2025"
        assert formatting.month(202603) == "Mar 2026"
        assert formatting.week("2026-W47") == "week 47 of 2026 (16 Nov – 22 Nov)"
        assert formatting.remaining(NOW - timedelta(days=2), NOW) == "2 d late"


@given(st.integers(min_value=-500_000, max_value=500_000))
def test_what_is_late_says_so_and_what_is_not_never_does(minutes):
    words = formatting.remaining(NOW + timedelta(minutes=minutes), NOW)
    assert words.startswith("还剩" if minutes > 0 else "已超期")


def test_a_chart_has_the_same_values_in_its_table():
    made = Chart("c", "图", ["1月", "2月"], (Series("甲", [1, 2]), Series("乙", [3, None])), urls=["/1", "/2"])
    assert [row["values"] for row in made.rows()] == [[1, 3], [2, None]]
    assert made.as_data()["series"][1]["values"] == [3, None]
    with pytest.raises(ValueError, match="one value for each label"):
        Chart("c", "图", ["1月"], (Series("甲", [1, 2]),))


def test_nobody_sees_a_room_without_its_power():
    nobody = Actor("person:9", "无权", Scope(("33/",)), frozenset())
    assert menu_for(nobody, "/office/") == []
    assert menu_for(None, "/office/") == []
    reader = Actor("person:9", "读者", Scope(("33/",)), frozenset({"warning.view"}))
    assert [room.key for room in menu_for(reader, "/office/warning/")] == ["warnings"]


def test_one_door_of_the_menu_is_marked_however_addresses_begin():
    everything = Actor("person:9", "读者", Scope(("33/",)), frozenset({"*"}))

    def marked(path):
        return [(room.key, door.url) for room in menu_for(everything, path) for door in room.doors if door.current]

    assert marked("/office/organisation/grids/") == [("employers", "/office/organisation/grids/")]
    assert marked("/office/documents/cases/3/") == [("reports", "/office/documents/papers/")]
    assert marked("/office/cases/3/") == [("cases", "/office/cases/")]
    assert marked("/office/") == [("today", "/office/")]
    assert marked("/office/elsewhere/") == []


def test_dates_kept_for_machines_are_said_as_people_say_them():
    assert (
        sentences.spoken("期限由 2026-11-29 06:25 改为 2026-12-04") == "期限由 2026年11月29日 06:25 改为 2026年12月4日"
    )
    assert (
        sentences.spoken("银春社区 2026-W48 周报，2026-10在职未参保")
        == "银春社区 2026年第48周 周报，2026年10月在职未参保"
    )
    untouched = "0575-88001234 欠薪〔2026〕9号 330699-YS-0001 2026-11-291"
    assert sentences.spoken(untouched) == untouched


def test_no_two_rooms_share_a_key_of_the_keyboard():
    keys = [room.jump for room in ROOMS if room.jump]
    assert len(keys) == len(set(keys))


def test_vendored_files_are_those_recorded():
    told = json.loads((UI / "vendor.json").read_text(encoding="utf-8"))
    folder = UI / "static/vendor"
    if not folder.exists():
        pytest.skip("run script/vendor first")
    assert {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in told} == told


def test_no_template_of_the_surface_breaks_the_content_policy():
    bad = re.compile(r"\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|https?://(?!www\.w3\.org)", re.I)
    assert not [
        path.name for path in (UI / "templates").rglob("*.html") if bad.search(path.read_text(encoding="utf-8"))
    ]


def test_every_icon_named_in_the_menu_is_drawn():
    sprite = (UI / "static/ui/icons.svg").read_text(encoding="utf-8")
    assert not [room.icon for room in ROOMS if f'id="{room.icon}"' not in sprite]


def test_the_stylesheet_stays_small():
    assert (UI / "static/ui/app.css").stat().st_size < 40_000


def test_an_undo_is_a_form_that_posts_and_its_words_are_escaped(rf, db):
    from django.contrib.messages import get_messages
    from django.contrib.messages.storage.cookie import CookieStorage

    from anxin.ui.toasts import done

    request = rf.get("/")
    request._messages = CookieStorage(request)
    done(request, "<b>已撤回</b>", undo_url="/undo/3/")
    said = str(next(iter(get_messages(request))))
    assert 'action="/undo/3/"' in said
    assert "csrfmiddlewaretoken" in said
    assert "&lt;b&gt;" in said
