"""`tmac doctor`: one page about this installation, with a remedy for what is not well."""

from __future__ import annotations

import json
import sys
import textwrap
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tmac.core import checkup
from tmac.core.checkup import Finding, Level

_SIGNS = {Level.GOOD: "good", Level.WARNING: "warning", Level.BAD: "BAD"}
_WIDTH = 100


class Command(BaseCommand):
    help = "Say what this installation has and lacks, with remedies; exit code 1 when it is bad."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, **options: Any) -> None:
        found = checkup.findings()
        if options["json"]:
            said = [finding.as_dict() for finding in found]
            self.stdout.write(json.dumps(said, ensure_ascii=False, indent=1))
        else:
            for finding in found:
                self.stdout.write(_line(finding))
        if any(finding.level == Level.BAD for finding in found):
            sys.exit(1)


def _line(finding: Finding) -> str:
    head = f"{_SIGNS[finding.level]:8}{finding.subject}: "
    lines = textwrap.wrap(head + finding.sentence, _WIDTH, subsequent_indent=" " * 8)
    if finding.remedy:
        indent = " " * 8
        remedy = f"> {finding.remedy}"
        lines += textwrap.wrap(
            remedy, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
        )
    return "\n".join(lines)
