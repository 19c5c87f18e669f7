"""What the words about an action may use: references, states, dates, names of people at work; its title once agreed."""

from datetime import datetime
from uuid import UUID

from bot.casework.action_access import class_of, other_side
from bot.casework.audiences import seniors_of
from bot.casework.items import is_late, is_past
from domain.actions import ActionState
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.people import Party
from storage.actions import Action
from storage.unit_of_work import UnitOfWork

CLOCKS = {
    DeadlineKind.ACTION_CONFIRM: "confirm_by",
    DeadlineKind.ACTION_VERIFY: "check_by",
    DeadlineKind.ACTION_EXTENSION: "answer_by",
}


def facts_of(work: UnitOfWork, action: Action, now: datetime) -> dict[str, object]:
    """Return the facts of an action for its prompts.

    `title` is empty until the owner has agreed it and all parties may know of it: before that it is typed text, which
    is shown in windows only.
    """
    owner = work.people.get(action.owner_id)
    waiting = work.actions.extension_asked(action.id)
    is_shown = action.agreed_at is not None and class_of(work, action, now) is ContentClass.SHARED
    return {
        "reference": action.reference,
        "contract": work.contracts.get(action.contract_id).title,
        "title": action.title if is_shown else "",
        "state": action.state.value,
        "basis": action.basis.value,
        "keeps_safe_now": action.keeps_safe_now,
        "owner": owner.name,
        **sides_of(work, action),
        "proposer": work.people.get(action.proposed_by).name,
        "due_on": action.due_on,
        "original_due_on": action.original_due_on,
        "is_past": is_past(work, action, now),
        "is_late": is_late(work, action, now),
        "wanted_on": waiting.wanted_on if waiting else None,
        "is_shared": class_of(work, action, now) is ContentClass.SHARED,
        "is_held": action.escalation_held,
        "waiting_for_us": _waiting_for_us(work, action, now),
        "has_senior": bool(seniors_of(work, action.contract_id, action.owner_party)),
        "verified_by": work.people.get(action.verified_by).name if action.verified_by else "",
        **_moments(work, action),
    }


def sides_of(work: UnitOfWork, action: Action) -> dict[str, str]:
    """Return whose an action is and who looks at it, as sides: nobody is named."""
    owner = work.people.get(action.owner_id)
    return {
        "owner_side": side_name(work, action.contract_id, owner.organisation_id),
        "other_side": _other_side(work, action),
    }


def _waiting_for_us(work: UnitOfWork, action: Action, now: datetime) -> str:
    """Return who waits when an action of our own side is late: ours is chased as visibly (practice.md 2.4)."""
    return _other_side(work, action) if action.owner_party is Party.OWN and is_late(work, action, now) else ""


def side_name(work: UnitOfWork, contract_id: UUID, organisation_id: UUID | None) -> str:
    """Return how a side is called in words: its organisation's name."""
    known = organisation_id is not None and work.contracts.party_of(contract_id, organisation_id) is not None
    return work.organisations.get(organisation_id).name if known and organisation_id else ""


def _other_side(work: UnitOfWork, action: Action) -> str:
    """Return who the owner waits for, as a side: late or not, no person is named."""
    if other_side(action) is Party.PROVIDER:
        return side_name(work, action.contract_id, work.contracts.provider_of(action.contract_id))
    own = work.organisations.own()
    return own.name if own else ""


def _moments(work: UnitOfWork, action: Action) -> dict[str, object]:
    """Return when each side's next step is due; None where none is asked of it now."""
    live = {each.kind: each.due_at for each in work.deadlines.live(action.id, tuple(CLOCKS))}
    moments: dict[str, object] = {name: live.get(kind) for kind, name in CLOCKS.items()}
    if action.state not in {ActionState.PROPOSED, ActionState.AGREED, ActionState.SUBMITTED}:
        return dict.fromkeys(moments)
    return moments
