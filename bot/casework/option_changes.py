"""An option changed or taken back by another side than the one that proposed it: whoever proposed it hears of that."""

from datetime import datetime

from bot.casework.notices import Owed, calendar_of, owe_people
from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from domain.notices import NoticeKind
from domain.rhythm import Speed
from storage.agreements import Agreement
from storage.improvements import Improvement
from storage.options import Option
from storage.people import Person
from storage.unit_of_work import UnitOfWork

NOBODY: dict[str, object] = {"changed_by": "", "changed_side": "", "changed_on": None}
"""What is said of a change where nobody is named for it."""


def keep_changed(
    work: UnitOfWork,
    option: Option,
    improvement: Improvement,
    person: Person,
    now: datetime,
    voided: Agreement | None = None,
) -> None:
    """Keep who changed an option, or took it back, and tell whoever proposed it where that was another side.

    It waits for their grouped message of the day, in which several changes are one line (practice.md 2.3). Whoever
    had answered to it hears at once that their answer no longer counts (`voided`), and of this nothing besides.
    """
    option.changed_by, option.changed_at = person.id, now
    work.notices.redraw(option.id, (NoticeKind.OPTION_CHANGED_LINE,))
    answered = {each.answered_by for each in work.agreements.parties(voided.id)} if voided else set()
    if not is_by_another_side(work, option) or option.proposed_by in answered:
        return
    word = Owed(
        kind=NoticeKind.OPTION_CHANGED_LINE,
        subject=(SubjectKind.OPTION, option.id),
        content_class=ContentClass.SHARED,
        speed=Speed.DIGEST,
        event=f"{option.id.hex}:changed:{now.isoformat()}",
        contract_id=improvement.contract_id,
    )
    owe_people(work, word, [work.people.get(option.proposed_by)], now)


def is_by_another_side(work: UnitOfWork, option: Option) -> bool:
    """Say whether the last change of an option was made by another organisation than the one that proposed it."""
    if option.changed_by is None:
        return False
    proposer, changer = work.people.get(option.proposed_by), work.people.get(option.changed_by)
    return proposer.organisation_id != changer.organisation_id


def changed_facts(
    work: UnitOfWork, option: Option | None, *, before: datetime | None = None
) -> dict[str, object]:
    """Return who changed an option last, for which side and on which day; with `before` only if by then."""
    facts: dict[str, object] = dict(NOBODY)
    if option is None or option.changed_by is None or option.changed_at is None:
        return facts
    if before and option.changed_at > before:
        return facts
    by = work.people.get(option.changed_by)
    contract_id = work.improvements.get(option.improvement_id).contract_id
    return {
        "changed_by": by.name,
        "changed_side": work.organisations.get(by.organisation_id).name if by.organisation_id else "",
        "changed_on": calendar_of(work, contract_id).local(option.changed_at).date(),
    }


def voided_facts(work: UnitOfWork, agreement: Agreement) -> dict[str, object]:
    """Return whose change of an option voided what was asked about it, and whether it was taken back by that.

    Nobody is named for a version that was put aside by asking about another option, nor by a change made later: only
    the change of that very moment voided it.
    """
    option, voided_at = work.options.find(agreement.subject_id), agreement.voided_at
    if option is None or voided_at is None or option.changed_at != voided_at:
        return {**NOBODY, "is_taken_back": False}
    return {**changed_facts(work, option), "is_taken_back": option.withdrawn_at == voided_at}
