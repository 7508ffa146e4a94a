"""Construction projects (工程项目): main contractor, subcontractors, teams, special wage account, deposit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from anxin.project.demo.draws import rows, stream
from anxin.project.demo.firms import Firms
from anxin.project.demo.names import persons
from anxin.project.demo.numbers import card_numbers
from anxin.project.demo.places import Ground
from anxin.project.demo.span import Span, day_of
from anxin.project.demo.stories import story_number

_MAIN = ("房屋建筑", "市政园林")
_TEAMS = ("木工班组", "钢筋班组", "泥工班组", "架子班组", "水电班组", "油漆班组")
_WORKS = (
    "安置房二期",
    "小微产业园厂房",
    "道路提升工程",
    "河道整治工程",
    "中学扩建",
    "农贸市场改造",
    "标准厂房",
    "公租房",
)


@dataclass(frozen=True, slots=True)
class Sites:
    """The two tables, and the delay in months of each firm's project."""

    projects: pa.Table
    parties: pa.Table
    delay: Any


def sites(seed: int, span: Span, land: Ground, made: Firms) -> Sites:
    """Give every construction firm that fits a project; the subcontractor's trouble follows the main contractor's."""
    rng = stream(seed, "projects")
    mains, under = _pair(rng, made)
    delay = np.zeros(len(made), np.int64)
    found: list[dict[str, Any]] = []
    parties: list[dict[str, Any]] = []
    accounts = card_numbers(np.arange(len(mains)) + 9_000_000, np.full(len(mains), 7))
    names = iter(persons(rng, rng.random(4 * len(made.name)) < 0.1))
    for number, main in enumerate(mains):
        late = 3 if number == 0 else int(rng.choice([0, 0, 0, 0, 1, 2, 4, 6]))
        delay[[main, *under[number]]] = late
        found.append(
            _project(
                rng,
                span,
                land,
                made=made,
                number=number,
                main=main,
                late=late,
                account=int(accounts[number]),
                officer=str(next(names)),
            )
        )
        for place, firm in enumerate([main, *under[number]]):
            made.project[firm] = number
            if firm != main:
                made.upper[firm] = main
            team = str(rng.choice(_TEAMS))
            parties.append(_party(made, number, main, firm, role="main" if place == 0 else "subcontractor"))
            if firm != main:
                parties.append(_party(made, number, main, firm, role="team", team=team, leader=str(next(names))))
    return Sites(rows("projects", found), rows("parties", parties), delay)


def _pair(rng: np.random.Generator, made: Firms) -> tuple[list[int], list[list[int]]]:
    """The main contractor of each project and the firms below it."""
    build = [n for n in range(len(made)) if made.sector[n] == 2]
    plain = [n for n in build if made.story[n] is None]
    able = sorted((n for n in plain if made.industry[n] in _MAIN), key=lambda n: -int(made.head[n]))
    mains = [story_number("main_contractor"), *able[: max(1, len(build) // 6)]]
    under: list[list[int]] = [[] for _ in mains]
    under[0] = [story_number("subcontractor"), story_number("drywall")]
    under[min(1, len(mains) - 1)].append(story_number("false_claim"))
    for firm in plain:
        if firm not in mains and rng.random() < 0.75:
            under[int(rng.integers(1, len(mains))) if len(mains) > 1 else 0].append(firm)
    return mains, under


def _project(
    rng: np.random.Generator,
    span: Span,
    land: Ground,
    *,
    made: Firms,
    number: int,
    main: int,
    late: int,
    account: int,
    officer: str,
) -> dict[str, Any]:
    village = land.villages[made.village[main]]
    started = span.monday - int(rng.integers(60, 500))
    contract = int(made.head[main]) * int(rng.integers(400_000, 1_200_000)) * 100
    what = _WORKS[number % len(_WORKS)]
    spot = land.grids[max(int(made.grid[main]), 0)]
    return {
        "project_id": number + 1,
        "code": f"330699-YS-{number + 1:04d}",
        "name": f"{village.short_name}{what}（演示）",
        "village_code": village.code,
        "grid_code": spot.code,
        "address": f"皋埠街道{village.short_name}演示路{10 + number}号",
        "owner_name": str(
            rng.choice(
                ["皋埠演示城建投资有限公司（演示）", "越城演示产业发展有限公司（演示）", "皋埠演示水利管理站（演示）"]
            )
        ),
        "main_ent_id": main + 1,
        "started": day_of(started),
        "planned_end": day_of(started + int(rng.integers(400, 900))),
        "delay_months": late,
        "contract_cents": contract,
        "special_account": str(account),
        "special_bank": "演示农村商业银行皋埠支行",
        "deposit_cents": contract // 100,
        "deposit_form": str(rng.choice(["现金", "银行保函", "保证保险"])),
        "labour_officer": officer,
        "status": "在建",
    }


def _party(
    made: Firms, project: int, main: int, firm: int, *, role: str, team: str | None = None, leader: str | None = None
) -> dict[str, Any]:
    return {
        "project_id": project + 1,
        "ent_id": firm + 1,
        "upper_ent_id": None if firm == main else main + 1,
        "role": role,
        "team": team,
        "team_leader": leader,
        "head_count": int(made.head[firm]),
    }
