"""What a safeguarding lead reads once a form of theirs is kept: what is due next in that record, and by when."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from bot.answers import ShowInstead
from bot.buttons import OPEN_SAFEGUARDING
from bot.casework.safeguarding_arrival import outcome_goes_at
from bot.casework.safeguarding_register import CHASED
from bot.inbound import Submission
from bot.kept import kept_here
from bot.templates import render
from bot.turn import Turn
from domain.deadlines import DeadlineState
from storage.deadlines import Deadline
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork


def kept_and_due(turn: Turn[Submission], step: str, concern_id: UUID) -> ShowInstead:
    """Say what was kept, and every clock that runs in the record: to one of those named on it, in their own window."""
    concern = turn.work.safeguarding.get(concern_id)
    clocks = sorted(turn.work.deadlines.live(concern.id, CHASED), key=lambda deadline: deadline.due_at)
    facts = {"clocks": clock_lines(turn.work, concern, clocks, turn.now)}
    then = render("kept_safeguarding_next", facts)
    return kept_here(turn, step, (OPEN_SAFEGUARDING, concern.id), then=then)


def clock_lines(
    work: UnitOfWork, concern: SafeguardingConcern, clocks: Iterable[Deadline], now: datetime
) -> str:
    """Return a line for each duty of a record that runs, with the moment by which it is due."""
    lines = [
        render(
            "safeguarding_clock",
            {
                "kind": each.kind.value,
                "due_at": each.due_at,
                "is_late": each.due_at < now,
                "is_paused": each.state is DeadlineState.PAUSED,
                "is_back": concern.handed_to is None,
                "goes_at": outcome_goes_at(work, concern, now),
            },
        )
        for each in clocks
    ]
    return "\n".join(lines)
