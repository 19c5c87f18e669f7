"""The story of the home tab: what is mine for our own people, and for everybody else how to report."""

from bot.answers import Answer, Nothing, ShowHome
from bot.blocks import Block, button, buttons, paragraphs
from bot.buttons import calendar_button, hub_buttons, join_buttons, support_buttons
from bot.casework.access import is_own, may_do
from bot.casework.items import items_of
from bot.casework.readiness import missing
from bot.casework.route_setup import reaches
from bot.casework.speak_up_access import speak_up_leads
from bot.casework.support import may_ask
from bot.inbound import Happened
from bot.item_blocks import count_for, item_blocks, late_for
from bot.listeners import Listeners
from bot.route_blocks import REACH, ROUTE, SET_UP
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn
from domain.people import Act
from storage.people import Person


def opened(turn: Turn[Happened]) -> Answer:
    """Draw the tab anew each time it is opened. Outsiders and people not known here see no data at all."""
    if turn.inbound.event.get("tab") != "home":
        return Nothing()
    if turn.met is None or not turn.met.is_active or not is_own(turn.work, turn.met):
        met = _from_outside(turn)
        facts = {"takes_part": met is not None, "count": _count(turn, met) if met else 0}
        plain = paragraphs(render("home_plain", vars(turn.services.emergency) | facts))
        offer = support_buttons() if may_ask(turn.work, turn.met, turn.inbound.actor) else []
        if met is None:
            offer = [*offer, *join_buttons("")]
        return ShowHome({"type": "home", "blocks": [*plain, *hub_buttons(), *offer]})
    return ShowHome({"type": "home", "blocks": _own(turn, turn.met)})


def _from_outside(turn: Turn[Happened]) -> Person | None:
    """Whoever takes part from outside, or None.

    Slack does not say whose workspace somebody who opens the tab is of (slack-platform.md 1.2), but gives an id to one
    person alone. What they see by this is how much waits for them, and nothing of it.
    """
    met = turn.met
    if met is None:
        found = turn.work.people.in_slack_by_users([turn.inbound.actor.user_id])
        met = found[0] if len(found) == 1 else None
    return met if met is not None and met.organisation_id is not None and met.is_active else None


def _count(turn: Turn[Happened], met: Person) -> int:
    """How many things wait for somebody from outside: the number alone, since the tab stands open on their screens."""
    return count_for(turn.work, items_of(turn.work, met, turn.now), turn.now)


def _own(turn: Turn[Happened], person: Person) -> list[Block]:
    items = items_of(turn.work, person, turn.now)
    facts = {
        "count": count_for(turn.work, items, turn.now),
        "late": late_for(turn.work, items, turn.now),
        "now": turn.now,
    }
    return [
        *_what_is_missing(turn, person),
        *paragraphs(render("home", facts)),
        *hub_buttons(),
        *support_buttons(),
        *buttons(calendar_button() if items.contracts else None),
        *item_blocks(turn.work, person, items, turn.now, on_a_standing_screen=True),
    ]


def _what_is_missing(turn: Turn[Happened], person: Person) -> list[Block]:
    """What an administrator has not set up yet and somebody may need at two in the morning."""
    if not may_do(turn.work, person, None, Act.SET_UP_ORGANISATION):
        return []
    ready = missing(turn.work)
    if ready.is_ready:
        return [*_no_speak_up_lead(turn), *_only_slack(turn)]
    facts = {
        "is_set_up": ready.is_set_up,
        "leads": ready.leads,
        "has_duty_number": ready.has_duty_number,
    }
    label = words("route_buttons")
    next_steps = buttons(
        button(SET_UP, label.set_up, "home"),
        button(ROUTE, label.route, "home") if ready.is_set_up else None,
    )
    return [*paragraphs(render("home_setup", facts)), *next_steps]


def _no_speak_up_lead(turn: Turn[Happened]) -> list[Block]:
    """Without one nobody can open a sealed name, however much it is needed; sealing is possible all the same."""
    if speak_up_leads(turn.work):
        return []
    row = buttons(button(ROUTE, words("route_buttons").route, "home"))
    return [*paragraphs(render("speak_up_lead_missing", {})), *row]


def _only_slack(turn: Turn[Happened]) -> list[Block]:
    """How many of those who are told of risk have no way but Slack, which wakes nobody (practice.md 1.4)."""
    known = reaches(turn.work)
    without = sum(not each.is_anyhow for each in known)
    if not without:
        return []
    row = buttons(button(REACH, words("route_buttons").reach, "home"))
    return [*paragraphs(render("home_ways", {"without": without, "count": len(known)})), *row]


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.event("app_home_opened", opened)
