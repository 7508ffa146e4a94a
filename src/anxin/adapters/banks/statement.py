"""Statements and batch results with a heading row: the shared way from columns to transfers.

A bank's adapter names its headings and words; what a transfer is, is said once, here. Money leaving the account
(借方、支出) goes from the owner to the counterparty, money arriving (贷方、收入) the other way. A returned or reversed
transfer (退汇、冲正) is no payment, and neither is the one it undoes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from anxin.adapters.banks.currencies import OWN_CURRENCY, refuse_other_unit
from anxin.adapters.banks.headings import FIELDS
from anxin.adapters.banks.outcomes import TOLD_FAILED, outcome_of
from anxin.adapters.banks.table import BankTable, places
from anxin.adapters.grids import cells
from anxin.adapters.grids.cells import Amounts, Bools
from anxin.analytics.readings import STAGED_BANK, Doubt, Skipped, Why
from anxin.kernel.money import yuan
from anxin.kernel.outcome import Fault

_OUTCOME = re.compile(r"(?<!打印)(?<!对账)(?<!核对)(?<!账户)(?<!回单)(?:结果|状态)(?:描述|说明)?$")
"""A heading that says what became of a row, whatever the bank calls it: unread, a failed payment would count as made."""

_WHY_NOT = re.compile("失败|错误|不成功|退票")
_REVERSAL = r"冲正|退汇|退票|退回|抹账|撤销|红字|冲账|冲销|退款"
_EPOCH = 25_569
"""Days from 1899-12-30, where spreadsheets count from, to 1970-01-01."""
_IN = re.compile(r"贷|收|来|入|credit|^c$", re.IGNORECASE)
_OUT = re.compile(r"借|付|支|往|出|debit|^d$", re.IGNORECASE)
_TOTAL = r"合\s*计|总\s*计|小\s*计|本页|总笔数|总金额|期初|期末|承前页|过次页|成功笔数|失败笔数|上页余额|(?:借|贷|借方|贷方|收入|支出)(?:笔数|合计|总额)|打印(?:时间|日期)|成功金额|失败金额"


@dataclass(frozen=True, slots=True)
class Layout:
    """What one bank's file looks like: headings of its own by field, headings only it uses, how it calls itself.

    `batch` says that every row is a payment of a batch (代发), so that an account and an outcome are expected.
    """

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    telling: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    batch: bool = False

    def places(self, table: BankTable) -> dict[str, list[int]]:
        """The columns of every field; the bank's own headings come first."""
        wanted = {key: (*self.fields.get(key, ()), *words) for key, words in FIELDS.items()}
        found = places(table.labels, wanted)
        taken = {number for columns in found.values() for number in columns}
        told = [number for number, label in enumerate(table.labels) if number not in taken and _OUTCOME.search(label)]
        if told and "status" not in found:
            found["status"] = told
        if not self.batch:
            return found
        # In a batch the one account and name of a row are the payee's (账号、户名), not the owner's.
        theirs = {*found.get("payee_account", ()), *found.get("payee_name", ())}
        return {key: columns for key, columns in found.items() if not (key.startswith("own_") and theirs & {*columns})}

    def likeness(self, table: BankTable) -> float:
        """How surely a table is of this layout, from 0 to 1."""
        if table.header < 0:
            return 0.0
        share = table.has(*self.telling) / len(self.telling) if self.telling else 0.0
        told = " ".join((table.name, *table.notes))
        return min(1.0, 0.7 * share + (0.25 if any(word in told for word in self.called) else 0.0))


@dataclass(slots=True)
class Parsed:
    """Transfers of a table with everything that was left out, doubted or wrong."""

    table: pa.Table
    skipped: list[Skipped] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read(table: BankTable, layout: Layout) -> Parsed:
    """The transfers of a table by the headings of a layout."""
    return _Reader(table, layout).read()


class _Reader:
    def __init__(self, table: BankTable, layout: Layout) -> None:
        self._table, self._layout = table, layout
        self._at = layout.places(table)
        self._parsed = Parsed(STAGED_BANK.empty_table())

    def read(self) -> Parsed:
        """Money and direction first, then who to whom, then which came to nothing."""
        refuse_other_unit(self._table)
        size = self._table.size
        leaving, amount, column = self._money()
        kept = self._kept(amount)
        days = self._days(kept)
        payer_name, payee_name = self._sides("payer_name", "payee_name", "own_name", "other_name", leaving)
        payer_account, payee_account = self._sides(
            "payer_account", "payee_account", "own_account", "other_account", leaving
        )
        memo = self._memo()
        status, reason = self._status(kept)
        status = self._held(status, memo, kept, amount, leaving)
        columns = {
            "row": pa.array(np.arange(size, dtype=np.int32) + self._table.first + 1),
            "txn_id": self._first("txn_id"),
            "payer_name": payer_name,
            "payer_account": cells.tidy_numbers(payer_account) if self._layout is not DEMO_LAYOUT else payer_account,
            "payee_name": payee_name,
            "payee_account": cells.tidy_numbers(payee_account),
            "amount_cents": pa.array(np.abs(amount.fen), pa.int64(), mask=~amount.known),
            "paid_date": days,
            "memo": memo,
            "status": status,
            "reason": reason,
        }
        rows = self._faultless(kept, amount, column, columns)
        self._masked(columns["payee_account"], rows & leaving)
        whole = pa.Table.from_pydict(columns, schema=STAGED_BANK)
        self._parsed.table = whole.take(pa.array(np.flatnonzero(rows)))
        self._undo(memo, amount, rows, leaving)
        return self._parsed

    def _nothing(self) -> pa.Array:
        return pa.nulls(self._table.size, pa.string())

    def _first(self, key: str) -> pa.Array:
        found = [self._table.column(number) for number in self._at.get(key, ())]
        return pc.coalesce(*found) if found else self._nothing()

    def _money(self) -> tuple[Bools, Amounts, int | None]:
        """Which rows leave the account, how much, and the column in which amounts stand."""
        if self._at.get("out") and self._at.get("in"):
            out, arriving = (cells.amounts(self._table.column(self._at[key][0])) for key in ("out", "in"))
            leaving = out.known & (out.fen != 0)
            fen = np.where(leaving, out.fen, arriving.fen)
            bad = tuple(sorted({*out.bad, *arriving.bad}))
            both = out.known & arriving.known & (out.fen != 0) & (arriving.fen != 0)
            known = (out.known | arriving.known) & ~_flags(bad, len(fen)) & ~both
            rounded = tuple(sorted({*out.rounded, *arriving.rounded}))
            return leaving, Amounts(fen, known, bad, rounded), self._at["out"][0]
        number = next((self._at[key][0] for key in ("amount", "out", "in") if key in self._at), None)
        if number is None:
            return np.ones(self._table.size, bool), cells.no_amounts(self._table.size), None
        amount = cells.amounts(self._table.column(number))
        return self._leaving(amount), amount, number

    def _leaving(self, amount: Amounts) -> Bools:
        """The direction where one column holds all amounts: by its word (借/贷), else by sign, else all leave."""
        if "direction" in self._at:
            words = cells.each_distinct(
                self._first("direction"), lambda text: bool(_OUT.search(text)) or not _IN.search(text), pa.bool_()
            )
            leaving: Bools = np.asarray(pc.fill_null(words, True).to_numpy(zero_copy_only=False), bool)  # noqa: FBT003
            return leaving
        if not self._layout.batch and "other_account" in self._at and (amount.fen < 0).any():
            signed: Bools = amount.fen < 0
            return signed
        return np.ones(self._table.size, bool)

    def _kept(self, amount: Amounts) -> Bools:
        """Rows that can be transfers: not blank, no total, no repeated heading, no closing note."""
        table, size = self._table, self._table.size
        columns = [table.column(number) for number in range(table.grid.width)]
        empty = ~np.logical_or.reduce([cells.told(column) for column in columns]) if columns else np.ones(size, bool)
        total = np.zeros(size, bool)
        for column in columns[: max(6, min(self._at.get("amount", [6])[0], len(columns)))]:
            total |= cells.matches(column, rf"^\s*(?:{_TOTAL})")
        total &= ~cells.matches(self._first("payee_account"), r"\d[\d*\s-]{5,}")
        header = np.zeros(size, bool)
        for number in self._at.get("amount", []) + self._at.get("out", []) + self._at.get("date", []):
            label = table.labels[number]
            header |= cells.matches(table.column(number), rf"^\s*{re.escape(label)}") if label else False
        identified = cells.told(self._first("payee_account")) | cells.told(self._first("date"))
        bare = ~amount.known & ~_flags(amount.bad, size) & ~identified
        for flags, why in ((empty, Why.EMPTY), (header, Why.HEADER), (total, Why.TOTAL), (bare, Why.NOTE)):
            fresh = flags & ~_flags([one.row - table.first - 1 for one in self._parsed.skipped], size)
            self._parsed.skipped += [Skipped(table.first + row + 1, why) for row in np.flatnonzero(fresh).tolist()]
        self._parsed.skipped.sort(key=lambda one: one.row)
        return ~(empty | total | header | bare)

    def _days(self, kept: Bools) -> pa.Array:
        noted = self._table.noted_date()
        if "date" not in self._at:
            if noted is None and kept.any():
                what = "文件里没有付款日期，请在导入时指定发放日期"
                self._parsed.doubts.append(Doubt(self._table.name, what, "no-date"))
            return pa.array([noted] * self._table.size, pa.date32())
        days = self._serials(cells.dates(self._first("date")))
        return pc.fill_null(days, noted) if noted else days

    def _serials(self, days: pa.Array) -> pa.Array:
        """Days that lost their format in a spreadsheet (46096) counted from 1899-12-30, with one doubt for all."""
        told = self._first("date")
        lost = pa.array(cells.matches(told, r"^[34]\d{4}$") & ~cells.told(days))
        if not pc.any(lost).as_py():
            return days
        what = "日期是没有格式的数字，已按 Excel 的日期序号换算，请确认"
        self._parsed.doubts.append(Doubt(self._table.name, what, "date-serial"))
        counted = pc.subtract(pc.cast(pc.if_else(lost, told, None), pa.int32()), pa.scalar(_EPOCH, pa.int32()))
        return pc.if_else(lost, pc.cast(counted, pa.date32()), days)

    def _sides(self, payer: str, payee: str, own: str, other: str, leaving: Bools) -> tuple[pa.Array, pa.Array]:
        """Payer and payee of a kind (name or account), as stated or from own account and counterparty by direction."""
        notes = (
            ("户名", "账户名称", "单位名称", "付款户名", "公司名称")
            if own == "own_name"
            else ("付款账号", "账号", "帐号", "账户")
        )
        mine = self._first(own)
        noted = self._table.note(*notes)
        if self._layout.batch and not self._at.get(payee):
            payee_stated, mine = mine, self._nothing()
        else:
            payee_stated = self._first(payee)
        if noted:
            mine = pc.fill_null(mine, noted)
        theirs = self._first(other)
        out = pa.array(leaving)
        from_side = pc.coalesce(self._first(payer), pc.if_else(out, mine, theirs))
        return from_side, pc.coalesce(payee_stated, pc.if_else(out, theirs, mine))

    def _memo(self) -> pa.Array:
        found = [pc.fill_null(self._table.column(number), "") for number in self._at.get("memo", ())]
        if not found:
            noted = self._table.note("用途", "摘要", "代发类型", "业务类型", "代发种类")
            return pa.array([noted] * self._table.size, pa.string())
        joined = found[0]
        for more in found[1:]:
            fresh = pc.and_(pc.not_equal(more, ""), pc.not_equal(more, joined))
            joined = pc.if_else(fresh, pc.binary_join_element_wise(joined, more, " "), joined)
        return cells.texts(joined)

    def _status(self, kept: Bools) -> tuple[pa.Array, pa.Array]:
        reason = self._first("reason")
        if "status" not in self._at:
            failed = cells.matches(reason, r"失败|不符|错误|退|无效|销户|冻结|不存在")
            if any(_WHY_NOT.search(self._table.labels[number]) for number in self._at.get("reason", ())):
                failed |= cells.told(reason) & ~cells.matches(reason, r"成功|正常|^(?:无|-+|0+)$")
            return pa.array(np.where(failed, "failed", "ok").tolist(), pa.string()), reason
        told = self._first("status")
        status = cells.each_distinct(told, outcome_of, pa.string())
        for row in np.flatnonzero(kept & ~cells.told(status)).tolist():
            text = told[row].as_py()
            what = f"状态「{text}」不认得，按未到账处理，请确认" if text else "没有处理状态，按未到账处理，请确认"
            self._parsed.doubts.append(Doubt(f"第{self._table.first + row + 1}行", what, "status"))
        status = pc.fill_null(status, "pending")
        return status, pc.if_else(pc.equal(status, "ok"), reason, pc.coalesce(reason, told))

    def _held(self, status: pa.Array, memo: pa.Array, kept: Bools, amount: Amounts, leaving: Bools) -> pa.Array:
        """Payments that something beside the outcome speaks against are not counted as made, each with a doubt."""
        signs = self._first("direction")
        known = cells.matches(signs, "(?i)借|贷|收|付|支|来|往|入|出|debit|credit|^[cd]$")
        status = self._held_by_figures(signs, known, status, kept)
        # A column of kinds (交易类型：转账、代发) is none of signs; one that mostly tells signs is.
        odd = cells.told(signs) & ~known & (2 * int(known.sum()) >= int(cells.told(signs).sum()))
        against = [
            (odd, "pending", "借贷标志不认得，按未到账处理，请确认", "direction"),
            (
                (amount.fen < 0) & self._layout.batch,
                "failed",
                "代发金额是负数，像冲正，没有算作已付，请确认",
                "negative",
            ),
        ]
        currency = self._first("currency")
        foreign = cells.told(currency) & ~cells.matches(currency, OWN_CURRENCY)
        against.append((foreign, "pending", "币种不是人民币，没有算作已付；确已付清的请手工登记", "currency"))
        if "status" not in self._at:
            told = leaving & cells.matches(memo, TOLD_FAILED)
            against.append((told, "failed", "摘要或备注说这笔没有付成，没有算作已付，请确认", "status"))
        good = cells.matches(status, "^ok$")
        for flags, outcome, what, code in against:
            held = flags & kept & good
            places_held = np.flatnonzero(held).tolist()
            self._parsed.doubts += [Doubt(f"第{self._table.first + row + 1}行", what, code) for row in places_held]
            status = pc.if_else(pa.array(held), outcome, status)
            good &= ~held
        return status

    def _held_by_figures(self, signs: pa.Array, known: Bools, status: pa.Array, kept: Bools) -> pa.Array:
        """A sign that is only a figure says paid at one bank and received at the next: nothing of such a file counts yet."""
        figures = cells.matches(signs, "^[0-9]$") & kept
        if known.any() or not figures.any() or len(pc.unique(signs.filter(pa.array(figures)))) < 2:
            return status
        what = "借贷标志是数字，看不出哪一个是付出，整份文件按未到账处理；请把这一列换成借、贷后重新导入"
        self._parsed.doubts.append(Doubt(self._table.name, what, "direction-figures"))
        return pc.if_else(pa.array(figures & cells.matches(status, "^ok$")), "pending", status)

    def _masked(self, account: pa.Array, rows: Bools) -> None:
        """An account with hidden digits finds nobody; every such row is a doubt, or the wages would look unpaid."""
        for row in np.flatnonzero(rows & cells.matches(account, r"[*＊xX]{2,}")).tolist():
            what = "收款账号有几位被遮住，对应不到人，请向银行要完整账号或手工登记这笔付款"
            self._parsed.doubts.append(Doubt(f"第{self._table.first + row + 1}行", what, "masked"))

    def _faultless(self, kept: Bools, amount: Amounts, column: int | None, columns: Mapping[str, pa.Array]) -> Bools:
        """The kept rows without a fault; every faulty row is named with its remedy."""
        table, faults = self._table, self._parsed.faults
        fine = kept & ~self._zero(kept, amount)
        checks = [
            (_flags(amount.rounded, table.size), column, "金额不足一分的部分不为零，银行不会这样付款", "请从网银重新导出，不要用算出来的金额"),
            (~amount.known, column, "金额缺失或不是数字", "请核对原文件该行的金额"),
            (~cells.told(columns["paid_date"]) & ("date" in self._at), self._at.get("date", [None])[0], "日期缺失或不能识别", "请按 2026-03-15 的样子填写日期"),
            (~cells.told(columns["payee_account"]) & self._layout.batch, self._at.get("payee_account", [None])[0], "没有收款账号", "请补上收款人的银行账号"),
            (cells.matches(columns["payee_account"], r"^[0-9]\.[0-9]+E") & True, self._at.get("payee_account", [None])[0], "收款账号被 Excel 当作数字，已不完整", "请从网银重新导出，不要用 Excel 另存"),
        ]  # fmt: skip
        for flags, number, what, remedy in checks:
            for row in np.flatnonzero(fine & flags).tolist():
                faults.append(Fault(table.where(row, number), what, remedy))
            fine &= ~flags
        faults.sort(key=lambda one: int(re.findall(r"第 (\d+) 行", one.where)[-1]))
        return fine

    def _zero(self, kept: Bools, amount: Amounts) -> Bools:
        """Rows that state an amount of nothing: no payment, and no reason to refuse the file."""
        zero: Bools = kept & amount.known & (amount.fen == 0) & ~_flags(amount.rounded, self._table.size)
        numbers = [self._table.first + row + 1 for row in np.flatnonzero(zero).tolist()]
        if numbers:
            self._parsed.skipped = sorted(
                [*self._parsed.skipped, *(Skipped(number, Why.NOTE) for number in numbers)], key=lambda one: one.row
            )
            what = f"有 {len(numbers)} 行金额为 0，没有付出钱，没有算作付款，请确认"
            self._parsed.doubts.append(Doubt(f"第{numbers[0]}行", what, "zero"))
        return zero

    def _undo(self, memo: pa.Array, amount: Amounts, rows: Bools, leaving: Bools) -> None:
        """Reversals and returns become failed, and so does the latest earlier transfer they undo."""
        texts = pc.binary_join_element_wise(pc.fill_null(memo, ""), pc.fill_null(self._first("direction"), ""), " ")
        backs = cells.matches(texts, _REVERSAL)
        if not self._layout.batch:
            backs |= (amount.fen < 0) & bool(self._at.get("out"))
        marked = np.flatnonzero(backs & rows).tolist()
        if not marked:
            return
        position = {row: place for place, row in enumerate(np.flatnonzero(rows).tolist())}
        status = self._parsed.table["status"].to_pylist()
        reason = self._parsed.table["reason"].to_pylist()
        for row in marked:
            place = position[row]
            status[place], reason[place] = "failed", reason[place] or "冲正、退汇或退款"
            earlier = self._undone(place, status, amount.fen[row], forth=not leaving[row])
            number = self._table.first + row + 1
            if earlier is None:
                what = f"这笔 {yuan(abs(int(amount.fen[row])))} 元的退回或冲正，没有找到它对应的原付款，请核对"
                self._parsed.doubts.append(Doubt(f"第{number}行", what, "reversal"))
            else:
                status[earlier], reason[earlier] = "failed", f"已在第 {number} 行退回或冲正"
        schema = STAGED_BANK
        table = self._parsed.table.set_column(schema.get_field_index("status"), "status", pa.array(status, pa.string()))
        self._parsed.table = table.set_column(schema.get_field_index("reason"), "reason", pa.array(reason, pa.string()))

    def _undone(self, place: int, status: list[str], fen: int, *, forth: bool) -> int | None:
        """The latest earlier good transfer with the same amount and the same counterparty (by account, else by name)."""
        table = self._parsed.table
        sides = ("payee", "payer") if forth else ("payee", "payee")
        for kind in ("account", "name"):
            theirs = table[f"{sides[1]}_{kind}"][place].as_py()
            if theirs is None:
                continue
            for earlier in range(place - 1, -1, -1):
                same = table["amount_cents"][earlier].as_py() == abs(fen)
                if same and status[earlier] == "ok" and table[f"{sides[0]}_{kind}"][earlier].as_py() == theirs:
                    return earlier
        return None


def _flags(rows: object, size: int) -> Bools:
    flags = np.zeros(size, bool)
    flags[list(rows)] = True  # type: ignore[call-overload]
    return flags


DEMO_LAYOUT = Layout(
    telling=("txn_id", "payer_id", "payer_name", "payee_account", "payee_name", "amount", "date", "memo", "status"),
)
