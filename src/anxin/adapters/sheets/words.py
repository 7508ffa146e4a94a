"""What payroll headings mean: the many ways Chinese and English payrolls name the same column.

A heading is compared whole, after removing spaces, units and numbering, so that 应发奖金 is not taken for 应发工资.
The score says how surely the wording means the thing; 100 leaves no other reading.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MONEY_KEYS = frozenset(
    [
        "due",
        "paid",
        "base",
        "overtime",
        "insurance",
        "pension",
        "medical",
        "unemployment",
        "housing_fund",
        "tax",
        "deductions",
        "total",
        "day_rate",
    ]
)
KEYS = (
    "name", "id_number", "employee_no", "due", "paid", "bank_account", "bank_name", "department", "post", "base", "overtime",
    "insurance", "pension", "medical", "unemployment", "housing_fund", "tax", "deductions", "attendance_days",
    "day_rate", "pay_date", "month", "year", "phone", "employer_name", "employer_code", "remark",
)  # fmt: skip

_LEAD = r"(?:本月|当月|本期|当期|本次|月度|每月|全月|月|员工|职工|个人|工人|工资|薪资|薪酬|合计|总|实际)*"
_PAY = (
    r"(?:工资|薪资|薪水|薪酬|薪金|薪|报酬|劳务费|劳务|人工费|人工|劳动报酬|职工|收入|待遇|款项|款|金额|总金额|数额|总数|数|额"
    r"|合计|总额|总计|小计|共计|总|全额|月|费用|费|税前|税后|计)*"
)
_DEDUCT = r"(?:应|预|代|扣|减|缴|交|个人|本月|当月|承担|缴纳|缴费|部分|代缴|代扣|扣除|扣款|扣缴|费|款|金额|额|合计|小计|[()\[\]、/%\d.])*"
_NAME = r"(?:员工|职工|工人|人员|务工人员|农民工|劳动者|雇员|教师|本人|民工)"

_WORDS: tuple[tuple[str, int, str], ...] = (
    ("name", 100, rf"{_NAME}?(?:的)?(?:姓名|名字)|name|fullname|(?:employee|worker|staff)(?:'s)?name"),
    ("name", 70, r"(?:收款人|领款人|收款方|领取人|户主|账户|帐户|开户)(?:姓名|名称|名)|户名|收款人|" + _NAME + r"名称?"),
    ("name", 60, r"员工|人员|工人|employee|worker"),
    ("id_number", 100, r"(?:居民|公民|员工|职工|本人)?(?:身份证|身份|证件|公民身份|身份证件)(?:号码|号|编号|id)?|身份证|idcard(?:no|number)?|id(?:no|number)|idnumber|nationalid|identitycard(?:no|number)?"),
    ("bank_account", 100, r"(?:[\u4e00-\u9fff]{1,4}行|个人|员工|工资|银行|收款|收款人|收款方|开户|储蓄|本人|农民工|代发|发放|入账|领款人|薪资)*(?:银行)?(?:卡号|账号|帐号|账户号|帐户号|账户|帐户|卡账号|存折号|卡号/账号|账号/卡号)(?:码)?|bankaccount(?:no|number)?|account(?:no|number)?|cardno|cardnumber|工资卡|银行卡"),
    ("bank_name", 90, r"(?:开户)?(?:银行|行)(?:名称|名)?|开户网点|开户支行|所属银行|bank(?:name)?"),
    ("employee_no", 90, r"(?:员工|教?职工|人员|个人|工人|档案|考勤|薪资|人事)(?:编号|代码|编码|号|工号|id)|工号|employee(?:id|no|number|code)|staff(?:id|no)|jobnumber"),
    ("employee_no", 50, r"编号|编码|代码|id|code"),
    ("due", 100, rf"{_LEAD}(?:应发放|应发|应付|应领|应得|应支付|应给付|应支){_PAY}(?:\(.*\))?|应付职工薪酬"),
    ("due", 75, r"(?:本月|当月|月|总)?(?:工资|薪资|薪酬|劳务费|人工费|收入|人工|报酬|劳动报酬|计件工资)(?:合计|总额|总计|总数|总和|总金额|共计|合计金额|总)|(?:合计|总计|共计)(?:工资|薪资|应发|薪酬)|总工资|总薪资|总薪酬"),
    ("due", 60, r"税前(?:应发)?(?:工资|收入|薪资|金额|合计|总额|薪酬|月薪|总计|工资合计)?|gross(?:pay|salary|wages?|amount|earnings|income)?|total(?:pay|wages|earnings|salary|gross)|(?:amount|wages|pay)due|payable(?:wages|amount)?|earnings"),
    ("paid", 100, rf"{_LEAD}(?:实发放|实发|实付|实领|实得|实支付|实际发放|实际支付|实际领取|实际到账|实际应发|实际到手|实支|净发|到手|实到){_PAY}(?:\(.*\))?|税后(?:实发|到手){_PAY}|netpay|netsalary|netwages?|netamount|net(?:income)?|take-?homepay|take-?home|amountpaid|paidamount|actual(?:pay|paid|salary)|paid"),
    ("paid", 70, r"(?:税后|净)(?:工资|收入|薪资|金额|合计|额|应发工资)?|(?:本次|本月)?(?:银行|卡上|打卡|代发|转账|网银|发放|支付|领取|到账|打款|已发|已付|汇款)(?:代发|发放|卡发放|转账)?(?:工资|金额|数额|数|额|总额|合计|款|薪资)"),
    ("paid", 65, r"银行代发|银行发放|银行打卡|打卡"),
    ("total", 30, r"合计|总计|小计|共计|金额|总额|总金额|合计金额|工资|薪资|薪酬|工资金额|结算工资|结算金额|月工资|本月工资|当月工资|劳务费|人工费|工资额|工资数|amount|total|salary|wages?|pay"),
    ("deductions", 100, r"(?:本月|当月|各项|个人|其中)*(?:减除|应扣|扣款|代扣|扣除|扣减|应减|扣发|减项|扣项|代缴代扣|代扣代缴|应代扣|代扣款)(?:工资|款项|款|项|项目|金额|费用|数|额)*(?:合计|小计|总计|总额|总数|共计)|(?:合计|共|总|小计)(?:扣款|应扣|代扣|扣除)(?:金额|额|款)?|totaldeductions?|deductions?"),
    ("deductions", 70, r"应扣(?:工资|款|金额|款项|额)?|扣款(?:金额|额)?|代扣款?项?"),
    ("tax", 100, rf"(?:本月|当月|本期)?{_DEDUCT}(?:个人所得税|个税|所得税|个调税|个人调节税|个人税|个人缴税|代扣税|税金|扣税|个所税){_DEDUCT}|incometax|tax|iit|withholding(?:tax)?"),
    ("insurance", 100, rf"{_DEDUCT}(?:社会保险|社保|社会保障|五险|三险|四险|社会保险费|社保费|五险合计|三险合计|保险){_DEDUCT}|socialsecurity|socialinsurance|insurance"),
    ("insurance", 60, rf"{_DEDUCT}(?:五险一金|三险一金|四险一金|六险一金|社保公积金|保险/?公积金|社保[、/及和]?公积金|保险公积金|四金|五金|三金){_DEDUCT}"),
    ("pension", 100, rf"{_DEDUCT}(?:养老保险|养老金|养老|养扣|养保|基本养老){_DEDUCT}|pension"),
    ("medical", 100, rf"{_DEDUCT}(?:基本)?(?:医疗保险|医疗|医保|医扣|大病医疗){_DEDUCT}|medical"),
    ("unemployment", 100, rf"{_DEDUCT}(?:失业保险|失业|失保|失扣){_DEDUCT}|unemployment"),
    ("housing_fund", 100, rf"{_DEDUCT}(?:住房公积金|公积金|公积|住房){_DEDUCT}|housingfund"),
    ("base", 100, r"(?:月)?(?:基本工资|基础工资|基本薪资|基本薪酬|底薪|基本月薪|基薪)|basic(?:salary|pay|wages?)?|base(?:salary|pay|wages?)?"),
    ("base", 60, r"(?:岗位|标准|固定|约定|合同|职务|计时)(?:工资|薪资|月薪)(?:标准)?|月薪|月工资标准|工资标准|薪资标准"),
    ("overtime", 100, r"加班(?:工资|费|费用|薪资|费合计|工资合计|金额|费小计|合计)|加班|overtime(?:pay)?|ot(?:pay)?"),
    ("day_rate", 100, r"(?:每)?日(?:工资|薪|工价|工资标准|薪资|单价)(?:标准)?|工日单价|(?:日)?单价|每工|天工资|工价|day(?:ly)?rate|dailywage"),
    ("attendance_days", 100, r"(?:本月|当月|实际|月|实)*(?:出勤|上班|工作|计薪|到岗|出工|计发|务工|上工)(?:天数?|日数?|工日|工天|\(天\)|天数合计|数)|实(?:际)?出勤|出勤\(天\)|(?:days|attendance|workdays|workingdays|daysworked)"),
    ("attendance_days", 80, r"出勤|出勤合计|(?:合计|总)(?:工日|工天|出勤|天数|工数|出勤天数)|(?:工日|工天|天数)合计|考勤天数|工日|工日数|工数|天数|总工日|工天|考勤合计|考勤"),
    ("pay_date", 100, r"(?:工资|实际|薪资|款项)*(?:发放|发薪|支付|付款|发工资|打款|到账|转账|领取|领款)(?:日期|日|时间)|paydate|paymentdate|datepaid|paiddate"),
    ("month", 100, r"(?:工资|薪资|薪酬|计薪|欠薪|拖欠|所属|归属|应发|对应|账单|所得|出勤|费用)*(?:所属)?(?:月份|年月|月度|所属期|账期|期间|所属期间)|(?:工资|薪资|所属)月|month|payperiod|period|yearmonth"),
    ("month", 50, r"月"),
    ("year", 100, r"年份|年度|年|year"),
    ("phone", 100, r"(?:本人|员工|联系|工人|移动)*(?:手机|电话|联系方式|手机号)(?:号码|号)?|phone(?:no|number)?|mobile(?:no|number|phone)?|tel|telephone"),
    ("department", 100, r"(?:所属|所在|工作|用工)?(?:部门|班组|车间|科室|项目部|工段|班次组|施工队|队组|小组|处室|店铺|门店)(?:名称)?|班组/工种|(?:所属|所在)(?:单位|班组|项目|公司)|department|dept|team|workshop"),
    ("department", 60, r"项目|项目名称|单位部门|部门/岗位|单位|组别|班别|区域"),
    ("post", 100, r"(?:所属|所在|现|工作|担任)?(?:岗位|职务|职位|工种|岗位名称|职称|岗位工种|工种/岗位|岗位/工种|职别|岗位职务)(?:名称)?|post|position|jobtitle|title|role"),
    ("employer_name", 100, r"(?:用人|用工|劳务|工作|签约|缴费|发薪|所属)?(?:单位|公司|企业)名称|用人单位|用工单位|公司|企业|所属公司|劳务公司|employer(?:name)?|company(?:name)?"),
    ("employer_code", 100, r"(?:企业|单位|公司|用人单位|用工单位)?(?:统一社会信用代码|社会信用代码|信用代码|统一信用代码|纳税人识别号|税号)|uscc"),
    ("remark", 100, r"备注(?:说明|栏)?|说明|附注|remarks?|notes?|memo|comment"),
)  # fmt: skip
_PATTERNS = tuple((key, score, re.compile(pattern)) for key, score, pattern in _WORDS)
_NEVER = re.compile(
    r"累计|上月|上年|去年|基数|比例|税率|免税|应税|计税|纳税所得|所得额|专项|差额|未发|欠发|欠付|未付|余额|结余|补发|预发|预付|补贴|工龄"
)
_ELSEWHEN = re.compile(r"累计|上月|上年|去年|上期|全年|年度|未发|欠|差额|(?:单位|公司|企业)(?:部分|承担|缴纳)")
"""What a bracket behind a heading says when the column is another month's, another year's or another party's."""
_EMPLOYER_PART = re.compile(r"单位|公司|企业|雇主|用人")
_PARTS = frozenset({"insurance", "pension", "medical", "unemployment", "housing_fund"})
_UNIT = re.compile(
    r"[(\[【](?:人民币|单位[:：]?)?(?:元|￥|¥|rmb|yuan|天|日|个|元/月|元/天|元/日|小时|h|cny|人民币元|必填|选填|万元)[)\]】]"
)
_NUMBERING = re.compile(r"^(?:[(]?[一二三四五六七八九十]{1,2}[)、.]|[(]?\d{1,2}[)、.]|[①-⑳])")
_RINGED = re.compile(r"[①-⑳]+(?:\s*=.*)?")
_FORMULA = re.compile(r"[\da-h]?=[^=]+$")
_MONTH_LEAD = re.compile(r"^(?:(?:20)?\d\d年)?(?:1[0-2]|0?[1-9])月份?(?=[^\d(（至~-])")
_TRADITIONAL = str.maketrans(
    "應發實資總計額領號帳銀開戶個稅險補貼績勞動職員編碼證繳備註數部門單崗獎費項減稱聯話電機簽類時薪姓際處班組車間",
    "应发实资总计额领号帐银开户个税险补贴绩劳动职员编码证缴备注数部门单岗奖费项减称联话电机签类时薪姓际处班组车间",
)
"""The characters of headings as factories from Taiwan and Hong Kong write them."""
_LATIN = re.compile(r"[a-z'\-. ]+")
_CJK = re.compile(r"[^\u4e00-\u9fff()、/%\d.]+")
OTHER_UNIT = re.compile(r"[百千万]元|[美欧日]元|美金|港[元币]|usd|hkd|eur", re.IGNORECASE)


@lru_cache(maxsize=65_536)
def plain(label: str) -> str:
    """A heading without spaces, units, marks and numbering, in narrow characters and lower case.

    >>> plain("应 发 工 资（元）"), plain("*姓名"), plain("三、實發合計：")
    ('应发工资', '姓名', '实发合计')
    """
    text = _RINGED.sub("", label) or label
    text = re.sub(r"[\s\u200b\ufeff_*＊]+", "", unicodedata.normalize("NFKC", text).lower()).translate(_TRADITIONAL)
    text = _FORMULA.sub("", text) or text
    text = _NUMBERING.sub("", _UNIT.sub("", text)).strip(":：,，。.·")
    return _MONTH_LEAD.sub("", text)


@lru_cache(maxsize=65_536)
def meanings(label: str) -> tuple[tuple[str, int], ...]:
    """What a heading may mean, with scores; nothing when it is no wording we know.

    >>> meanings("本月实付工资"), meanings("累计应发工资"), meanings("应发奖金")
    ((('paid', 100),), (), ())
    """
    text = plain(label)
    employer = bool(_EMPLOYER_PART.search(text)) and "个人" not in text
    for form in _forms(label, text):
        found = _whole(form)
        if found:
            return () if employer and found[0][0] in _PARTS else found
    return ()


def _forms(label: str, text: str) -> tuple[str, ...]:
    """The heading whole, its Chinese part, its Latin part, and the pieces around a slash or a line break."""
    pieces = [plain(piece) for piece in re.split(r"[\n/|]", label) if piece.strip()]
    if any(_ELSEWHEN.search(inner) for inner in re.findall(r"\(.*?\)", text)):
        return (text,)
    forms = [text, _LATIN.sub("", text), _CJK.sub("", text), "".join(_LATIN.findall(text))]
    bare = re.sub(r"\(.*?\)", "", text)
    return tuple(dict.fromkeys(form for form in (*forms, bare, *pieces) if form))


def _whole(text: str) -> tuple[tuple[str, int], ...]:
    if _NEVER.search(text):
        return ()
    best: dict[str, int] = {}
    for key, score, pattern in _PATTERNS:
        if pattern.fullmatch(text):
            best[key] = max(score, best.get(key, 0))
    if len(best) > 1:
        top = max(best.values())
        best = {key: score for key, score in best.items() if score == top}
    return tuple(best.items())


_GROUP_KEYS = (
    ("due", re.compile(r"应发|应付|应领|应得")),
    ("paid", re.compile(r"实发|实付|实领|实得")),
    ("deductions", re.compile(r"扣|减项|代缴")),
    ("attendance_days", re.compile(r"出勤|考勤")),
)
_SUM = re.compile(r"(?:合计|小计|总计|共计|总额|金额|总数|计|total|sum)")
GROUP_WORDS = re.compile(
    r"应发|应付|应扣|扣款|扣除|代扣|代缴|补贴|津贴|补助|出勤|考勤|社保|保险|公积金|个人|单位|公司|奖金|加班|绩效|其他|其它|基本|"
    r"本[月期]|当月|上[月期年]|累计|信息|工资|薪资|收入|项目|明细|减项|增项|加项|实发|税|情况|费|deduct|earning|allowance|pay"
)


_PAID_FOR = re.compile(r"应发|应付|津贴|补贴|补助|扣|工资|奖|绩效|收入|费")


def path_meanings(parts: tuple[str, ...], *, shared: bool) -> tuple[tuple[str, int], ...]:
    """What a column means whose heading stands in several lines; `shared` says the upper line heads other columns too.

    Under a shared heading only the column's own words count (基本工资 under 应发工资 is not the total), except where the
    column says no more than 合计, or the words only make sense together (社保 over 个人).
    """
    leaf = parts[-1] if parts else ""
    upper = "".join(parts[:-1])
    if not upper:
        return meanings(leaf)
    if _ELSEWHEN.search(plain(upper)):
        return ()
    if _SUM.fullmatch(plain(leaf)):
        for key, pattern in _GROUP_KEYS:
            if pattern.search(plain(upper)):
                return ((key, 95),)
    return _two_lines(upper, leaf, shared=shared)


def _two_lines(upper: str, leaf: str, *, shared: bool) -> tuple[tuple[str, int], ...]:
    own, joined = meanings(leaf), meanings(upper + leaf)
    cut_in_two = not shared and own[:1] == meanings("工资")[:1] and joined[:1] and joined[0][0] in ("due", "paid")
    if cut_in_two:
        return joined
    if shared and own and own[0][0] in ("post", "department") and _PAID_FOR.search(upper):
        return ()
    if own and not _is_employer_part(upper, own):
        return own
    return joined if joined or shared else meanings(upper)


def _is_employer_part(upper: str, own: tuple[tuple[str, int], ...]) -> bool:
    return any(key in _PARTS for key, _ in own) and bool(_EMPLOYER_PART.search(upper)) and "个人" not in upper
