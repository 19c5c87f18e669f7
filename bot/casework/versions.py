"""Which versions of a record's texts and dates somebody may read, to be compared: only those that its windows show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.casework import action_access, monitoring_access
from bot.casework.access import NOT_YOURS, party_of, reads
from bot.casework.action_record import INTERNAL_TEXTS
from bot.casework.concern_reading import read_concern
from bot.casework.evaluation_reading import OWN_TEXTS, read_evaluation
from bot.casework.improvement_access import improvement_for
from bot.casework.records import record
from bot.casework.statement_reading import read_statement
from domain.actions import ExtensionState
from domain.calendar import words_for_day
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.errors import NotAllowed, NotYours
from domain.people import Party
from storage.narratives import Written
from storage.people import Person
from storage.unit_of_work import UnitOfWork

DUE_DATE, JUDGEMENT = "due_date", "judgement"

OPENED = {
    SubjectKind.CONCERN: Event.CONCERN_OPENED,
    SubjectKind.ACTION: Event.ACTION_OPENED,
    SubjectKind.EVALUATION: Event.EVALUATION_OPENED,
}


@dataclass(frozen=True)
class Version:
    """One version of one field. `key` names it in a form."""

    key: str
    field: str
    number: int
    author: str
    written_at: datetime
    text: str


@dataclass(frozen=True)
class Versions:
    """The versions of one record that somebody may read, of each field that has more than one, oldest first."""

    contract_id: UUID | None
    reference: str
    found: Sequence[Version]

    def chosen(self, key: str, field: str) -> Version:
        """Return the version of that key. Raises NotAllowed beside the form's field when there is none."""
        for each in self.found:
            if each.key == key:
                return each
        raise NotAllowed("Please choose a version from the list.", field)


def versions_for(
    work: UnitOfWork, person: Person, kind: SubjectKind, subject_id: UUID, now: datetime
) -> Versions:
    """Return what of a record can be compared. Raises NotYours for those who may not read the record."""
    match kind:
        case SubjectKind.CONCERN:
            return _of_concern(work, person, subject_id, now)
        case SubjectKind.ACTION:
            return _of_action(work, person, subject_id, now)
        case SubjectKind.MONITORING:
            return _of_monitoring(work, person, subject_id)
        case SubjectKind.EVALUATION:
            return _of_evaluation(work, person, subject_id)
        case SubjectKind.STATEMENT:
            statement = read_statement(work, person, subject_id).statement
            return _more_than_one(work, statement.contract_id, "", work.narratives.of(subject_id))
        case SubjectKind.OPTION:
            return _of_option(work, person, subject_id)
        case _:
            raise NotYours(NOT_YOURS)


def compare(
    work: UnitOfWork,
    person: Person,
    about: tuple[SubjectKind, UUID],
    keys: tuple[str, str],
    now: datetime,
) -> tuple[Version, Version]:
    """Return two versions of one field, the older first; that somebody read them is recorded as an opening."""
    versions = versions_for(work, person, *about, now)
    first, second = versions.chosen(keys[0], "before"), versions.chosen(keys[1], "after")
    if first.field != second.field or first.key == second.key:
        raise NotAllowed("Please choose two different versions of the same text.", "after")
    if about[0] in OPENED:
        record(work, OPENED[about[0]], about, person, now, versions.contract_id)
    older, newer = sorted((first, second), key=lambda each: each.number)
    return older, newer


def _of_concern(work: UnitOfWork, person: Person, concern_id: UUID, now: datetime) -> Versions:
    """Return the versions that the concern's own window reads to this person, its drafts for the provider not."""
    reading = read_concern(work, person, concern_id, now)
    concern = reading.concern
    texts = [
        text
        for text in work.narratives.of(concern_id)
        if text.body in (reading.texts.get(text.field), *reading.earlier.get(text.field, ()))
    ]
    return _more_than_one(work, concern.contract_id, concern.reference, texts)


def _of_action(work: UnitOfWork, person: Person, action_id: UUID, now: datetime) -> Versions:
    action = action_access.find_action(work, action_id)
    if not action_access.sees(work, person, action, now):
        raise NotYours(NOT_YOURS)
    is_own = party_of(work, person, action.contract_id) is Party.OWN
    texts = [
        text
        for text in work.narratives.of(action_id)
        if is_own or (text.content_class is ContentClass.SHARED and text.field not in INTERNAL_TEXTS)
    ]
    found = _more_than_one(work, action.contract_id, action.reference, texts)
    proposer = work.people.get(action.proposed_by).name
    first = Version(
        f"{DUE_DATE}:1", DUE_DATE, 1, proposer, action.proposed_at, words_for_day(action.original_due_on)
    )
    dates = [first]
    for request in work.actions.extensions(action_id):
        if request.state is ExtensionState.AGREED and request.moved_to and request.answered_at:
            number = len(dates) + 1
            author = work.people.get(request.answered_by).name if request.answered_by else ""
            day = words_for_day(request.moved_to)
            dates.append(Version(f"{DUE_DATE}:{number}", DUE_DATE, number, author, request.answered_at, day))
    more = dates if len(dates) > 1 else []
    return Versions(found.contract_id, found.reference, [*found.found, *more])


def _of_evaluation(work: UnitOfWork, person: Person, evaluation_id: UUID) -> Versions:
    """Return the versions of its texts, and the judgement that was suggested beside the one that a person confirmed."""
    evaluation = read_evaluation(work, person, evaluation_id).evaluation
    texts = [text for text in work.narratives.of(evaluation_id) if text.field in OWN_TEXTS]
    found = _more_than_one(work, evaluation.contract_id, evaluation.reference, texts)
    if evaluation.judgement is None or evaluation.judged_by is None or evaluation.judged_at is None:
        return found
    suggested, judged = evaluation.suggested.value, evaluation.judgement.value
    asked_by, judged_by = (work.people.get(each).name for each in (evaluation.asked_by, evaluation.judged_by))
    both = [
        Version(
            f"{JUDGEMENT}:1", JUDGEMENT, 1, asked_by, evaluation.compiled_at, suggested.replace("_", " ")
        ),
        Version(f"{JUDGEMENT}:2", JUDGEMENT, 2, judged_by, evaluation.judged_at, judged.replace("_", " ")),
    ]
    return Versions(found.contract_id, found.reference, [*found.found, *both])


def _of_monitoring(work: UnitOfWork, person: Person, subject_id: UUID) -> Versions:
    activity = work.monitoring.find(subject_id)
    schedule = (
        work.monitoring.schedule_of(activity) if activity else work.monitoring.find_schedule(subject_id)
    )
    if schedule is None or not monitoring_access.sees(work, person, schedule):
        raise NotYours(NOT_YOURS)
    texts = [
        text
        for text in work.narratives.of(subject_id)
        if reads(work, person, schedule.contract_id, text.content_class)
    ]
    return _more_than_one(work, schedule.contract_id, schedule.reference, texts)


def _of_option(work: UnitOfWork, person: Person, option_id: UUID) -> Versions:
    """Return the versions of an option to whoever may open its process."""
    option = work.options.find(option_id)
    if option is None:
        raise NotYours(NOT_YOURS)
    improvement = improvement_for(work, person, option.improvement_id)
    return _more_than_one(
        work, improvement.contract_id, improvement.reference, _texts_of_option(work, option_id)
    )


def has_other_words(work: UnitOfWork, option_id: UUID) -> bool:
    """Say whether anything of an option can be compared: where only its kind was changed, no words were."""
    return bool(_more_than_one(work, None, "", _texts_of_option(work, option_id)).found)


def _texts_of_option(work: UnitOfWork, option_id: UUID) -> Sequence[Written]:
    """Return the texts of an option; of one that stayed the same in a next version only the first."""
    stands, texts = dict[str, str](), list[Written]()
    for text in work.narratives.of(option_id):
        if stands.get(text.field) != text.body:
            texts.append(text)
        stands[text.field] = text.body
    return texts


def _more_than_one(
    work: UnitOfWork, contract_id: UUID | None, reference: str, texts: Sequence[Written]
) -> Versions:
    fields = [text.field for text in texts]
    kept = [text for text in texts if fields.count(text.field) > 1 and text.erased_at is None]
    kept.sort(key=lambda text: (text.field, text.version))
    return Versions(
        contract_id,
        reference,
        [
            Version(
                text.id.hex,
                text.field,
                text.version,
                work.people.get(text.author_id).name,
                text.written_at,
                text.body,
            )
            for text in kept
        ],
    )
