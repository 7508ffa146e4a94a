"""The command line's parser (命令行解析): what it refuses, it refuses in Chinese and with the remedy, as every command does."""

from __future__ import annotations

import argparse
import re
from typing import NoReturn

from anxin.kernel.outcome import BadInput, Fault

_WORDS = (
    (re.compile(r"the following arguments are required: (.*)"), r"缺少参数：\1"),
    (re.compile(r"unrecognized arguments: (.*)"), r"不认识的参数：\1"),
    (re.compile(r"argument (\S+): invalid choice: (.*?) \(choose from (.*)\)"), r"\1 不能是 \2，可以是：\3"),
    (re.compile(r"argument (\S+): invalid int value: (.*)"), r"\1 须为整数，不能是 \2"),
    (re.compile(r"argument (\S+): expected .*"), r"\1 后面缺少值"),
    (re.compile(r"argument (\S+): not allowed with argument (.*)"), r"\1 不能与 \2 同用"),
    (re.compile(r"argument (\S+): (.*)"), r"\1：\2"),
)


class Parser(argparse.ArgumentParser):
    """A parser whose refusals are those of the product."""

    def error(self, message: str) -> NoReturn:
        """Refuse the command line."""
        fault = Fault(self.prog, in_chinese(message), f"用法见 {self.prog} --help")
        raise BadInput("usage", "命令行参数有误：", [fault])


def in_chinese(message: str) -> str:
    """What argparse says, in Chinese.

    >>> in_chinese("the following arguments are required: --bank, --out")
    '缺少参数：--bank, --out'
    """
    for pattern, words in _WORDS:
        if found := pattern.fullmatch(message):
            return found.expand(words)
    return message
