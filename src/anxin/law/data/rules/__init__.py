"""The files of the warning rules (预警规则), read as plain values; `anxin.domain.risk` gives them their types and checks them."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from anxin.kernel.outcome import BadInput, Fault

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Documents = dict[str, dict[str, Any]]


def warning_documents(local: Path | None = None) -> Documents:
    """Every file of warning rules by name; a deployment's own folder comes last, so that it is named in its faults."""
    found = {path.name: _parsed(path.name, path.read_text(encoding="utf-8")) for path in _shipped()}
    for path in sorted(local.glob("*.yaml")) if local is not None and local.is_dir() else ():
        name = f"local/{path.name}"
        found[name] = _parsed(name, path.read_text(encoding="utf-8"))
    return found


def document(name: str) -> dict[str, Any]:
    """One of the other files of this folder: `classes`, `handling` or `checks`."""
    return _parsed(f"{name}.yaml", files(__name__).joinpath(f"{name}.yaml").read_text(encoding="utf-8"))


def _shipped() -> Iterator[Any]:
    folder = files(__name__).joinpath("warning")
    yield from sorted((one for one in folder.iterdir() if one.name.endswith(".yaml")), key=lambda one: one.name)


def _parsed(name: str, text: str) -> dict[str, Any]:
    try:
        found = yaml.load(text, Loader=_Loader)  # noqa: S506  a safe loader, in C where there is one
    except yaml.YAMLError as problem:
        fault = Fault(name, f"不是有效的 YAML：{problem}", "请改正后重新载入")
        raise BadInput("risk.yaml", fault.in_words(), [fault]) from problem
    if not isinstance(found, dict):
        fault = Fault(name, "文件内容不是键值表", "请参照同目录其他文件")
        raise BadInput("risk.yaml", fault.in_words(), [fault])
    return found
