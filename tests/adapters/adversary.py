"""Payrolls made to mislead, by family, with the exact truth: who is in them, what was due and paid, and for which month."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from layouts import id_of

Rows = list[list[Any]]
Person = tuple[str, int, int | None, int | None]
"""Name, month (0 when none is told), due and paid in fen."""

SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂"
EMPLOYER = "绍兴越城某某纺织有限公司"


@dataclass(slots=True)
class Case:
    """Sheets to write and what must come out of them; `text` instead of sheets for a delimited file."""

    sheets: list[tuple[str, Rows]]
    truth: list[Person]
    file: str = "工资表.xlsx"
    merge: Sequence[str] = ()
    text: tuple[str, str] | None = None
    write: Callable[[Path], None] | None = None
    repeats: bool = False
    notes: dict[str, str] = field(default_factory=dict)

    def save(self, folder: Path) -> Path:
        """The file on disk."""
        path = folder / self.file
        if self.write:
            self.write(path)
        elif self.text:
            mark, encoding = self.text
            lines = [mark.join("" if one is None else str(one) for one in row) for row in self.sheets[0][1]]
            path.write_bytes("\r\n".join(lines).encode(encoding))
        else:
            book = openpyxl.Workbook()
            book.remove(book.worksheets[0])
            for name, rows in self.sheets:
                page = book.create_sheet(name)
                for row in rows:
                    page.append(row)
                for where in self.merge:
                    page.merge_cells(where)
            book.save(path)
        return path


class Maker:
    """The people of one case, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.luck = random.Random(seed)
        self.month = self.luck.randint(1, 10)
        self.code = 202600 + self.month

    def name(self) -> str:
        """An invented name."""
        given = "".join(self.luck.choice(GIVEN) for _ in range(self.luck.randint(1, 2)))
        return self.luck.choice(SURNAMES) + given

    def people(self, low: int = 3, high: int = 7) -> list[tuple[str, int, int]]:
        """Name, due and paid in yuan, all names different."""
        names: dict[str, None] = {}
        count = self.luck.randint(low, high)
        while len(names) < count:
            names[self.name()] = None
        dues = [self.luck.randint(3000, 9000) for _ in names]
        return [(name, due, due - self.luck.randint(10, 400)) for name, due in zip(names, dues, strict=True)]

    def truth(self, people: Sequence[tuple[str, int, int]], month: int | None = None) -> list[Person]:
        """What must come out for them."""
        return [(n, self.code if month is None else month, d * 100, p * 100) for n, d, p in people]


Family = Callable[[Maker], Case]
FAMILIES: dict[str, Family] = {}


def family(call: Family) -> Family:
    """Keeps a family under its name."""
    FAMILIES[call.__name__] = call
    return call


HEAD = ["序号", "姓名", "部门", "身份证号", "应发工资", "扣款合计", "实发工资", "签名"]


def line(number: int, person: tuple[str, int, int]) -> list[Any]:
    """A row under HEAD."""
    name, due, paid = person
    return [number, name, "车间", id_of(100 + number), due, due - paid, paid, None]


def body(people: Sequence[tuple[str, int, int]]) -> Rows:
    """Rows under HEAD."""
    return [line(number, one) for number, one in enumerate(people, 1)]


def summed(word: str, people: Sequence[tuple[str, int, int]], place: int = 1) -> list[Any]:
    """A total row with its word in a column."""
    row: list[Any] = [None] * len(HEAD)
    row[4:7] = [sum(p[1] for p in people), sum(p[1] - p[2] for p in people), sum(p[2] for p in people)]
    row[place] = word
    return row


def title(maker: Maker) -> list[Any]:
    """A title with the month, in one of the ways it is written."""
    m = maker.month
    ways = [
        f"2026年{m}月份工资表",
        f"2026年{m:02d}月工资发放明细",
        f"工资表（2026.{m}）",
        f"26年{m}月工资表",
        f"2026-{m:02d} 工资表",
    ]
    return [maker.luck.choice(ways)]


@family
def printed_pages(maker: Maker) -> Case:
    """The heading and 本页小计 on every page, a grand total at the end."""
    people = maker.people(6, 9)
    rows: Rows = [title(maker)]
    for start in range(0, len(people), 3):
        part = people[start : start + 3]
        rows += [HEAD, *[line(start + n + 1, p) for n, p in enumerate(part)]]
        rows.append(summed(maker.luck.choice(["本页小计", "本页合计", "小计"]), part, maker.luck.choice([0, 1, 2])))
    rows.append(
        summed(maker.luck.choice(["累计", "总计", "合  计", "总合计"]), people, maker.luck.choice([0, 1, 2, 3]))
    )
    rows.append(["单位负责人：", None, None, "制表：", None, "审核："])
    return Case([("Sheet1", rows)], maker.truth(people))


@family
def departments(maker: Maker) -> Case:
    """Department lines between the blocks with a subtotal named after the department."""
    people = maker.people(5, 8)
    cut = len(people) // 2
    rows: Rows = [[EMPLOYER], title(maker), HEAD]
    for name, part in (("缝纫车间", people[:cut]), ("后勤部", people[cut:])):
        rows += [[name], *body(part), summed(f"{name}小计", part, maker.luck.choice([0, 1]))]
    rows.append(summed("总计", people, 0))
    return Case([("Sheet1", rows)], maker.truth(people))


@family
def totals_called_otherwise(maker: Maker) -> Case:
    """Totals that are called by how many there are, in capital figures, or by nothing."""
    people = maker.people()
    n = len(people)
    word = maker.luck.choice(
        [f"共{n}人", f"合计{n}人", f"{n}人", "Total", "合计（大写）", "本月合计", "汇总", "应发合计", "∑", None]
    )
    rows: Rows = [title(maker), HEAD, *body(people), summed(word or "", people, maker.luck.choice([0, 1]))]
    if word is None:
        rows[-1][0] = rows[-1][1] = None
    return Case([("Sheet1", rows)], maker.truth(people))


@family
def slips(maker: Maker) -> Case:
    """工资条: the heading before every person, an empty line between."""
    people = maker.people()
    rows: Rows = []
    for number, one in enumerate(people, 1):
        rows += [[f"2026年{maker.month}月工资条"], HEAD, line(number, one), []]
    return Case([("Sheet1", rows)], maker.truth(people))


@family
def side_by_side(maker: Maker) -> Case:
    """Two persons in one row, in two blocks of columns."""
    people = maker.people(4, 8)
    people = people[: len(people) // 2 * 2]
    head = ["姓名", "应发工资", "扣款", "实发工资"]
    rows: Rows = [title(maker), [*head, None, *head]]
    half = len(people) // 2
    for left, right in zip(people[:half], people[half:], strict=True):
        rows.append(
            [left[0], left[1], left[1] - left[2], left[2], None, right[0], right[1], right[1] - right[2], right[2]]
        )
    return Case([("Sheet1", rows)], maker.truth(people))


@family
def months_across(maker: Maker) -> Case:
    """Months side by side: 1月 to 3月 each with due and paid."""
    people = maker.people()
    top: list[Any] = ["姓名", "身份证号"]
    low: list[Any] = [None, None]
    for month in (1, 2, 3):
        top += [f"{month}月", None]
        low += ["应发工资", "实发工资"]
    rows: Rows = [["2026年第一季度工资表"], top, low]
    truth: list[Person] = []
    for number, (name, due, paid) in enumerate(people):
        row: list[Any] = [name, id_of(number + 10)]
        for month in (1, 2, 3):
            row += [due + month, paid + month]
            truth.append((name, 202600 + month, (due + month) * 100, (paid + month) * 100))
        rows.append(row)
    return Case([("Sheet1", rows)], truth, merge=("C2:D2", "E2:F2", "G2:H2"))


@family
def months_only(maker: Maker) -> Case:
    """One column a month, 1月 to 6月, and a total: what the figures are is told only by the title."""
    people = maker.people()
    rows: Rows = [["2026年实发工资统计表"], ["姓名", *[f"{m}月" for m in range(1, 7)], "合计"]]
    truth: list[Person] = []
    for name, _, paid in people:
        rows.append([name, *[paid + m for m in range(1, 7)], paid * 6 + 21])
        truth += [(name, 202600 + m, None, (paid + m) * 100) for m in range(1, 7)]
    return Case([("Sheet1", rows)], truth)


@family
def turned_over(maker: Maker) -> Case:
    """Transposed: one person a column."""
    people = maker.people()
    rows: Rows = [
        title(maker),
        ["姓名", *[p[0] for p in people]],
        ["基本工资", *[p[1] - 100 for p in people]],
        ["奖金", *[100 for _ in people]],
        ["应发工资", *[p[1] for p in people]],
        ["实发工资", *[p[2] for p in people]],
    ]
    return Case([("Sheet1", rows)], maker.truth(people))


@family
def sheet_a_month(maker: Maker) -> Case:
    """A sheet a month, the month told by the tab and the year by the file, and a summary that repeats the persons."""
    people = maker.people()
    sheets: list[tuple[str, Rows]] = []
    truth: list[Person] = []
    for month in (1, 2):
        now = [(n, d + month, p + month) for n, d, p in people]
        sheets.append((f"{month}月", [[EMPLOYER + "工资表"], HEAD, *body(now)]))
        truth += maker.truth(now, 202600 + month)
    return Case(sheets, truth, file="2026年工资表.xlsx")


@family
def summary_repeats(maker: Maker) -> Case:
    """Departments on their own sheets, and a sheet 汇总 that repeats every person."""
    people = maker.people(4, 7)
    cut = len(people) // 2
    sheets = [
        ("汇总", [title(maker), HEAD, *body(people)]),
        ("一车间", [[f"2026年{maker.month}月工资表"], HEAD, *body(people)[:cut]]),
        ("二车间", [[f"2026年{maker.month}月工资表"], HEAD, *body(people)[cut:]]),
    ]
    return Case(sheets, maker.truth(people), repeats=True)


@family
def written_amounts(maker: Maker) -> Case:
    """Amounts as text in every way people write them."""
    people = maker.people()
    ways: list[Callable[[int], str]] = [
        lambda v: f"{v:,.2f}",
        lambda v: f"￥{v:,}",
        lambda v: f"{v}元",
        lambda v: f"¥ {v}.00",
        lambda v: "".join(chr(ord(c) + 0xFEE0) for c in str(v)),
        lambda v: f" {v} ",
        lambda v: f"'{v}",
        lambda v: f"{v}.0",
        lambda v: f"RMB {v:,.2f}",
        lambda v: f"{v // 1000}，{v % 1000:03d}",
        lambda v: f"人民币{v}元整",
        lambda v: f"{v / 10000:.4f}万",
    ]
    rows: Rows = [title(maker), ["姓名", "应发工资", "实发工资"]]
    rows += [[n, maker.luck.choice(ways)(d), maker.luck.choice(ways)(p)] for n, d, p in people]
    return Case([("Sheet1", rows)], maker.truth(people))


@family
def nothing_written_many_ways(maker: Maker) -> Case:
    """Nothing paid yet: '-', '/', 0, 未发, 无 or blank."""
    people = maker.people()
    rows: Rows = [title(maker), ["姓名", "应发工资", "实发工资", "备注"]]
    truth: list[Person] = []
    for number, (name, due, paid) in enumerate(people):
        mark = maker.luck.choice(["-", "/", "—", None, "未发", "无"]) if number else paid
        rows.append([name, due, mark, "未领" if number else None])
        truth.append((name, maker.code, due * 100, paid * 100 if not number else None))
    return Case([("Sheet1", rows)], truth)


@family
def names_of_all_kinds(maker: Maker) -> Case:
    """Names with spaces, a middle dot, Latin letters, and one that looks like a word for a total or a note."""
    people = maker.people(9, 9)
    wanted = [
        "王 芳",
        "阿依古丽·买买提",
        "John Smith",
        "总建国",
        "何计",
        "于合计",
        "司马相如",
        "张三丰（代）",
        "欧阳修",
    ]
    people = [(name, d, p) for name, (_, d, p) in zip(wanted, people, strict=True)]
    truth = [("王芳" if n == "王 芳" else n, m, d, p) for n, m, d, p in maker.truth(people)]
    return Case([("Sheet1", [title(maker), HEAD, *body(people)])], truth)


@family
def the_same_name_twice(maker: Maker) -> Case:
    """Two people of one name with two identity numbers."""
    people = maker.people()
    people.append((people[0][0], people[0][1] + 5, people[0][2] + 5))
    return Case([("Sheet1", [title(maker), HEAD, *body(people)])], maker.truth(people))


@family
def columns_that_tempt(maker: Maker) -> Case:
    """上月, 累计, 未发, 已发 and 补发 columns beside the true ones."""
    people = maker.people()
    decoys = [
        ("上月实发", 1111),
        ("累计应发", 88888),
        ("未发工资", 77),
        ("补发工资", 50),
        ("应发天数", 26),
        ("公司应付社保", 900),
        ("年度累计实发", 66666),
        ("实发差额", 3),
        ("应付加班费", 120),
        ("实发奖金", 130),
        ("应发工资(上月)", 2222),
        ("计税工资", 4444),
    ]
    chosen = maker.luck.sample(decoys, 4)
    head: list[Any] = ["姓名", *[c[0] for c in chosen[:2]], "应发工资", *[c[0] for c in chosen[2:]], "实发工资"]
    rows: Rows = [title(maker), head]
    rows += [[n, chosen[0][1], chosen[1][1], d, chosen[2][1], chosen[3][1], p] for n, d, p in people]
    return Case([("Sheet1", rows)], maker.truth(people), notes={"columns": str([c[0] for c in chosen])})


@family
def only_one_amount(maker: Maker) -> Case:
    """One amount with a name that leaves open whether it was due or paid."""
    people = maker.people()
    word = maker.luck.choice(["打卡金额", "代发金额", "工资", "金额", "税前", "银行卡实发", "到手", "本月工资"])
    paid = word in ("打卡金额", "代发金额", "银行卡实发", "到手")
    rows: Rows = [title(maker), ["姓名", "银行卡号", word]]
    rows += [[n, f"6228480402564{i:06d}", d] for i, (n, d, _) in enumerate(people)]
    truth: list[Person] = [(n, maker.code, None if paid else d * 100, d * 100 if paid else None) for n, d, _ in people]
    return Case([("Sheet1", rows)], truth, notes={"word": word})


@family
def spoilt_numbers(maker: Maker) -> Case:
    """Identity numbers as Excel spoils them."""
    people = maker.people()
    rows: Rows = [title(maker), HEAD]
    for number, one in enumerate(people, 1):
        row = line(number, one)
        told = row[3]
        row[3] = maker.luck.choice(
            [
                float(told[:15] + "000"),
                f"'{told}",
                told.lower(),
                f" {told[:6]} {told[6:14]} {told[14:]}",
                told[:6] + told[8:17],
                f"{told}\u200b",
            ]
        )
        rows.append(row)
    return Case([("Sheet1", rows)], maker.truth(people))


@family
def notes_below(maker: Maker) -> Case:
    """Remarks, signatures, a bank list and a legend below the table."""
    people = maker.people()
    rows: Rows = [title(maker), HEAD, *body(people), summed("合计", people, 0)]
    rows += [
        ["备注：以上工资已核对无误", None, None, None, None, None, None],
        ["说明", "1、本表一式三份"],
        ["制表", "王小明", None, "复核", "李晓红", "负责人", "周总"],
    ]
    rows += [[None, "制表日期：", None, f"2026-{maker.month + 1:02d}-05"], [None, "开户行", None, "中国银行", 5000]]
    return Case([("Sheet1", rows)], maker.truth(people))


@family
def the_month_is_disputed(maker: Maker) -> Case:
    """The title and the tab name two different months: a doubt and no month."""
    people = maker.people()
    rows: Rows = [[f"2026年{maker.month}月工资表"], HEAD, *body(people)]
    return Case([(f"2026年{maker.month + 1}月", rows)], maker.truth(people, 0))


@family
def the_month_in_words(maker: Maker) -> Case:
    """The month in the title, the tab, the file's name or a column, in all its spellings."""
    people = maker.people()
    m = maker.month
    chinese = "零一二三四五六七八九十"[m]
    english = ["x", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct"][m]
    spell = maker.luck.choice(
        [
            f"2026.{m}",
            f"2026年{m}月份",
            f"26年{m}月",
            f"二〇二六年{chinese}月",
            f"2026{m:02d}",
            f"{english}-26",
            f"2026/{m:02d}",
            f"2026年{chinese}月",
            f"２０２６年{m}月",
        ]
    )
    where = maker.luck.choice(["title", "tab", "file", "column", "cell"])
    rows: Rows = [["工资表"], HEAD, *body(people)]
    tab, file = "Sheet1", "工资表.xlsx"
    if where == "title":
        rows[0] = [f"{EMPLOYER}{spell}工资表"]
    elif where == "tab":
        tab = spell.replace("/", "-")
    elif where == "file":
        file = f"{spell.replace('/', '-')}工资表.xlsx"
    elif where == "cell":
        rows[0] = ["工资表", None, None, "工资月份：", spell]
    else:
        rows[1] = [*HEAD, "月份"]
        rows[2:] = [[*row, spell] for row in rows[2:]]
    return Case([(tab, rows)], maker.truth(people), file=file, notes={"spell": spell, "where": where})


@family
def delimited_text(maker: Maker) -> Case:
    """CSV in GB18030, UTF-16 or UTF-8, parted by comma, semicolon, tab or bar, a quoted line break in a remark."""
    people = maker.people()
    rows: Rows = [title(maker), HEAD, *body(people), summed("合计", people)]
    rows[2][-1] = '"第一行\n第二行"'
    mark = maker.luck.choice([",", ";", "\t", "|"])
    encoding = maker.luck.choice(["gb18030", "utf-8-sig", "utf-16", "utf-8"])
    return Case([("x", rows)], maker.truth(people), file="工资.csv", text=(mark, encoding))


@family
def deep_headings(maker: Maker) -> Case:
    """Three heading lines with groups 应发项目 and 扣款项目 merged over their parts."""
    people = maker.people()
    rows: Rows = [
        title(maker),
        ["序号", "姓名", "应发项目", None, None, None, "扣款项目", None, None, "实发工资"],
        [None, None, "固定", None, "浮动", "合计", "社保", "个税", "小计", None],
        [None, None, "基本工资", "岗位工资", "奖金", None, None, None, None, None],
    ]
    for number, (name, due, paid) in enumerate(people, 1):
        off = due - paid
        rows.append([number, name, due - 600, 400, 200, due, off - 5, 5, off, paid])
    return Case(
        [("Sheet1", rows)], maker.truth(people), merge=("C2:F2", "G2:I2", "C3:D3", "A2:A4", "B2:B4", "J2:J4", "F3:F4")
    )


@family
def leavers_and_arrears(maker: Maker) -> Case:
    """A person gone with a negative amount, an arrears line of the same person, 离职 in the remark."""
    people = maker.people()
    extra = [(people[0][0], 300, 300)]
    rows: Rows = [title(maker), [*HEAD[:-1], "备注"], *body(people)]
    again = line(1, extra[0])
    again[-1] = "补发上月"
    rows.append(again)
    return Case([("Sheet1", rows)], [*maker.truth(people), *maker.truth(extra)])


@family
def blank_form_rows(maker: Maker) -> Case:
    """A numbered form with blank lines to fill, zeros in its sums, and a thousand formatted lines below."""
    people = maker.people()
    rows: Rows = [title(maker), HEAD, *body(people)]
    for number in range(len(people) + 1, len(people) + 12):
        rows.append([number, None, None, None, 0, 0, 0, None])
    rows += [[" "] for _ in range(300)]
    rows.append(summed("合计", people))
    return Case([("Sheet1", rows)], maker.truth(people))


@family
def wan(maker: Maker) -> Case:
    """A sheet in ten thousands (单位：万元): times ten thousand, or a doubt."""
    people = maker.people()
    rows: Rows = [title(maker), ["单位：万元"], ["姓名", "应发工资", "实发工资"]]
    rows += [[n, d / 10000, p / 10000] for n, d, p in people]
    return Case([("Sheet1", rows)], maker.truth(people))


@family
def names_after_amounts(maker: Maker) -> Case:
    """Columns in a strange order, the name last, 领款人签字 holding names, a foreman column before the name."""
    people = maker.people()
    rows: Rows = [title(maker), ["班组长", "实发工资", "应发工资", "工种", "领款人签字", "姓名"]]
    rows += [["周大山", p, d, "木工", n, n] for n, d, p in people]
    return Case([("Sheet1", rows)], maker.truth(people))


@family
def paid_in_two_ways(maker: Maker) -> Case:
    """Paid partly by bank and partly in cash, with and without the sum of both."""
    people = maker.people()
    summed_up = maker.luck.random() < 0.5
    rows: Rows = [title(maker), ["姓名", "应发工资", "银行实发", "现金实发", *(["实发合计"] if summed_up else [])]]
    rows += [[n, d, p - 500, 500, *([p] if summed_up else [])] for n, d, p in people]
    return Case([("Sheet1", rows)], maker.truth(people), notes={"sum": str(summed_up)})


def cases(seeds: range) -> Iterator[tuple[str, int, Case]]:
    """Every family at every seed."""
    for name, make in FAMILIES.items():
        for seed in seeds:
            yield name, seed, make(Maker(seed))
