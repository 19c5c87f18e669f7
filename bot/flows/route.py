"""The story of the safeguarding route: an administrator says who is told of risk, level by level."""

from bot.answers import Answer, ShowInstead
from bot.blocks import form, paragraphs, people_input
from bot.casework.administrators import may_set_up
from bot.casework.meeting import meet_staff
from bot.casework.readiness import missing
from bot.casework.reviewer_setup import set_independent_reviewers
from bot.casework.reviewers import independent_reviewers
from bot.casework.role_keeping import chosen
from bot.casework.route import leads_at, live_route
from bot.casework.route_setup import our_organisation, people_on_route, set_route
from bot.casework.speak_up_access import speak_up_leads
from bot.casework.speak_up_reveal import set_speak_up_leads
from bot.inbound import Command, Press, Submission
from bot.listeners import Listeners
from bot.look_ups import route_picked
from bot.route_blocks import AREAS, ROUTE, route_buttons, silence
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn
from domain.people import Role
from domain.routes import CLIMBED, Level

FORM = "route_form"
SPEAK_UP = Role.SPEAK_UP_LEAD.value
REVIEWERS = Role.INDEPENDENT_REVIEWER.value


def show_route(turn: Turn[Command] | Turn[Press]) -> ShowInstead:
    """`/contract route`: who is told now, to be changed."""
    may_set_up(turn.work, turn.person)
    our_organisation(turn.work)
    label = words("route_form")
    fields = [
        people_input(
            level.value,
            getattr(label, level.value),
            several=True,
            optional=True,
            hint=getattr(label, f"{level.value}_hint"),
            initial=[person.user_id for person in leads_at(turn.work, level) if person.user_id],
        )
        for level in Level
    ]
    fields.append(
        people_input(
            SPEAK_UP,
            label.speak_up_lead,
            several=True,
            optional=True,
            hint=label.speak_up_lead_hint,
            initial=[
                person.user_id
                for person in chosen(turn.work, turn.person, Role.SPEAK_UP_LEAD)
                if person.user_id
            ],
        )
    )
    fields.append(
        people_input(
            REVIEWERS,
            label.independent_reviewer,
            several=True,
            optional=True,
            hint=label.independent_reviewer_hint,
            initial=[person.user_id for person in independent_reviewers(turn.work) if person.user_id],
        )
    )
    top = paragraphs(label.own_people)
    return ShowInstead(form(FORM, label.title, [*top, *fields], submit=label.submit))


def save(turn: Turn[Submission]) -> Answer:
    """Keep who is told, and say it back: the gaps above all. The same form again changes nothing more."""
    may_set_up(turn.work, turn.person)
    answers, members = turn.inbound.form, turn.found.members
    route = {
        level: [
            meet_staff(turn.work, members.get(user), level.value).id for user in answers.people(level.value)
        ]
        for level in Level
    }
    speak_up = [meet_staff(turn.work, members.get(user), SPEAK_UP).id for user in answers.people(SPEAK_UP)]
    reviewers = [meet_staff(turn.work, members.get(user), REVIEWERS).id for user in answers.people(REVIEWERS)]
    set_route(turn.work, turn.person, route, turn.now)
    set_independent_reviewers(turn.work, turn.person, reviewers, turn.now)
    changed = set_speak_up_leads(turn.work, turn.person, speak_up, turn.now)
    return _saved(turn, waits=changed.waits is not None)


def _saved(turn: Turn[Submission], *, waits: bool) -> Answer:
    route, label, ready = live_route(turn.work), words("route_levels"), missing(turn.work)
    everywhere = [person.id for people in route.values() for person in people]
    on_route = people_on_route(turn.work)
    facts = {
        "is_ready": ready.is_ready,
        "leads": ready.leads,
        "has_duty_number": ready.has_duty_number,
        "levels": [
            {
                "title": getattr(label, level.value),
                "people": ", ".join(person.name for person in people),
                "is_climbed": level in CLIMBED,
            }
            for level, people in route.items()
        ],
        "speak_up_leads": ", ".join(person.name for person in speak_up_leads(turn.work)),
        "reviewers": ", ".join(person.name for person in independent_reviewers(turn.work)),
        "twice": ", ".join(person.name for person in on_route if everywhere.count(person.id) > 1),
        **silence(turn.work, turn.found, on_route),
    }
    said = render("route_saved", facts) + ("\n\n" + words("role_requests").waits if waits else "")
    blocks = [*paragraphs(said), *route_buttons(ROUTE, AREAS)]
    return ShowInstead(form("read_only", words("common").saved_title, blocks))


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.window("/contract", "route", ROUTE, show_route)
    fields = [*(level.value for level in Level), SPEAK_UP, REVIEWERS]
    listeners.submission(FORM, save, look_up=route_picked(*fields), once=False)
