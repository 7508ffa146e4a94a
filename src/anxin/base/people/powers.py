"""The table of powers (权限) and roles (角色): which role may do what by default.

Apps name their powers in `permissions.py`; `project/wiring.py` registers them all here at start.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The roles of the plan (方案) and the three separated administrators (三员分立)."""

    LEADER = "leader"
    HEAD = "head"
    CLERK = "clerk"
    DUTY = "duty"
    ASSISTANT = "assistant"
    GRID = "grid"
    PARK = "park"
    UNIT = "unit"
    INSPECTOR = "inspector"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"


ROLE_NAMES = {
    Role.LEADER: "领导小组成员",
    Role.HEAD: "办公室主任",
    Role.CLERK: "办公室经办人",
    Role.DUTY: "值班员",
    Role.ASSISTANT: "劳动监察协管员",
    Role.GRID: "网格员",
    Role.PARK: "园区管理员",
    Role.UNIT: "成员单位联络员",
    Role.INSPECTOR: "劳动监察员",
    Role.SYSTEM_ADMIN: "系统管理员",
    Role.SECURITY_ADMIN: "安全管理员",
    Role.AUDIT_ADMIN: "审计管理员",
}

PRIVILEGED = frozenset({Role.HEAD, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
"""Roles that must log in with a second factor (多因素登录)."""

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
"""The three separated administrators (三员分立); each holds this role and no other."""

OFFICE = (Role.HEAD, Role.CLERK)
FIELD = (Role.ASSISTANT, Role.GRID, Role.PARK)
WATCH = (Role.LEADER, Role.HEAD, Role.CLERK, Role.DUTY, Role.INSPECTOR)


@dataclass(frozen=True, slots=True)
class Power:
    """One thing a person may be allowed to do, e.g. "payroll.upload", and the roles that hold it by default."""

    key: str
    label: str
    roles: tuple[Role, ...]


_POWERS: dict[str, Power] = {}


def register(powers: Iterable[Power]) -> None:
    """Add powers to the table; naming one twice with another meaning is refused."""
    for power in powers:
        known = _POWERS.setdefault(power.key, power)
        if known != power:
            raise ValueError(f"power {power.key!r} is named twice with different meanings")


def all_powers() -> tuple[Power, ...]:
    """Every power that is registered, by key."""
    return tuple(_POWERS[key] for key in sorted(_POWERS))


def role_name(role: str) -> str:
    """A role as the office calls it."""
    return ROLE_NAMES[Role(role)]


def label_of(power: str) -> str:
    """A power as the office calls it; its key when its room is not installed."""
    return _POWERS[power].label if power in _POWERS else power


def powers_of(roles: Iterable[str]) -> frozenset[str]:
    """The powers that a set of roles holds together."""
    held = set(roles)
    return frozenset(power.key for power in _POWERS.values() if held.intersection(power.roles))
