"""What an agreement is about, by its kind: what it is called, and all of it as everybody reads it."""

from collections.abc import Callable
from uuid import UUID

from bot.blocks import Block
from bot.casework.options import chosen_option
from bot.casework.plan_versions import latest_of
from bot.option_blocks import option_content
from bot.plan_blocks import plan_content
from bot.templates import words
from domain.chronology import SubjectKind
from domain.options import letter
from storage.agreements import Agreement
from storage.people import Person
from storage.unit_of_work import UnitOfWork

Content = Callable[[UnitOfWork, Person, UUID], list[Block]]


def _option(work: UnitOfWork, person: Person, subject_id: UUID) -> list[Block]:
    option = work.options.find(subject_id)
    return option_content(work, person, option) if option else []


def _pack(work: UnitOfWork, person: Person, meeting_id: UUID) -> list[Block]:
    """Return everything that a meeting came to: the option preferred and the plan."""
    meeting = work.meetings.find(meeting_id)
    if meeting is None:
        return []
    improvement = work.improvements.get(meeting.improvement_id)
    option, plan = chosen_option(work, improvement), latest_of(work, improvement.id)
    return [
        *(option_content(work, person, option) if option else []),
        *(plan_content(work, person, plan.id) if plan else []),
    ]


CONTENTS: dict[SubjectKind, Content] = {
    SubjectKind.OPTION: _option,
    SubjectKind.PLAN: plan_content,
    SubjectKind.MEETING: _pack,
}
"""All of what is agreed to, for whoever reads it. A kind that is not in it is read in the window of its process."""


def what_is_asked(work: UnitOfWork, agreement: Agreement) -> str:
    """Return what the parties are asked about, in words: option B, version 2."""
    label = words("agreement_words")
    name = str(getattr(label, agreement.subject_kind.value))
    option = work.options.find(agreement.subject_id)
    if option is not None:
        name = f"{name} {letter(option.number)}"
    return f"{name}, version {agreement.version}"


def name_of_it(work: UnitOfWork, agreement: Agreement) -> str:
    """Return the option by its own name, which every party reads; other things have none."""
    option = work.options.find(agreement.subject_id)
    return option.title if option is not None else ""


def content_of(work: UnitOfWork, person: Person, agreement: Agreement) -> list[Block]:
    """Return what the parties are asked about, as it stands."""
    content = CONTENTS.get(agreement.subject_kind)
    return content(work, person, agreement.subject_id) if content else []
