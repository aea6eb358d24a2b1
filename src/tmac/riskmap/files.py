"""Which evidence files of a pin an officer may open."""

from __future__ import annotations

from tmac.accounts.roles import Role
from tmac.accounts.visibility import rule
from tmac.evidence import queries as evidence
from tmac.evidence.queries import FileInfo
from tmac.riskmap.models import Move, Pin
from tmac.riskmap.sight import FILES, INTEL, Sight, reach
from tmac.riskmap.situations import INTEL_FILES, SUBJECT, SUPPRESSION_FILES
from tmac.riskmap.states import Lane, Prevention


def visible_files(sight: Sight, pin: Pin) -> list[FileInfo]:
    """All files for those who see the evidence; an agency sees its own answers.

    Whoever uploaded a file sees it as long as the pin itself may be seen. Files of investigations
    and of intelligence are seen with the notes that they belong to, by nobody else.
    """
    if sight.is_conflicted(pin):
        return []
    closed: list[FileInfo] = []
    if sight.suppression(pin) == "full":
        closed += evidence.files_of(SUPPRESSION_FILES, str(pin.pk))
    if sight.holds(INTEL, pin):
        closed += evidence.files_of(INTEL_FILES, str(pin.pk))
    return [*_open_files(sight, pin), *closed]


def _open_files(sight: Sight, pin: Pin) -> list[FileInfo]:
    files = evidence.files_of(SUBJECT, str(pin.pk))
    if not files:
        return []
    if _sees_all(sight, pin):
        return files
    if not sight.sees(pin):
        return []
    answers = _answers(pin) if sight.holds(FILES, pin) else frozenset()
    return [
        file for file in files if file.uploaded_by_id == sight.by.user_id or str(file.id) in answers
    ]


def _sees_all(sight: Sight, pin: Pin) -> bool:
    return any(
        reach(rule(FILES, grant.role)).holds(sight, grant, pin)
        for grant in sight.by.grants
        if grant.role != Role.AGENCY_LIAISON
    )


def _answers(pin: Pin) -> frozenset[str]:
    """Files that the agency gave when it reported fixes."""
    reports = Move.objects.filter(pin=pin, lane=Lane.PREVENTION, target=Prevention.FIX_REPORTED)
    return frozenset(str(one) for move in reports for one in move.grounds.get("file_ids", ()))
