"""`anxin manage …`: Django's own commands, for the administrator."""

from __future__ import annotations

import argparse
import os

from django.core.management import execute_from_command_line

from anxin.project.cli.result import Result

NAME = "manage"
HELP = "运行 Django 管理命令（系统管理员）"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="命令及其参数")


def run(args: argparse.Namespace) -> Result:
    """Hand the rest of the line to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anxin.project.settings")
    execute_from_command_line(["anxin manage", *args.rest])
    return Result({"done": True}, "")
