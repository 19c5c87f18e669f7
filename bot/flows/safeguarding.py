"""The story of a safeguarding concern's window: *I have this*, and reading what was said."""

from uuid import UUID

from bot.answers import Answer, Nothing, OpenForm, ShowInstead
from bot.blocks import Block, buttons, form, header, paragraphs, typed
from bot.buttons import ACKNOWLEDGE_SAFEGUARDING, OPEN_SAFEGUARDING, have_this_button
from bot.casework import safeguarding
from bot.inbound import Press
from bot.listeners import Listeners
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from storage.people import Person
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork


def acknowledge(turn: Turn[Press]) -> Answer:
    """*I have this*: the first lead has it, and every other ping says so, the window at hand too."""
    concern_id = record_id(turn.inbound.value)
    safeguarding.acknowledge_safeguarding(turn.work, turn.person, concern_id, turn.now)
    return ShowInstead(_window(turn, turn.person, concern_id)) if turn.inbound.in_form else Nothing()


def open_(turn: Turn[Press]) -> Answer:
    """*Open*: what was said, for the designated leads and for the person who said it, confirmed here or not."""
    return OpenForm(_window(turn, turn.reporter, record_id(turn.inbound.value)))


def _window(turn: Turn[Press], reader: Person, concern_id: UUID) -> Block:
    reading = safeguarding.open_safeguarding(turn.work, reader, concern_id, turn.now)
    label = words("safeguarding_view")
    blocks = paragraphs(render("safeguarding_view_top", _facts_in_window(turn.work, reading)))
    for name in ("what_happened", "told_by", "done_already"):
        if reading.texts.get(name):
            blocks += [header(getattr(label, name)), *typed(reading.texts[name])]
    blocks += buttons(have_this_button(reading.concern.id) if reading.may_acknowledge else None)
    return form("read_only", reading.concern.reference, blocks)


def _facts(work: UnitOfWork, concern: SafeguardingConcern) -> dict[str, object]:
    lead = work.people.get(concern.lead_id) if concern.lead_id else None
    return {
        "reference": concern.reference,
        "kind": concern.kind.value,
        "lead": lead.name if lead else "",
        "raised_at": concern.raised_at,
        "is_confirmed": concern.reporter_is_confirmed,
    }


def _facts_in_window(work: UnitOfWork, reading: safeguarding.Reading) -> dict[str, object]:
    """What a lead needs to act: about whom to ask whom. It stands in the window only, never in a message."""
    concern = reading.concern
    reporter = work.people.get(concern.reporter_id)
    contract = work.contracts.get(concern.contract_id) if concern.contract_id else None
    organisation = work.organisations.get(reporter.organisation_id) if reporter.organisation_id else None
    return {
        **_facts(work, concern),
        "for_lead": reading.is_lead,
        "contract": contract.title if contract else "",
        "reporter": reporter.name,
        "organisation": organisation.name if organisation else "",
    }


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.press(ACKNOWLEDGE_SAFEGUARDING, acknowledge)
    listeners.press(OPEN_SAFEGUARDING, open_)
