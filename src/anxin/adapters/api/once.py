"""A writing request is done once (幂等): the same Idempotency-Key brings the same answer, however often a line breaks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from anxin.adapters.api.models import Answered
from anxin.base.actors import Actor
from anxin.kernel.outcome import RuleBroken

KEPT = timedelta(days=7)
"""How long an answer is kept; a system that asks again after a week has lost more than a line."""

Answer = tuple[int, dict[str, Any]]


def once(*, key: str, asked: dict[str, Any], by: Actor, at: datetime, act: Callable[[], Answer]) -> Answer:
    """Do the act and keep its answer in one transaction; a known key answers as before, for another request it is refused.

    The row is written before the act: of two requests at the same instant the second waits, and finds the first's answer.
    A refused act leaves nothing, so that it may be asked again once its cause is mended.
    """
    token, print_ = int(by.id.partition(":")[2]), _fingerprint(asked)
    with transaction.atomic():
        Answered.objects.filter(token_id=token, at__lt=at - KEPT).delete()
        try:
            with transaction.atomic():
                mine = Answered.objects.create(token_id=token, key=key, fingerprint=print_, at=at)
        except IntegrityError:
            return _as_before(Answered.objects.get(token_id=token, key=key), print_)
        mine.status, mine.answer = act()
        mine.save(update_fields=["status", "answer"])
        return mine.status, mine.answer


def _as_before(known: Answered, print_: str) -> Answer:
    if known.fingerprint != print_:
        raise RuleBroken("api.key_reused", "这个 Idempotency-Key 已用于另一请求。新的请求请换用新的值。")
    return known.status, known.answer


def _fingerprint(asked: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(asked, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
