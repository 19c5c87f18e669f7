"""Whether and when the provider learns of a concern: decided by the lead, kept as told once it has been posted."""

from dataclasses import replace
from datetime import datetime, time
from uuid import UUID

from bot.casework.access import party_of
from bot.casework.action_access import action_to_change, checks
from bot.casework.action_duties import start_other_sides_clock
from bot.casework.action_duties import word_about as word_about_action
from bot.casework.audiences import checkers_of
from bot.casework.concern_access import (
    concern_to_change,
    provider_knows,
    require_decider,
    subject_of,
    times_owed,
    word_about,
)
from bot.casework.deadlines import cancel
from bot.casework.notices import calendar_of, owe_channels, owe_people
from bot.casework.records import keep_texts, record
from bot.casework.shared_words import require_words_for_all
from domain.actions import ANSWER_EXTENSION_WITHIN, VERIFY_WITHIN, ActionState
from domain.chronology import Event
from domain.concerns import ConcernState, TellProvider, Triage, require_tell_date
from domain.confidentiality import ContentClass
from domain.contracts import ChannelPurpose
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed
from domain.notices import NoticeKind
from domain.people import Party, Role
from storage.actions import Action
from storage.concerns import Concern
from storage.notices import Notice
from storage.people import Person
from storage.unit_of_work import UnitOfWork

FOR_PROVIDER = "for_provider"
CHECKS = (
    (DeadlineKind.ACTION_VERIFY, NoticeKind.ACTION_SUBMITTED, VERIFY_WITHIN),
    (DeadlineKind.ACTION_EXTENSION, NoticeKind.EXTENSION_ASKED, ANSWER_EXTENSION_WITHIN),
)
"""What the other side is asked to do, how it is asked, and within how many working days."""


def decide_telling(work: UnitOfWork, person: Person, concern: Concern, triage: Triage, now: datetime) -> None:
    """Keep the decision whether and when the provider learns of a concern; it may be changed until they do."""
    work.notices.cancel_about(concern.id, (NoticeKind.CONCERN_SHARED,))
    concern.tell_provider, concern.tell_on = triage.tell_provider, triage.tell_on
    record(
        work,
        Event.CONCERN_TELLING_DECIDED,
        subject_of(concern),
        person,
        now,
        concern.contract_id,
        tell_provider=triage.tell_provider.value,
        tell_on=triage.tell_on,
    )
    if triage.for_provider.strip():
        # Kept with *not yet* too, so that nothing typed is lost; the provider reads it only once they are told.
        text = {FOR_PROVIDER: triage.for_provider}
        if concern.contract_id is not None:
            require_words_for_all(work, concern.contract_id, text)
        keep_texts(work, subject_of(concern), ContentClass.SHARED, person, now, text)
    if triage.tell_provider is not TellProvider.NOT_YET and concern.contract_id is not None:
        _owe_telling(work, concern, concern.contract_id, now)


def _owe_telling(work: UnitOfWork, concern: Concern, contract_id: UUID, now: datetime) -> None:
    from_then = calendar_of(work, contract_id).at(concern.tell_on, time(0, 0)) if concern.tell_on else now
    event = f"told:{times_owed(work, concern, NoticeKind.CONCERN_SHARED)}"
    word = word_about(concern, NoticeKind.CONCERN_SHARED, event, ContentClass.SHARED)
    owed = replace(word, not_before=from_then)
    if owe_channels(work, owed, ChannelPurpose.SHARED, now):
        return
    people = work.people.holding((Role.PROVIDER_REPRESENTATIVE,), contract_id)
    if not people:
        raise NotAllowed(
            "Nobody of the provider can be told yet: no shared channel is linked, and none of their people "
            "is on this contract. Please choose not yet, and decide again once there is.",
            "tell_provider",
        )
    owe_people(work, owed, people, now)


def change_telling(
    work: UnitOfWork, person: Person, concern_id: UUID, triage: Triage, now: datetime
) -> Concern:
    """Decide anew about telling the provider, as long as they have not been told."""
    concern = concern_to_change(work, concern_id)
    require_decider(work, person, concern)
    if provider_knows(concern, now):
        raise NotAllowed("The provider has already been told, so this can no longer be changed.")
    if concern.state is not ConcernState.TRIAGED:
        raise NotAllowed("There is nothing to tell the provider now. Open it to see where it stands.")
    require_provider(concern, triage)
    require_tell_date(triage.tell_on, calendar_of(work, concern.contract_id), now)
    decide_telling(work, person, concern, triage, now)
    work.notices.redraw(concern.id)
    return concern


def require_provider(concern: Concern, triage: Triage) -> None:
    """Refuse to tell the provider of what is about no contract: there is none."""
    if triage.tell_provider is not TellProvider.NOT_YET and concern.contract_id is None:
        raise NotAllowed(
            "This concern is not about one contract, so there is no provider to tell.", "tell_provider"
        )


def keep_told(work: UnitOfWork, notice: Notice, now: datetime) -> None:
    """Keep that the provider has been told, if this is the message by which they are, now that it has arrived.

    Asked before the message is locked; told twice, it is kept once.
    """
    if notice.kind is not NoticeKind.CONCERN_SHARED or not _reaches_provider(work, notice):
        return
    concern = concern_to_change(work, notice.subject_id)
    if concern.provider_told_at is not None:
        return
    # Every record before the chronology and the messages, as whoever presses on an action has them.
    actions = [action_to_change(work, action.id) for action in work.actions.of_concern(concern.id)]
    concern.provider_told_at = now
    record(work, Event.CONCERN_PROVIDER_TOLD, subject_of(concern), None, now, concern.contract_id)
    work.notices.redraw(concern.id, (NoticeKind.CONCERN_LOGGED, NoticeKind.CONCERN_CHANGED))
    if notice.person_id is None:
        _ask_themselves(work, concern, now)
    for action in actions:
        _let_provider_in(work, action, now)


def _ask_themselves(work: UnitOfWork, concern: Concern, now: datetime) -> None:
    """Ask those in Slack who are to look, each by themselves too: a channel is read by whoever passes by."""
    assert concern.contract_id is not None
    lookers = work.people.holding((Role.PROVIDER_REPRESENTATIVE,), concern.contract_id)
    word = word_about(concern, NoticeKind.CONCERN_SHARED, "asked_themselves", ContentClass.SHARED)
    owe_people(work, word, [person for person in lookers if person.user_id], now)


def _reaches_provider(work: UnitOfWork, notice: Notice) -> bool:
    """A post in the shared channel does, and a message to the provider's people or one to pass on to them.

    What the gate refused goes to our own lead instead, and tells the provider nothing.
    """
    if notice.person_id is None or "pass_on_to" in notice.facts:
        return True
    assert notice.contract_id is not None
    return party_of(work, work.people.get(notice.person_id), notice.contract_id) is Party.PROVIDER


def _let_provider_in(work: UnitOfWork, action: Action, now: datetime) -> None:
    """Say now of an action what could not be said to the other side before, and ask them to look at it."""
    if action.state in {ActionState.AGREED, ActionState.SUBMITTED}:
        confirmed = word_about_action(work, action, NoticeKind.ACTION_CONFIRMED, "confirmed", now)
        owe_channels(work, confirmed, ChannelPurpose.SHARED, now)
    checkers = checkers_of(work, action.contract_id, action.owner_party)
    if action.owner_party is Party.OWN and any(checks(work, each, action, now) for each in checkers):
        for kind, word, within in CHECKS if action.state is not ActionState.PROPOSED else ():
            if work.deadlines.live(action.id, (kind,)):
                _hand_over(work, action, kind, word, within, now)
    work.notices.redraw(action.id)


def _hand_over(
    work: UnitOfWork, action: Action, kind: DeadlineKind, word: NoticeKind, within: int, now: datetime
) -> None:
    """Our lead held this duty as long as the other side knew nothing of it; their clock starts only now."""
    cancel(work, action.id, (kind,), now)
    work.notices.cancel_about(action.id, (word,))
    due_at = calendar_of(work, action.contract_id).due_after(now, within)
    until = (due_at, f"{within} working days from telling the provider")
    asked = start_other_sides_clock(work, action, kind, until, now)
    waiting = work.actions.extension_asked(action.id)
    facts = {"extension": waiting.id.hex} if waiting and word is NoticeKind.EXTENSION_ASKED else {}
    event = f"{word.value}:told:{now.isoformat()}"
    owe_people(work, word_about_action(work, action, word, event, now, **facts), asked, now)
