"""The kinds of file that the register takes in: what each row becomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from anxin.analytics.readings import TableReading
from anxin.apps.registry import specs
from anxin.apps.registry.actions.planning import Gazetteer
from anxin.apps.registry.models import Employer, EmployerStatus, Employment, PayAccount, Project, Worker
from anxin.apps.registry.naming import focus_of, search_text, tidy
from anxin.base.batches.kinds import Kind, Row, Wanted, add_kind, at_row
from anxin.base.batches.writing import Written, upsert
from anxin.base.scope import Scope
from anxin.base.vault.sealing import keyed_hash, keyed_hash63, seal, sealed_phone
from anxin.kernel.outcome import Fault


def plan_employers(reading: TableReading, scope: Scope) -> tuple[Wanted, list[Fault]]:
    """Employers by credit code, or by name in a village where there is no code."""
    names = Gazetteer.load(scope)
    wanted: Wanted = []
    faults: list[Fault] = []
    for number, row in zip(reading.row_numbers, reading.rows, strict=True):
        village = names.village(row["village"])
        if village is None:
            faults.append(
                at_row(
                    reading.file,
                    number,
                    "村（社区）",
                    f"没有“{row['village']}”这个村（社区）",
                    "请按地域表中的名称填写",
                )
            )
            continue
        grid, park = names.grids.get(tidy(row["grid"] or "")), names.parks.get(tidy(row["park"] or ""))
        for label, text, found in (("网格", row["grid"], grid), ("园区", row["park"], park)):
            if text and found is None:
                what, remedy = f"没有“{text}”这个{label}", f"请先登记{label}，或把此格留空"
                faults.append(at_row(reading.file, number, label, what, remedy))
        wanted.append(employer_values(row, village=village, grid=grid, park=park))
    return wanted, faults


def employer_values(row: Row, *, village: Any, grid: Any, park: Any) -> dict[str, Any]:
    """The fields of an employer as stored, from one typed row and the places it names."""
    place = grid or village
    copied = ("uscc", "address", "head_count", "contract_count", "insured_count", "pay_day", "registered_capital_fen")
    named = ("legal_person", "contact_name", "opened_on", "closed_on", "sector")
    return {
        **{key: row[key] for key in (*copied, *named)},
        **sealed_phone(row["contact_phone"], "contact_phone"),
        "name": tidy(row["name"]),
        "search": search_text(tidy(row["name"]), row["uscc"]),
        "focus": focus_of(row["sector"], in_park=park is not None).value,
        "status": (EmployerStatus.CLOSED if row["closed_on"] else EmployerStatus.ACTIVE).value,
        "village_id": village.pk,
        "grid_id": grid.pk if grid else None,
        "park_id": park.pk if park else None,
        "place_path": place.path,
    }


def apply_employers(wanted: Wanted) -> Sequence[Written]:
    """Write employers, those with a code by code, the others by name and village."""
    coded = [one for one in wanted if one["uscc"]]
    named = [{k: v for k, v in one.items() if k != "uscc"} for one in wanted if not one["uscc"]]
    return (
        upsert(Employer, key=("uscc",), wanted=coded, label="employer"),
        upsert(Employer, key=("name", "village_id"), wanted=named, label="employer"),
    )


def plan_workers(reading: TableReading, scope: Scope) -> tuple[Wanted, list[Fault]]:
    """Workers with their employment and account; the employer must be on the register."""
    names = Gazetteer.load(scope, employers=True)
    wanted: Wanted = []
    faults: list[Fault] = []
    for number, row in zip(reading.row_numbers, reading.rows, strict=True):
        employer = names.employer(row["employer"], row["employer_uscc"])
        if employer is None:
            what = f"台账中没有（或有多家）“{row['employer']}”"
            faults.append(at_row(reading.file, number, "用人单位", what, "请先导入该企业，或填写信用代码"))
            continue
        wanted.append({**row, "employer_id": employer.pk, "place_path": employer.place_path})
    return wanted, faults


def apply_workers(wanted: Wanted) -> Sequence[Written]:
    """Write persons by the keyed hash of their number, then employments, then accounts."""
    hashes = [keyed_hash(row["id_number"]) for row in wanted]
    people = upsert(
        Worker,
        key=("id_hash",),
        wanted=[worker_values(row, digest) for row, digest in zip(wanted, hashes, strict=True)],
        label="worker",
    )
    ids = {key[0]: one.pk for key, one in people.objects.items()}
    spells = upsert(
        Employment,
        key=("worker_id", "employer_id", "started_on"),
        wanted=[spell_values(row, ids[digest]) for row, digest in zip(wanted, hashes, strict=True)],
        label="employment",
    )
    accounts = upsert(
        PayAccount,
        key=("account_hash", "worker_id", "employer_id"),
        wanted=[a for row, digest in zip(wanted, hashes, strict=True) for a in account_values(row, ids[digest])],
        label="account",
    )
    return people, spells, accounts


def worker_values(row: Mapping[str, Any], digest: str) -> dict[str, Any]:
    """The fields of a worker as stored."""
    phone = row.get("phone")
    return {
        "id_hash": digest,
        "name": row["name"],
        "place_path": row["place_path"],
        "id_sealed": seal(row["id_number"]),
        "id_tail": row["id_number"][-4:],
        "phone_hash": keyed_hash(phone) if phone else None,
        **sealed_phone(phone, "phone"),
    }


def spell_values(row: Mapping[str, Any], worker_id: int) -> dict[str, Any]:
    """The fields of an employment as stored."""
    kept = {key: row.get(key) for key in ("post", "started_on", "ended_on", "part_time")}
    return {"worker_id": worker_id, "employer_id": row["employer_id"], **kept}


def account_values(row: Mapping[str, Any], worker_id: int) -> list[dict[str, Any]]:
    """The fields of a pay account as stored; none when the row names no account."""
    account = row.get("account")
    if not account:
        return []
    return [
        {
            "worker_id": worker_id,
            "employer_id": row["employer_id"],
            "account_hash": keyed_hash63(account),
            "account_sealed": seal(account),
            "account_tail": account[-4:],
        }
    ]


def plan_projects(reading: TableReading, scope: Scope) -> tuple[Wanted, list[Fault]]:
    """Projects by their number; the main contractor must be on the register."""
    names = Gazetteer.load(scope, employers=True)
    wanted: Wanted = []
    faults: list[Fault] = []
    for number, row in zip(reading.row_numbers, reading.rows, strict=True):
        village, contractor = names.village(row["village"]), names.employer(row["contractor"], None)
        if village is None or contractor is None:
            label = "村（社区）" if village is None else "施工总承包单位"
            value = row["village"] if village is None else row["contractor"]
            faults.append(at_row(reading.file, number, label, f"台账中没有“{value}”", "请先登记，或改正名称"))
            continue
        kept = {k: v for k, v in row.items() if k not in {"village", "contractor"}}
        wanted.append({**kept, "place_id": village.pk, "place_path": village.path, "contractor_id": contractor.pk})
    return wanted, faults


def apply_projects(wanted: Wanted) -> Sequence[Written]:
    """Write projects by number."""
    return (upsert(Project, key=("code",), wanted=wanted, label="project"),)


ROSTER = {"worker": Worker, "employment": Employment, "account": PayAccount}
add_kind(Kind(specs.EMPLOYERS, "registry.import", plan_employers, apply_employers, {"employer": Employer}))
add_kind(Kind(specs.WORKERS, "registry.import", plan_workers, apply_workers, ROSTER))
add_kind(Kind(specs.PROJECTS, "registry.import", plan_projects, apply_projects, {"project": Project}))
