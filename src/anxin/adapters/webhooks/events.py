"""What happens to webhooks, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from anxin.base.eventlog.event import Event


@dataclass(frozen=True, slots=True)
class _OfSubscription(Event):
    subscription: int
    place: str

    @property
    def subject(self) -> str:
        return f"webhooks.subscription:{self.subscription}"

    @property
    def place_path(self) -> str:
        return self.place


@dataclass(frozen=True, slots=True)
class Subscribed(_OfSubscription):
    """A key's system is told of events from now on."""

    type: ClassVar[str] = "webhooks.subscribed"
    key: int
    kinds: tuple[str, ...]

    def in_words(self) -> str:
        return f"设置事件推送第{self.subscription}号，接口密钥第{self.key}号，{len(self.kinds)} 类事件"


@dataclass(frozen=True, slots=True)
class Ended(_OfSubscription):
    """Nothing is told there any more."""

    type: ClassVar[str] = "webhooks.ended"

    def in_words(self) -> str:
        return f"停止事件推送第{self.subscription}号"


@dataclass(frozen=True, slots=True)
class Replayed(_OfSubscription):
    """Events were sent again."""

    type: ClassVar[str] = "webhooks.replayed"
    deliveries: int

    def in_words(self) -> str:
        return f"重发事件推送第{self.subscription}号的 {self.deliveries} 条记录"
