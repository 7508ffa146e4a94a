"""The answers that ship hold under the law of today, are found by what people ask, and never carry a figure of their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.advice.answers import Answer, faults_in, shipped, speaks_today, told, topics
from anxin.domain.advice.searching import Index, terms
from anxin.law import book
from anxin.law.parameters import NotInForce, UnknownParameter

LAW, TODAY = book("330602013"), date(2026, 11, 24)
INDEX = Index(shipped().values())


def test_sixty_answers_or_more_ship_and_every_topic_has_some():
    assert len(shipped()) >= 60
    assert {one.topic for one in shipped().values()} == set(topics())


@pytest.mark.parametrize("answer", shipped().values(), ids=lambda one: one.id)
def test_an_answer_that_ships_can_be_shown_today_with_an_article_and_no_figure_of_its_own(answer: Answer):
    assert list(faults_in(answer, LAW, on=TODAY)) == []
    shown = told(answer, LAW, on=TODAY)
    assert shown.citations
    assert "{" not in shown.words


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("老板不发工资怎么办", "owed-first"),
        ("老板跑路了", "owed-boss-gone"),
        ("押一个月工资", "pay-withheld"),
        ("加班费怎么算", "ot-rate"),
        ("老板不给钱怎么办", "owed-first"),
        ("工资卡被老板扣了", "lv-withheld"),
        ("被开除了赔多少钱", "lv-dismissed"),
        ("中介骗我押金", "lv-withheld"),
        ("外卖骑手欠工资", "ct-rider"),
        ("快递站点老板跑了", "ct-rider"),
        ("没满十六岁在厂里打工", "ct-child"),
        ("实习生被欠工资", "ct-student"),
        ("退休返聘欠工资", "ct-elder"),
        ("仲裁时效", "owed-years-ago"),
        ("离职多久发工资", "lv-settle"),
        ("工资拖了半年", "owed-first"),
        ("年终奖不发", "pay-bonus"),
        ("怎么打官司", "ar-how"),
        ("法律援助", "la-who"),
        ("老板拖欠我三个月工钱去哪里投诉", "owed-first"),
        ("厂里老板跑路了电话打不通", "owed-boss-gone"),
        ("国庆节上班三倍工资", "ot-rate"),
        ("周末加班给调休行不行", "ot-rest"),
        ("最低工资多少", "mw-how-much"),
        ("没签合同能不能要双倍工资", "ct-none"),
        ("没有劳动合同怎样证明我在那里上班", "ct-proof"),
        ("辞职了工资不给结", "lv-settle"),
        ("因为欠薪离职有没有经济补偿", "lv-arrears"),
        ("公司不给我交社保", "in-register"),
        ("签了自愿放弃社保的协议", "in-waive"),
        ("工地上包工头跑了找谁要钱", "st-contractor"),
        ("工地工资能不能由班组长代领", "st-team-leader"),
        ("投诉要带什么材料", "ev-what"),
        ("老板写了欠条有没有用", "ev-iou"),
        ("投诉后几天给答复受理", "owed-how-long"),
        ("三年前的工资过了时效吗", "owed-years-ago"),
        ("劳动仲裁要交多少钱", "ar-how"),
        ("对仲裁裁决不服", "ar-disagree"),
        ("没钱请律师", "la-who"),
        ("欠多少钱可以抓人坐牢", "cr-when"),
        ("恶意欠薪判几年", "cr-penalty"),
        ("调解协议签了不履行", "md-break"),
        ("怎么查我的投诉进度", "of-query"),
        ("回执码弄丢了", "of-lost-code"),
        ("可以不留名字投诉吗 怕报复", "owed-anonymous"),
        ("弄坏机器扣工资能扣多少", "pay-deduct"),
        ("用购物卡抵工资", "pay-goods"),
        ("工程款能不能当工资来要", "owed-project-money"),
        # as workers type them: a few characters
        ("老板跑了", "owed-boss-gone"),
        ("老板不接电话", "owed-boss-gone"),
        ("没签合同", "ct-none"),
        ("押工资", "pay-withheld"),
        ("压一个月工资", "pay-withheld"),
        ("试用期不给钱", "ct-probation"),
        ("试工三天不给钱", "ct-probation"),
        ("工地包工头", "st-contractor"),
        ("工头卷款跑了", "st-contractor"),
        ("干了半个月不给工资", "lv-short"),
        ("离职不给结工资", "lv-settle"),
        ("被辞退没赔偿", "lv-dismissed"),
        ("押金不退", "lv-withheld"),
        ("迟到扣钱", "pay-fine"),
        ("加班不给钱", "ot-rate"),
        ("日结工资不给", "ct-part-time"),
        ("口头约定", "ct-oral"),
        ("老板换人了", "ct-renamed"),
        ("厂子倒闭了", "owed-closed"),
        ("停工停产工资", "pay-stoppage"),
        ("老板威胁我", "owed-threat"),
        ("去哪告", "owed-first"),
        ("饭店老板不发工资", "owed-first"),
        ("没有证据怎么办", "ev-what"),
        ("一年前的工资", "owed-years-ago"),
        ("工伤", "of-injury"),
    ],
)
def test_what_people_ask_finds_the_answer_among_the_first_two(asked: str, wanted: str):
    assert wanted in [hit.answer.id for hit in INDEX.find(asked, most=2)]


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("工资最晚几号发", "pay-when"),
        ("老板扣我工资合法吗", "pay-fine"),
        ("拖欠工资多久算犯罪", "cr-when"),
        ("工资条没给我", "pay-slip"),
        ("工地上受伤了", "of-injury"),
        ("没有欠条能不能告", "ev-what"),
    ],
)
def test_what_was_asked_by_hand_finds_its_answer_first(asked: str, wanted: str):
    assert INDEX.find(asked)[0].answer.id == wanted


@pytest.mark.parametrize(
    "asked", ["今天天气怎么样", "怎么办护照", "房租太贵了", "孩子上学去哪里报名", "", "？？？", "abc"]
)
def test_what_has_nothing_to_do_with_wages_finds_nothing(asked: str):
    assert INDEX.find(asked) == []


def test_of_notices_that_replaced_one_another_the_one_of_the_day_speaks():
    answer = shipped()["mw-how-much"]
    assert "2490、2260、2010元" in told(answer, LAW, on=TODAY).words
    earlier = told(answer, LAW, on=date(2023, 6, 1))
    assert "2280、2070、1840元" in earlier.words
    assert not any("2024" in one.doc_no for one in earlier.citations)
    with pytest.raises(NotInForce):
        told(answer, LAW, on=date(2010, 6, 1))


def test_what_to_do_now_speaks_today_and_what_a_rule_was_speaks_the_day_of_the_facts():
    known = shipped()
    assert all(speaks_today(known[name]) for name in ("owed-first", "ar-how", "la-who", "of-query", "ct-elder"))
    assert not any(
        speaks_today(known[name]) for name in ("ot-rate", "lv-dismissed", "mw-how-much", "st-contractor", "cr-when")
    )


@pytest.mark.parametrize(("year", "least"), [(2012, 70), (2018, 75), (2021, 85), (2024, 90)])
def test_most_answers_have_a_law_for_facts_of_earlier_years(year: int, least: int):
    shown = 0
    for one in shipped().values():
        try:
            told(one, LAW, on=TODAY if speaks_today(one) else date(year, 6, 1))
            shown += 1
        except NotInForce:
            continue
    assert shown >= least


def test_an_answer_on_a_day_before_its_law_is_refused_and_not_guessed():
    with pytest.raises(NotInForce):
        told(shipped()["st-contractor"], LAW, on=date(2010, 1, 1))


def test_a_figure_typed_by_hand_is_refused_by_name():
    answer = replace(shipped()["md-what"], words="收到申请15日内调不成，就可以去仲裁，不收任何费用。")
    assert [fault.what for fault in faults_in(answer, LAW, on=TODAY)] == ["数字“15日内”是手写的"]


def test_a_value_nobody_knows_is_named():
    answer = replace(shipped()["md-what"], words="收到申请{med_dayz}内调不成，就可以去仲裁。")
    (fault,) = faults_in(answer, LAW, on=TODAY)
    assert fault.where == "{med_dayz}"
    assert "med_days" in fault.what


def test_a_list_of_words_has_no_place_inside_a_sentence():
    answer = replace(shipped()["md-what"], words="可以找这些调解组织：{med_bodies}，都不收费。")
    assert any("不是数值" in fault.what for fault in faults_in(answer, LAW, on=TODAY))


@given(st.text(max_size=40), st.integers(1, 8))
def test_any_text_is_answered_in_order_and_never_with_more_than_asked_for(text: str, most: int):
    hits = INDEX.find(text, most=most)
    assert len(hits) <= most
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0 < hit.share <= 1.000001 for hit in hits)


@given(st.sampled_from(sorted(shipped())))
def test_every_question_finds_its_own_answer_first(name: str):
    assert INDEX.find(shipped()[name].question, most=1)[0].answer.id == name


@given(st.text())
def test_pairs_are_never_longer_than_what_was_said(text: str):
    assert all(term for term in terms(text))


def test_outside_zhejiang_an_answer_speaks_by_national_law_or_not_at_all():
    elsewhere = book("370102001")
    known = shipped()
    how_long = Answer("how-long", "office", "多久查完？", (), "立案后{zj_investigation_days}内查完。")
    period = told(how_long, elsewhere, on=TODAY)
    assert (period.words, [one.law for one in period.citations]) == ("立案后60个工作日内查完。", ["劳动保障监察条例"])
    assert period.nationwide
    proof = told(known["pay-cash-proof"], elsewhere, on=TODAY)
    assert (len(proof.citations), proof.nationwide) == (1, True), "the province's own article is left out"
    assert not told(known["pay-cash-proof"], LAW, on=TODAY).nationwide
    with pytest.raises(UnknownParameter):
        told(next(one for one in known.values() if "mw_zj_2024_monthly" in one.words), elsewhere, on=TODAY)


def test_the_day_from_which_a_rule_has_been_in_force_is_filled_in_from_the_law():
    """法释〔2025〕12号 art. 4: what the courts say of foreigners since 1 September 2025."""
    shown = told(shipped()["ct-foreign"], LAW, on=TODAY)
    assert "从2025年9月1日起，有永久居留资格的" in shown.words
    assert ("法释〔2025〕12号", "4") in {(one.doc_no, one.article) for one in shown.citations}
    unknown = replace(shipped()["md-what"], words="从{since:med_dayz}起，可以找调解组织，都不收费。")
    assert [fault.where for fault in faults_in(unknown, LAW, on=TODAY)] == ["{med_dayz}"]


@pytest.mark.parametrize(
    ("name", "article"),
    [("st-contractor", "1"), ("st-contractor", "2"), ("ct-subcontract", "1"), ("ct-affiliates", "3"), ("ct-none", "7"), ("ct-none", "9"),
     ("ct-open-ended", "10"), ("lv-expired", "11"), ("lv-noncompete", "13"), ("lv-noncompete", "15"), ("lv-dismissed", "18"),
     ("in-waive", "19"), ("in-register", "19"), ("owed-years-ago", "20"), ("ct-elder", "21")],
)  # fmt: skip
def test_what_the_second_interpretation_says_stands_behind_the_answer_since_it_is_in_force(name: str, article: str):
    def seen(on: date) -> set[str]:
        return {one.article for one in told(shipped()[name], LAW, on=on).citations if one.doc_no == "法释〔2025〕12号"}

    assert article in seen(TODAY)
    if not speaks_today(shipped()[name]):
        assert seen(date(2025, 8, 31)) == set(), "facts of before stand under the law of before"
