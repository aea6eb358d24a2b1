"""The history of a pin as one readable list of sentences, filtered by what its reader may see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from tmac.accounts import queries as accounts
from tmac.core.thai import ENGLISH_MONTHS, thai_date
from tmac.riskmap.changes import FIELD_LABELS
from tmac.riskmap.files import visible_files
from tmac.riskmap.lifecycle import NEW, step_between
from tmac.riskmap.models import Move, Pin, PinLink, Proposal, Revision, Scoring
from tmac.riskmap.pages import shown_mechanisms
from tmac.riskmap.rows import is_english
from tmac.riskmap.scoring import LEVEL_NAMES
from tmac.riskmap.sight import PREVENTION, Sight
from tmac.riskmap.states import Lane, Prevention, state
from tmac.riskmap.views import TimelineEntry

# Changes that other entries tell better.
_TOLD_ELSEWHERE = frozenset({"prevention_state", "suppression_state", "category_top"})
_SCORE_FIELDS = frozenset(
    "has_two_sources is_repeat_here has_low_ita has_warning_sign is_seen evidence_grade "
    "amount_baht reach irreversibility likelihood impact score computed_level final_level "
    "level_reason".split()
)


class Reader:
    """One officer reading one pin; names are shown to those who work on it."""

    def __init__(self, sight: Sight, pin: Pin) -> None:
        self.sight = sight
        self.pin = pin
        self.works = sight.works_on(pin)
        self.sees_moves = self.works or sight.holds(PREVENTION, pin)
        self.suppression = sight.suppression(pin)
        self.names: dict[int, str] = {}

    def who(self, user_id: int | None, on_behalf: str = "") -> str:
        """The officer's name, and for whom the officer acted."""
        if not self.works or user_id is None:
            return ""
        if user_id not in self.names:
            self.names[user_id] = accounts.display_name(user_id)
        name = self.names[user_id]
        if not on_behalf:
            return name
        return _("%(name)s, acting for %(other)s") % {"name": name, "other": on_behalf}

    def entries(self) -> list[TimelineEntry]:
        """Everything that may be read, oldest first."""
        found = [*self._moves(), *self._proposals()]
        if self.works:
            found += [
                *self._edits(),
                *self._scorings(),
                *self._sources(),
                *self._looks(),
                *self._links(),
                *self._publication(),
            ]
        found += [*self._actions(), *self._files()]
        return sorted(found, key=lambda entry: entry.at)

    def _moves(self) -> Iterator[TimelineEntry]:
        for move in self.pin.moves.all():
            if move.lane == Lane.PREVENTION and self.sees_moves:
                yield self._move(move, reads=self.works or self._is_for_agency(move))
            elif move.lane == Lane.SUPPRESSION and self.suppression == "full":
                yield self._move(move, reads=True)

    def _is_for_agency(self, move: Move) -> bool:
        """Letters to the agency and its own answers are read by its liaison."""
        return move.target in (Prevention.REMEDY, Prevention.FIX_REPORTED) and any(
            grant.agency_id is not None and grant.agency_id == self.pin.agency_id
            for grant in self.sight.by.grants
        )

    def _move(self, move: Move, *, reads: bool) -> TimelineEntry:
        return TimelineEntry(
            at=move.at,
            kind="move",
            sentence=_move_sentence(move),
            text=move.text if reads else "",
            who=self.who(move.by_id, move.on_behalf),
            lane=move.lane,
            details=self._move_details(move) if reads else (),
        )

    def _move_details(self, move: Move) -> tuple[str, ...]:
        given = move.grounds
        lines = []
        if move.confirmed_by_id:
            who = self.who(move.confirmed_by_id) or _("the director")
            lines.append(_("Confirmed by %(name)s.") % {"name": who})
        if given.get("letter_no"):
            lines.append(_("Letter %(number)s.") % {"number": given["letter_no"]})
        if given.get("reference_no"):
            lines.append(_("Reference %(number)s.") % {"number": given["reference_no"]})
        if move.due_on:
            lines.append(_("Answer promised by %(day)s.") % {"day": day_words(move.due_on)})
        if given.get("baht_protected") is not None:
            amount = f"{given['baht_protected']:,}"
            basis = given.get("protected_basis", "")
            line = _("Protected: %(amount)s baht. Computed so: %(basis)s")
            lines.append(line % {"amount": amount, "basis": basis})
        return tuple(lines + list(given.get("evidence_list", ())))

    def _proposals(self) -> Iterator[TimelineEntry]:
        if not self.works:
            return
        for row in self.pin.proposals.all():
            name = state(row.lane, row.target).name
            yield TimelineEntry(
                row.proposed_at,
                "proposal",
                _("Proposed to the director: “%(state)s”.") % {"state": name},
                str(row.grounds.get("text", "")),
                self.who(row.proposed_by_id, row.on_behalf),
                row.lane,
            )
            if row.answer == Proposal.Answer.DECLINED and row.answered_at:
                yield TimelineEntry(
                    row.answered_at,
                    "proposal",
                    _("The director declined: “%(state)s”.") % {"state": name},
                    row.answer_text,
                    self.who(row.answered_by_id),
                    row.lane,
                )

    def _edits(self) -> Iterator[TimelineEntry]:
        for revision in self.pin.revisions.all():
            named = _edited_fields(revision)
            if named:
                sentence = _("Changed: %(fields)s.") % {"fields": ", ".join(named)}
                who = self.who(revision.by_id, revision.on_behalf)
                yield TimelineEntry(revision.at, "edit", sentence, who=who)

    def _scorings(self) -> Iterator[TimelineEntry]:
        for row in self.pin.scorings.all():
            yield TimelineEntry(
                row.at,
                "score",
                _scoring_sentence(row),
                row.level_reason,
                self.who(row.by_id, row.on_behalf),
            )

    def _sources(self) -> Iterator[TimelineEntry]:
        for row in self.pin.sources.all():
            values = {"kind": row.get_kind_display(), "grade": row.grade}
            sentence = _("Source added: %(kind)s, grade %(grade)s.") % values
            yield TimelineEntry(
                row.added_at, "source", sentence, row.note, self.who(row.added_by_id)
            )

    def _looks(self) -> Iterator[TimelineEntry]:
        for row in self.pin.looks.all():
            values = {
                "kind": row.get_kind_display(),
                "day": day_words(row.done_on),
                "organisation": row.organisation,
            }
            sentence = _("%(kind)s on %(day)s by %(organisation)s.") % values
            who = self.who(row.recorded_by_id)
            yield TimelineEntry(row.recorded_at, "look", sentence, row.finding, who)

    def _links(self) -> Iterator[TimelineEntry]:
        rows = PinLink.objects.select_related("first__club", "second__club")
        for row in [*rows.filter(first=self.pin), *rows.filter(second=self.pin)]:
            other = row.second if row.first_id == self.pin.pk else row.first
            if self.sight.sees(other):
                values = {"code": other.code, "kind": row.get_kind_display()}
                sentence = _("Linked with %(code)s: %(kind)s.") % values
                yield TimelineEntry(row.at, "link", sentence, row.note, self.who(row.by_id))

    def _publication(self) -> Iterator[TimelineEntry]:
        held = getattr(self.pin, "publication", None)
        if held is None:
            return
        sentence = _("The director approved what the public reads.")
        who = self.who(held.approved_by_id)
        yield TimelineEntry(held.approved_at, "publication", sentence, held.after_text, who)
        if held.withdrawn_at:
            sentence = _("What the public reads was withdrawn, since the pin is open again.")
            yield TimelineEntry(held.withdrawn_at, "publication", sentence)

    def _actions(self) -> Iterator[TimelineEntry]:
        shown = shown_mechanisms(self.sight, self.pin)
        for row in self.pin.actions.filter(mechanism__in=sorted(shown)):
            values = {"mechanism": row.get_mechanism_display(), "day": day_words(row.done_on)}
            yield TimelineEntry(
                row.at,
                "action",
                _("%(mechanism)s on %(day)s.") % values,
                row.what,
                self.who(row.by_id, row.on_behalf),
                details=(row.result,) if row.result else (),
            )

    def _files(self) -> Iterator[TimelineEntry]:
        for file in visible_files(self.sight, self.pin):
            sentence = _("File attached: %(name)s.") % {"name": file.name}
            yield TimelineEntry(
                file.uploaded_at, "file", sentence, who=self.who(file.uploaded_by_id)
            )


def day_words(day: date) -> str:
    """A date as it is said in the language of the moment."""
    if is_english():
        return f"{day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}"
    return thai_date(day)


def _move_sentence(move: Move) -> str:
    step = step_between(move.lane, move.source or NEW, move.target)
    values = {"state": state(move.lane, move.target).name, "step": step.label if step else ""}
    if not move.source:
        return _("The pin was made: %(state)s.") % values
    return _("%(step)s. The pin is now “%(state)s”.") % values


def _edited_fields(revision: Revision) -> list[str]:
    names = [
        name
        for name in revision.changes
        if name not in _TOLD_ELSEWHERE and name not in _SCORE_FIELDS
    ]
    return [str(FIELD_LABELS[name]) for name in names if name in FIELD_LABELS]


def _scoring_sentence(row: Scoring) -> str:
    names = LEVEL_NAMES["en" if is_english() else "th"]
    values = {
        "score": row.score,
        "likelihood": row.likelihood,
        "impact": row.impact,
        "computed": names[row.computed_level],
        "final": names[row.final_level],
    }
    if row.final_level == row.computed_level:
        sentence = _(
            "Scored: %(computed)s %(score)d = likelihood %(likelihood)d × impact %(impact)d."
        )
    else:
        sentence = _(
            "Scored: %(computed)s %(score)d = likelihood %(likelihood)d × impact %(impact)d; "
            "the officer set it to %(final)s."
        )
    return sentence % values
