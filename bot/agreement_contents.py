"""What an agreement is about, by its kind: what it is called, and all of it as everybody reads it."""

from collections.abc import Callable

from bot.blocks import Block
from bot.option_blocks import option_content
from bot.plan_blocks import plan_content
from bot.templates import words
from domain.chronology import SubjectKind
from domain.options import letter
from storage.agreements import Agreement
from storage.people import Person
from storage.unit_of_work import UnitOfWork

Content = Callable[[UnitOfWork, Person, Agreement], list[Block]]


def _option(work: UnitOfWork, person: Person, agreement: Agreement) -> list[Block]:
    option = work.options.find(agreement.subject_id)
    return option_content(work, person, option, agreement.asked_at) if option else []


def _plan(work: UnitOfWork, person: Person, agreement: Agreement) -> list[Block]:
    return plan_content(work, person, agreement.subject_id)


def _pack(work: UnitOfWork, person: Person, agreement: Agreement) -> list[Block]:
    """Return everything that a meeting came to, as its pack was sent: the option preferred and the plan."""
    option = work.options.find(agreement.option_id) if agreement.option_id else None
    return [
        *(option_content(work, person, option, agreement.asked_at) if option else []),
        *(plan_content(work, person, agreement.plan_id) if agreement.plan_id else []),
    ]


CONTENTS: dict[SubjectKind, Content] = {
    SubjectKind.OPTION: _option,
    SubjectKind.PLAN: _plan,
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
    """Return what the parties are asked about."""
    content = CONTENTS.get(agreement.subject_kind)
    return content(work, person, agreement) if content else []
