"""*Is the person safe until <day>?*: where the reporter is asked, and what is said once they have answered."""

from datetime import date, datetime

from bot.blocks import Block, button, buttons, form, paragraphs
from bot.casework.notices import safeguarding_calendar
from bot.casework.numbers import numbers_about
from bot.casework.safeguarding_review import Asked, who_is_asked
from bot.casework.safeguarding_urgency import asked_until
from bot.templates import render, words
from bot.titles import title_of
from domain.calendar import ONE_DAY
from domain.chronology import SubjectKind
from domain.deadlines import DeadlineKind
from domain.safeguarding import Safety
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork

IS_SAFE, IS_NOT_SAFE, IS_UNSURE = "safeguarding_is_safe", "safeguarding_is_not_safe", "safeguarding_is_unsure"


def safety_blocks(work: UnitOfWork, raised: SafeguardingConcern, answered: bool = False) -> list[Block]:
    """Return the question with its three buttons while it is asked; then what the answer came to."""
    until = asked_until(work, raised)
    if until is None and raised.safety is None and not answered:
        return []
    return paragraphs(_said(work, raised, None)) if until is None else question(work, raised, until)


def question(
    work: UnitOfWork, raised: SafeguardingConcern, until: date | None, now: datetime | None = None
) -> list[Block]:
    """Return the question with its buttons; nothing once it is asked no more."""
    if until is None:
        return []
    label, value = words("buttons"), raised.id.hex
    return paragraphs(_said(work, raised, until, now=now)) + buttons(
        button(IS_SAFE, label.is_safe, value),
        button(IS_NOT_SAFE, label.is_not_safe, value, style="danger"),
        button(IS_UNSURE, label.is_unsure, value),
    )


def _said(
    work: UnitOfWork,
    raised: SafeguardingConcern,
    until: date | None,
    *,
    has_somebody: bool = True,
    now: datetime | None = None,
) -> str:
    calendar = safeguarding_calendar(work, raised.contract_id)
    today = calendar.local(now or raised.raised_at).date()
    facts = {
        **vars(numbers_about(work, raised)),
        "answer": "asked" if until is not None else "safe" if raised.safety is Safety.SAFE else "urgent",
        "safe_until": until,
        "opens": f"{calendar.opens:%H:%M}",
        "weekday": f"{until:%A}" if until else "",
        "is_today": until == today,
        "is_tomorrow": until == today + ONE_DAY,
        "is_urgent": raised.is_urgent,
        "state": raised.state.value,
        "has_somebody": has_somebody,
    }
    return render("safeguarding_safe", facts)


def answered_window(work: UnitOfWork, raised: SafeguardingConcern, now: datetime) -> Block:
    """Return what is shown once it is answered while somebody has it, or has decided."""
    is_heard = not work.deadlines.live(raised.id, (DeadlineKind.SAFEGUARDING_REVIEW,)) or (
        who_is_asked(work, raised, now) is not Asked.NOBODY
    )
    said = _said(work, raised, None, has_somebody=is_heard)
    return form("read_only", title_of(SubjectKind.SAFEGUARDING, raised.reference), paragraphs(said))
