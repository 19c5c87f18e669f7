"""The record of an action: what one person may read of it, and what they may do with it now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do, party_of
from bot.casework.action_access import answers_date, checks, find_action, sees, subject_of
from bot.casework.actions import may_hold, may_release, may_withdraw
from bot.casework.records import record
from domain.actions import ActionState
from domain.chronology import Event
from domain.errors import NotYours
from domain.people import Act, Party
from storage.actions import Action, Extension
from storage.people import Person
from storage.unit_of_work import UnitOfWork

INTERNAL_TEXTS = frozenset({"held_because"})


@dataclass(frozen=True)
class Permitted:
    """What somebody may do with an action as it stands. `answer_extension` is the request they may answer.

    `answer_date` is the same of another date than the one proposed, before the owner has agreed to any.
    """

    open: bool = False
    confirm: bool = False
    submit: bool = False
    ask_extension: bool = False
    check: bool = False
    answer_extension: UUID | None = None
    ask_date: bool = False
    answer_date: UUID | None = None
    hold: bool = False
    release: bool = False
    withdraw: bool = False
    record_for: bool = False
    decline: bool = False
    update: bool = False


def permitted(work: UnitOfWork, person: Person, action: Action, now: datetime) -> Permitted:
    """Return what somebody is offered; every press asks again."""
    if not sees(work, person, action, now):
        return Permitted()
    is_owner, is_proposed = action.owner_id == person.id, action.state is ActionState.PROPOSED
    checks_it = checks(work, person, action, now)
    waiting = work.actions.extension_asked(action.id)
    return Permitted(
        open=True,
        confirm=is_owner and is_proposed,
        submit=is_owner and action.state is ActionState.AGREED,
        ask_extension=is_owner and action.state is ActionState.AGREED and waiting is None,
        check=checks_it and action.state is ActionState.SUBMITTED,
        answer_extension=waiting.id if waiting and checks_it and not is_proposed else None,
        ask_date=is_owner and is_proposed and waiting is None,
        answer_date=waiting.id
        if waiting and is_proposed and answers_date(work, person, action, now)
        else None,
        hold=may_hold(work, person, action),
        release=may_release(work, person, action),
        withdraw=may_withdraw(work, person, action, now),
        decline=is_owner and is_proposed,
        update=is_owner and action.state is ActionState.AGREED,
        record_for=may_do(work, person, action.contract_id, Act.RECORD_FOR),
    )


def offered(work: UnitOfWork, person: Person, action_id: UUID, now: datetime) -> tuple[Action, Permitted]:
    """Return an action and what somebody may do with it. Raises NotYours for those who may not see it."""
    action = find_action(work, action_id)
    may = permitted(work, person, action, now)
    if not may.open:
        raise NotYours(NOT_YOURS)
    return action, may


@dataclass(frozen=True)
class Reading:
    """What one person may read of an action, and what they may do with it now.

    `earlier` holds the older versions of each text, oldest first.
    """

    action: Action
    texts: dict[str, str]
    earlier: dict[str, list[str]]
    extensions: Sequence[Extension]
    may: Permitted


def open_action(work: UnitOfWork, person: Person, action_id: UUID, now: datetime) -> Reading:
    """Read an action: its owner, and anybody on the contract whose side may see it. Every opening is recorded."""
    action, may = offered(work, person, action_id, now)
    record(work, Event.ACTION_OPENED, subject_of(action), person, now, action.contract_id)
    is_own = party_of(work, person, action.contract_id) is Party.OWN
    texts = {
        name: body
        for name, body in work.narratives.latest(action.id).items()
        if is_own or name not in INTERNAL_TEXTS
    }
    return Reading(
        action=action,
        texts=texts,
        earlier={
            name: [text.body for text in work.narratives.versions(action.id, name)[:-1]] for name in texts
        },
        extensions=work.actions.extensions(action.id),
        may=may,
    )
