"""Ways of saying that wages are owed, and how much, as grammar: whatever words fill the places, the reading stays."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from anxin.domain.intake import arrears
from anxin.domain.intake.arrears import about_arrears
from anxin.domain.intake.headcount import headcount
from anxin.domain.intake.names_said import employers
from anxin.domain.intake.owing import owed
from anxin.domain.intake.places_said import places
from anxin.domain.intake.reading import read_message
from anxin.domain.intake.since import since

from .test_reading import VILLAGES

DAY = date(2026, 11, 24)
WAGES = st.sampled_from(["工资", "工钱", "薪水", "提成", "加班费", "劳务费", "课时费"])
YET = st.sampled_from(["", "都", "还", "一直", "到现在还", "至今", "再也", "根本"])
NONE_CAME = st.sampled_from(["没给", "没发", "没结", "没付", "未发", "未结", "不给"])
WHO = st.sampled_from(["我", "我们", "俺们", "师傅们"])


@given(WHO, st.integers(1, 12), WAGES, YET, NONE_CAME)
def test_pay_of_a_month_that_did_not_come_is_owed(who: str, month: int, wage: str, yet: str, none_came: str) -> None:
    text = f"{who}{month}月的{wage}{yet}{none_came}"
    assert about_arrears(text).value
    assert not about_arrears(f"{who}{month}月的{wage}{none_came}，昨天已经全部结清了").value
    assert not about_arrears(f"看抖音上说有人{month}月的{wage}{yet}{none_came}").value


@given(
    st.sampled_from(["一天", "每天", "一个工", "一小时", "一趟", "一单"]),
    st.integers(10, 900),
    st.sampled_from(["只给了", "才付了", "就结了", "只打给我"]),
    st.integers(1000, 9000),
)
def test_who_says_a_rate_and_that_only_so_much_came_is_owed_the_rest(
    unit: str, rate: int, given: str, paid: int
) -> None:
    assert about_arrears(f"说好{unit}{rate}块，做完以后{given}{paid}").value


@given(
    st.sampled_from(["剩下的", "余下的钱", "其余", "还有的"]),
    st.sampled_from(["说要等年底", "他不肯认", "石沉大海", "没下文了", "年底再说"]),
)
def test_a_rest_that_is_put_off_is_owed(rest: str, put_off: str) -> None:
    assert about_arrears(f"我们干完活老板给了五千，{rest}{put_off}").value


@pytest.mark.parametrize(
    "text",
    [
        "10月工资呢？", "厂里中秋发了八月的，后面再也没发过", "我是送外卖的，单费冻结不让提现", "工友们的钱拖到今天，一共两万三", "厂里说拿酒水抵工资", "把我工资停了三个月",
        "班组一共还剩47000", "再不把那九千块结了，仲裁见，工地上等着", "10月的绩效全没了", "说好15号发，今天24了还说系统问题，干了一个月", "每个月少1200，工地",
        "保洁每人欠6800", "干了仨月零工资", "8月只给了3千，9月10月直接鸭蛋，主播", "他拿了钱跑了，我们工地五个人",
    ],
)  # fmt: skip
def test_ways_of_saying_that_wages_are_owed(text: str) -> None:
    assert about_arrears(text).value


@pytest.mark.parametrize(
    "text",
    [
        "段子：老板说没钱发工资，先发个梦想",
        "急招车工五名，不压工资，当月结清",
        "查了十月的工资表，未发现拖欠工资的情况",
        "有人举报我欠8个工人工资，一分不欠",
        "一事已解决，之前拖欠的工资已于11月18日足额发放",
        "老板说要是货被退，这个月工钱就不发了",
        "刷到新闻，一个工地欠了两百多人工资",
        "租赁站的租赁费欠了我们11万",
        "谁说我们老板没发工资的，乱讲",
        "经调解当场付清工资46500元，申请结案",
        "电费欠了三个月要停电了",
        "被辞退了，没有给经济补偿金",
    ],
)
def test_what_speaks_of_owing_and_tells_of_no_arrears(text: str) -> None:
    assert not about_arrears(text).value


@pytest.mark.parametrize("pattern", arrears._BARE)
@given(data=st.data())
def test_the_look_at_one_letter_before_them_all_passes_over_no_words_of_owing(
    pattern: str, data: st.DataObject
) -> None:
    said = data.draw(st.from_regex(pattern))
    assume(len(said) < 200)
    whole = arrears.re.compile("|".join(arrears._BARE))
    assert [one.span() for one in arrears._OWED_BARE.finditer(said)] == [one.span() for one in whole.finditer(said)]


@given(st.from_regex(f"{arrears._HOLD}.{{0,4}}{arrears._PAY}|{arrears._PAY}.{{0,4}}{arrears._HOLD}"))
def test_nor_any_words_of_holding_back_beside_pay(said: str) -> None:
    whole = arrears.re.compile(
        f"{arrears._HOLD}{arrears._GAP}{arrears._PAY}|{arrears._PAY}{arrears._GAP}{arrears._HOLD}"
    )
    assert [one.span() for one in arrears._OWED.finditer(said)] == [one.span() for one in whole.finditer(said)]


@given(st.lists(st.integers(100, 99_999), min_size=2, max_size=6))
def test_what_each_of_several_is_owed_is_added_up(sums: list[int]) -> None:
    found = owed(f"我和两个同事分别是{'、'.join(map(str, sums))}，都没给")
    assert found is not None
    assert (found.low_fen, found.high_fen) == (sum(sums) * 100, sum(sums) * 100)


@given(st.integers(1000, 9000), st.integers(100, 5000))
def test_kinds_of_pay_named_together_are_added_up(base: int, more: int) -> None:
    found = owed(f"9月底薪{base}还有提成{more}没给")
    assert found is not None
    assert found.low_fen == (base + more) * 100


@given(st.integers(10, 200), st.lists(st.integers(2, 90), min_size=1, max_size=4))
def test_pieces_of_each_month_are_added_up(price: int, counts: list[int]) -> None:
    worked = "，".join(f"{month}月{count}节" for month, count in enumerate(counts, 6))
    found = owed(f"课时费一节{price}块，{worked}，没发")
    assert found is not None
    assert found.low_fen == price * sum(counts) * 100


@given(st.integers(20_000, 90_000), st.integers(1000, 19_000))
def test_the_whole_less_what_was_paid_is_left_when_the_rest_is_spoken_of(whole: int, paid: int) -> None:
    found = owed(f"工钱总共{whole}，给了{paid}，剩下的说等审计")
    assert found is not None
    assert found.low_fen == (whole - paid) * 100
    named = owed(f"工钱总共{whole}，给了{paid}，剩下{whole - paid - 1}没给")
    assert named is not None
    assert named.low_fen == (whole - paid - 1) * 100


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("底薪3500，全勤200，8月9月10月三个月全没给", 11_100),
        ("底薪3500，全勤200，全勤100没给", None),
        ("底薪4000没给，老板讲了很多很多的道理，提成2300", None),
        ("分别是50、60，没给", None),
        ("跑外卖一单四块五，9月跑了1200单，只给我结了一半", 2700),
        ("六七八三个月总共就给过八千，一个月一万一", 25_000),
        ("只算了15天，差我12天的，一天230", 2760),
        ("每人120一天，五个人做了33天没给", 19_800),
        ("点工28个工，一个工320，到现在没给", 8960),
        ("做了9个通宵，一晚400，转了600，剩下没给", 3000),
        ("串珠子0.08元一串，做了三万五千串，不给钱", 2800),
        ("6到9月的高温津贴一分没发，每人每月300，我们9个人", 10_800),
        ("9月工资6200元以及10月1日至8日工资1650元没结", 7850),
        ("3120的单费冻结了", 3120),
        ("一节80元，9月上了46节，又上了5节，没给", None),
        ("我要我那1.6万工资", 16_000),
        ("少打了700，没补", 700),
        ("干了俩月，一个月六千五，就给我转了三千，不给了", 10_000),
        ("说好包工一万六，做完了只给九千", 7000),
        ("9月工资9000，只给了3000", 6000),
        ("欠了9000，只给了3000", 9000),
        ("就差5月那一个月4600没给", 4600),
        ("8月 9月 10月没给钱，一个人一个月 4500，两个人", 27_000),
        ("计件工资算下来7832元，只发了5000，差2832", 2832),
    ],
)
def test_sums_of_kinds_of_months_and_of_what_is_left(text: str, yuan: int | None) -> None:
    found = read_message(text, on=DAY).amount
    if yuan is None:
        assert found is None or "+" not in found.reckoned
    else:
        assert found is not None
        assert found.low_fen == yuan * 100


@given(st.integers(1, 6), st.integers(2, 4))
def test_months_named_one_behind_another_begin_with_the_first(first: int, count: int) -> None:
    named = "".join("一二三四五六七八九"[first - 1 : first - 1 + count])
    found = since(f"{named}{'二三四'[count - 2]}个月没发工资", on=DAY)
    assert found is not None
    assert str(found.value) == f"2026-{first:02}"


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("三季度的提成没给", "2026-07"),
        ("2025年第4季度奖金没发", "2025-10"),
        ("从26.8开始就没发过工资", "2026-08"),
        ("粉墙 8.15-10.20 工钱没给", "2026-08"),
        ("中秋发了八月的，九月的工资没给", "2026-09"),
        ("9月工资发了一半，10月没发", "2026-09"),
        ("从清明干到八月十五，工钱一分没见", "2026-04"),
        ("零工资，8月入职的，时薪17", "2026-08"),
        ("六月入职，工资没发过", "2026-06"),
        ("打了两个月工（8月、9月），工资没给", "2026-08"),
    ],
)
def test_since_when_in_quarters_runs_and_days(text: str, month: str) -> None:
    found = since(text, on=DAY)
    assert found is not None
    assert str(found.value) == month


def test_months_that_are_not_as_many_as_are_named_say_nothing() -> None:
    assert since("六八三个月没发工资", on=DAY) is None


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("工钱没给，连我在内八个，都等着", 8),
        ("老乡四五个在修路", 4),
        ("我们六个大妈没拿到钱", 6),
        ("欠我们四十来个群演的钱", 40),
        ("打了两个月工没给钱", None),
        ("四个卫校的实习生", 4),
    ],
)
def test_heads_of_some_trades_and_with_oneself(text: str, heads: int | None) -> None:
    found = headcount(text)
    assert (None if found is None else found.value.low) == (None if heads is None else Fraction(heads))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我在“鲜得来渔港”做传菜", "鲜得来渔港"),
        ("在“宏达机械厂”上班", "宏达机械厂"),
        ("新桥村锦绣年华家纺厂停发工资", "锦绣年华家纺厂"),
        ("租赁公司大鹏程机械派我来的", "大鹏程机械"),
        ("那边一个袜子厂不给钱", None),
        ("干了一个半月桌游店没给钱", None),
        ("在一家民办幼儿园做保育员", None),
        ("东湖那旮沓烧烤店", None),
    ],
)
def test_employers_in_quotes_with_two_words_of_time_in_their_name_or_none(text: str, name: str | None) -> None:
    assert [one.value for one in employers(text)][:1] == ([name] if name else [])


def test_a_village_whose_name_stands_in_an_idiom_is_named_only_outside_it() -> None:
    assert places("独树一帜", VILLAGES) == []
    assert [one.value.name for one in places("独树这边三户人家", VILLAGES)] == ["独树村委会"]
