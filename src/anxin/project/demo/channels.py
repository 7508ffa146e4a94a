"""The ways in that the office has opened (接入): QQ groups, posters at a park, a key of another platform and what that is told.

Key and secret are made like any other and shown to nobody: whoever tries the interface issues a key of their own. No group has
a number of twelve digits, and nobody answers at an address that ends in .invalid.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from anxin.adapters.api.tokens import issue
from anxin.adapters.onebot.groups import register
from anxin.adapters.webhooks.subscribing import subscribe
from anxin.apps.intake.api import acts
from anxin.base.scope import Scope
from anxin.project.demo.office import Office

OPENED = timedelta(days=30)
GROUPS = ("999999990101", "999999990202")
SCANS = 5
"""How often the code at the park's gate was opened; each that hangs farther inside once less."""
POWERS = ("documents.view", "intake.receive", "intake.view")


@transaction.atomic
def open_up(office: Office, *, place_path: str, at: datetime) -> None:
    """Open every way in once; a town without a park has neither groups nor posters."""
    when = at - OPENED
    guard = office.by(when, "security_admin")
    key, _text = issue(
        name="区一体化平台（演示）", powers=POWERS, places=(place_path,), expires_at=when + timedelta(days=365), by=guard, at=when
    )  # fmt: skip
    subscribe(key=key.pk, url="https://platform.invalid/anxin", kinds=("documents.report_signed",), by=guard, at=when)
    for code, _name in acts.parks(Scope.everywhere())[:1]:
        _at_the_park(office, code, when, at)


def _at_the_park(office: Office, code: str, when: datetime, at: datetime) -> None:
    """Posters at the gate of a park and at its employers, a group of the park and one of its first employer."""
    by = office.by(when)
    hung = acts.print_out(wanted=acts.of_employers(Scope.everywhere(), park=code), valid_until=None, by=by, at=when)
    for inside, (_named, poster) in enumerate(hung[:SCANS]):
        for _time in range(SCANS - inside):
            acts.count_scan(poster, at=at)
    for number, (named, _poster) in zip(GROUPS, hung, strict=False):
        label = f"{named.park or named.employer}用工群"
        register(number=number, label=label, employer=named.employer, park=named.park_id, by=by, at=when)
