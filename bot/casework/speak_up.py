"""Raising a concern with a sealed name: the record knows a stand-in, and nothing else of it leads to who it was.

Of whoever seals their name no row is written: they are not met, no notice names them, the form they sent is remembered
under a name that only our key can make. See docs/decisions/0021.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.casework.concerns import log_concern
from bot.casework.deadlines import Duty, start
from bot.casework.notices import Owed, calendar_of, owe_people
from bot.casework.records import record
from bot.casework.route import administrators
from bot.casework.safeguarding import raise_safeguarding
from bot.casework.safeguarding_raise import excluded_on_form
from bot.casework.speak_up_access import speak_up_leads, who_may_reveal
from bot.inbound import Actor
from domain.chronology import Event, SubjectKind
from domain.concerns import NewConcern
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.notices import NoticeKind
from domain.people import Party, Role
from domain.references import Choose, new_reference
from domain.rhythm import Speed
from domain.speak_up import ACKNOWLEDGE_WITHIN, ANSWER_WITHIN, SEALED_NAME, AnswerState, digest_of_code
from storage.organisations import Organisation
from storage.people import Person
from storage.speak_up import Identity, SpeakUp
from storage.unit_of_work import UnitOfWork

SPEAK_UP_LEADS, CONTRACT_LEAD = "speak_up:leads", "speak_up:contract_lead"
OF_LEAD = "speak_up:"
"""What may be chosen besides the people on the safeguarding route: those who could learn the name, or have it next."""


@dataclass(frozen=True)
class Raised:
    """What somebody raises with a sealed name. `chosen`: whom they keep from it; `may_write`: one word in Slack."""

    new: NewConcern
    contract_id: UUID | None
    chosen: Collection[str] = ()
    may_write: bool = False


def subject_of(sealed: SpeakUp) -> tuple[SubjectKind, UUID]:
    """Return what entries and messages about a sealed name point at."""
    return SubjectKind.SPEAK_UP, sealed.id


def class_of(sealed: SpeakUp) -> ContentClass:
    """Return the class of what is written to and from the code's page: that of the record."""
    return ContentClass.RESTRICTED if sealed.safeguarding_id else ContentClass.INTERNAL


def seal_and_raise(
    work: UnitOfWork,
    actor: Actor,
    known: Person | None,
    raised: Raised,
    code: str,
    now: datetime,
    choose: Choose,
) -> SpeakUp:
    """Raise it in the name of a stand-in and seal who it was; what is urgent is as urgent as any other.

    Of a quality concern whose reporter keeps the contract lead from it the record names no contract: it is then asked
    of whoever answers for what is about no contract.
    """
    stand_in = work.people.add(Person(name=SEALED_NAME))
    kept_from = _kept_from(work, raised)
    reference = new_reference("N", work.is_reference_taken, choose)
    sealed = SpeakUp(
        reference=reference,
        stand_in_id=stand_in.id,
        code_digest=digest_of_code(code),
        sealed_on=calendar_of(work, None).local(now).date(),
        may_write=raised.may_write,
        kept_from=sorted(each.hex for each in kept_from),
    )
    _raise(work, sealed, stand_in, raised, kept_from, now, choose)
    work.speak_up.add(sealed, _identity(actor, known))
    record(work, Event.SPEAK_UP_SEALED, subject_of(sealed), None, now, reference=reference)
    wait_for_answer(work, sealed, ACKNOWLEDGE_WITHIN, now)
    _tell_leads(work, sealed, now)
    return sealed


def _raise(
    work: UnitOfWork,
    sealed: SpeakUp,
    stand_in: Person,
    raised: Raised,
    kept_from: frozenset[UUID],
    now: datetime,
    choose: Choose,
) -> None:
    if raised.new.kind.is_safeguarding:
        concern = raise_safeguarding(work, stand_in, raised.new, raised.contract_id, now, choose, kept_from)
        sealed.safeguarding_id = concern.id
        return
    contract_id = None if CONTRACT_LEAD in raised.chosen else raised.contract_id
    sealed.concern_id = log_concern(work, stand_in, raised.new, contract_id, now, choose).id


def _kept_from(work: UnitOfWork, raised: Raised) -> frozenset[UUID]:
    """Who must neither learn the name nor be told of danger or risk: whoever was chosen, in whatever role they were."""
    chosen = raised.chosen
    leads = {
        each.id
        for each in speak_up_leads(work)
        if SPEAK_UP_LEADS in chosen or f"{OF_LEAD}{each.id.hex}" in chosen
    }
    if CONTRACT_LEAD in chosen and raised.contract_id is not None:
        leads |= {each.id for each in work.people.holding((Role.CONTRACT_LEAD,), raised.contract_id)}
    return frozenset(leads) | excluded_on_form(work, chosen)


def _identity(actor: Actor, known: Person | None) -> Identity:
    name = known.name if known is not None else actor.name or actor.user_id
    return Identity(name, actor.team_id, actor.user_id, known.id.hex if known is not None else "")


def organisation_of(work: UnitOfWork, identity: Identity) -> Organisation | None:
    """Return the organisation of whoever was revealed, as it stands now; None when we do not know it."""
    known = work.people.in_slack(identity.team_id, identity.user_id)
    found = known.organisation_id if known is not None else None
    found = found or work.organisations.of_team(identity.team_id)
    return work.organisations.get(found) if found is not None else None


def wait_for_answer(work: UnitOfWork, sealed: SpeakUp, within: int, now: datetime) -> None:
    """Start the clock of the next word on the code's page; whoever handles the record hears of it, nobody else."""
    duty = Duty(
        kind=DeadlineKind.SPEAK_UP_ANSWER,
        subject=subject_of(sealed),
        contract_id=None,
        owner=None,
        party=Party.OWN,
        due_at=calendar_of(work, None).due_after(now, within),
        basis=f"{within} working days",
    )
    start(work, duty, now)


def next_due(state: AnswerState) -> int | None:
    """Return within how many working days the next word is owed; None once it was answered."""
    return {AnswerState.WAITING: ACKNOWLEDGE_WITHIN, AnswerState.ACKNOWLEDGED: ANSWER_WITHIN}.get(state)


def _tell_leads(work: UnitOfWork, sealed: SpeakUp, now: datetime) -> None:
    """Tell the speak-up leads that a name was sealed, and nothing of what it is about.

    Where there is none, the administrators hear once a day that one is missing, and not that a name was sealed.
    """
    if speak_up_leads(work):
        event = f"sealed:{sealed.id.hex}"
        owed = Owed(
            NoticeKind.SPEAK_UP_RAISED, subject_of(sealed), ContentClass.RESTRICTED, Speed.PROMPT, event
        )
        owe_people(work, owed, who_may_reveal(work, sealed), now)
        return
    own = work.organisations.own()
    if own is None:
        return
    missing = Owed(
        kind=NoticeKind.SPEAK_UP_LEAD_MISSING,
        subject=(SubjectKind.ORGANISATION, own.id),
        content_class=ContentClass.INTERNAL,
        speed=Speed.PROMPT,
        event=f"speak_up_lead_missing:{now.date()}",
    )
    owe_people(work, missing, administrators(work), now)
