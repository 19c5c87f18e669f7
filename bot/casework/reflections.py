"""Looking back together: everybody of every party is asked, answers or not, and may do so without a name.

domain.md 4.4 J; practice.md section 3; CPC424-P16. Of what is written without a name nothing is kept that says whose it
is: neither its words, nor its entry, nor any message (docs/decisions/0031).
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID

from bot.casework.access import party_of, require_act
from bot.casework.deadlines import Duty, cancel, meet_these, start
from bot.casework.formal_steps import led_improvement
from bot.casework.improvement_access import improvement_for, subject_of
from bot.casework.notices import Owed, calendar_of, owe_people
from bot.casework.records import keep_texts, record
from bot.casework.shared_words import require_words_for_all
from domain.agreements import ASKED_AT_LEAST
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed
from domain.improvements import REFLECT_WITHIN, ImprovementState, require_awake
from domain.notices import NoticeKind
from domain.people import ROLES_OF_PARTY, Act, Party
from domain.reflections import (
    NAMELESS,
    WRITE_WITHIN,
    NewReflection,
    require_as_oneself,
    require_first,
    require_still_nameless,
    require_to_ask,
)
from domain.rhythm import Speed
from storage.improvements import Improvement
from storage.people import Person
from storage.reflections import Reflection, ReflectionAsked
from storage.unit_of_work import UnitOfWork

FIELDS = ("went_well", "to_change", "voice")
EVERYBODY = tuple(role for roles in ROLES_OF_PARTY.values() for role in roles)


def everybody_of(work: UnitOfWork, improvement: Improvement) -> list[Person]:
    """Return everybody who takes part in a process, of every party; advocates and families are among them."""
    people = work.people.holding(EVERYBODY, improvement.contract_id)
    return list({each.id: each for each in people if each.is_active}.values())


def about(row: Reflection | ReflectionAsked) -> tuple[SubjectKind, UUID]:
    """Return what entries and messages about looking back point at."""
    return SubjectKind.REFLECTION, row.id


def begin_reflecting(work: UnitOfWork, improvement: Improvement, by: Person, now: datetime) -> None:
    """Ask everybody to look back, and let the lead's clock run until it is closed."""
    improvement.reflecting_since = now
    duty = Duty(
        kind=DeadlineKind.IMPROVEMENT_REFLECT,
        subject=subject_of(improvement),
        contract_id=improvement.contract_id,
        owner=work.people.get(improvement.lead_id) if improvement.lead_id else None,
        party=Party.OWN,
        due_at=calendar_of(work, improvement.contract_id).due_after(now, REFLECT_WITHIN),
        basis=f"{REFLECT_WITHIN} working days from the end of the hold",
    )
    start(work, duty, now)
    for person in everybody_of(work, improvement):
        asked = work.reflections.asked_to_change(improvement.id, person.id)
        if asked is None:
            asked = ReflectionAsked(improvement_id=improvement.id, person_id=person.id, last_asked_at=now)
            work.reflections.add(asked)
        elif asked.has_answered:
            continue
        else:
            asked.times, asked.last_asked_at = 1, now
        _ask(work, improvement, asked, person, by, now)


def _ask(
    work: UnitOfWork,
    improvement: Improvement,
    asked: ReflectionAsked,
    person: Person,
    by: Person,
    now: datetime,
) -> None:
    party = party_of(work, person, improvement.contract_id)
    duty = Duty(
        kind=DeadlineKind.REFLECTION_WRITE,
        subject=about(asked),
        contract_id=improvement.contract_id,
        owner=person,
        party=party or Party.OTHER,
        due_at=calendar_of(work, improvement.contract_id).due_after(now, WRITE_WITHIN),
        basis=f"{WRITE_WITHIN} working days, then no more",
    )
    start(work, duty, now)
    facts = {"to": person.id, "times": asked.times}
    record(work, Event.REFLECTION_ASKED, about(asked), by, now, improvement.contract_id, **facts)
    word = Owed(
        kind=NoticeKind.REFLECTION_ASKED,
        subject=about(asked),
        content_class=ContentClass.SHARED,
        speed=Speed.PROMPT,
        event=f"{asked.id.hex}:asked:{now.isoformat()}",
        contract_id=improvement.contract_id,
    )
    owe_people(work, word, [person], now)


def asked_only_once(work: UnitOfWork, improvement: Improvement) -> Sequence[ReflectionAsked]:
    """Return who has not answered and was asked only once, of those who still take part."""
    here = {each.id for each in everybody_of(work, improvement)}
    return [
        each
        for each in work.reflections.asked(improvement.id)
        if not each.has_answered and each.times < ASKED_AT_LEAST and each.person_id in here
    ]


def ask_again(work: UnitOfWork, person: Person, improvement_id: UUID, now: datetime) -> Improvement:
    """Ask those once more who were asked only once and have not answered; after that nobody waits for them."""
    improvement = led_improvement(work, person, improvement_id)
    require_reflecting(improvement)
    waiting = asked_only_once(work, improvement)
    require_to_ask([each.person_id for each in waiting])
    for each in waiting:
        locked = work.reflections.asked_to_change(improvement.id, each.person_id)
        assert locked is not None
        cancel(work, locked.id, (DeadlineKind.REFLECTION_WRITE,), now)
        locked.times, locked.last_asked_at = locked.times + 1, now
        _ask(work, improvement, locked, work.people.get(each.person_id), person, now)
    work.notices.redraw(improvement.id)
    return improvement


def require_reflecting(improvement: Improvement) -> None:
    """Refuse to look back before it lasted, and once it is closed."""
    if improvement.state is ImprovementState.PAUSED:
        require_awake(improvement.state)
    if improvement.state is ImprovementState.CLOSED:
        raise NotAllowed(
            "This is closed, and what was written stays. Please tell the contract lead if it is wrong."
        )
    if improvement.state is not ImprovementState.REFLECTING:
        raise NotAllowed("It is not time to look back yet: it is still watched whether it lasts.")


def require_may_write(work: UnitOfWork, person: Person, improvement_id: UUID) -> Improvement:
    """Return a process to somebody who may look back on it now. Raises NotYours for others.

    Raises NotAllowed for whoever did so without their name: nobody could find it to put the new words in its place.
    """
    improvement = improvement_for(work, person, improvement_id)
    require_act(work, person, improvement.contract_id, Act.TAKE_PART)
    require_reflecting(improvement)
    asked = {each.person_id: each for each in work.reflections.asked(improvement.id)}.get(person.id)
    require_first(
        has_answered=asked is not None and asked.has_answered,
        has_named=named_reflection(work, improvement, person) is not None,
    )
    return improvement


def named_reflection(work: UnitOfWork, improvement: Improvement, person: Person) -> Reflection | None:
    """Return what somebody wrote with their name, or None."""
    found = work.reflections.of(improvement.id)
    return next((each for each in found if each.written_by == person.id), None)


def write(
    work: UnitOfWork, person: Person, improvement_id: UUID, new: NewReflection, now: datetime
) -> Improvement:
    """Keep what somebody makes of it; with their name it can be written anew, and the earlier words stay readable."""
    improvement = require_may_write(work, person, improvement_id)
    speaking = work.speaking
    require_as_oneself(
        new.is_anonymous,
        is_recorded_for=speaking is not None and speaking.statement.person_id == person.id,
    )
    asked = work.reflections.asked_to_change(improvement.id, person.id)
    mine = named_reflection(work, improvement, person)
    require_first(has_answered=asked is not None and asked.has_answered, has_named=mine is not None)
    require_still_nameless(new.is_anonymous, has_named=mine is not None)
    texts = {name: getattr(new, name) for name in FIELDS}
    require_words_for_all(work, improvement.contract_id, texts)
    if asked is None:
        asked = ReflectionAsked(
            improvement_id=improvement.id, person_id=person.id, last_asked_at=_since(improvement)
        )
        work.reflections.add(asked)
    if new.is_anonymous:
        _keep_nameless(work, improvement, texts)
    else:
        _keep_named(work, improvement, mine, person, texts, now)
    asked.has_answered = True
    # It ends alike for all, named or not, at the moment that was known before: neither who nor when is kept of it.
    for duty in work.deadlines.live(asked.id, (DeadlineKind.REFLECTION_WRITE,)):
        meet_these(work, [duty], None, duty.due_at)
    if not new.is_anonymous:
        work.notices.redraw(asked.id)
    return improvement


def _since(improvement: Improvement) -> datetime:
    assert improvement.reflecting_since is not None
    return improvement.reflecting_since


def _day_of_all(work: UnitOfWork, improvement: Improvement) -> date:
    """Return the day under which everything without a name is kept: the one on which the look back began."""
    return calendar_of(work, improvement.contract_id).local(_since(improvement)).date()


def _keep_named(
    work: UnitOfWork,
    improvement: Improvement,
    mine: Reflection | None,
    person: Person,
    texts: dict[str, str],
    now: datetime,
) -> None:
    if mine is None:
        mine = Reflection(
            improvement_id=improvement.id,
            written_by=person.id,
            organisation_id=person.organisation_id,
            party=party_of(work, person, improvement.contract_id),
            written_at=now,
            written_on=calendar_of(work, improvement.contract_id).local(now).date(),
        )
        work.reflections.add(mine)
    keep_texts(work, about(mine), ContentClass.SHARED, person, now, texts)
    record(work, Event.REFLECTION_WRITTEN, about(mine), person, now, improvement.contract_id)


def _keep_nameless(work: UnitOfWork, improvement: Improvement, texts: dict[str, str]) -> None:
    """Keep one under a stand-in of its own, which no row leads from to a person.

    All of a process carry the same day, and the chronology has no entry of them: its place between two others would
    say when it was written (docs/decisions/0031).
    """
    day = _day_of_all(work, improvement)
    midnight = calendar_of(work, improvement.contract_id).at(day, time(0, 0))
    stand_in = work.people.add(Person(name=NAMELESS, is_active=False))
    reflection = Reflection(
        improvement_id=improvement.id,
        is_anonymous=True,
        written_on=day,
    )
    work.reflections.add(reflection)
    keep_texts(work, about(reflection), ContentClass.SHARED, stand_in, midnight, texts)
    work.second_looks.end()
    work.second_looks.kept.clear()
