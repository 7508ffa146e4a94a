"""Sentences that rules, events and clocks made in Chinese are said in English to a reader in English, whatever their age."""

import sys
from pathlib import Path

import pytest
from django.utils.translation import override

from anxin.ui.sentences import HAN, Form, book, said, spoken, spoken_lazy

SCRIPTS = Path(__file__).resolve().parents[2] / "script"

SAID = {
    "欠薪超过两个月：最早一笔欠薪已进入第11个月（达到3个月）；尚欠工资4.09万元（达到2万元）": "Wages owed for more than two months: oldest unpaid wages: 11 months begun (at least 3 months); "
    "40.9 thousand yuan of wages owed (at least 20 thousand yuan)",
    "补签书面劳动合同，使“劳动合同签订率”由66.7%变为70%（劳动合同签订率不到七成）": "Sign the missing written contracts, so that “share with a labour contract” goes from 66.7% to 70% "
    "(Fewer than seven in ten with a labour contract)",
    "2026年11月30日（周一）至2026年12月4日（周五），共5日：工作日，计入第1—5日": "Mon 30 Nov 2026 to Fri 4 Dec 2026, 5 days: working day, counted as days 1–5",
    "反馈预警处置进展：绍兴瑞屹面馆（演示）：开始计时，2026-11-27 23:59 到期": "Report progress on the warning: 绍兴瑞屹面馆（演示）: clock started, due 27 Nov 2026 23:59",
    "预警级别由正常变为黄色": "Warning level changed from normal to yellow",
    "登记2025-09工资的现金等支付 100.00 元": "Entered a cash or other payment of 100.00 yuan for wages of Sep 2025",
    "上蒋村委会 2026-W47 周报": "上蒋村委会: weekly report, week 47 of 2026",
    "欠薪〔2026〕21号 申请仲裁时效届满": "欠薪〔2026〕21号: time limit for arbitration ends",
    "（用电与常年之比 ＜ 30%，或 用水与常年之比 ＜ 30%），且 欠薪金额 ≥ 5,000元": "(power use to the usual < 30%, or water use to the usual < 30%), and wages owed ≥ 5,000 yuan",
}  # fmt: skip


@pytest.mark.parametrize(("chinese", "english"), SAID.items())
def test_a_sentence_is_read_by_its_form_and_its_gaps_likewise(chinese, english):
    with override("en"):
        assert spoken(chinese) == english


@pytest.mark.parametrize("name", ["绍兴瑞屹面馆（演示）", "绍兴安全、环保检测有限公司", "马**", "欠薪〔2026〕21号"])
def test_a_name_goes_through_unharmed(name):
    with override("en"):
        assert spoken(name) == name


def test_a_reader_in_chinese_is_told_the_sentence_as_it_stands_with_the_dates_of_people():
    with override("zh-hans"):
        assert spoken("开始计时，2026-11-27 23:59 到期") == "开始计时，2026年11月27日 23:59 到期"


def test_a_label_is_said_in_the_language_of_whoever_reads_it():
    label = spoken_lazy("待受理")
    with override("en"):
        assert str(label) == "To be accepted"
    with override("zh-hans"):
        assert str(label) == "待受理"


def test_every_form_is_read_as_itself_and_by_no_other():
    forms = {
        form: english
        for one in book().forms.values()
        for form, english in ((line.chinese, line.english) for line in one)
        if "{}{}" not in form
    }
    assert len(forms) > 300
    wrong = []
    with override("en"):
        for form, english in forms.items():
            names = ["甲乙", "丙丁", "戊己", "庚辛", "壬癸", "子丑", "寅卯", "辰巳"][: form.count("{}")]
            told, wanted = spoken(form.format(*names)), english.format(*names)
            if told.lower() != wanted.lower():
                wrong.append((form, told))
    assert not wrong


def test_what_is_said_in_english_holds_no_chinese_of_ours():
    lines = [*book().whole.values(), *(line.english for one in book().forms.values() for line in one)]
    assert not [english for english in lines if HAN.search(english.replace("简体中文", ""))]


def test_a_sentence_that_nobody_said_in_english_is_found(tmp_path):
    sys.path.insert(0, str(SCRIPTS))
    try:
        from check_sentences import forms_of
    finally:
        sys.path.remove(str(SCRIPTS))
    module = tmp_path / "events.py"
    module.write_text(
        '"""说明"""\n\n\ndef words(n):\n    """做什么。"""\n    return f"共{n}件" if n else "没有"\n', encoding="utf-8"
    )
    assert set(forms_of(module)) == {"共{}件", "没有"}


@pytest.mark.parametrize(
    "text",
    [
        "登记" * 2000,
        "（中" * 900 + "）" * 900,
        "第 1 号：的（共 人 元）" * 200,
        "，、： " * 1000 + "件",
        "中" + "（1）" * 1000,
    ],
)
def test_whatever_somebody_wrote_into_a_sentence_is_read_without_end_or_harm(text):
    with override("en"):
        assert spoken(text)


def test_an_example_of_how_to_write_a_day_stays_as_it_must_be_written():
    with override("zh-hans"):
        assert said("日期写作 2026-12-01") == "日期写作 2026-12-01"
    with override("en"):
        assert (
            said("付款日写作 2026-12-31，分期金额写作 2026-12-31:5000")
            == "Write a day as 2026-12-31, an instalment as 2026-12-31:5000"
        )


def test_a_text_that_fits_a_form_in_millions_of_ways_is_not_tried():
    form = Form.of("任命账号 #{} 为{}{}，自 {} {}", "account #{} becomes {} {} from {} to {}")
    assert form.gaps("任命账号 #7 为窗口受理人员（甲村），自 2026-11-02 起") == (
        "7",
        "",
        "窗口受理人员（甲村）",
        "2026-11-02",
        "起",
    )
    assert form.gaps("任命账号 #" + "为，自 " * 60) is None
