"""Call records as exchanges export them: headings vary, encodings too, and what cannot be meant is named by row and column."""

from __future__ import annotations

from datetime import datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.adapters.hotline.headings import places
from anxin.adapters.hotline.records import read_calls
from anxin.adapters.hotline.values import answered_of, direction_of, instant_of, seconds_of
from anxin.kernel.clock import SHANGHAI
from anxin.kernel.outcome import BadInput

HEAD = "开始时间,主叫,被叫,时长,接听/未接,分机,录音文件"


@pytest.fixture
def read(tmp_path):
    def write_and_read(text, *, encoding="utf-8", own=()):
        path = tmp_path / "calls.csv"
        path.write_bytes(text.encode(encoding))
        return read_calls(path, name="话单.csv", own=own)

    return write_and_read


def told(reading):
    return [(one.incoming, one.number, one.extension, one.seconds, one.answered) for one in reading.lines]


def at(*parts):
    return datetime(*parts, tzinfo=SHANGHAI)


def test_a_gbk_file_of_a_chinese_exchange_is_read_with_its_title_its_total_and_calls_within_the_house(read):
    rows = "街道热线通话记录\n" + HEAD + "\n2026-11-23 09:15:07,13900000002,8001,65,接听,8001,a.wav\n2026/11/23 9:20,0575-88001234,8001,0,未接,,\n2026-11-23 09:30:00,8001,013700000003,00:02:05,接通,,b.wav\n2026-11-23 09:31:00,8001,8002,9,接听,,\n合计,,,199,,,\n"  # fmt: skip
    found = read(rows, encoding="gb18030")
    assert found.faults == ()
    assert found.internal == 1
    assert told(found) == [
        (True, "13900000002", "8001", 65, True),
        (True, "057588001234", "8001", 0, False),
        (False, "13700000003", "8001", 125, True),
    ]
    assert found.lines[0].started_at == at(2026, 11, 23, 9, 15, 7)
    assert found.lines[0].recording == "a.wav"


def test_records_of_asterisk_are_read_by_their_own_headings_and_the_time_talked_counts(read):
    rows = "calldate,clid,src,dst,duration,billsec,disposition,uniqueid,recordingfile\n2026-11-23 09:15:07,x,13900000002,8001,30,12,ANSWERED,1700.1,a.wav\n2026-11-23 09:16:07,x,13900000002,8001,30,0,NO ANSWER,1700.2,\n"  # fmt: skip
    found = read(rows)
    assert [(one.seconds, one.answered, one.exchange_id) for one in found.lines] == [
        (12, True, "1700.1"),
        (0, False, "1700.2"),
    ]


def test_day_and_hour_in_two_columns_and_a_direction_instead_of_two_sides(read):
    found = read("日期,时间,呼叫方向,对方号码,通话时长（秒）,坐席\n2026-11-23,09:15:07,呼入,13900000002,0,101\n2026-11-23,10:00,呼出,13900000002,30,101\n")  # fmt: skip
    assert told(found) == [(True, "13900000002", "101", 0, False), (False, "13900000002", "101", 30, True)]
    assert found.lines[1].started_at == at(2026, 11, 23, 10)


def test_the_office_s_own_lines_tell_which_way_a_call_went_where_no_column_does(read):
    rows = (
        HEAD
        + "\n2026-11-23 09:15:07,13900000002,88112233,65,接听,,\n2026-11-23 09:20:07,057588112233,12345,65,接听,,\n"
    )
    assert [f"第 {row} 行 C 列" in fault.where for row, fault in zip((2, 3), read(rows).faults, strict=True)] == [
        True,
        True,
    ]
    assert told(read(rows, own=["0575-88112233"])) == [
        (True, "13900000002", "", 65, True),
        (False, "12345", "", 65, True),
    ]


def test_a_withheld_number_is_a_call_without_one(read):
    found = read(HEAD + "\n2026-11-23 09:15:07,匿名,8001,0,未接,8001,\n2026-11-23 09:15:08,,ivr,0,未接,8001,\n")
    assert told(found) == [(True, "", "8001", 0, False)] * 2


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("昨天上午,13900000002,8001,65,接听,,", "A", "不是能确定的日期和时刻"),
        ("2026-11-23,13900000002,8001,65,接听,,", "A", "不是能确定的日期和时刻"),
        ("2026-11-23 25:15:00,13900000002,8001,65,接听,,", "A", "不是能确定的日期和时刻"),
        ("2026-11-23 09:15:07,1.39E+10,8001,65,接听,,", "B", "科学计数"),
        ("2026-11-23 09:15:07,王某的手机,8001,65,接听,,", "B", "不像电话号码"),
        ("2026-11-23 09:15:07,8001,,65,接听,,", "C", "不像电话号码"),
        ("2026-11-23 09:15:07,13900000002,8001,很久,接听,,", "D", "不是通话时长"),
        ("2026-11-23 09:15:07,13900000002,8001,65,转账,,", "E", "看不出是接听还是未接"),
    ],
)
def test_what_cannot_be_meant_is_named_by_file_row_and_column(read, row, column, words):
    [fault] = read(f"{HEAD}\n2026-11-23 09:00:00,13900000002,8001,5,接听,,\n{row}\n").faults
    assert fault.where.startswith("话单.csv《")
    assert f"第 3 行 {column} 列（" in fault.where
    assert words in fault.what
    assert fault.remedy


def test_everything_that_is_wrong_with_a_row_is_named_at_once(read):
    faults = read(f"{HEAD}\n昨天上午,1.39E+10,8001,很久,转账,,\n").faults
    assert [one.where.split(" 列")[0][-1] for one in faults] == ["A", "D", "E", "B"]


def test_a_direction_that_is_missing_beside_one_number_is_asked_for(read):
    [fault] = read("开始时间,对方号码,时长\n2026-11-23 09:00:00,13900000002,5\n").faults
    assert "呼叫方向" in fault.remedy


def test_a_file_that_holds_no_calls_is_refused_with_what_its_heading_needs(read):
    with pytest.raises(BadInput) as refused:
        read("姓名,应发,实发\n张三,1,1\n")
    assert "主叫和被叫" in refused.value.faults[0].remedy


def test_numbers_and_times_of_a_workbook_are_read_as_they_are_shown(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(HEAD.split(","))
    book.active.append([datetime(2026, 11, 23, 9, 15, 7), 13900000002, 8001, 65, "接听", 8001, "a.wav"])
    book.save(tmp_path / "a.xlsx")
    [line] = read_calls(tmp_path / "a.xlsx", name="a.xlsx").lines
    assert (line.started_at, line.number, line.extension) == (at(2026, 11, 23, 9, 15, 7), "13900000002", "8001")


def test_an_instant_kept_as_a_spreadsheet_s_number_is_understood():
    assert instant_of("46349.3855") == at(2026, 11, 23, 9, 15, 7)


@given(st.text(max_size=30))
def test_whatever_a_cell_holds_is_read_or_passed_over(text):
    assert instant_of(text) is None or instant_of(text).tzinfo
    assert seconds_of(text) is None or seconds_of(text) >= 0
    assert answered_of(text) in (True, False, None)
    assert direction_of(text) in ("in", "out", "internal", "")


@given(st.lists(st.text(max_size=8), max_size=12))
def test_no_column_is_ever_two_things(labels):
    found = places(labels)
    assert len(set(found.values())) == len(found)
