"""A dozen hand-made employers (样板故事), so that the today page tells something and every rule has a face."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Turn:
    """What goes wrong with one wage month, counted from the last month or from the last one due before the festival.

    `share` percent is paid `late` days after the due day; the rest `settled` days after it, or never.
    """

    month: int
    share: int = 100
    late: int = 0
    settled: int | None = None
    anchor: Literal["last", "festival"] = "last"


@dataclass(frozen=True, slots=True)
class Story:
    """One employer whose fate is written by hand."""

    key: str
    name: str
    title: str
    text: str
    sector: int
    industry: str
    head: int
    village: str
    pay_day: int = 15
    park: int | None = None
    trader: bool = False
    turns: tuple[Turn, ...] = ()
    lumps: int = 0
    gap_months: int = 0
    below_minimum: bool = False
    statement_missing: bool = False
    fresh: bool = False
    reports: bool = True
    closes: tuple[str, int] | None = None  # status, days after the due day of the worst month
    crowd: int = 0
    crowd_days: int = 0  # days after the first missed due day
    predecessor: str | None = None
    upper: str | None = None


def _before_festival(settled: int | None) -> tuple[Turn, ...]:
    return (
        Turn(-2, late=11, anchor="festival"),
        Turn(-1, share=0, settled=None if settled is None else settled + 31, anchor="festival"),
        Turn(0, share=0, settled=settled, anchor="festival"),
    )


STORIES: tuple[Story, ...] = (
    Story(
        "fled", "绍兴皋埠老灶头酒楼（演示）", "春节前老板失联",
        "春节前两个月起工资未发，老板手机关机，23名员工聚集店门口；已移送公安，至今未付。",
        1, "正餐服务", 26, "银桥社区", turns=_before_festival(None), closes=("失联", -4), crowd=23, crowd_days=26, trader=True,
    ),
    Story(
        "slipping", "绍兴云裳坊针织服装有限公司（演示）", "三个月越发越迟，现已拖欠",
        "六月起发薪日一月比一月晚，用电下降，社保停缴三个月；九月工资只发一半，十月未发。",
        0, "针织服装", 186, "樊江村", park=1, gap_months=3,
        turns=(Turn(-4, late=5), Turn(-3, late=12), Turn(-2, late=24), Turn(-1, share=50, late=3), Turn(0, share=0)),
    ),
    Story(
        "main_contractor", "浙江澄越陌建设有限公司（演示）", "总包资金断裂，节前集体讨薪后清偿",
        "节前拖欠两个月，85人聚集项目部；60分钟内到场，总包先行清偿，节前五天付清。",
        2, "房屋建筑", 96, "东湖村", turns=_before_festival(-3), crowd=85, crowd_days=20, pay_day=15,
    ),
    Story(
        "subcontractor", "绍兴越砾岑建筑劳务有限公司（演示）", "专用账户按季集中代发",
        "分包工资由总包专用账户代发，三个月集中一次，摘要不写月份；每笔都付清，但总是迟。",
        2, "建筑劳务", 64, "东湖村", lumps=3, upper="main_contractor",
    ),
    Story(
        "drywall", "绍兴湖屿装饰工程有限公司（演示）", "受总包拖累的装修班组",
        "总包未拨进度款，节前两个月工资未发，总包清偿后当天付清。",
        2, "装饰装修", 41, "东湖村", turns=_before_festival(-2), upper="main_contractor",
    ),
    Story(
        "missing_statement", "绍兴芷兰砚电子科技有限公司（演示）", "好企业被误疑：银行文件漏交",
        "十月工资按时足额发放，只是代发银行的回盘文件没有上传；补交后全部转绿。",
        0, "电子元件", 238, "银桥社区", park=3, statement_missing=True, pay_day=10,
    ),
    Story(
        "phoenix_old", "绍兴湖畔舟火锅店（演示）", "换壳经营：旧店",
        "二、三月工资未付清即注销，原老板在原址换名重开。",
        1, "火锅", 18, "东湖社区", turns=(Turn(-8, share=40, late=6), Turn(-7, share=0)), closes=("注销", 12), trader=True,
    ),
    Story(
        "phoenix_new", "绍兴湖畔小桐火锅店（演示）", "换壳经营：新店",
        "与已注销的旧店同一实际老板、同一地址；九月迟发，十月又未发。",
        1, "火锅", 15, "东湖社区", turns=(Turn(-1, late=9), Turn(0, share=0)), predecessor="phoenix_old", trader=True,
    ),
    Story(
        "insurance_gap", "绍兴恒笺包装材料有限公司（演示）", "工资按时，社保断缴",
        "工资月月按时，但近六个月未给大部分员工缴纳社会保险。",
        0, "包装印刷", 74, "坝头山村", gap_months=6,
    ),
    Story(
        "below_minimum", "绍兴朗谷澄保洁服务有限公司（演示）", "低于最低工资",
        "三分之一保洁员足月出勤而正常工时工资低于最低工资标准。",
        3, "保安保洁", 43, "银兴社区", below_minimum=True,
    ),
    Story(
        "recovered", "绍兴晟帆朔印染有限公司（演示）", "整改后恢复正常",
        "春节后拖欠两个月，纳入重点监控、约谈后一次补清，此后按时足额，应当转绿。",
        0, "印染", 142, "樊江村", park=1, turns=(Turn(-8, share=0, settled=66), Turn(-7, share=0, settled=35)), crowd=12, crowd_days=31,
    ),
    Story(
        "false_claim", "绍兴砾笺朗钢结构工程有限公司（演示）", "以讨薪为名讨工程款",
        "包工头称拖欠60人工资，核对工资表与银行流水均已付清，争的是工程款。",
        2, "钢结构", 37, "新桥村", crowd=14, crowd_days=-1,
    ),
    Story(
        "cash", "绍兴樊江老渡口农家乐（演示）", "现金发薪，无工资表",
        "从不上传工资表，现金发放；两名员工投诉少发。",
        1, "农家菜", 8, "樊江村", reports=False, trader=True,
    ),
    Story(
        "fresh", "绍兴若帆桥机械有限公司（演示）", "请试着上传：十月工资未交",
        "十月工资表和银行文件放在试用文件夹里，尚未导入；导入后会看到三人未发、两人少发。",
        0, "机械零部件", 58, "吼山村", park=2, fresh=True, pay_day=15,
    ),
)  # fmt: skip


def story_number(key: str) -> int:
    """The place of a story in the list; its employer has this number plus one."""
    return next(number for number, story in enumerate(STORIES) if story.key == key)
