"""Fills the empty register, the organisation and the accounts with the demonstration town."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa
from django.contrib.auth.hashers import make_password

from anxin.apps.organisation.api import fill as fill_organisation
from anxin.apps.registry.api import fill as fill_register
from anxin.base.actors import Actor
from anxin.base.people.models import Account, Post
from anxin.base.places.models import Place
from anxin.base.vault.sealing import keyed_hash, keyed_hash63, seal
from anxin.project.demo import PASSWORD
from anxin.project.demo.town import Town

SECTORS = ("manufacturing", "catering", "construction", "services")
Values = dict[str, Any]


def rows_of(table: pa.Table) -> Iterator[Values]:
    """A table's rows as dictionaries, a few thousand at a time."""
    for batch in table.to_batches(max_chunksize=4096):
        yield from batch.to_pylist()


def places(town: Town) -> dict[str, Place]:
    """Write the tree of places; answers it by code."""
    known = {one.code: one for one in Place.objects.all()}
    for row in rows_of(town.places):
        if row["code"] in known:
            continue
        closed = None if row["active"] else town.as_of - timedelta(days=60)
        known[row["code"]] = Place.objects.create(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            parent=known.get(row["parent_code"]),
            path=row["path"],
            active_from=date(2019, 2, 20),
            active_to=closed,
        )
    return known


def accounts(town: Town, known: Mapping[str, Place]) -> dict[int, Account]:
    """Write the staff's accounts with their posts; answers the accounts by the town's person number."""
    sealed = make_password(PASSWORD)
    people = list(rows_of(town.people))
    made = Account.objects.bulk_create(
        [Account(username=one["login"], name=one["name"], password=sealed) for one in people]
    )
    by_number = {one["person_id"]: account for one, account in zip(people, made, strict=True)}
    Post.objects.bulk_create(
        [
            Post(
                account=by_number[one["person_id"]],
                role=one["role"],
                place=known[one["place_code"]],
                valid_from=date(2025, 1, 1),
            )
            for one in people
        ]
    )
    return by_number


def register(town: Town, known: Mapping[str, Place], *, path: str, by: Actor, at: datetime) -> None:
    """Fill the register with parks, employers, workers, employments, accounts and projects."""
    homes = _homes(town, known)
    fill_register(
        rows={
            "parks": [_park(one, known) for one in rows_of(town.parks)],
            "employers": [_employer(one, known) for one in rows_of(town.employers)],
            "workers": [_worker(one, homes.get(one["worker_id"], path)) for one in rows_of(town.workers)],
            "employments": [_employment(one) for one in rows_of(town.employments)],
            "accounts": [_account(one) for one in rows_of(town.accounts)],
            "projects": [_project(one, known) for one in rows_of(town.projects)],
            "parties": list(_parties(town)),
        },
        name="演示镇（虚构数据）",
        place_path=path,
        by=by,
        at=at,
    )


def _homes(town: Town, known: Mapping[str, Place]) -> dict[int, str]:
    """The place of each worker's newest employer."""
    places = {one["ent_id"]: _place(one, known).path for one in rows_of(town.employers)}
    return {one["worker_id"]: places[one["ent_id"]] for one in rows_of(town.employments)}


def _place(employer: Values, known: Mapping[str, Place]) -> Place:
    return known.get(employer["grid_code"] or "") or known[employer["village_code"]]


def _park(one: Values, known: Mapping[str, Place]) -> Values:
    place = known[one["village_code"]]
    return {
        "id": one["park_id"],
        "code": one["code"],
        "name": one["name"],
        "place_id": place.pk,
        "place_path": place.path,
    }


def _employer(one: Values, known: Mapping[str, Place]) -> Values:
    grid = known.get(one["grid_code"] or "")
    return {
        "id": one["ent_id"],
        "uscc": one["uscc"],
        "name": one["name"],
        "sector": SECTORS[one["sector"]],
        "status": "closed" if one["status"] == "注销" else "active",
        "village_id": known[one["village_code"]].pk,
        "grid_id": grid.pk if grid else None,
        "park_id": one["park_id"],
        "place_path": _place(one, known).path,
        "address": one["address"],
        "head_count": one["head_count"],
        "contract_count": one["contracts"],
        "insured_count": one["insured"],
        "pay_day": one["pay_day"],
        "registered_capital_fen": one["registered_capital_cents"],
        "legal_person": one["legal_person"],
        "contact_name": one["contact"],
        "contact_phone_sealed": seal(one["phone"]),
        "contact_phone_tail": one["phone"][-4:],
        "opened_on": one["founded"],
        "closed_on": one["closed_on"] if one["status"] == "注销" else None,
    }


def _worker(one: Values, path: str) -> Values:
    return {
        "id": one["worker_id"],
        "name": one["name"],
        "place_path": path,
        "id_sealed": seal(one["id_number"]),
        "id_hash": keyed_hash(one["id_number"]),
        "id_tail": one["id_number"][-4:],
        "phone_sealed": seal(one["phone"]),
        "phone_hash": keyed_hash(one["phone"]),
        "phone_tail": one["phone"][-4:],
    }


def _employment(one: Values) -> Values:
    return {
        "id": one["employment_id"], "worker_id": one["worker_id"], "employer_id": one["ent_id"], "post": one["job"] or "",
        "started_on": one["joined"], "ended_on": one["left"], "part_time": one["part_time"],
    }  # fmt: skip


def _account(one: Values) -> Values:
    number = str(one["acct"])
    return {
        "worker_id": one["worker_id"], "employer_id": one["ent_id"], "account_hash": keyed_hash63(number),
        "account_sealed": seal(number), "account_tail": number[-4:],
    }  # fmt: skip


def _project(one: Values, known: Mapping[str, Place]) -> Values:
    place = known[one["village_code"]]
    return {
        "id": one["project_id"],
        "code": one["code"],
        "name": one["name"],
        "place_id": place.pk,
        "place_path": place.path,
        "owner_name": one["owner_name"],
        "contractor_id": one["main_ent_id"],
        "price_fen": one["contract_cents"],
        "special_account": bool(one["special_account"]),
        "deposit_fen": one["deposit_cents"] or 0,
        "real_name": one["status"] == "在建" or None,
        "started_on": one["started"],
        "ended_on": one["planned_end"] if one["status"] != "在建" else None,
    }


def _parties(town: Town) -> Iterator[Values]:
    """Subcontractors and teams, each part of a project once."""
    seen = set()
    for one in rows_of(town.parties):
        part = one["team"] or {"subcontractor": "专业（劳务）分包", "team": "班组"}.get(one["role"], "")
        key = (one["project_id"], one["ent_id"], part)
        if one["role"] != "main" and key not in seen:
            seen.add(key)
            yield {"project_id": key[0], "employer_id": key[1], "part": part}


def organisation(
    town: Town, known: Mapping[str, Place], staff: Mapping[int, Account], *, path: str, by: Actor, at: datetime
) -> None:
    """Fill the organisation: units, seats, grid members, the duty list."""
    people = {one["person_id"]: one for one in rows_of(town.people)}
    parks = {one["manager_id"]: one["code"] for one in rows_of(town.parks)}
    fill_organisation(
        rows={
            "units": [_unit(one, town, people, path) for one in rows_of(town.units)],
            "seats": [_seat(one, path) for one in people.values() if one["group_post"]],
            "members": [
                _member(one, known[one["place_code"]], staff, parks)
                for one in people.values()
                if one["role"] in {"grid", "assistant", "park"}
            ],
            "shifts": [shift for one in rows_of(town.roster) for shift in _shifts(one, people, staff, path)],
        },
        place_path=path,
        by=by,
        at=at,
    )


def _phone(one: Values, prefix: str = "phone") -> Values:
    return {f"{prefix}_sealed": seal(one["phone"]), f"{prefix}_tail": one["phone"][-4:]}


def _unit(one: Values, town: Town, people: Mapping[int, Values], path: str) -> Values:
    liaison = people[one["liaison_id"]]
    duties = [d["text"] for d in rows_of(town.duties) if d["unit_id"] == one["unit_id"]]
    return {
        "id": one["unit_id"], "code": f"U{one['unit_id']:02d}", "name": one["name"], "is_office": one["kind"] == "office",
        "liaison_name": liaison["name"], **_phone(liaison, "liaison_phone"), "duties": "\n".join(duties),
        "position": one["unit_id"], "place_path": path,
    }  # fmt: skip


def _seat(one: Values, path: str) -> Values:
    rank = {"组长": "chair", "副组长": "deputy"}.get(one["group_post"], "member")
    return {
        "rank": rank, "name": one["name"], "post": one["post"] or "", "unit_id": one["unit_id"],
        "valid_from": date(2025, 1, 1), "place_path": path,
    }  # fmt: skip


def _member(one: Values, place: Place, staff: Mapping[int, Account], parks: Mapping[int, str]) -> Values:
    return {
        "kind": one["role"], "name": one["name"], **_phone(one), "place_id": place.pk, "place_path": place.path,
        "park_code": parks.get(one["person_id"], ""), "account_id": staff[one["person_id"]].pk,
        "valid_from": date(2025, 1, 1),
    }  # fmt: skip


def _shifts(one: Values, people: Mapping[int, Values], staff: Mapping[int, Account], path: str) -> Iterator[Values]:
    for number, leads in ((one["leader_id"], True), (one["officer_id"], False)):
        person = people[number]
        yield {
            "name": person["name"], "account_id": staff[number].pk, **_phone(person), "leads": leads,
            "starts_at": one["starts"], "ends_at": one["ends"], "place_path": path,
        }  # fmt: skip
