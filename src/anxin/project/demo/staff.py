"""The people who do the work (工作人员): the leading group, its office, member units, assistants, grid members; invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pyarrow as pa

from anxin.kernel.clock import SHANGHAI
from anxin.project.demo.draws import rows, stream
from anxin.project.demo.names import persons
from anxin.project.demo.numbers import phones
from anxin.project.demo.places import TOWN, Ground

UNITS = (
    (
        "经济发展办公室（领导小组办公室）",
        "office",
        ("统筹协调“无欠薪”行动，召集例会", "汇总欠薪欠保周报，签发报送", "运行工资支付监管平台"),
    ),
    ("党政综合办公室", "member", ("舆情信息报送", "值班安排与督查")),
    ("平安法治办公室", "member", ("突发和群体性事件处置协调", "矛盾纠纷排查")),
    ("派出所", "member", ("110联动响应", "受理涉嫌拒不支付劳动报酬案件")),
    ("司法所", "member", ("争议调解", "法律援助引导")),
    ("城建办公室", "member", ("工程项目专用账户、保证金监督", "督促总包单位代发工资")),
    ("市场监管所", "member", ("餐饮企业登记信息共享", "注销吊销信息推送")),
    ("财政所", "member", ("政府投资项目拨款核对", "应急周转金")),
    ("总工会", "member", ("集体协商与职工代表大会", "困难职工帮扶")),
    ("社会事务办公室", "member", ("社会保险扩面", "就业登记核对")),
)
_CLAUSES = "二(三)2", "二(三)3", "三(二)"


@dataclass(frozen=True, slots=True)
class Staff:
    """The tables of people and units, and the numbers others point to."""

    people: pa.Table
    units: pa.Table
    duties: pa.Table
    members: list[int]
    assistants: list[int]
    managers: list[int]
    officers: list[int]
    leaders: list[int]


def _post(
    login: str, role: str, post: str, unit: int | None = None, *, place: str = TOWN, group: str | None = None
) -> dict[str, Any]:
    return {"login": login, "role": role, "post": post, "unit_id": unit, "place_code": place, "group_post": group}


def _posts(land: Ground) -> list[dict[str, Any]]:
    """Every post in a fixed order; the login says the role, so that a demonstration is easy to enter."""
    return [*_office(), *_field(land)]


def _office() -> list[dict[str, Any]]:
    return [
        _post("leader1", "leader", "街道办事处主任", 1, group="组长"),
        _post("leader2", "leader", "街道党工委副书记", 3, group="副组长"),
        _post("leader3", "leader", "街道办事处副主任", 1, group="副组长"),
        _post("head", "head", "领导小组办公室主任", 1, group="成员"),
        *[_post(f"clerk{number}", "clerk", "领导小组办公室经办人", 1) for number in range(1, 4)],
        *[_post(f"duty{number}", "duty", "值班员", 1 + number % 3) for number in range(1, 9)],
        *[_post(f"inspector{number}", "inspector", "区劳动保障监察员", place="330602") for number in range(1, 3)],
        *[
            _post(f"unit{n:02d}", "unit", f"{unit[0]}联络员", n, group="成员")
            for n, unit in enumerate(UNITS[1:], start=2)
        ],
        _post("system_admin", "system_admin", "系统管理员"),
        _post("security_admin", "security_admin", "安全管理员"),
        _post("audit_admin", "audit_admin", "审计管理员"),
    ]


def _field(land: Ground) -> list[dict[str, Any]]:
    return [
        *[
            _post(f"assistant{n:02d}", "assistant", f"{cell.short_name}劳动监察协管员", place=cell.code, group="成员")
            for n, cell in enumerate(land.villages, start=1)
        ],
        *[
            _post(f"park{n}", "park", f"{name}管理员", place=land.villages[village].code)
            for n, (name, village) in enumerate(land.parks, start=1)
        ],
        *[
            _post(f"grid{n:02d}", "grid", f"{spot.name}网格员", place=spot.code)
            for n, spot in enumerate(land.grids, start=1)
        ],
    ]


_SHOWN = frozenset({"leader1", "head", "clerk1", "duty1", "inspector1", "assistant01", "park1", "grid01"})
_ADMINS = frozenset({"system_admin", "security_admin", "audit_admin"})


def staff(seed: int, land: Ground) -> Staff:
    """All people of the office and the field, with logins."""
    rng = stream(seed, "staff")
    posts = _posts(land)
    names = persons(rng, rng.random(len(posts)) < 0.42)
    numbers = phones(rng.integers(0, 100_000, len(posts)))
    for serial, post in enumerate(posts):
        shown = post["login"] in _SHOWN | _ADMINS
        post.update(person_id=serial + 1, name=str(names[serial]), phone=str(numbers[serial]), demo_login=shown)

    def of(role: str) -> list[int]:
        return [post["person_id"] for post in posts if post["role"] == role]

    liaisons = [of("clerk")[0], *of("unit")]
    units = [
        {
            "unit_id": n,
            "name": name,
            "kind": kind,
            "liaison_id": liaisons[n - 1],
            "head_id": of("head")[0] if n == 1 else None,
        }
        for n, (name, kind, _) in enumerate(UNITS, start=1)
    ]
    duties = [
        {"unit_id": n, "number": place, "text": text, "clause": _CLAUSES[(n + place) % 3]}
        for n, (_, _, texts) in enumerate(UNITS, start=1)
        for place, text in enumerate(texts, start=1)
    ]
    return Staff(
        rows("people", posts), rows("units", units), rows("duties", duties),
        of("grid"), of("assistant"), of("park"), of("duty"), of("leader"),
    )  # fmt: skip


def roster(crew: Staff, as_of: date) -> pa.Table:
    """The duty list (值班表) without a gap: day shift 8:00–17:30, night shift until 8:00, five weeks back, five ahead."""
    found = []
    for step in range(-35, 36):
        day = as_of + timedelta(days=step)
        turn = day.toordinal()
        for part, (shift, begins, ends) in enumerate(
            (("白班", time(8), time(17, 30)), ("夜班", time(17, 30), time(8)))
        ):
            until = day if begins < ends else day + timedelta(days=1)
            found.append(
                {
                    "day": day,
                    "shift": shift,
                    "starts": datetime.combine(day, begins, SHANGHAI).astimezone(UTC),
                    "ends": datetime.combine(until, ends, SHANGHAI).astimezone(UTC),
                    "leader_id": crew.leaders[turn // 7 % len(crew.leaders)],
                    "officer_id": crew.officers[(2 * turn + part) % len(crew.officers)],
                }
            )
    return rows("roster", found)
