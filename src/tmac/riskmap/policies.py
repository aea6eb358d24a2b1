"""May I? Every answer is a Verdict: yes, or no with a sentence for the person who asks."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.accounts.roles import Permission, Role
from tmac.core.verdict import ALLOWED, Verdict
from tmac.riskmap.lifecycle import Step, Who, who_names
from tmac.riskmap.models import Pin, Proposal, Workshop
from tmac.riskmap.sight import AGENCY, COARSE, EXACT, FILES, INTEL, Sight
from tmac.riskmap.states import CLOSED, EDITABLE, Lane, Prevention, Suppression, state

SUPPRESSION_MECHANISMS = frozenset({"INTEL", "INVEST", "PROSECUTE"})
_OFFICERS = (
    Role.SCREENING_OFFICER,
    Role.PROVINCE_PREVENTION,
    Role.PROVINCE_DIRECTOR,
    Role.INVESTIGATOR,
)
_STRONG = (Role.STRONG_MEMBER, Role.STRONG_COACH)
_RESCORABLE = EDITABLE | {Prevention.WATCHING, Prevention.REMEDY}


def _unseen() -> Verdict:
    return Verdict(_("This pin is not within your reach."))


def may_draft(by: Principal, province_code: str, workshop: Workshop | None = None) -> Verdict:
    """Prevention officers and STRONG coaches in their province; recorders at their workshop."""
    if by.holds_in((Role.PROVINCE_PREVENTION, Role.STRONG_COACH), province_code):
        return ALLOWED
    if workshop is not None and workshop.province_code == province_code:
        return may_record_at(by, workshop)
    return Verdict(_("You may make pins only in your own province."))


def may_record_at(by: Principal, workshop: Workshop) -> Verdict:
    """Prevention officers and coaches of the province, and the recorders named for the event."""
    if workshop.closed_at is not None:
        return Verdict(_("This workshop is closed. Ask the officer who opened it."))
    if by.holds_in((Role.PROVINCE_PREVENTION, Role.STRONG_COACH), workshop.province_code):
        return ALLOWED
    if workshop.pk in Sight(by).recorded_workshop_ids:
        return ALLOWED
    return Verdict(_("You are not a recorder of this workshop. Its officer can name you."))


def may_open_workshop(by: Principal, province_code: str) -> Verdict:
    """Prevention officers and STRONG coaches of the province."""
    if by.holds_in((Role.PROVINCE_PREVENTION, Role.STRONG_COACH), province_code):
        return ALLOWED
    return Verdict(_("Only a prevention officer or a STRONG coach of the province opens one."))


def may_see(by: Principal, pin: Pin, sight: Sight | None = None) -> Verdict:
    """Whether the officer may know of the pin at all."""
    return ALLOWED if (sight or Sight(by)).sees(pin) else _unseen()


def may_see_exact(by: Principal, pin: Pin) -> Verdict:
    """The point itself, not only the subdistrict."""
    if Sight(by).holds(EXACT, pin):
        return ALLOWED
    return Verdict(_("The exact place is shown only to those who work on this pin."))


def may_see_coarse(by: Principal, pin: Pin) -> Verdict:
    """The subdistrict or district."""
    return ALLOWED if Sight(by).holds(COARSE, pin) else _unseen()


def may_see_agency(by: Principal, pin: Pin) -> Verdict:
    """The name of the agency."""
    if Sight(by).holds(AGENCY, pin):
        return ALLOWED
    return Verdict(_("The name of the agency is not shown to your role."))


def may_see_suppression(by: Principal, pin: Pin) -> str:
    """full | yes_no | none."""
    return Sight(by).suppression(pin)


def may_see_intel(by: Principal, pin: Pin) -> Verdict:
    """Intelligence notes: the investigators assigned, nobody else."""
    if Sight(by).holds(INTEL, pin):
        return ALLOWED
    return Verdict(_("Intelligence notes are open only to the investigators assigned."))


def may_see_mechanism(by: Principal, pin: Pin, mechanism: str) -> bool:
    """Whether actions of a mechanism are shown (DESIGN section 13)."""
    if mechanism == "INTEL":
        return bool(may_see_intel(by, pin))
    if mechanism in SUPPRESSION_MECHANISMS:
        return may_see_suppression(by, pin) == "full"
    return Sight(by).works_on(pin)


def may_see_files(by: Principal, pin: Pin) -> Verdict:
    """Evidence files; an agency sees only its own answers (see queries.files)."""
    if Sight(by).holds(FILES, pin):
        return ALLOWED
    return Verdict(_("The evidence of this pin is not open to your role."))


def may_edit(by: Principal, pin: Pin) -> Verdict:
    """Its creator or a prevention officer of the province, while it is a draft or returned."""
    if not may_see(by, pin):
        return _unseen()
    if not (_is_creator(by, pin) or _prevention(by, pin)):
        return Verdict(_("Only its creator or a prevention officer of the province edits a pin."))
    if pin.prevention_state not in EDITABLE:
        return Verdict(
            _("A pin is edited while it is a draft or returned. This one is: %(state)s.")
            % {"state": state(Lane.PREVENTION, pin.prevention_state).name}
        )
    return ALLOWED


def may_follow(by: Principal, pin: Pin) -> Verdict:
    """Owner, club, due date, still-stoppable: prevention officers and director, until closed."""
    if not may_see(by, pin):
        return _unseen()
    if not by.holds_in((Role.PROVINCE_PREVENTION, Role.PROVINCE_DIRECTOR), pin.province_code):
        return Verdict(_("Only the prevention officers and the director of the province do this."))
    if pin.prevention_state in CLOSED:
        return Verdict(_("The pin is closed. Reopen it first if the risk is still there."))
    return ALLOWED


def may_score(by: Principal, pin: Pin) -> Verdict:
    """As editing, and again by prevention officers while the pin is watched or being fixed."""
    if not may_see(by, pin):
        return _unseen()
    drafting = _is_creator(by, pin) and pin.prevention_state in EDITABLE
    if not (drafting or _prevention(by, pin)):
        return Verdict(_("Only its creator or a prevention officer of the province scores a pin."))
    if pin.prevention_state not in _RESCORABLE:
        return Verdict(_("The score stands while the director decides and after closing."))
    return ALLOWED


def may_record_action(by: Principal, pin: Pin, mechanism: str) -> Verdict:
    """COOP and MEASURE by prevention officers; the other three by the investigators assigned."""
    if not may_see(by, pin):
        return _unseen()
    if mechanism in SUPPRESSION_MECHANISMS:
        if _investigates(Sight(by), pin):
            return ALLOWED
        return Verdict(_("Only the investigators assigned to this pin record this."))
    if pin.prevention_state == Prevention.ARCHIVED:
        return Verdict(_("The pin is archived; nothing is added to it."))
    if by.holds_in((Role.PROVINCE_PREVENTION, Role.PROVINCE_DIRECTOR), pin.province_code):
        return ALLOWED
    return Verdict(_("Only the prevention officers and the director of the province do this."))


def may_add_source(by: Principal, pin: Pin) -> Verdict:
    """Its creator or a prevention officer of the province, until it is closed."""
    if not may_see(by, pin):
        return _unseen()
    if pin.prevention_state in CLOSED:
        return Verdict(_("The pin is closed. Reopen it first if the risk is still there."))
    if _is_creator(by, pin) or _prevention(by, pin):
        return ALLOWED
    return Verdict(_("Only its creator or a prevention officer of the province adds sources."))


def may_attach(by: Principal, pin: Pin) -> Verdict:
    """Evidence files: whoever works on the pin in its province, and the agency for its answer."""
    if not may_see(by, pin):
        return _unseen()
    here = (Role.PROVINCE_PREVENTION, Role.PROVINCE_DIRECTOR, Role.STRONG_COACH)
    if (
        _is_creator(by, pin)
        or by.holds_in(here, pin.province_code)
        or _investigates(Sight(by), pin)
    ):
        return ALLOWED
    if _is_liaison(by, pin) or by.holds_in(_STRONG, pin.province_code):
        return ALLOWED
    return Verdict(_("You cannot add files to this pin."))


def may_record_look(by: Principal, pin: Pin, kind: str) -> Verdict:
    """A field check by officers of the province; a second look by the STRONG club."""
    if not may_see(by, pin):
        return _unseen()
    if pin.prevention_state in CLOSED:
        return Verdict(_("The pin is closed. Reopen it first if the risk is still there."))
    if kind == "STRONG_LOOK":
        if by.holds_in(_STRONG, pin.province_code):
            return ALLOWED
        return Verdict(_("The second look belongs to the members of the STRONG club."))
    if by.holds_in((Role.PROVINCE_PREVENTION, Role.PROVINCE_DIRECTOR), pin.province_code):
        return ALLOWED
    return Verdict(_("Only the prevention officers and the director of the province do this."))


def may_link(by: Principal, first: Pin, second: Pin) -> Verdict:
    """A prevention officer or an assigned investigator who sees both pins."""
    if not (may_see(by, first) and may_see(by, second)):
        return _unseen()
    if first.pk == second.pk:
        return Verdict(_("A pin cannot be linked to itself."))
    if _prevention(by, first) or _investigates(Sight(by), first):
        return ALLOWED
    return Verdict(_("Only a prevention officer of the province or an investigator links pins."))


def may_assign(by: Principal, pin: Pin) -> Verdict:
    """The lead of the investigators, once a pin was handed over."""
    if not may_see(by, pin):
        return _unseen()
    if not leads_investigation(by, pin.province_code):
        return Verdict(_("Only the lead of the investigators assigns a pin."))
    if pin.suppression_state == Suppression.NONE:
        return Verdict(_("The pin was not handed over to the investigators."))
    return ALLOWED


def may_publish(by: Principal, pin: Pin) -> Verdict:
    """The director, for a pin that was resolved or stopped."""
    if not may_see(by, pin):
        return _unseen()
    if not by.holds_in((Role.PROVINCE_DIRECTOR,), pin.province_code):
        return Verdict(_("Only the provincial director approves what the public reads."))
    if pin.prevention_state not in (Prevention.RESOLVED, Prevention.STOPPED):
        return Verdict(_("Only a pin that was resolved or stopped can be published."))
    return ALLOWED


def may_take(by: Principal, pin: Pin, step: Step, sight: Sight | None = None) -> Verdict:
    """Whether the officer may take (or, for a joint step, propose) a step now."""
    sight = sight or Sight(by)
    if not may_see(by, pin, sight):
        return _unseen()
    if not any(_ANSWERS[who](sight, pin) for who in step.who):
        return Verdict(_not_yours(by, pin, step))
    at = pin.state_in(step.lane)
    if not step.starts_at(at):
        return Verdict(
            _("This cannot be done now: the pin is “%(state)s”.")
            % {"state": state(step.lane, at).name}
        )
    return ALLOWED


def may_answer(by: Principal, pin: Pin, proposal: Proposal) -> Verdict:
    """Whether the officer may confirm or decline a proposed step: a director, a second person."""
    if not may_see(by, pin):
        return _unseen()
    if not by.holds_in((Role.PROVINCE_DIRECTOR,), pin.province_code):
        return Verdict(_("The provincial director confirms or declines this."))
    if proposal.proposed_by_id == by.user_id:
        return Verdict(_("You proposed this yourself. Another person confirms or declines it."))
    if pin.created_by_id == by.user_id:
        return Verdict(_("You made this pin. Another director confirms its closing."))
    return ALLOWED


def leads_investigation(by: Principal, province_code: str) -> bool:
    """Whether an investigator's grant with the LEAD permission reaches the province."""
    return any(
        Permission.LEAD_INVESTIGATION in grant.permissions
        and (grant.provinces is None or province_code in grant.provinces)
        for grant in by.grants_of((Role.INVESTIGATOR,))
    )


def _not_yours(by: Principal, pin: Pin, step: Step) -> str:
    if step.is_joint and by.holds_in((Role.PROVINCE_DIRECTOR,), pin.province_code):
        return _("A prevention officer proposes this; then you confirm or decline it.")
    return _("This step belongs to: %(who)s.") % {"who": who_names(step)}


def _is_creator(by: Principal, pin: Pin) -> bool:
    """Whether the officer made the pin and still works on it: a later office may only look on."""
    return pin.created_by_id == by.user_id and Sight(by).works_on(pin)


def _prevention(by: Principal, pin: Pin) -> bool:
    return by.holds_in((Role.PROVINCE_PREVENTION,), pin.province_code)


def _is_liaison(by: Principal, pin: Pin) -> bool:
    return any(
        grant.agency_id is not None and grant.agency_id == pin.agency_id
        for grant in by.grants_of((Role.AGENCY_LIAISON,))
    )


def _investigates(sight: Sight, pin: Pin) -> bool:
    assigned = pin.pk in sight.assigned_ids and Role.INVESTIGATOR in sight.by.roles
    handed = pin.suppression_state != Suppression.NONE
    return assigned or (handed and leads_investigation(sight.by, pin.province_code))


def _holding(*roles: Role) -> Callable[[Sight, Pin], bool]:
    return lambda sight, pin: sight.by.holds_in(roles, pin.province_code)


_ANSWERS: dict[Who, Callable[[Sight, Pin], bool]] = {
    Who.CREATOR: lambda sight, pin: _is_creator(sight.by, pin),
    Who.PREVENTION: _holding(Role.PROVINCE_PREVENTION),
    Who.COACH: _holding(Role.STRONG_COACH),
    Who.RECORDER: lambda sight, pin: pin.workshop_id in sight.recorded_workshop_ids,
    Who.DIRECTOR: _holding(Role.PROVINCE_DIRECTOR),
    Who.LIAISON: lambda sight, pin: _is_liaison(sight.by, pin),
    Who.ANY_OFFICER: _holding(*_OFFICERS),
    Who.STRONG_OR_REPORTER: _holding(*_STRONG),
    Who.CENTRAL: lambda sight, pin: bool(sight.by.grants_of((Role.CENTRAL_PROGRAMME,))),
    Who.LEAD: lambda sight, pin: leads_investigation(sight.by, pin.province_code),
    Who.INVESTIGATOR: _investigates,
    Who.TWO_PERSONS: _holding(Role.PROVINCE_PREVENTION),
}


def may_load_past(by: Principal) -> Verdict:
    """Only the central programme takes in the register that an office kept before."""
    if by.grants_of((Role.CENTRAL_PROGRAMME,)):
        return ALLOWED
    return Verdict(_("Earlier registers are loaded by the central programme office."))
