"""The columns of every table of the demonstration town, in one place, so that loaders can be written against them.

Money is int64 fen (`*_cents`, the bulk name), months are int32 yyyymm, days are date32. Times of the day are UTC.
"""

from __future__ import annotations

import pyarrow as pa

_INT, _SMALL, _TEXT, _DAY, _FLAG, _REAL = pa.int64(), pa.int32(), pa.string(), pa.date32(), pa.bool_(), pa.float64()
_TIME = pa.timestamp("s", tz="UTC")

COLUMNS: dict[str, dict[str, pa.DataType]] = {
    "places": {
        "code": _TEXT,
        "name": _TEXT,
        "short_name": _TEXT,
        "kind": _TEXT,  # province | city | district | town | village (communities too) | grid
        "parent_code": _TEXT,
        "path": _TEXT,
        "active": _FLAG,
        "map_x": _REAL,
        "map_y": _REAL,
    },
    "grids": {
        "code": _TEXT,
        "name": _TEXT,
        "village_code": _TEXT,
        "path": _TEXT,
        "active": _FLAG,
        "closed_on": _DAY,
        "member_id": _INT,  # 网格员
        "assistant_id": _INT,  # 协管员
        "park_id": _INT,
    },
    "parks": {
        "park_id": _INT,
        "code": _TEXT,
        "name": _TEXT,
        "village_code": _TEXT,
        "grid_code": _TEXT,
        "address": _TEXT,
        "manager_id": _INT,
    },
    "units": {"unit_id": _INT, "name": _TEXT, "kind": _TEXT, "liaison_id": _INT, "head_id": _INT},  # office | member
    "duties": {"unit_id": _INT, "number": _SMALL, "text": _TEXT, "clause": _TEXT},  # 职责清单
    "people": {
        "person_id": _INT,
        "login": _TEXT,
        "name": _TEXT,
        "role": _TEXT,  # values of anxin.base.people.powers.Role
        "post": _TEXT,  # 职务
        "unit_id": _INT,
        "place_code": _TEXT,
        "phone": _TEXT,
        "group_post": _TEXT,  # place in the leading group: 组长 | 副组长 | 成员 | null
        "demo_login": _FLAG,  # one of the few accounts that script/server prints
    },
    "roster": {"day": _DAY, "shift": _TEXT, "starts": _TIME, "ends": _TIME, "leader_id": _INT, "officer_id": _INT},
    "employers": {
        "ent_id": _INT,
        "uscc": _TEXT,
        "name": _TEXT,
        "short_name": _TEXT,
        "kind": _TEXT,  # 企业 | 个体工商户
        "sector": _SMALL,  # 0 manufacturing, 1 catering, 2 construction, 3 services
        "industry": _TEXT,
        "focus": _TEXT,  # park | catering | construction | null: the plan's three focus sectors
        "park_id": _INT,
        "village_code": _TEXT,
        "grid_code": _TEXT,  # null, or a closed grid: a gap
        "address": _TEXT,
        "map_x": _REAL,
        "map_y": _REAL,
        "head_count": _SMALL,
        "contracts": _SMALL,  # workers with a written contract
        "insured": _SMALL,
        "pay_day": _SMALL,  # day of the following month
        "registered_capital_cents": _INT,
        "founded": _DAY,
        "status": _TEXT,  # 开业 | 停业 | 注销 | 失联
        "closed_on": _DAY,
        "legal_person": _TEXT,
        "legal_person_id_number": _TEXT,
        "contact": _TEXT,
        "phone": _TEXT,
        "owner_key": _INT,  # same value: same actual owner
        "predecessor_id": _INT,  # the closed firm this one continues (phoenix)
        "reports": _FLAG,  # hands in payrolls on the platform
        "metered": _FLAG,
        "supervised": _FLAG,
        "record": _SMALL,  # earlier violations
        "story": _TEXT,  # key of `stories`, or null
    },
    "projects": {
        "project_id": _INT,
        "code": _TEXT,
        "name": _TEXT,
        "village_code": _TEXT,
        "grid_code": _TEXT,
        "address": _TEXT,
        "owner_name": _TEXT,  # 建设单位
        "main_ent_id": _INT,  # 施工总承包
        "started": _DAY,
        "planned_end": _DAY,
        "delay_months": _SMALL,
        "contract_cents": _INT,
        "special_account": _TEXT,  # 农民工工资专用账户
        "special_bank": _TEXT,
        "deposit_cents": _INT,  # 工资保证金
        "deposit_form": _TEXT,
        "labour_officer": _TEXT,  # 劳资专管员
        "status": _TEXT,
    },
    "parties": {
        "project_id": _INT,
        "ent_id": _INT,
        "upper_ent_id": _INT,
        "role": _TEXT,  # main | subcontractor | team
        "team": _TEXT,
        "team_leader": _TEXT,
        "head_count": _SMALL,
    },
    "workers": {
        "worker_id": _INT,
        "name": _TEXT,
        "id_number": _TEXT,
        "gender": _TEXT,
        "born": _DAY,
        "phone": _TEXT,
        "home": _TEXT,
    },
    "employments": {
        "employment_id": _INT,
        "worker_id": _INT,
        "ent_id": _INT,
        "joined": _DAY,
        "left": _DAY,
        "job": _TEXT,
        "part_time": _FLAG,
        "second_job": _FLAG,
        "contract": _FLAG,
        "insured": _FLAG,
        "base_cents": _INT,
    },
    "accounts": {
        "acct": _INT,  # the card number itself (19 digits)
        "worker_id": _INT,
        "ent_id": _INT,
        "bank_name": _TEXT,
        "kind": _TEXT,  # primary | second
    },
    "payers": {"payer_id": _INT, "name": _TEXT, "kind": _TEXT, "ent_id": _INT},
    "payroll": {
        "worker_id": _INT,
        "ent_id": _INT,
        "month": _SMALL,
        "due_cents": _INT,  # net: gross less lawful deductions; what must arrive
        "due_date": _DAY,
        "declared_paid_cents": _INT,
        "gross_cents": _INT,  # 应发
        "base_cents": _INT,  # normal-hours wage of the month
        "overtime_cents": _INT,
        "insurance_cents": _INT,  # own part withheld
        "tax_cents": _INT,
        "attendance_days": _REAL,
        "handed_in": _DAY,
    },
    "bank": {
        "txn_id": _INT,
        "payer_id": _INT,
        "payee_acct": _INT,
        "amount_cents": _INT,
        "paid_date": _DAY,
        "memo": _TEXT,
        "payee_name": _TEXT,
        "status": _TEXT,  # success | failed: a failed transfer is not a payment
        "known_on": _DAY,  # the day on which the file came in
    },
    "insurance": {
        "ent_id": _INT,
        "worker_id": _INT,
        "month": _SMALL,
        "insured": _FLAG,
        "base_cents": _INT,
        "known_on": _DAY,
    },
    "signals": {
        "signal_id": _INT,
        "ent_id": _INT,
        "kind": _TEXT,  # power | lawsuit | tax_late | head_change | enquiry | insurance_gap | post | registry
        "day": _DAY,
        "value": _REAL,
        "source": _TEXT,
        "text": _TEXT,
        "known_on": _DAY,
    },
    "complaints": {
        "complaint_id": _INT,
        "ent_id": _INT,  # the truth; null when nobody is named
        "received_at": _TIME,
        "channel": _TEXT,  # 12345 | 110 | qq | hotline | walk_in | web
        "external_id": _TEXT,
        "text": _TEXT,
        "category": _TEXT,  # arrears | overtime | injury | insurance | contract | enquiry | other
        "is_arrears": _FLAG,
        "workers": _SMALL,
        "amount_cents": _INT,
        "caller": _TEXT,
        "phone": _TEXT,
        "village_code": _TEXT,
    },
    "posts": {
        "post_id": _INT,
        "ent_id": _INT,
        "posted_at": _TIME,
        "source": _TEXT,
        "url": _TEXT,
        "text": _TEXT,
        "is_arrears": _FLAG,
        "reads": _SMALL,
    },
    "patrols": {
        "patrol_id": _INT,
        "ent_id": _INT,
        "grid_code": _TEXT,
        "person_id": _INT,
        "visited_at": _TIME,
        "level": _SMALL,  # 0 nothing .. 3 serious
        "text": _TEXT,
    },
    "incidents": {
        "incident_id": _INT,
        "ent_id": _INT,
        "happened_at": _TIME,
        "reported_at": _TIME,
        "arrived_at": _TIME,
        "ended_at": _TIME,
        "channel": _TEXT,
        "place": _TEXT,
        "village_code": _TEXT,
        "people": _SMALL,
        "kind": _TEXT,  # mass | extreme | single
        "text": _TEXT,
        "outcome": _TEXT,
    },
    "panel": {
        "town": _TEXT,
        "week": _SMALL,
        "monday": _DAY,
        "ent": _INT,
        "to_sf": _SMALL,
        "late_days": _REAL,
        "unpaid_flag": _REAL,
        "ins_gap": _REAL,
        "power": _REAL,
        "lawsuits": _REAL,
        "tax_late": _REAL,
        "head_change": _REAL,
        "enquiries": _REAL,
        "posts": _REAL,
        "grid": _REAL,
        "complaints_wage": _REAL,
        "complaints_other": _REAL,
    },
    "stories": {"key": _TEXT, "ent_id": _INT, "title": _TEXT, "text": _TEXT},
}

TRUTH_COLUMNS: dict[str, dict[str, pa.DataType]] = {
    "results": {
        "worker_id": _INT,
        "ent_id": _INT,
        "month": _SMALL,
        "due_cents": _INT,
        "paid_cents": _INT,
        "arrears_cents": _INT,
        "status": _SMALL,
        "days_late": _SMALL,
    },
    "employers": {
        "ent_id": _INT,
        "n": _INT,
        "unpaid": _INT,
        "under_": _INT,
        "late": _INT,
        "over_": _INT,
        "arrears_cents": _INT,
        "max_late": _SMALL,
    },
    "spells": {
        "town": _TEXT,
        "ent": _INT,
        "onset": _SMALL,  # week numbers of the panel
        "end": _SMALL,  # -1: still running
        "first_complaint": _SMALL,
        "mass": _FLAG,
        "workers": _SMALL,
        "amount_yuan": _REAL,
        "onset_day": _DAY,
        "end_day": _DAY,
    },
    "stress": {"ent": _INT, "week": _SMALL, "level": _REAL},
    "minimum_wage": {
        "worker_id": _INT,
        "ent_id": _INT,
        "month": _SMALL,
        "base_cents": _INT,
        "minimum_cents": _INT,
        "short_cents": _INT,
    },
    "insurance_gaps": {"ent_id": _INT, "worker_id": _INT, "month": _SMALL},
}
TRUTH_COLUMNS["corrected"] = TRUTH_COLUMNS["results"]


def schema_of(name: str, *, truth: bool = False) -> pa.Schema:
    """The Arrow schema of one table of the town, or of its truth."""
    return pa.schema(list((TRUTH_COLUMNS if truth else COLUMNS)[name].items()))
