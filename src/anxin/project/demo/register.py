"""The employers as the register holds them (企业名册), and those who pay without being the employer."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from anxin.project.demo.draws import days, rows, stream, table
from anxin.project.demo.firms import Firms
from anxin.project.demo.flows import AGENCY, OWNER, PROJECT
from anxin.project.demo.labour import Labour
from anxin.project.demo.names import MARK, persons
from anxin.project.demo.numbers import HOME_AREAS, credit_codes, identity_numbers, phones
from anxin.project.demo.places import Ground
from anxin.project.demo.span import NEVER, Span

Array = npt.NDArray[Any]
_ROADS = ("演示大道", "镜水演示路", "银城演示路", "皋北演示路", "樊江演示街", "吼山演示路")


def employer_register(seed: int, span: Span, land: Ground, made: Firms, grown: Labour) -> pa.Table:
    """Every employer with its head count of today, its contracts and insured."""
    rng = stream(seed, "register")
    count = len(made)
    now = (grown.joined <= span.today) & (grown.left > span.today)

    def heads(which: Array) -> Array:
        return np.bincount(grown.ent[now & which], minlength=count)

    owner, identity = _owners(rng, span, made)
    spot_x, spot_y, address = _addresses(rng, land, made)
    focus = np.select(
        [made.park >= 0, made.sector == 1, made.sector == 2], ["park", "catering", "construction"], default=""
    )
    columns = {
        "ent_id": np.arange(1, count + 1),
        "uscc": credit_codes(range(count), made.trader.tolist()),
        "name": made.name,
        "short_name": [name.removesuffix(MARK).removeprefix("绍兴").removesuffix("有限公司") for name in made.name],
        "kind": np.where(made.trader, "个体工商户", "企业").astype(object),
        "sector": made.sector,
        "industry": made.industry,
        "focus": pa.array(focus.tolist(), mask=focus == ""),
        "park_id": pa.array(made.park + 1, mask=made.park < 0),
        "village_code": [land.villages[place].code for place in made.village],
        "grid_code": [None if place < 0 else land.grids[place].code for place in made.grid],
        "address": address,
        "map_x": spot_x,
        "map_y": spot_y,
        "head_count": heads(np.ones(len(grown), bool)),
        "contracts": heads(grown.contract),
        "insured": heads(grown.insured),
        "pay_day": made.pay_day,
        "registered_capital_cents": rng.choice((10, 50, 100, 200, 500, 1000, 3000), count) * 1_000_000,
        "founded": days(made.founded),
        "status": made.status,
        "closed_on": days(np.where(made.closed > span.today, NEVER, made.closed), never=NEVER),
        "legal_person": owner,
        "legal_person_id_number": identity,
        "contact": persons(rng, rng.random(count) < 0.5),
        "phone": phones(np.arange(count) * 3 + 11),
        "owner_key": made.owner + 1,
        "predecessor_id": pa.array(made.predecessor + 1, mask=made.predecessor < 0),
        "reports": made.reports,
        "metered": made.metered,
        "supervised": made.supervised,
        "record": made.record,
        "story": [None if story is None else story.key for story in made.story],
    }
    return table("employers", columns)


def _owners(rng: np.random.Generator, span: Span, made: Firms) -> tuple[Array, Array]:
    """Legal persons (法定代表人); firms of one owner mostly show the same one, some hide behind a relative."""
    count = len(made)
    female = rng.random(count) < 0.25
    born = np.datetime64("1970-01-01", "D") + (span.monday - 365 * 28 - rng.integers(0, 365 * 35, count)).astype(
        "timedelta64[D]"
    )
    areas = np.full(count, HOME_AREAS[0][0] - 200)
    names, identity = persons(rng, female), identity_numbers(areas, born, female)
    shown = np.where(rng.random(count) < 0.8, made.owner, np.arange(count))
    return names[shown], identity[shown]


def _addresses(rng: np.random.Generator, land: Ground, made: Firms) -> tuple[Array, Array, list[str]]:
    """A point inside the grid's cell on the sketch, and a made-up address; a successor stands where the old firm stood."""
    place_x, place_y = np.empty(len(made)), np.empty(len(made))
    text: list[str] = []
    numbers = rng.integers(1, 900, len(made))
    for ent in range(len(made)):
        old = int(made.predecessor[ent])
        if old >= 0:
            place_x[ent], place_y[ent] = place_x[old], place_y[old]
            text.append(text[old])
            continue
        village = land.villages[int(made.village[ent])]
        spot = land.grids[int(made.grid[ent])].corners if made.grid[ent] >= 0 else village.corners
        weights = rng.dirichlet(np.full(len(spot), 0.8))
        place_x[ent], place_y[ent] = (np.round(weights @ np.array(spot), 1)).tolist()
        where = land.parks[int(made.park[ent])][0] if made.park[ent] >= 0 else _ROADS[ent % len(_ROADS)]
        text.append(f"皋埠街道{village.short_name}{where}{numbers[ent]}号")
    return place_x, place_y, text


def payer_table(made: Firms, projects: pa.Table, used: Array) -> pa.Table:
    """Everyone who pays: employers, projects' special accounts, agencies, owners in person."""
    found: list[dict[str, Any]] = [
        {"payer_id": ent + 1, "name": name, "kind": "employer", "ent_id": ent + 1} for ent, name in enumerate(made.name)
    ]
    for number in np.unique(used[used >= AGENCY]).tolist():
        if number >= OWNER:
            fact = {"name": "经营者个人账户", "kind": "owner", "ent_id": number - OWNER}
        elif number >= PROJECT:
            row = projects.slice(number - PROJECT - 1, 1).to_pylist()[0]
            fact = {"name": f"{row['name']}农民工工资专用账户", "kind": "special_account", "ent_id": row["main_ent_id"]}
        else:
            fact = {"name": f"绍兴演示人力资源{number - AGENCY}号有限公司{MARK}", "kind": "agency", "ent_id": None}
        found.append({"payer_id": number, **fact})
    return rows("payers", found)
