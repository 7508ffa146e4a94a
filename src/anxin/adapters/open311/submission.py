"""A platform's POST read into the office's own words: the same record that a page or a telephone call fills."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from anxin.adapters.open311.offered import service
from anxin.apps.intake.api import Said
from anxin.apps.registry.api import employers
from anxin.base.actors import Actor
from anxin.base.scope import Scope
from anxin.kernel.ids import is_uscc
from anxin.kernel.outcome import BadInput, Fault

LONGEST_DESCRIPTION = 4000
"""The standard's own limit."""
LONGEST_EXTERNAL = 70
_PHONE = re.compile(r"\+?[\d\- ]{7,20}")
_FAR = Decimal(180)


def said_in(form: Mapping[str, str], *, holder: Actor | None, scope: Scope, today: date) -> Said:
    """What was said; refused with every fault at once, so that a platform mends them in one go."""
    reading = _Reading(form, [])
    said = Said(
        words=reading.words(),
        channel="open311",
        kind=service(form.get("service_code", "")).code,
        identity=reading.choice("identity", ("confidential", "named", "anonymous")),
        external_id=reading.external_id(holder),
        name=f"{form.get('last_name', '').strip()}{form.get('first_name', '').strip()}"[:60],
        phone=reading.phone(),
        employer_id=reading.employer(scope),
        employer_said=reading.attribute("employer")[:200],
        address_said=reading.address(),
        place_code=reading.attribute("place") or form.get("address_id", "").strip(),
        workers=reading.workers(),
        amount_fen=reading.amount_fen(),
        since=reading.since(today),
    )
    if reading.faults:
        raise BadInput("open311.unclear", "提交的内容有误。", reading.faults)
    return said


class _Reading:
    """The fields of one POST, and what is wrong with them."""

    def __init__(self, form: Mapping[str, str], faults: list[Fault]) -> None:
        self.form, self.faults = form, faults

    def attribute(self, code: str) -> str:
        return self.form.get(f"attribute[{code}]", "").strip()

    def words(self) -> str:
        text = self.form.get("description", "").strip()
        if len(text) > LONGEST_DESCRIPTION:
            self._fault("description", f"超过 {LONGEST_DESCRIPTION} 字", "请缩短，材料由当事人凭回执编号补充")
        media = self.form.get("media_url", "").strip()
        return f"{text}\n附件链接（未下载）：{media[:500]}" if media else text

    def choice(self, code: str, known: tuple[str, ...]) -> str:
        text = self.attribute(code) or known[0]
        if text not in known:
            self._fault(f"attribute[{code}]", f"只能是 {'、'.join(known)}", "请更正")
        return text

    def external_id(self, holder: Actor | None) -> str:
        """A platform's own number stands behind the key's, so that no platform reaches another's receipt."""
        text = self.attribute("external_id")
        if len(text) > LONGEST_EXTERNAL:
            self._fault("attribute[external_id]", f"超过 {LONGEST_EXTERNAL} 个字符", "请缩短")
        return f"{holder.id}:{text}" if holder is not None and text else ""

    def phone(self) -> str:
        text = self.form.get("phone", "").strip()
        if text and not _PHONE.fullmatch(text):
            self._fault("phone", "不是电话号码", "请核对，没有可不填")
        return text

    def employer(self, scope: Scope) -> int | None:
        """The registered employer of a credit code; one that is not on the register stays as it was said."""
        text = self.attribute("employer_uscc").upper()
        if text and not is_uscc(text):
            self._fault("attribute[employer_uscc]", "不是有效的统一社会信用代码", "请核对，没有可不填")
            return None
        return employers(scope).filter(uscc=text).values_list("pk", flat=True).first() if text else None

    def address(self) -> str:
        """The address as said; coordinates are kept beside it in words, for a person to find the place."""
        said = self.form.get("address_string", "").strip()
        lat, long = (self.form.get(name, "").strip() for name in ("lat", "long"))
        if not lat and not long:
            return said
        numbers = [_decimal(one) for one in (lat, long)]
        if any(one is None or abs(one) > _FAR for one in numbers):
            self._fault("lat、long", "不是经纬度", "请同时给出 WGS84 纬度和经度，或都不填")
        return f"{said}（坐标 {lat}, {long}）".strip()

    def workers(self) -> int | None:
        text = self.attribute("workers")
        if not text:
            return None
        if not text.isdecimal() or not 0 < int(text) <= 100_000:
            self._fault("attribute[workers]", "不是人数", "请填 1 到 100000 的整数")
            return None
        return int(text)

    def amount_fen(self) -> int | None:
        text = self.attribute("amount_yuan")
        if not text:
            return None
        yuan = _decimal(text)
        if yuan is None or not 0 < yuan < 10_000_000_000 or yuan * 100 != int(yuan * 100):
            self._fault("attribute[amount_yuan]", "不是金额", "请填元，最多两位小数")
            return None
        return int(yuan * 100)

    def since(self, today: date) -> date | None:
        text = self.attribute("since")
        if not text:
            return None
        try:
            found = date.fromisoformat(text[:10])
        except ValueError:
            found = None
        if found is None or not date(2000, 1, 1) <= found <= today:
            self._fault("attribute[since]", "不是过去的日期", "请按 2026-08-01 填写")
            return None
        return found

    def _fault(self, where: str, what: str, remedy: str) -> None:
        self.faults.append(Fault(where, what, remedy))


def _decimal(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
