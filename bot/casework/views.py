"""Asking voices what they think of a concern or an evaluation, and keeping what they say; nobody is pressed for it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do, reads
from bot.casework.concern_access import provider_knows
from bot.casework.deadlines import Duty, meet, start
from bot.casework.notices import Owed, calendar_of, owe_people
from bot.casework.records import keep_texts, record
from bot.casework.telling import FOR_PROVIDER
from domain.chronology import Event, SubjectKind
from domain.concerns import ConcernState
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.evaluations import EvaluationState
from domain.notices import NoticeKind
from domain.people import ROLES_OF_PARTY, Act, Party
from domain.rhythm import Speed
from domain.views import ANSWER_WITHIN, ViewState, move, require_question, require_view
from storage.concerns import Concern
from storage.evaluations import Evaluation
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from storage.views import AskedView

About = Concern | Evaluation
OPEN_CONCERNS = frozenset({ConcernState.LOGGED, ConcernState.ACKNOWLEDGED, ConcernState.TRIAGED})
OPEN_EVALUATIONS = frozenset({EvaluationState.COMPILED, EvaluationState.CONFIRMED})
TOLD = (NoticeKind.VIEW_ASKED, NoticeKind.VIEW_LINE)


@dataclass(frozen=True)
class View:
    """What one voice was asked and said, for our own side; `said` is empty until they answer."""

    asked: AskedView
    person: Person
    question: str
    said: str


def voices(work: UnitOfWork, contract_id: UUID) -> Sequence[Person]:
    """Return who speaks for the people who use a service: advocates, families, people themselves."""
    return work.people.holding(ROLES_OF_PARTY[Party.OTHER], contract_id)


def find_about(work: UnitOfWork, record_id: UUID) -> About:
    """Return the concern or the evaluation; answer anything else as for what is not the person's own."""
    found = work.evaluations.find(record_id) or work.concerns.find(record_id)
    if found is None or found.contract_id is None:
        raise NotYours(NOT_YOURS)
    return found


def may_ask(work: UnitOfWork, person: Person, about: About, now: datetime) -> bool:
    """Say whether somebody may ask voices about a record: while it is judged, and never before they may know of it.

    A concern that the provider has not been told of is nobody else's to hear of (practice.md 1.2).
    """
    if about.contract_id is None:
        return False
    if isinstance(about, Evaluation):
        return is_judged(about) and may_do(work, person, about.contract_id, Act.EVALUATE)
    is_known = is_judged(about) and provider_knows(about, now)
    return is_known and may_do(work, person, about.contract_id, Act.TRIAGE_CONCERN)


def is_judged(about: About) -> bool:
    """Say whether something is still to be decided about a record, so that what people say can count."""
    if isinstance(about, Evaluation):
        return about.state in OPEN_EVALUATIONS
    return about.state in OPEN_CONCERNS


def whom_to_ask(work: UnitOfWork, person: Person, record_id: UUID, now: datetime) -> Sequence[Person]:
    """Return the voices who are not waiting to answer about it already. Raises NotYours, or NotAllowed without any."""
    about = find_about(work, record_id)
    assert about.contract_id is not None
    if not may_ask(work, person, about, now):
        raise NotYours(NOT_YOURS)
    waiting = {each.person_id for each in work.views.about(record_id) if each.state is ViewState.ASKED}
    found = [each for each in voices(work, about.contract_id) if each.id not in waiting]
    if not found:
        raise NotAllowed(
            "Nobody else speaks for people here. Add an advocate, or somebody of a family, with /contract add."
        )
    return found


def ask_for_views(
    work: UnitOfWork,
    person: Person,
    record_id: UUID,
    people: Collection[UUID],
    question: str,
    now: datetime,
) -> list[AskedView]:
    """Ask voices what they think. Raises NotYours, NotAllowed, and LookAgain for a question that seems to name one."""
    asked = [each for each in whom_to_ask(work, person, record_id, now) if each.id in people]
    require_question(question, asked)
    about = find_about(work, record_id)
    return [_ask(work, person, about, each, question, now) for each in asked]


def _ask(
    work: UnitOfWork, by: Person, about: About, person: Person, question: str, now: datetime
) -> AskedView:
    assert about.contract_id is not None
    is_concern = isinstance(about, Concern)
    view = work.views.add(
        AskedView(
            contract_id=about.contract_id,
            concern_id=about.id if is_concern else None,
            evaluation_id=None if is_concern else about.id,
            person_id=person.id,
            asked_by=by.id,
            asked_at=now,
        )
    )
    keep_texts(work, _subject(view), ContentClass.SHARED, by, now, {"question": question})
    record(work, Event.VIEW_ASKED, _subject(view), by, now, view.contract_id, to=person.id, about=about.id)
    start(
        work,
        Duty(
            kind=DeadlineKind.VIEW_ANSWER,
            subject=_subject(view),
            contract_id=view.contract_id,
            owner=person,
            party=Party.OTHER,
            due_at=calendar_of(work, view.contract_id).due_after(now, ANSWER_WITHIN),
            basis=f"{ANSWER_WITHIN} working days, then no more",
        ),
        now,
    )
    owe_people(work, _word(view, NoticeKind.VIEW_ASKED, ContentClass.SHARED, "asked"), [person], now)
    return view


def _subject(view: AskedView) -> tuple[SubjectKind, UUID]:
    return SubjectKind.VIEW, view.id


def _word(view: AskedView, kind: NoticeKind, content_class: ContentClass, event: str) -> Owed:
    return Owed(
        kind=kind,
        subject=_subject(view),
        content_class=content_class,
        speed=Speed.PROMPT,
        event=f"{view.id.hex}:{event}",
        contract_id=view.contract_id,
    )


def view_asked_of(work: UnitOfWork, person: Person, view_id: UUID, *, to_change: bool = False) -> AskedView:
    """Return what somebody was asked, to them alone while they take part. Raises NotYours for others."""
    view = (work.views.find_to_change if to_change else work.views.find)(view_id)
    if view is None or view.person_id != person.id:
        raise NotYours(NOT_YOURS)
    if not reads(work, person, view.contract_id, ContentClass.SHARED):
        raise NotYours(NOT_YOURS)
    return view


def question_of(work: UnitOfWork, view: AskedView) -> str:
    """Return what was asked, in the words of whoever asked."""
    return work.narratives.latest(view.id).get("question", "")


def shared_about(work: UnitOfWork, view: AskedView, now: datetime) -> str:
    """Return what every party may read of the concern that somebody is asked about; nothing of an evaluation.

    Nothing either once the provider is no longer to know of it.
    """
    concern = work.concerns.find(view.concern_id) if view.concern_id else None
    if concern is None or not provider_knows(concern, now):
        return ""
    return work.narratives.latest(concern.id).get(FOR_PROVIDER, "")


def give_view(work: UnitOfWork, person: Person, view_id: UUID, said: str | None, now: datetime) -> AskedView:
    """Keep what somebody thinks, or with None that they have nothing to say; whoever asked hears that they answered.

    It is taken however late it comes: nobody who was asked is turned away. Only our own side reads it.
    """
    view = view_asked_of(work, person, view_id, to_change=True)
    wanted = ViewState.NONE_TO_GIVE if said is None else ViewState.GIVEN
    view.state = move(view.state, wanted)
    if said is not None:
        require_view(said)
        keep_texts(work, _subject(view), ContentClass.INTERNAL, person, now, {"view": said})
    view.answered_at = now
    meet(work, view.id, (DeadlineKind.VIEW_ANSWER,), person, now)
    record(work, Event.VIEW_GIVEN, _subject(view), person, now, view.contract_id, state=wanted.value)
    work.notices.redraw(view.id, TOLD)
    event = f"answered:{now.isoformat()}"
    asker = work.people.get(view.asked_by)
    owe_people(work, _word(view, NoticeKind.VIEW_GIVEN, ContentClass.INTERNAL, event), [asker], now)
    return view


def views_about(work: UnitOfWork, record_id: UUID) -> list[View]:
    """Return what voices were asked about a record and said. Who may read it is asked by the caller: our own side."""
    found = []
    for asked in work.views.about(record_id):
        texts, person = work.narratives.latest(asked.id), work.people.get(asked.person_id)
        found.append(View(asked, person, texts.get("question", ""), texts.get("view", "")))
    return found


def is_over(work: UnitOfWork, view: AskedView) -> bool:
    """Say whether what they were asked about has been decided meanwhile, so that nobody is reminded of it."""
    return not is_judged(find_about(work, view.about[1]))
