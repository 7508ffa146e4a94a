"""Whom and what a message names (所称单位、项目): the words before 有限公司, 厂, 饭店, 工地 …, cut where a name cannot begin.

Nothing here is looked up in the register: that is the office's next step, and a person picks the employer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from anxin.domain.intake.said import EVEN, Read

EMPLOYER_END = (
    "有限责任公司", "股份有限公司", "集团有限公司", "有限公司", "分公司", "总公司", "子公司", "公司", "集团", "合作社", "事务所", "工作室",
    "服装厂", "印染厂", "纺织厂", "加工厂", "机械厂", "电子厂", "家具厂", "制衣厂", "鞋厂", "针织厂", "酒厂", "砖厂", "厂",
    "大酒店", "酒店", "饭店", "餐厅", "餐馆", "酒楼", "面馆", "火锅店", "烧烤店", "奶茶店", "理发店", "超市", "便利店", "宾馆", "旅馆",
    "KTV", "会所", "养生馆", "健身房", "培训机构", "培训学校", "幼儿园", "卫生院", "医院", "学校", "劳务队", "施工队", "工程队", "装修队",
    "包工队", "物业", "银行", "快递", "物流", "食堂", "商行", "门市部", "店",
)  # fmt: skip
_SHORT_END = (
    "机械", "化纤", "纺织", "印染", "染整", "家政", "餐饮", "传媒", "租赁", "门窗", "水产", "针织", "服饰", "服装", "制衣", "家纺", "五金", "电子", "食品", "塑料", "包装", "家具", "装饰", "科技",
)  # fmt: skip
"""How a firm is called for short: 恒源机械, 云鹤化纤; only where its name ends there."""
_SHORT = (
    rf"(?:{'|'.join(_SHORT_END)})"
    r"(?=[，。、,.！!？?；;：:\s]|上班|打工|干活|干了|做了|做工|工作|欠|拖|克扣|压|不发|没发|不给|没给|的|老板|里|那|这|派|叫|安排|招的|$)"
)
_TRADING = re.compile(r"[做干搞学卖修造买]|从事|专业|行业")
_PROJECT_END = (
    "安置房项目", "安置房工地", "安置小区", "项目部", "项目", "工程", "标段", "地块", "工地", "楼盘", "安置房", "大桥", "花园", "家园", "小区",
    "广场", "大厦", "新城", "产业园", "科创园", "智造园",
)  # fmt: skip
_STOP = re.compile(
    r"[\s，。！？；：、,.!?;:“”\"'《》【】\[\]<>]"
    r"|我们|咱们|俺们|我|俺|咱|他们|你们|本人|自己|大家|工人|老板|包工头"
    r"|(?:投诉|举报|反映|控诉|起诉|曝光|关于|咨询|请问|求助|催促|麻烦|希望|要求|帮忙|管管|查查|查一下|还有)"
    r"|(?:挂靠|进入|加入|步入|代表|告知|解决|询问|奈何|需要|整肃|出面|很多|好多|许多|所以|期间|下面|按照|如今|仅剩|联系|理解|拒绝|通知|后来|结果|前往|路过|"
    r"属于|隶属|范围内|自从|旗下|下属|当时|因为|由于|只有|没有|听说|一方面|出来|回来|（原|\(原|（以下|\(以下)"
    r"|(?:就是|都是|不是|是|叫做|名叫|叫|名为|来自|位于|地址|单位|用人单位|公司名称|名称)"
    r"|(?:在|给|被|由|向|对|跟|和|与|去|到|从|找|把|让|为|替|于|帮|进|及|或|因)"
    r"|(?:这边|那边|[这那]?旮[沓旯]|一个|这家|那家|这个|那个|一家|某家|某个|某|该|此|本|同一|另一|各|有家|家里|这|那|有个|有一家|个|家)"
    r"|(?:上班|打工|干活|做工|工作|入职|承包|承建|负责|分包|总包|拖欠|克扣|欠了?|不发|没发|不给|没给)"
    r"|(?:的|了|着|过|得|地|里|后|前|时候|说|但|而|并|也|都|又|还|就|已|被|今年|去年|现在|目前|年|月|日|号)"
)
_WITHIN = frozenset("和家个地得里年月日为进前后本")
"""Of the words a name cannot begin with those that may stand in its middle."""
_CALENDAR = frozenset("年月日和家")
"""Two of them may stand in one name: 锦绣年华家纺."""
_QUOTED = re.compile(
    r"[在叫给][^，。；“\"「”]{0,6}[“\"「](?P<name>[^“”\"「」，。；]{2,12})[”\"」](?:里|店里)?(?=做|打工|上班|干|当|工作|帮)"
)
"""在“鲜得来渔港”做传菜: what stands in quotes where somebody works is a name, whatever it ends in."""
GENERIC = re.compile(
    r"^(?:原|小|大|老|新|总|分|子|母|贵|外|私人|私营|民营|民办|公办|私立|公立|国有|建筑|装修|劳务|物业|外包|家政|保安|保洁|快递|物流|服装|印染|纺织|加工|"
    r"机械|电子|家具|施工|工程|食品|外卖|人力资源|科技|网络|贸易|房产|中介|小型|大型|上面|几|多|两|三|厂|上市|新建|建设|开发商?|附近|一|二|三|四|"
    r"电镀|喷涂|绣花|餐饮|饲料|水泥|木材|印刷|包装|玩具|制衣|鞋|砖|家具|五金|塑料|化工|针织|酒|面|烧烤|火锅|理发|奶茶|海鲜|美容|洗车|汽修|铸造|铝合金|门窗|一个|一家|有家|有个|我|本地|外地|村里|镇上|街道|市里|县里|老板|总包|分包|甲方|乙方|发包|承包|派遣|劳务派遣|用工|用人|学校|单位|公司|注塑|雨伞|袜|纸箱|模具|制药|租赁|代驾|网约车|货运|外卖|石材|袜子|桌游|钢管|钢材|建材|豆制品|美发|棋牌|拉链|染|箱包|洗涤|电商|快餐|早餐|面包|蛋糕|水果|手机|汽车|广告|婚庆|摄影|旅游|服务|洗浴|足浴|服装加工)*$"
)
_SURE_END = ("有限公司", "有限责任公司", "公司", "厂", "集团", "饭店", "酒店", "医院", "合作社")
_LONGEST = 24
SHORTEST = 2
"""A name has at least so many characters before 公司, 厂 or 店."""
_PLACE = re.compile(
    r"村|社区|街道|镇|小微园|工业园区?|产业园区?|(?:租赁|劳务|派遣|外包|中介)公司|纺织园|物流园|科创园|智造园|园区|工业区|开发区|[路街]\d*号?|里面|附近|旁边|那边"
)
_BRANCH = re.compile(r"[\u4e00-\u9fff]{2,6}分公司")
_ENDS = {kind: re.compile("|".join(sorted(map(re.escape, ends), key=len, reverse=True))) for kind, ends in (("employer", EMPLOYER_END), ("project", _PROJECT_END))}  # fmt: skip
_ENDS["employer"] = re.compile(f"{_ENDS['employer'].pattern}|{_SHORT}")
_WORKPLACE = re.compile(r"(?:在|投诉|举报|叫|给|进|名叫|是|单位|公司|：|:|被|反映)$")
_OWES = re.compile(r"^(?:[^，。；]{0,10})(?:拖欠|欠|克扣|不发|没发|不给|没给|打工|上班|干活|做工|工作|老板|欠薪|压)")
_AT_WORK = re.compile(r"(?:看|守|开|逛|进|回|关|盘)$")
"""帮人看店 says what somebody does."""
_NOT_AFTER = re.compile(r"^(?:园|站|公司|长|房|子|商|里|员|铺|主|家|工|方|区|门口|旁|附近|对面|隔壁|后面)")


def employers(text: str) -> list[Read[str]]:
    """Every employer a message names, the likeliest first."""
    return sorted(_names(text, "employer"), key=lambda one: (-one.confidence, one.start))


def named_surely(text: str, *, most: int = 2) -> list[Read[str]]:
    """The employers that a message names more likely than not; who names many accuses none of them in particular."""
    return [one for one in employers(text) if one.confidence >= EVEN][:most]


def projects(text: str) -> list[Read[str]]:
    """Every building project a message names, the likeliest first."""
    return sorted(_names(text, "project"), key=lambda one: (-one.confidence, one.start))


def _names(text: str, kind: str) -> Iterator[Read[str]]:
    seen: set[str] = set()
    for match in _ENDS[kind].finditer(text):
        start = _beginning(text, match.start())
        branch = _BRANCH.match(text, match.end()) if kind == "employer" and match[0].endswith("公司") else None
        end = branch.end() if branch else match.end()
        name, core = text[start:end], text[start : match.start()]
        if len(core) < SHORTEST or GENERIC.match(core) or name in seen or _NOT_AFTER.match(text[end:]):
            continue
        if match[0].endswith("店") and _AT_WORK.search(core):
            continue
        if match[0] in _SHORT_END and _TRADING.search(core):
            continue
        seen.add(name)
        yield Read(name, name, start, _confidence(text, start, match))
    for match in _QUOTED.finditer(text) if kind == "employer" else ():
        if match["name"] not in seen:
            yield Read(match["name"], match["name"], match.start("name"), 0.6)


def _beginning(text: str, end: int) -> int:
    """Where the name begins: after the last word before it that no name holds."""
    start = floor = max(0, end - _LONGEST)
    for match in _STOP.finditer(text, floor, end):
        if match[0] not in _WITHIN or not _inside(text, match, end):
            start = match.end()
    return _after_place(text, start, end)


def _after_place(text: str, start: int, end: int) -> int:
    """A village, road or park before the name is where it stands, not what it is called."""
    found = [match.end() for match in _PLACE.finditer(text, start, end) if end - match.end() >= SHORTEST]
    return max(found, default=start)


def _inside(text: str, match: re.Match[str], end: int) -> bool:
    """Whether 和, 家, 日 and the like stand within a name (祥和, 万家, 旭日): two more characters of it stand before, one after."""
    before = re.search(r"[\u4e00-\u9fff]{2}$", text[max(0, match.start() - 2) : match.start()])
    if before is None or ((stop := _STOP.search(before[0])) and stop[0] not in _CALENDAR):
        return False
    return end > match.end() and match.start() > SHORTEST


def _confidence(text: str, start: int, match: re.Match[str]) -> float:
    sure = 0.6 if match[0].endswith(_SURE_END) else 0.45
    if _WORKPLACE.search(text[max(0, start - 4) : start]):
        sure += 0.2
    if _OWES.match(text[match.end() :]):
        sure += 0.12
    if match.end() - start >= 8:
        sure += 0.05
    return round(min(sure, 0.95), 2)
