"""A list of fellow workers in any of the ways people type it: everybody once, nobody lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.intake.fellows import people_listed


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1. 张三 13900000002 6000元\n李四、王五，13700000003", [("张三", "13900000002", 600000), ("李四", "", None), ("王五", "13700000003", None)]),
        ("张三，李四;王五", [("张三", "", None), ("李四", "", None), ("王五", "", None)]),
        ("张三 李四 王五", [("张三", "", None), ("李四", "", None), ("王五", "", None)]),
        ("张 三 139 0000 0002", [("张三", "139 0000 0002", None)]),
        ("Nguyễn Văn An 0139-0000002, Trần Thị B", [("Nguyễn Văn An", "0139-0000002", None), ("Trần Thị B", "", None)]),
        ("姓名 电话\n张三 13900000002", [("张三", "13900000002", None)]),
        ("姓名：张三 电话：13900000002", [("张三", "13900000002", None)]),
        ("13900000002", [("", "13900000002", None)]),
        ("张三13900000002李四13700000003", [("张三", "13900000002", None), ("李四", "13700000003", None)]),
        ("张三 欠8000 李四 欠6千", [("张三", "", 800000), ("李四", "", 600000)]),
        ("（1）张三（0575-88001234）\n（2）李四 8千块", [("张三", "0575-88001234", None), ("李四", "", 800000)]),
        ("8000元", []),
        ("李四 13900000002 6000\n王五,13700000003,5500.5", [("李四", "13900000002", 600000), ("王五", "13700000003", 550050)]),
        ("序号\t姓名\t电话\t欠薪金额\n1\t李四\t13900000002\t6000", [("李四", "13900000002", 600000)]),
        ("姓名\t电话\t欠薪\n李四\t13900000002\t6000", [("李四", "13900000002", 600000)]),
        ("编号，姓名，工种，身份证号，手机号码，拖欠工资（元）\n1，李四", [("李四", "", None)]),
        ("李四 6000", [("李四", "", 600000)]),
        ("张三 13900000002 13700000003", [("张三", "13900000002", None), ("", "13700000003", None)]),
        ("张三 1.2.3元", [("张三", "", None)]),
        ("王五 6千\n赵六 两万三\n钱七 13900000002 1.5万", [("王五", "", 600000), ("赵六", "", 2300000), ("钱七", "13900000002", 1500000)]),
        ("万千 李四", [("万千", "", None), ("李四", "", None)]),
        ("", []),
    ],
)  # fmt: skip
def test_each_way_of_writing_a_list_by_example(text, told):
    assert [(one.name, one.phone, one.amount_fen) for one in people_listed(text)] == told


NAMES = st.lists(st.sampled_from(["张三", "李四四", "阿依古丽·买", "欧阳娜娜"]), min_size=1, max_size=10)


@given(NAMES, st.sampled_from(["\n", "，", ",", "、", "；"]), st.booleans(), st.booleans())
def test_ten_people_are_ten_whatever_stands_between_them(names, between, phones, numbered):
    parts = [
        (f"{place + 1}. " if numbered and between == "\n" else "") + name + (f" 1390000{place:04d}" if phones else "")
        for place, name in enumerate(names)
    ]
    found = people_listed(between.join(parts))
    assert [one.name for one in found] == names
    assert [one.phone for one in found] == [f"1390000{place:04d}" if phones else "" for place in range(len(names))]


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_without_a_fault(text):
    for one in people_listed(text):
        assert one.name or one.phone
