"""The entry of `anxin …`: finds the command, runs it, prints one document or a text, answers with 0, 1 or 2."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Protocol

from anxin.kernel.outcome import AnxinError, BadInput, Fault, RuleBroken
from anxin.kernel.room import WORDS, is_full
from anxin.project.cli.parsing import Parser
from anxin.project.cli.result import Result

COMMANDS = (
    "serve",
    "demo",
    "import",
    "reconcile",
    "warn",
    "report",
    "law",
    "triage",
    "audit",
    "backup",
    "restore",
    "manage",
)
_MODULES = {"import": "import_files"}


class Command(Protocol):
    """What every command module offers."""

    NAME: str
    HELP: str

    @staticmethod
    def add_arguments(parser: argparse.ArgumentParser) -> None: ...

    @staticmethod
    def run(args: argparse.Namespace) -> Result: ...


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; messages go to stderr, the result to stdout."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    as_json = "--json" in arguments
    try:
        args = _parser(arguments).parse_args(arguments)
        result: Result = args.run(args)
    except BadInput as error:
        return _refuse(error, code=2, as_json=as_json)
    except AnxinError as error:
        return _refuse(error, code=1, as_json=as_json)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError) as error:
        fault = Fault(str(error.filename), f"打不开或写不进去（{error.strerror}）", "请核对路径，目录须已存在且有权限")
        return _refuse(BadInput("path", "文件或目录有误：", [fault]), code=2, as_json=as_json)
    except Exception as error:
        if not is_full(error):
            raise
        return _refuse(RuleBroken("disk_full", WORDS), code=1, as_json=as_json)
    if not result.printed:
        _say(json.dumps(result.document, ensure_ascii=False, default=str) if args.json else result.text)
    return result.code


def _say(text: str) -> None:
    """Print to stdout; a reader that went away (such as head) is no fault."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    parser = Parser(prog="anxin", description="安薪：预防和处置欠薪")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    named = next((word for word in arguments if not word.startswith("-")), None)
    for name in [named] if named in COMMANDS else COMMANDS:
        module = _load(name)
        sub = commands.add_parser(name, help=module.HELP, description=module.HELP)
        module.add_arguments(sub)
        _offer_json(sub)
        sub.set_defaults(run=module.run)
    return parser


def _load(name: str) -> Any:
    return importlib.import_module(f"anxin.project.cli.{_MODULES.get(name, name)}")


def _offer_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", default=False, help="在标准输出打印一个 JSON 文档")
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for child in action.choices.values():
                child.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def _refuse(error: AnxinError, *, code: int, as_json: bool) -> int:
    faults = [asdict(fault) for fault in error.faults] if isinstance(error, BadInput) else []
    lines = (
        [error.message, *(fault.in_words() for fault in error.faults)]
        if isinstance(error, BadInput)
        else [error.message]
    )
    print("\n".join(lines), file=sys.stderr)
    if as_json:
        print(json.dumps({"error": error.code, "message": error.message, "faults": faults}, ensure_ascii=False))
    return code


if __name__ == "__main__":
    raise SystemExit(main())
