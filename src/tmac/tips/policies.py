"""May I? Every answer is a Verdict: yes, or no with a sentence for the person who asks."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from tmac.accounts import queries as accounts
from tmac.accounts.roles import Role
from tmac.core.verdict import ALLOWED, Verdict
from tmac.tips.lifecycle import ACCEPTERS, Step, Who, steps_between, who_names
from tmac.tips.models import Referral, Tip, TipProposal
from tmac.tips.sight import RAW, REDACTED, UNIT_ROLES, Sight
from tmac.tips.states import State, state

R, W = Role, Who
_SENIOR = (R.PROVINCE_PREVENTION, R.PROVINCE_DIRECTOR)


def unseen() -> Verdict:
    """Told of what does not exist and of what is out of reach alike."""
    return Verdict(_("This tip does not exist, or it is not within your reach."))


def may_see(sight: Sight, tip: Tip) -> Verdict:
    """Whether the officer may know of the tip at all."""
    return ALLOWED if sight.sees(tip) else unseen()


def may_see_summary(sight: Sight, tip: Tip) -> Verdict:
    """The redacted summary and the coarse facts."""
    if sight.holds(REDACTED, tip):
        return ALLOWED
    return Verdict(_("Your role sees only the state of this tip."))


def may_read(sight: Sight, tip: Tip) -> Verdict:
    """The sealed text and files themselves."""
    if not sight.sees(tip):
        return unseen()
    if tip.content_destroyed_on is not None:
        return Verdict(_("The content was destroyed when its time was over. It cannot be read."))
    if sight.holds(RAW, tip):
        return ALLOWED
    if sight.is_of_unit(tip, R.SCREENING_OFFICER):
        return Verdict(_not_taken(tip))
    return Verdict(_("The text and the files are open only to the unit that handles the tip."))


def _not_taken(tip: Tip) -> str:
    if tip.assigned_to_id is None:
        return _("Take the tip first: then you can read it and decide.")
    name = accounts.display_name(tip.assigned_to_id)
    return _("%(name)s has taken this tip. Ask that officer to pass it on.") % {"name": name}


def may_take_over(sight: Sight, tip: Tip) -> Verdict:
    """Anyone of the unit takes a tip that nobody has taken."""
    if not sight.sees(tip):
        return unseen()
    if not sight.is_of_unit(tip, *UNIT_ROLES):
        return Verdict(_("Only officers of the unit take its tips."))
    if not tip.is_open:
        return Verdict(_closed(tip))
    if tip.assigned_to_id not in (None, sight.by.user_id):
        return Verdict(_not_taken(tip))
    return ALLOWED


def may_assign(sight: Sight, tip: Tip) -> Verdict:
    """The prevention officers and the director of the unit, and whoever has it now."""
    if not sight.sees(tip):
        return unseen()
    has_it = tip.assigned_to_id == sight.by.user_id and sight.is_of_unit(tip, *UNIT_ROLES)
    if not (has_it or sight.is_of_unit(tip, *_SENIOR)):
        message = _("The director, a prevention officer, or who has the tip passes it on.")
        return Verdict(message)
    return ALLOWED if tip.is_open else Verdict(_closed(tip))


def may_summarise(sight: Sight, tip: Tip) -> Verdict:
    """Whoever reads the text in the unit writes its redacted summary."""
    verdict = may_read(sight, tip)
    if not verdict:
        return verdict
    if sight.is_of_unit(tip, *UNIT_ROLES):
        return ALLOWED
    return Verdict(_("The unit that handles the tip writes its summary."))


def may_write(sight: Sight, tip: Tip) -> Verdict:
    """A message to the reporter: the unit, and the investigators added to the tip."""
    verdict = may_read(sight, tip)
    if not verdict:
        return verdict
    if sight.is_of_unit(tip, *UNIT_ROLES) or tip.pk in sight.member_ids:
        return ALLOWED
    return Verdict(_("Your unit was asked for its opinion. The handling unit writes."))


def may_share(sight: Sight, tip: Tip) -> Verdict:
    """Adding a colleague, consulting or handing over: who reads the text in the unit."""
    verdict = may_summarise(sight, tip)
    if not verdict:
        return verdict
    return ALLOWED if tip.is_open else Verdict(_closed(tip))


def may_refer(sight: Sight, tip: Tip) -> Verdict:
    """Making the bundle for another body: who may send the tip there, and once it is sent,
    everybody who reads the text in the unit."""
    verdict = may_share(sight, tip)
    if not verdict or tip.state == State.FORWARDED:
        return verdict
    steps = steps_between(tip.state, State.FORWARDED)
    if not steps:
        return Verdict(_closed(tip))
    answers = [may_take(sight, tip, step) for step in steps]
    return next((answer for answer in answers if answer), answers[0])


def may_mark_referral(sight: Sight, tip: Tip) -> Verdict:
    """How far a bundle is, and what the body answered."""
    if not sight.sees(tip):
        return unseen()
    if sight.is_of_unit(tip, *UNIT_ROLES):
        return ALLOWED
    return Verdict(_("The unit that handles the tip follows where it was sent."))


def may_request_identity(sight: Sight, tip: Tip) -> Verdict:
    """An investigator who was added to the tip."""
    if not sight.sees(tip):
        return unseen()
    if R.INVESTIGATOR not in sight.by.roles or tip.pk not in sight.member_ids:
        message = _("Only an investigator who was added to this tip asks who the reporter is.")
        return Verdict(message)
    if tip.identity_destroyed_on is not None:
        return Verdict(_("The identity was destroyed when its time was over."))
    return ALLOWED


def may_hold(sight: Sight, tip: Tip) -> Verdict:
    """A legal hold: the director of the unit, or an identity custodian without a conflict."""
    if sight.is_conflicted(tip):
        return unseen()
    if R.IDENTITY_CUSTODIAN in sight.by.roles or sight.is_of_unit(tip, R.PROVINCE_DIRECTOR):
        return ALLOWED
    if not sight.sees(tip):
        return unseen()
    return Verdict(_("The director of the unit or an identity custodian sets a legal hold."))


def may_answer_request(sight: Sight, tip: Tip) -> Verdict:
    """What a reporter asks about own data: prevention officers and the director of the unit."""
    if not sight.sees(tip):
        return unseen()
    if sight.is_of_unit(tip, *_SENIOR):
        return ALLOWED
    return Verdict(_("A prevention officer or the director of the unit answers this."))


def may_shred(sight: Sight, tip: Tip) -> Verdict:
    """Destroying what was sealed before its time: the director of the unit."""
    if not sight.sees(tip):
        return unseen()
    if sight.is_of_unit(tip, R.PROVINCE_DIRECTOR):
        return ALLOWED
    return Verdict(_("Only the director of the unit has a tip erased."))


def may_take(sight: Sight, tip: Tip, step: Step) -> Verdict:
    """Whether the officer may take (or, for a joint step, propose) a step now."""
    if not sight.sees(tip):
        return unseen()
    if not any(_takes(who, sight, tip, step) for who in step.who):
        return Verdict(_not_yours(sight, tip, step))
    if step.is_decision and sight.by.user_id in tip.barred_ids:
        return Verdict(_barred())
    if tip.state != step.source:
        message = _("This cannot be done now: the tip is “%(state)s”.")
        return Verdict(message % {"state": state(tip.state).name})
    return ALLOWED


def may_confirm(sight: Sight, tip: Tip, proposal: TipProposal, step: Step) -> Verdict:
    """Whether the officer is the further person whom a proposal waits for."""
    if not sight.sees(tip):
        return unseen()
    if ACCEPTERS & set(step.who):
        if not _has_taken(sight, tip):
            return Verdict(_("The screening officer who has the tip accepts the answer."))
    elif not (sight.is_responsible(tip, *_confirmers(proposal)) or _leads_centre(sight, tip)):
        return Verdict(_whose_turn(proposal))
    if sight.by.user_id == proposal.proposed_by_id:
        return Verdict(_("You proposed this yourself. Another person confirms or declines it."))
    if any(one.by_id == sight.by.user_id for one in proposal.confirmations.all()):
        return Verdict(_("You have confirmed this already. One more person is needed."))
    if sight.by.user_id in tip.barred_ids:
        return Verdict(_barred())
    return ALLOWED


def _confirmers(proposal: TipProposal) -> tuple[Role, ...]:
    """The last word is the director's; of three, one may be any officer of the unit."""
    given = list(proposal.confirmations.all())
    missing = proposal.persons - 1 - len(given)
    return UNIT_ROLES if missing > 1 else (R.PROVINCE_DIRECTOR,)


def _whose_turn(proposal: TipProposal) -> str:
    if len(_confirmers(proposal)) > 1:
        return _("Another officer of the unit confirms this, and then the director.")
    return _("The provincial director confirms or declines this.")


def _barred() -> str:
    return _("You decided on this tip before. After an objection somebody else decides.")


def _closed(tip: Tip) -> str:
    return _("This cannot be done now: the tip is “%(state)s”.") % {"state": state(tip.state).name}


def _not_yours(sight: Sight, tip: Tip, step: Step) -> str:
    if step.is_joint and sight.is_responsible(tip, R.PROVINCE_DIRECTOR):
        return _("A second person is needed: an officer proposes this, then you confirm it.")
    screens = {W.SCREENING, W.SCREENING_PROPOSES, W.SCREENING_AND_DIRECTOR} & set(step.who)
    if screens and sight.is_of_unit(tip, R.SCREENING_OFFICER):
        return _screeners_refusal(tip, step)
    return _("This step belongs to: %(who)s.") % {"who": who_names(step)}


def _screeners_refusal(tip: Tip, step: Step) -> str:
    if W.DIRECTOR_IF_BARE in step.who and tip.is_bare:
        return _("The director accepts an anonymous tip that brings no evidence.")
    return _not_taken(tip)


def _takes(who: Who, sight: Sight, tip: Tip, step: Step) -> bool:
    if who == W.SCREENING and W.DIRECTOR_IF_BARE in step.who and tip.is_bare:
        return False
    answer = _ANSWERS.get(who)
    return answer is not None and answer(sight, tip)


def _has_taken(sight: Sight, tip: Tip) -> bool:
    """A screening officer of the unit who has taken the tip; any of them once it is over."""
    mine = tip.assigned_to_id == sight.by.user_id or not tip.is_open
    return mine and sight.is_of_unit(tip, R.SCREENING_OFFICER)


def _screens_unit(sight: Sight, tip: Tip) -> bool:
    return sight.is_of_unit(tip, R.SCREENING_OFFICER)


def _prevents(sight: Sight, tip: Tip) -> bool:
    return sight.is_responsible(tip, R.PROVINCE_PREVENTION)


def accepts_alone(sight: Sight, tip: Tip) -> bool:
    """Whether the screening officer accepts alone: a body outside the system has answered by
    letter, which an officer has recorded."""
    recorded = tip.referrals.filter(state=Referral.State.DONE).exclude(answer="")
    return _has_taken(sight, tip) and recorded.exists()


def _directs_or_centre(sight: Sight, tip: Tip) -> bool:
    return sight.is_responsible(tip, R.PROVINCE_DIRECTOR) or bool(
        sight.by.grants_of((R.CENTRAL_PROGRAMME,))
    )


def _leads_centre(sight: Sight, tip: Tip) -> bool:
    """In the unit of the centre a programme officer is what the director is in a province."""
    return sight.is_of_unit(tip, R.CENTRAL_PROGRAMME)


def _answers_for_agency(sight: Sight, tip: Tip) -> bool:
    return any(
        tip.pk in sight.forwarded_ids(grant.agency_id)
        for grant in sight.by.grants_of((R.AGENCY_LIAISON,))
    )


_ANSWERS: dict[Who, Callable[[Sight, Tip], bool]] = {
    W.SCREENING: _has_taken,
    W.SYSTEM_OR_SCREENING: _screens_unit,
    W.SCREENING_AND_DIRECTOR: _has_taken,
    W.SCREENING_PROPOSES: _has_taken,
    W.DIRECTOR_IF_BARE: lambda sight, tip: (
        bool(tip.is_bare)
        and (sight.is_responsible(tip, R.PROVINCE_DIRECTOR) or _leads_centre(sight, tip))
    ),
    W.PROVINCE_PREVENTION: _prevents,
    W.PREVENTION: _prevents,
    W.PREVENTION_PROPOSES: _prevents,
    W.LIAISON_ANSWERS: _answers_for_agency,
    W.SCREENING_ACCEPTS: accepts_alone,
    W.DIRECTOR_OR_CENTRE: _directs_or_centre,
}
