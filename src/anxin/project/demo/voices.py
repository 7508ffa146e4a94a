"""What reaches the office in words: complaints by every channel (诉求) and posts (舆情)."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from anxin.kernel.money import yuan
from anxin.project.demo.draws import rows, stream
from anxin.project.demo.firms import Firms
from anxin.project.demo.names import MARK, persons
from anxin.project.demo.numbers import phones
from anxin.project.demo.phrases import ARREARS, OTHERS, POSTS_ARREARS, POSTS_OTHER
from anxin.project.demo.places import Ground
from anxin.project.demo.span import NEVER, Span, day_of
from anxin.project.demo.spells import Spell
from anxin.project.demo.stress import Plan

Array = npt.NDArray[Any]
_CHANNELS = ("12345", "110", "qq", "hotline", "walk_in", "web")
_ENDINGS = ("有限公司", "工程", "科技", "管理", "服务")
_SOURCES = ("本地论坛（演示）", "短视频评论（演示）", "微博（演示）", "业主群截图（演示）")


class Teller:
    """Fills the sentences: names as people say them, sums as people write them."""

    def __init__(self, rng: np.random.Generator, span: Span, land: Ground, made: Firms) -> None:
        self.rng, self.span, self.land, self.made = rng, span, land, made

    def short(self, ent: int) -> str:
        """The name as workers say it."""
        text = self.made.name[ent].removesuffix(MARK).removeprefix("绍兴").removeprefix("皋埠")
        for ending in _ENDINGS:
            text = text.removesuffix(ending)
        return text

    def place(self, ent: int) -> str:
        return self.land.villages[int(self.made.village[ent])].short_name

    def fill(self, text: str, ent: int, *, day: int, people: int = 1, cents: int = 0, months: int = 1) -> str:
        """One sentence with its facts."""
        sum_text = f"{yuan(cents)}元" if self.rng.random() < 0.4 else f"{cents / 1_000_000:.1f}万元"
        if cents < 1_000_000:
            sum_text = f"{cents // 100}元"
        since = day_of(day - 30 * months)
        name = self.made.name[ent] if self.rng.random() < 0.6 else self.short(ent)
        facts = {"name": name, "short": self.short(ent), "place": self.place(ent), "n": people, "yuan": sum_text}
        facts |= {"months": "一个月" if months == 1 else f"{months}个月", "month": f"{since.month}月份"}
        facts |= {"each": max(cents // max(people, 1) // 10000 * 100, 1000), "day": int(self.made.pay_day[ent])}
        return text.format(**facts)

    def choose(self, options: tuple[str, ...]) -> str:
        return options[int(self.rng.integers(0, len(options)))]

    def moment(self, day: int) -> int:
        """A second of the day, mostly in office hours (seconds since 1970, UTC)."""
        hour = float(np.clip(self.rng.normal(5.5, 3.2), 0, 15.9))
        return day * 86_400 + int(hour * 3600)


def complaints(
    seed: int, span: Span, land: Ground, *, made: Firms, drawn: Plan, level: Array, found: list[Spell]
) -> list[dict[str, Any]]:
    """Every complaint and enquiry, by time; sets the first complaint of each spell."""
    rng = stream(seed, "complaints")
    teller = Teller(rng, span, land, made)
    heard: list[dict[str, Any]] = []
    for spell in found:
        heard += _of_spell(teller, spell)
    heard += _of_delays(teller, drawn)
    heard += _background(teller, level)
    heard += _told(teller)
    heard.sort(key=lambda each: each["received_at"])
    names = persons(rng, rng.random(len(heard)) < 0.4)
    numbers = phones(rng.integers(0, 100_000, len(heard)))
    for place, each in enumerate(heard):
        prefix = {"12345": "RX", "110": "JQ", "qq": "QQ"}.get(each["channel"])
        each["complaint_id"] = place + 1
        each["external_id"] = None if prefix is None else f"{prefix}{place + 100_001}"
        anonymous = each["channel"] == "qq" or rng.random() < 0.12
        each["caller"], each["phone"] = (None, None) if anonymous else (str(names[place]), str(numbers[place]))
    return heard


def _voice(
    teller: Teller, ent: int, day: int, *, channel: str, category: str, text: str, people: int = 1, cents: int = 0
) -> dict[str, Any]:
    named = category != "other"
    return {
        "ent_id": ent + 1 if named else None,
        "received_at": teller.moment(day),
        "channel": channel,
        "text": text,
        "category": category,
        "is_arrears": category == "arrears",
        "workers": people,
        "amount_cents": cents,
        "village_code": teller.land.villages[int(teller.made.village[ent])].code,
    }


def _of_spell(teller: Teller, spell: Spell) -> list[dict[str, Any]]:
    """Few complain of a small debt, many of a long one; some never do."""
    rng, until = teller.rng, min(spell.end + 3, teller.span.today)
    if teller.made.story[spell.ent] is None and rng.random() < 0.15:
        return []
    weeks = (until - spell.onset) / 7
    count = 1 + int(rng.poisson(min(spell.workers, 150) / 14 * min(weeks, 12) / 6))
    heard = []
    for delay in np.sort(5 + rng.exponential(13, min(count, 24))):
        day = int(spell.onset + delay)
        if day > until:
            continue
        people = int(rng.integers(1, max(2, spell.workers // 2 + 1)))
        cents = spell.amount_cents * people // max(spell.workers, 1) // 100 * 100
        channel = str(rng.choice(_CHANNELS, p=(0.36, 0.08, 0.16, 0.2, 0.12, 0.08)))
        months = max(1, round((day - spell.onset) / 30) + 1)
        text = teller.fill(
            teller.choose(ARREARS[channel]), spell.ent, day=day, people=people, cents=cents, months=months
        )
        heard.append(
            _voice(teller, spell.ent, day, channel=channel, category="arrears", text=text, people=people, cents=cents)
        )
        spell.first_complaint = min(spell.first_complaint, day)
    return heard


def _of_delays(teller: Teller, drawn: Plan) -> list[dict[str, Any]]:
    """Pay that is a week or more late makes somebody ask."""
    late = (
        (drawn.first - drawn.due >= 7)
        & (drawn.due + 8 <= teller.span.today)
        & (teller.rng.random(drawn.due.shape) < 0.22)
    )
    late &= teller.made.closed[:, None] > drawn.due
    heard = []
    for ent, month in np.argwhere(late):
        day = int(drawn.due[ent, month] + teller.rng.integers(4, 8))
        arrears = bool(teller.rng.random() < 0.4)
        channel = str(teller.rng.choice(("12345", "qq", "hotline")))
        phrases = ARREARS[channel] if arrears else OTHERS["enquiry"]
        cents = int(teller.rng.integers(30, 80)) * 10_000 if arrears else 0
        text = teller.fill(teller.choose(phrases), int(ent), day=day, cents=cents)
        heard.append(
            _voice(
                teller,
                int(ent),
                day,
                channel=channel,
                category="arrears" if arrears else "enquiry",
                text=text,
                cents=cents,
            )
        )
    return heard


def _background(teller: Teller, level: Array) -> list[dict[str, Any]]:
    """What always comes in: other labour matters, questions (more where there is stress), and quite different things."""
    rng, span = teller.rng, teller.span
    size = np.sqrt(teller.made.head)[:, None] / 5
    rate = size * (0.0045 + 0.03 * np.maximum(level - 1, 0))
    heard = []
    for ent, week in np.argwhere(rng.random(level.shape) < rate):
        day = int(span.monday + 7 * week + rng.integers(0, 7))
        if day > min(span.today, int(teller.made.closed[ent])):
            continue
        kinds = ("enquiry", "overtime", "insurance", "contract", "injury", "other")
        category = str(rng.choice(kinds, p=(0.36, 0.14, 0.14, 0.12, 0.08, 0.16)))
        channel = str(rng.choice(("12345", "qq", "hotline", "walk_in", "web"), p=(0.4, 0.2, 0.2, 0.1, 0.1)))
        text = teller.fill(teller.choose(OTHERS[category]), int(ent), day=day)
        heard.append(_voice(teller, int(ent), day, channel=channel, category=category, text=text))
    return heard


def _told(teller: Teller) -> list[dict[str, Any]]:
    """The complaints that belong to stories without arrears on file."""
    texts = {
        "false_claim": (
            "12345",
            60,
            96_000_000,
            "带班人员反映{name}拖欠60名工人工资96万元，扬言明天到工地堵门，要求街道出面。",
        ),
        "cash": ("walk_in", 2, 640_000, "两名员工到窗口反映{name}现金发工资，少发6400元，没有工资条。"),
        "below_minimum": ("hotline", 1, 0, "{short}保洁员来电：每月做满26天只拿不到两千元，是不是低于最低工资？"),
        "insurance_gap": ("12345", 5, 0, "来电人反映{name}已半年未缴社保，影响5名员工就医报销。"),
    }
    heard = []
    for ent, story in enumerate(teller.made.story):
        if story is not None and story.key in texts:
            channel, people, cents, text = texts[story.key]
            category = {"below_minimum": "enquiry", "insurance_gap": "insurance"}.get(story.key, "arrears")
            day = teller.span.today - 9 - ent
            said = teller.fill(text, ent, day=day, people=people, cents=cents)
            heard.append(
                _voice(teller, ent, day, channel=channel, category=category, text=said, people=people, cents=cents)
            )
    return heard


def posts(seed: int, span: Span, land: Ground, made: Firms, found: list[Spell]) -> pa.Table:
    """Posts seen on the net: about large debts, and far more about nothing."""
    rng = stream(seed, "posts")
    teller = Teller(rng, span, land, made)
    seen: list[dict[str, Any]] = []

    def add(ent: int, day: int, text: str, *, arrears: bool) -> None:
        reads = int(rng.lognormal(6.5 if arrears else 5, 1.1))
        fact = {"ent_id": ent + 1, "posted_at": teller.moment(day), "source": teller.choose(_SOURCES), "text": text}
        seen.append(
            {**fact, "is_arrears": arrears, "reads": min(reads, 900_000), "url": "https://example.invalid/post/"}
        )

    for spell in found:
        if spell.workers >= 12 and rng.random() < 0.5:
            day = min(spell.onset + int(rng.integers(8, 40)), min(spell.end, span.today))
            said = teller.fill(
                teller.choose(POSTS_ARREARS),
                spell.ent,
                day=day,
                people=spell.workers,
                cents=spell.amount_cents,
                months=2,
            )
            add(spell.ent, day, said, arrears=True)
    for ent in rng.integers(0, len(made), max(30, len(made) // 10)):
        day = int(span.monday + rng.integers(0, span.today - span.monday))
        if made.closed[ent] > day or made.closed[ent] == NEVER:
            add(int(ent), day, teller.fill(teller.choose(POSTS_OTHER), int(ent), day=day), arrears=False)
    seen.sort(key=lambda each: each["posted_at"])
    for place, each in enumerate(seen):
        each["post_id"], each["url"] = place + 1, f"{each['url']}{place + 1}"
    return rows("posts", seen)
