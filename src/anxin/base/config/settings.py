"""Deployment settings (部署设置): the environment read into one frozen dataclass; unknown names are refused."""

from __future__ import annotations

import base64
import ipaddress
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from anxin.kernel.outcome import BadInput, Fault

PREFIX = "ANXIN_"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the administrator of the server (系统管理员) decides; each field's `env` and `help` feed the docs."""

    data_dir: Path = field(metadata={"env": "ANXIN_DATA", "help": "数据目录"})
    database_url: str = field(metadata={"env": "DATABASE_URL", "help": "数据库地址；不填则用数据目录中的 SQLite"})
    engine_url: str = field(metadata={"env": "ANXIN_ENGINE", "help": "批量计算引擎：duckdb://、spark:// 或 columns://"})
    secret_key: str = field(repr=False, metadata={"env": "ANXIN_SECRET_KEY", "help": "会话密钥；不填则在数据目录生成"})
    vault_keys: tuple[bytes, ...] = field(
        repr=False,
        metadata={"env": "ANXIN_VAULT_KEYS", "help": "加密密钥（base64，逗号分隔，新在前）；不填则在数据目录生成"},
    )
    town: str = field(metadata={"env": "ANXIN_TOWN", "help": "本镇（街道）的行政区划代码"})
    law_overrides: Path = field(metadata={"env": "ANXIN_LAW_OVERRIDES", "help": "本地法规参数目录"})
    debug: bool = field(metadata={"env": "ANXIN_DEBUG", "help": "调试模式，仅供开发"})
    demo: bool = field(metadata={"env": "ANXIN_DEMO", "help": "数据库为空时载入演示镇"})
    https: bool = field(metadata={"env": "ANXIN_HTTPS", "help": "由反向代理提供 HTTPS"})
    allowed_hosts: tuple[str, ...] = field(metadata={"env": "ANXIN_ALLOWED_HOSTS", "help": "允许的主机名"})
    trusted_origins: tuple[str, ...] = field(metadata={"env": "ANXIN_TRUSTED_ORIGINS", "help": "可信来源"})
    upload_limit_mb: int = field(metadata={"env": "ANXIN_UPLOAD_LIMIT_MB", "help": "单个上传文件上限（MB）"})
    session_hours: int = field(metadata={"env": "ANXIN_SESSION_HOURS", "help": "登录最长保持小时数"})
    idle_minutes: int = field(metadata={"env": "ANXIN_IDLE_MINUTES", "help": "无操作自动退出分钟数"})
    metrics_token: str = field(
        repr=False, metadata={"env": "ANXIN_METRICS_TOKEN", "help": "读取 /metrics 的令牌；不填则只限本机"}
    )
    public_url: str = field(metadata={"env": "ANXIN_PUBLIC_URL", "help": "公众访问的网址，发给当事人的链接用它"})
    onebot_secret: str = field(
        repr=False,
        metadata={"env": "ANXIN_ONEBOT_SECRET", "help": "QQ 群机器人（OneBot v11）HTTP 上报的签名密钥；不填则不接收"},
    )
    onebot_api: str = field(metadata={"env": "ANXIN_ONEBOT_API", "help": "OneBot HTTP 接口地址，发私信用"})
    onebot_token: str = field(
        repr=False, metadata={"env": "ANXIN_ONEBOT_TOKEN", "help": "OneBot 访问令牌（HTTP 接口和反向 WebSocket）"}
    )
    onebot_port: int = field(metadata={"env": "ANXIN_ONEBOT_PORT", "help": "反向 WebSocket 的端口；不填则不启动"})
    webhook_local: tuple[str, ...] = field(
        metadata={
            "env": "ANXIN_WEBHOOK_LOCAL",
            "help": "事件推送可发往的本机地址（回环地址:端口，逗号分隔）；不填则不向本机发送",
        }
    )


def load(environ: Mapping[str, str]) -> Settings:
    """Read the environment; every fault is listed at once, each with its remedy."""
    faults = [
        Fault(name, "不认识的设置项", "请检查拼写，全部设置项见 docs/reference/settings.md")
        for name in sorted(environ)
        if name.startswith(PREFIX) and name not in _KNOWN
    ]
    read = _Reader(environ, faults)
    data_dir = Path(environ.get("ANXIN_DATA") or "data").resolve()
    settings = Settings(
        data_dir=data_dir,
        database_url=environ.get("DATABASE_URL") or f"sqlite:///{data_dir}/anxin.sqlite3",
        engine_url=environ.get("ANXIN_ENGINE") or "duckdb://",
        secret_key=environ.get("ANXIN_SECRET_KEY") or _kept_secret(data_dir, "secret_key"),
        vault_keys=read.keys("ANXIN_VAULT_KEYS", data_dir),
        town=environ.get("ANXIN_TOWN") or "330602013",
        law_overrides=Path(environ.get("ANXIN_LAW_OVERRIDES") or data_dir / "law"),
        debug=read.flag("ANXIN_DEBUG", default=False),
        demo=read.flag("ANXIN_DEMO", default=True),
        https=read.flag("ANXIN_HTTPS", default=False),
        allowed_hosts=read.words("ANXIN_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1],testserver"),
        trusted_origins=read.words("ANXIN_TRUSTED_ORIGINS", ""),
        upload_limit_mb=read.number("ANXIN_UPLOAD_LIMIT_MB", 100),
        session_hours=read.number("ANXIN_SESSION_HOURS", 10),
        idle_minutes=read.number("ANXIN_IDLE_MINUTES", 30),
        metrics_token=environ.get("ANXIN_METRICS_TOKEN", ""),
        public_url=read.address("ANXIN_PUBLIC_URL"),
        onebot_secret=environ.get("ANXIN_ONEBOT_SECRET", ""),
        onebot_api=read.address("ANXIN_ONEBOT_API"),
        onebot_token=environ.get("ANXIN_ONEBOT_TOKEN", ""),
        onebot_port=read.number("ANXIN_ONEBOT_PORT", 0),
        webhook_local=read.loopbacks("ANXIN_WEBHOOK_LOCAL"),
    )
    faults += _half_a_robot(settings)
    if faults:
        raise BadInput("settings_refused", "环境变量有误，服务没有启动：", faults)
    return settings


def _half_a_robot(settings: Settings) -> list[Fault]:
    """A robot of QQ groups that could listen but not answer privately would be of no use, so it does not start."""
    faults = []
    if settings.onebot_secret and not settings.onebot_api:
        faults.append(Fault("ANXIN_ONEBOT_API", "没有填写", "HTTP 上报时私信经此地址发出，例如 http://127.0.0.1:5700"))
    if settings.onebot_port and not settings.onebot_token:
        faults.append(Fault("ANXIN_ONEBOT_TOKEN", "没有填写", "反向 WebSocket 须有访问令牌，与 OneBot 端填同一个"))
    if (settings.onebot_secret or settings.onebot_port) and not settings.public_url:
        faults.append(Fault("ANXIN_PUBLIC_URL", "没有填写", "私信中的登记链接用它，例如 https://anxin.example.gov.cn"))
    return faults


@dataclass(slots=True)
class _Reader:
    environ: Mapping[str, str]
    faults: list[Fault]

    def flag(self, name: str, *, default: bool) -> bool:
        text = self.environ.get(name, "").lower()
        if text in {"", "1", "true", "yes", "0", "false", "no"}:
            return default if text == "" else text in {"1", "true", "yes"}
        self.faults.append(Fault(name, f"“{text}”不是是或否", "请填 1 或 0"))
        return default

    def number(self, name: str, default: int) -> int:
        text = self.environ.get(name, "")
        if text == "":
            return default
        if text.isdecimal() and int(text) > 0:
            return int(text)
        self.faults.append(Fault(name, f"“{text}”不是正整数", f"请填正整数，例如 {default}"))
        return default

    def words(self, name: str, default: str) -> tuple[str, ...]:
        text = self.environ.get(name) or default
        return tuple(word.strip() for word in text.split(",") if word.strip())

    def address(self, name: str) -> str:
        text = self.environ.get(name, "").rstrip("/")
        if text and not re.fullmatch(r"https?://[^/\s?#]+(/[^\s?#]*)?", text):
            self.faults.append(Fault(name, f"“{text}”不是网址", "请填以 http:// 或 https:// 开头的地址"))
        return text

    def loopbacks(self, name: str) -> tuple[str, ...]:
        """Addresses of this machine with a port; nothing else, so that no name and no neighbour is let in by mistake."""
        found = self.words(name, "")
        for word in found:
            address, _, port = word.rpartition(":")
            if not (port.isdecimal() and 0 < int(port) < 65_536 and _is_loopback(address)):
                self.faults.append(
                    Fault(name, f"“{word}”不是本机的回环地址加端口", "请填例如 127.0.0.1:9100 或 [::1]:9100")
                )
        return found

    def keys(self, name: str, data_dir: Path) -> tuple[bytes, ...]:
        text = self.environ.get(name) or _kept_secret(data_dir, "vault_keys")
        keys = []
        for number, word in enumerate(text.split(","), start=1):
            key = _decoded(word.strip())
            if len(key) < 32:
                self.faults.append(
                    Fault(
                        f"{name} 第 {number} 个", "不是 32 字节的 base64 密钥", "请用 openssl rand -base64 32 重新生成"
                    )
                )
            keys.append(key)
        return tuple(keys)


def _is_loopback(text: str) -> bool:
    try:
        found = ipaddress.ip_address(text.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return found.is_loopback and (found.version == 6) == text.startswith("[")


def _decoded(text: str) -> bytes:
    """The bytes of a key in base64, whichever alphabet wrote it and with or without its padding; empty when it is none."""
    try:
        return base64.b64decode(text.translate(_ONE_ALPHABET) + "=" * (-len(text) % 4), validate=True)
    except ValueError:
        return b""


_ONE_ALPHABET = str.maketrans("-_", "+/")


def _kept_secret(data_dir: Path, name: str) -> str:
    """A secret made once and kept in the data directory, readable by its owner only."""
    path = data_dir / "secrets" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = base64.b64encode(secrets.token_bytes(32)).decode()
        temporary = path.with_suffix(f".{os.getpid()}")
        temporary.touch(mode=0o600)
        temporary.write_text(fresh, encoding="ascii")
        try:
            os.link(temporary, path)
        except FileExistsError:
            pass
        finally:
            temporary.unlink()
    return path.read_text(encoding="ascii").strip()


_KNOWN = {str(item.metadata["env"]) for item in fields(Settings)} | {"ANXIN_SHARED"}
