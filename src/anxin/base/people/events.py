"""What happens to accounts, posts and powers, in words; people are told by number, never by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from anxin.base.eventlog.event import Event
from anxin.base.eventlog.referring import refer
from anxin.base.people.powers import Role, label_of, role_name


@dataclass(frozen=True, slots=True)
class _OfAccount(Event):
    person: int

    @property
    def subject(self) -> str:
        return f"people.account:{self.person}"

    @property
    def place_path(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class AccountMade(_OfAccount):
    """An account was made."""

    type: ClassVar[str] = "people.account_made"

    def in_words(self) -> str:
        return f"建立账号{refer('people.account', self.person)}"


@dataclass(frozen=True, slots=True)
class PasswordReset(_OfAccount):
    """An administrator gave an account a one-time password."""

    type: ClassVar[str] = "people.password_was_reset"

    def in_words(self) -> str:
        return f"重置账号{refer('people.account', self.person)}的密码，下次登录必须修改"


@dataclass(frozen=True, slots=True)
class PasswordChanged(_OfAccount):
    """A person chose another password."""

    type: ClassVar[str] = "people.password_was_changed"

    def in_words(self) -> str:
        return f"账号{refer('people.account', self.person)}修改密码"


@dataclass(frozen=True, slots=True)
class AccountDisabled(_OfAccount):
    """An account can no longer log in."""

    type: ClassVar[str] = "people.account_disabled"

    def in_words(self) -> str:
        return f"停用账号{refer('people.account', self.person)}"


@dataclass(frozen=True, slots=True)
class AccountEnabled(_OfAccount):
    """An account can log in again."""

    type: ClassVar[str] = "people.account_enabled"

    def in_words(self) -> str:
        return f"启用账号{refer('people.account', self.person)}"


@dataclass(frozen=True, slots=True)
class FactorsReset(_OfAccount):
    """The second factors of an account were taken away; it must set one up anew."""

    type: ClassVar[str] = "people.factors_reset"
    count: int

    def in_words(self) -> str:
        return f"重置账号{refer('people.account', self.person)}的多因素认证（{self.count} 项）"


@dataclass(frozen=True, slots=True)
class FactorChanged(_OfAccount):
    """A person added or removed a second factor."""

    type: ClassVar[str] = "people.factor_changed"
    kind: str
    added: bool

    def in_words(self) -> str:
        kind = {"totp": "动态码", "webauthn": "通行密钥", "recovery_codes": "恢复码"}.get(self.kind, self.kind)
        return f"账号{refer('people.account', self.person)}{'设置' if self.added else '移除'}{kind}"


@dataclass(frozen=True, slots=True)
class Unlocked(_OfAccount):
    """A locked account may try again."""

    type: ClassVar[str] = "people.unlocked"

    def in_words(self) -> str:
        return f"解除账号{refer('people.account', self.person)}的登录锁定"


@dataclass(frozen=True, slots=True)
class LoggedIn(_OfAccount):
    """A person logged in; `method` says how."""

    type: ClassVar[str] = "people.logged_in"
    method: str

    def in_words(self) -> str:
        return f"登录（{self.method}）"


@dataclass(frozen=True, slots=True)
class LoggedOut(_OfAccount):
    """A person logged out, or was logged out after a time."""

    type: ClassVar[str] = "people.logged_out"
    why: str

    def in_words(self) -> str:
        return f"退出登录（{self.why}）"


@dataclass(frozen=True, slots=True)
class SessionsEnded(_OfAccount):
    """Open sessions of an account were ended, by its owner or by a system administrator."""

    type: ClassVar[str] = "people.sessions_ended"
    count: int
    everywhere: bool

    def in_words(self) -> str:
        return f"结束账号{refer('people.account', self.person)}的{f'全部 {self.count} 处登录' if self.everywhere else '一处登录'}"


@dataclass(frozen=True, slots=True)
class LoginFailed(_OfAccount):
    """Somebody failed to log in to an account; 0 stands for a user name that does not exist."""

    type: ClassVar[str] = "people.login_failed"

    def in_words(self) -> str:
        return "登录失败" if self.person else "登录失败（没有此用户名）"


@dataclass(frozen=True, slots=True)
class WorkHandedOver(_OfAccount):
    """Things of one kind went from somebody who leaves to somebody else."""

    type: ClassVar[str] = "people.work_handed_over"
    to: int
    kind: str
    what: str
    count: int
    sheet: int
    path: str

    @property
    def place_path(self) -> str:
        return self.path

    def in_words(self) -> str:
        return f"账号{refer('people.account', self.person)}名下的{self.what} {self.count} 件交接给{refer('people.account', self.to)}"


@dataclass(frozen=True, slots=True)
class _OfPost(Event):
    person: int
    post: int
    role: str
    path: str

    @property
    def subject(self) -> str:
        return f"people.account:{self.person}"

    @property
    def place_path(self) -> str:
        return self.path


@dataclass(frozen=True, slots=True)
class PostAssigned(_OfPost):
    """An account holds a role in a place from a day on; `deputy_for` when it stands in for somebody."""

    type: ClassVar[str] = "people.post_assigned"
    since: date
    until: date | None = None
    deputy_for: int | None = None

    def in_words(self) -> str:
        acting = f"代理{refer('people.account', self.deputy_for)}的" if self.deputy_for else ""
        until = f"至 {self.until}" if self.until else "起"
        return (
            f"任命账号{refer('people.account', self.person)}为{acting}{role_name(self.role)}，自 {self.since} {until}"
        )


@dataclass(frozen=True, slots=True)
class PostEnded(_OfPost):
    """An account holds a role no longer; `until` is the last day."""

    type: ClassVar[str] = "people.post_ended"
    until: date
    handed_to: int | None = None

    def in_words(self) -> str:
        to = f"，由{refer('people.account', self.handed_to)}接任" if self.handed_to else ""
        return f"账号{refer('people.account', self.person)}卸任{role_name(self.role)}，最后一天 {self.until}{to}"


@dataclass(frozen=True, slots=True)
class PowerChosen(Event):
    """The office gave a power to a role, or took it away, against the default; `granted` None goes back to it."""

    type: ClassVar[str] = "people.power_chosen"
    role: str
    power: str
    granted: bool | None
    reason: str

    @property
    def subject(self) -> str:
        return f"people.power:{self.role}:{self.power}"

    @property
    def place_path(self) -> str:
        return ""

    def in_words(self) -> str:
        verb = "恢复默认的" if self.granted is None else "授予" if self.granted else "收回"
        return f"{verb}{role_name(Role(self.role))}的“{label_of(self.power)}”权限：{self.reason}"
