"""The story of the areas of most concern: named, ranked, and talked about in the shared channel (CPC424-P4)."""

from datetime import datetime

from bot.answers import Answer, OpenForm
from bot.area_blocks import FORM, NAME, RANK, RANK_FORM, READ, area_form, areas_window, rank_form
from bot.blocks import buttons, paragraphs
from bot.buttons import open_improvement_button
from bot.casework import concern_areas
from bot.casework.improvement_access import improvement_for
from bot.improvement_blocks import facts_of
from bot.inbound import Press, Submission
from bot.kept import kept_in_process
from bot.listeners import Listeners
from bot.messages import Message
from bot.required import required_choice
from bot.services import Services
from bot.templates import render
from bot.turn import Turn, record_id
from domain.errors import NotAllowed
from domain.notices import NoticeKind
from domain.patterns import Theme
from domain.reasons import NewArea
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork


def name_form(turn: Turn[Press]) -> Answer:
    """*Name an area*: what it is, and what stands behind it."""
    improvement_id = record_id(turn.inbound.value)
    improvement = concern_areas.areas_to_name(turn.work, turn.person, improvement_id)
    return OpenForm(area_form(turn.work, improvement))


def name(turn: Turn[Submission]) -> Answer:
    """Keep it; the shared channel gets the message to talk under."""
    answers = turn.inbound.form
    theme = answers.choice("theme")
    new = NewArea(answers.text("title"), Theme(theme) if theme in set(Theme) else None)
    improvement_id = record_id(turn.inbound.about()["improvement"])
    behind = {record_id(each) for each in answers.choices("behind")}
    concern_areas.name_area(turn.work, turn.person, improvement_id, new, turn.now, behind)
    return kept_in_process(turn, "area", improvement_id)


def read(turn: Turn[Press]) -> Answer:
    """*Read the areas*: what stands behind each, and what was kept of what was said."""
    improvement = improvement_for(turn.work, turn.person, record_id(turn.inbound.value))
    return OpenForm(areas_window(turn.work, turn.person, improvement, turn.now))


def rank_again(turn: Turn[Press]) -> Answer:
    """*Put it in another place*: which, and why."""
    area, improvement = concern_areas.area_for(turn.work, record_id(turn.inbound.value))
    concern_areas.areas_to_name(turn.work, turn.person, improvement.id)
    return OpenForm(rank_form(turn.work, area, improvement))


def rank(turn: Turn[Submission]) -> Answer:
    """Keep the other order, and why."""
    answers = turn.inbound.form
    place, area_id = required_choice(answers, "place"), record_id(turn.inbound.about()["area"])
    if not place.isdigit():
        raise NotAllowed("Please choose a place.", "place")
    concern_areas.rank_anew(turn.work, turn.person, area_id, int(place), answers.text("reason"), turn.now)
    return kept_in_process(turn, "place", concern_areas.area_for(turn.work, area_id)[1].id)


def _say_opened(work: UnitOfWork, notice: Notice, _now: datetime) -> Message:
    """Open an area in the shared channel: the thread of this message is where it is talked about."""
    area, improvement = concern_areas.area_for(work, notice.subject_id)
    facts = facts_of(work, improvement) | {"title": area.title}
    text = render("area_opened", facts)
    return Message(text, [*paragraphs(text), *buttons(open_improvement_button(improvement.id))])


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(NAME, name_form, writes=False)
    listeners.submission(FORM, name)
    listeners.press(READ, read, writes=False, for_others=True)
    listeners.press(RANK, rank_again, writes=False)
    listeners.submission(RANK_FORM, rank)
    services.messages.add(NoticeKind.AREA_OPENED, _say_opened)
