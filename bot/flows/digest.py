"""The day's one grouped message for a person, the week's one word for a channel, and what the bot says of itself."""

from collections.abc import Sequence
from datetime import datetime

from bot.blocks import Block, button, buttons, divider, paragraphs
from bot.buttons import MY_ITEMS
from bot.casework.faults import said_of_fault
from bot.casework.items import week_of
from bot.casework.recipients import person_may_have
from bot.casework.senior_week import OfContract, waiting_for
from bot.listeners import Listeners
from bot.messages import Message
from bot.services import Services
from bot.templates import render, words
from domain.confidentiality import Verdict
from domain.deadlines import DeadlineKind
from domain.notices import NoticeKind
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

LINES = 20
"""Lines shown in one digest; two blocks and a rule each keep it within Slack's fifty. The rest is counted."""


class Digest:
    """Puts a digest into words from its lines, each said by its own story."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def say(self, work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
        """Return the digest without the lines answered meanwhile; None when nothing is left."""
        lines = self._lines(work, notice, now)
        if not lines:
            return None if notice.posted_ts is None else _all_answered()
        top = render("digest", {"count": len(lines), "more": max(len(lines) - LINES, 0)})
        blocks: list[Block] = paragraphs(top)
        for line in lines[:LINES]:
            blocks += line.blocks
        blocks += [divider(), *buttons(button(MY_ITEMS, words("buttons").my_items, "hub"))]
        return Message("\n".join([top, *(line.text for line in lines[:LINES])]), blocks)

    def _lines(self, work: UnitOfWork, notice: Notice, now: datetime) -> list[Message]:
        """Return what may be said to its reader now; a line that cannot be said holds up no other, and is reported."""
        assert notice.person_id is not None
        reader = work.people.get(notice.person_id)
        found: list[Message] = []
        unsayable: Exception | None = None
        for line in _latest(work, work.notices.lines_of(notice.id)):
            if person_may_have(work, line, reader) is not Verdict.SEND:
                continue
            try:
                said = self._services.messages.compose(work, line, now)
            except Exception as error:  # noqa: BLE001  whatever is wrong with one line, the others are owed
                unsayable = error
                self._services.report("cannot_be_said", line.kind.value)
            else:
                found += [said] if said is not None else []
        if not found and unsayable is not None:
            raise unsayable
        return found


def _latest(work: UnitOfWork, lines: Sequence[Notice]) -> list[Notice]:
    """Several steps about one record say one thing: the latest; what is to be passed on to somebody is theirs.

    Of an improvement process several things may be asked on one day, each by a duty of its own.
    """
    newest = {(line.subject_id, line.facts.get("pass_on_to"), _asks(work, line)): line for line in lines}
    return sorted(newest.values(), key=lambda line: line.number or 0)


def _asks(work: UnitOfWork, line: Notice) -> DeadlineKind | None:
    if line.kind is not NoticeKind.IMPROVEMENT_LINE or line.deadline_id is None:
        return None
    return work.deadlines.get(line.deadline_id).kind


def _all_answered() -> Message:
    text = render("digest_answered", {})
    return Message(text, paragraphs(text))


def _say_week(work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
    contract = work.contracts.get(notice.subject_id)
    week, own = week_of(work, contract, now), work.organisations.own()
    if week.is_quiet and notice.posted_ts is None:
        return None
    facts = {"count": week.need_update, "late": week.wait_for_us, "own_side": own.name if own else ""}
    text = render("channel_week", facts)
    return Message(text, [*paragraphs(text), *buttons(button(MY_ITEMS, words("buttons").my_items, "hub"))])


def _say_senior_week(work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
    """Say what waits as it stands when it goes out; each contract is a part of its own."""
    assert notice.person_id is not None
    found = waiting_for(work, work.people.get(notice.person_id), now)
    count = sum(len(each.waiting) for each in found)
    if not count and notice.posted_ts is None:
        return None
    own = work.organisations.own()
    top = {"count": count, "own_side": own.name if own else ""}
    parts = [render("senior_week", top), *(_of_contract(each) for each in found[:LINES])]
    if len(found) > LINES:
        parts.append(render("senior_week_more", {"count": len(found) - LINES}))
    text = "\n\n".join(parts)
    return Message(text, paragraphs(text))


def _of_contract(found: OfContract) -> str:
    facts = {
        "title": found.title,
        "contract": found.reference,
        "has_senior": found.has_senior,
        "waiting": found.waiting[:LINES],
        "more": max(len(found.waiting) - LINES, 0),
    }
    return render("senior_week_contract", facts)


def _say_stub(work: UnitOfWork, notice: Notice, _now: datetime) -> Message:
    contract = work.contracts.get(notice.contract_id) if notice.contract_id else None
    text = render("stub", {"contract": contract.title if contract else ""})
    return Message(text, paragraphs(text))


def _say_fault(work: UnitOfWork, notice: Notice, _now: datetime) -> Message:
    text = render("fault", said_of_fault(work, notice))
    return Message(text, paragraphs(text))


def register(_listeners: Listeners, services: Services) -> None:
    """Make the words known."""
    services.messages.add(NoticeKind.DIGEST, Digest(services).say)
    services.messages.add(NoticeKind.CHANNEL_WEEK, _say_week)
    services.messages.add(NoticeKind.SENIOR_WEEK, _say_senior_week)
    services.messages.add(NoticeKind.STUB, _say_stub)
    services.messages.add(NoticeKind.FAULT, _say_fault)
