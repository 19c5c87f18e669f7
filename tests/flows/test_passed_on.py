"""Whoever has no Slack is never told to press anything: what is read or sent to them says whom to ring or write to."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import col, select

from bot.buttons import COPY_LETTER
from bot.casework.letters import LETTERS
from bot.letters import letter_about
from bot.messages import Message, Messages
from bot.passing_on import around, below
from domain.confidentiality import ContentClass
from domain.errors import NotAllowed, NotYours
from domain.notices import NoticeKind
from playground import alderwick
from playground.workspace import Json
from storage.notices import Notice
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from tests.flows.conftest import UNHURRIED
from tests.flows.played import Played
from tests.prompts.test_said_outside_slack import ONLY_IN_SLACK

TO_ALL = (ContentClass.SHARED, ContentClass.PARTNERS)
"""What other sides may have."""

TO_THE_LETTER = re.compile("Copy as a letter|in the letter")
"""What sends whoever passes something on to its letter: the button has to be there."""


def said_in(message: Message) -> str:
    """All that a message says, its buttons left out: they are for whoever passes it on."""
    found = [message.text]
    for block in message.blocks:
        texts = [block.get("text") or {}, *(block.get("elements") or ())]
        found += [each["text"] for each in texts if isinstance(each.get("text"), str)]
    return "\n".join(found)


def has_letter(message: Message) -> bool:
    """Whether *Copy as a letter* can be pressed below a message."""
    return f"'{COPY_LETTER}'" in str(message.blocks)


def without_slack(
    work: UnitOfWork, messages: Messages, now: datetime
) -> Iterator[tuple[NoticeKind, Json, str, bool]]:
    """Every message of every story to other sides, as if Priya were asked to pass it on to whom it is for.

    With what stands around it, all that it says, and whether its letter can be copied.
    """
    ruth, priya = (named(work, who) for who in (alderwick.RUTH, alderwick.PRIYA.name))
    for notice in work.notices._session.exec(select(Notice).where(col(Notice.person_id).is_not(None))).all():
        reader = work.people.find(notice.person_id) if notice.person_id else None
        is_another_side = reader is not None and reader.organisation_id != priya.organisation_id
        is_passed_on = is_another_side or "pass_on_id" in notice.facts
        if not is_passed_on or notice.content_class not in TO_ALL or notice.kind is NoticeKind.DIGEST:
            continue
        facts = {name: value for name, value in notice.facts.items() if not name.startswith("also_")}
        through = work.people.get(UUID(notice.facts["pass_on_id"])) if "pass_on_id" in notice.facts else ruth
        whom = reader if reader is not None and is_another_side else through
        about = notice.model_dump(exclude={"number"}) | {
            "person_id": priya.id,
            "facts": facts | {"pass_on_to": whom.name, "pass_on_id": whom.id.hex},
        }
        passed_on = Notice(**about)
        message = messages.compose(work, passed_on, now)
        if message is None:
            continue
        around_it, _row = around(passed_on, message)
        if around_it["is_to_them"] or passed_on.is_line:
            yield notice.kind, around_it, said_in(message), has_letter(message)
        if notice.kind in LETTERS:
            try:
                yield (
                    notice.kind,
                    around_it,
                    letter_about(work, notice.kind, notice.subject_id, whom, now),
                    has_letter(message),
                )
            except (NotYours, NotAllowed):
                continue


def named(work: UnitOfWork, name: str) -> Person:
    """Somebody of the cast."""
    return work._session.exec(select(Person).where(Person.name == name)).one()


@pytest.mark.criterion("CPC424-P1")
async def test_nothing_that_is_read_or_sent_to_somebody_without_slack_tells_them_to_press(
    played: Played, tmp_path: Path
) -> None:
    async with played.go_on(tmp_path, pace=UNHURRIED) as house:
        messages, now = house.handrail.services.messages, house.clock.now()
        found = await house.handrail.services.database.read(
            lambda work: list(without_slack(work, messages, now))
        )

    assert {each.value: said for each, _, said, _ in found if ONLY_IN_SLACK.search(said)} == {}
    assert len({kind for kind, *_ in found}) > 20
    for kind, passing, said, letter in found:
        told = below(passing)
        answers = "ring or write to" in told or "Record their answer" in told or "Copy as a letter" in told
        assert answers or not passing["pass_on_to"], kind
        assert letter or not TO_THE_LETTER.search(f"{said}\n{told}"), kind
