"""Texts of a filing written anew (改写): corrected where a person is kept wrong, without persons where nobody may be kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anxin.apps.intake.models import Earlier, Filing, PrivacyWish
from anxin.apps.intake.said import number_of
from anxin.base.vault.sealing import keyed_hash, open_, seal
from anxin.domain.intake.rewriting import corrected
from anxin.kernel.clock import local_date

SEALED = "_sealed"


@dataclass(frozen=True, slots=True)
class Text:
    """One text that is kept with a filing: where it stands, and how it is called on the screen."""

    what: str
    row: Any
    field: str

    def read(self) -> str:
        """As it reads, opened where it is sealed."""
        kept = str(getattr(self.row, self.field))
        return open_(kept) if kept and self.field.endswith(SEALED) else kept

    def write(self, text: str) -> None:
        """Write it anew, sealed where it was sealed."""
        kept = text[: self.row._meta.get_field(self.field).max_length]
        setattr(self.row, self.field, seal(kept) if kept and self.field.endswith(SEALED) else kept)
        self.row.save(update_fields=[self.field])


def in_the_open(filing: Filing) -> Iterator[Text]:
    """What was said with a filing and of it, on both sides."""
    yield from (
        Text(what, filing, field)
        for what, field in (("诉求内容", "words"), ("所述单位", "employer_said"), ("所述地点", "address_said"))
    )
    yield from (Text("留言", one, "words") for one in filing.messages.order_by("pk"))
    yield from (Text("更正说明", one, "words") for one in filing.remarks.order_by("pk"))
    yield from (Text("转办反馈", one, "words") for one in filing.replies.order_by("pk"))
    yield from (Text("申请说明", one, "words") for one in filing.wishes.order_by("pk"))
    yield from (Text("答复理由", one, "reasons") for one in filing.wishes.order_by("pk"))
    yield from (Text("附件名", one, "name") for one in filing.attachments.order_by("pk"))


def under_seal(filing: Filing) -> Iterator[Text]:
    """Who filed, and the fellow workers."""
    yield Text("姓名", filing, "filer_name_sealed")
    yield Text("电话", filing, "phone_sealed")
    for one in filing.fellows.order_by("pk"):
        yield Text("工友姓名", one, "name_sealed")
        yield Text("工友电话", one, "phone_sealed")


def correct(filing: Filing, wish: PrivacyWish, *, wrong: str, right: str, at: datetime) -> int:
    """Write right what is wrong wherever it stands under the filing; how each text read before is kept sealed. Answers how many."""
    changed = [*_changed(in_the_open(filing), wrong, right), *_changed(under_seal(filing), wrong, right)]
    Earlier.objects.bulk_create(
        Earlier(filing=filing, wish=wish, what=one.what, was_sealed=seal(was), at=at) for one, was, _now in changed
    )
    for one, _was, now in changed:
        one.write(now)
        if one.field == "phone_sealed":
            _find_by(one.row, now, at=at)
    return len(changed)


def _changed(some: Iterator[Text], wrong: str, right: str) -> list[tuple[Text, str, str]]:
    read = [(one, one.read()) for one in some]
    written = [(one, was, corrected(was, wrong=wrong, right=right)) for one, was in read]
    return [(one, was, now) for one, was, now in written if now != was]


def _find_by(row: Any, phone: str, *, at: datetime) -> None:
    """A corrected telephone is found by its own number from now on."""
    number = number_of(phone, on=local_date(at))
    row.phone_hash, row.phone_tail = keyed_hash(number) if number else "", number[-4:]
    row.save(update_fields=["phone_hash", "phone_tail"])


def rewrite(some: Iterator[Text], how: Callable[[str], str]) -> None:
    """Write every text anew that reads otherwise then."""
    for one in some:
        was = one.read()
        if (now := how(was)) != was:
            one.write(now)
