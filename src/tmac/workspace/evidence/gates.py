"""Who may open a file is decided by what it hangs on: one gate a kind of subject."""

from __future__ import annotations

from collections.abc import Callable

from tmac.accounts.principals import Principal
from tmac.core.verdict import Verdict
from tmac.evidence.queries import FileInfo
from tmac.riskmap import queries as riskmap

Gate = Callable[[Principal, FileInfo], Verdict]


def _of_pin(by: Principal, file: FileInfo) -> Verdict:
    return riskmap.may_open_file(by, int(file.subject_id), file.id)


GATES: dict[str, Gate] = dict.fromkeys(riskmap.SUBJECTS, _of_pin)


def may_open(by: Principal, file: FileInfo) -> Verdict:
    """Ask the package of the file's subject; a subject without a gate is a fault of the program."""
    return GATES[file.subject](by, file)
