"""What the words about a concern may use: references, states, dates, names of people at work; nothing typed."""

from bot.casework.notices import calendar_of
from domain.concerns import ACKNOWLEDGE_WITHIN, TRIAGE_WITHIN
from storage.concerns import Concern
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def facts_of(work: UnitOfWork, concern: Concern) -> dict[str, object]:
    """Return the facts of a concern for its prompts."""
    contract = work.contracts.get(concern.contract_id) if concern.contract_id else None
    calendar = calendar_of(work, concern.contract_id)
    lead = work.people.get(concern.lead_id) if concern.lead_id else None
    return {
        "reference": concern.reference,
        "contract": contract.title if contract else "",
        "state": concern.state.value,
        "route": concern.route.value if concern.route else "",
        "tell": concern.tell_provider.value if concern.tell_provider else "",
        "tell_on": concern.tell_on,
        "is_told": concern.provider_told_at is not None,
        "lead": lead.name if lead else "",
        "logged_on": calendar.local(concern.logged_at).date(),
        "take_by": calendar.due_after(concern.logged_at, ACKNOWLEDGE_WITHIN),
        "decide_by": calendar.due_after(concern.logged_at, TRIAGE_WITHIN),
    }


def facts_for(work: UnitOfWork, concern: Concern, reader: Person) -> dict[str, object]:
    """Return the facts of a concern for one reader; a contract's name is not for somebody nobody has confirmed."""
    facts = facts_of(work, concern)
    return facts if reader.organisation_id is not None else {**facts, "contract": ""}
