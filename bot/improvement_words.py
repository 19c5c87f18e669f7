"""Where an improvement process stands, in words: for its window, its lines, and every message about it."""

from bot.casework.improvements import is_light
from bot.templates import words
from domain.deadlines import DeadlineKind
from domain.improvements import ImprovementState, place
from storage.improvements import Improvement
from storage.unit_of_work import UnitOfWork


def state_words(improvement: Improvement) -> str:
    """Return where a process stands and what comes next, in words."""
    label = words("improvement_words")
    if improvement.state is ImprovementState.EXPLAINED and is_light(improvement):
        return str(label.explained_light)
    if improvement.state is ImprovementState.MONITORING and is_light(improvement):
        return str(label.monitoring_light)
    return str(getattr(label, improvement.state.value))


def facts_of(work: UnitOfWork, improvement: Improvement) -> dict[str, object]:
    """Return what its lines and messages say of a process."""
    lead = work.people.get(improvement.lead_id).name if improvement.lead_id else ""
    plans = work.deadlines.live(improvement.id, (DeadlineKind.IMPROVEMENT_PLAN,))
    state = improvement.state
    if state is ImprovementState.PAUSED:
        state = work.improvements.pauses(improvement.id)[-1].was
    number, count = place(state, improvement.route)
    return {
        "reference": improvement.reference,
        "title": improvement.title,
        "contract": work.contracts.get(improvement.contract_id).title,
        "state": improvement.state.value,
        "state_words": state_words(improvement),
        "place": number,
        "places": count,
        "lead": lead,
        "opened_by": work.people.get(improvement.opened_by).name,
        "opened_at": improvement.opened_at,
        "plan_by": plans[0].due_at if plans else None,
    }
