"""`tmac setup`: loads the reference data of every package; what is loaded already is left alone."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from tmac.core.preparing import is_loaded, note_loaded, references


class Command(BaseCommand):
    help = "Load the reference data (areas, categories, clocks ...) that has changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", action="store_true", help="Load it even when unchanged.")

    def handle(self, *, again: bool, **_options: Any) -> None:
        for reference in references():
            if again or not is_loaded(reference.name, reference.mark):
                self.stdout.write(f"* Loading the reference data of {reference.name} ...")
                now = timezone.now()
                with transaction.atomic():
                    reference.load(now)
                    note_loaded(reference.name, reference.mark, now)
