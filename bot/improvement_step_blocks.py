"""The light route, safety meanwhile and a rest on the screen: their parts of the process, and what all are told."""

from datetime import datetime

from bot.blocks import Block, button, buttons, header, paragraphs, section, typed
from bot.buttons import NEW_ACTION, letter_button, open_action_button, open_improvement_button
from bot.casework.access import may_do
from bot.casework.action_access import sees
from bot.casework.improvement_actions import has_room, light_actions, safety_actions
from bot.casework.improvement_pause import LONGER
from bot.casework.improvement_route import FULL_BECAUSE, SUPPORT
from bot.casework.improvements import is_light
from bot.casework.items import is_late
from bot.improvement_parts import part
from bot.improvement_words import state_words
from bot.messages import Message
from bot.templates import render, words
from domain.improvements import ImprovementState
from domain.people import Act
from storage.actions import OPEN_STATES, Action
from storage.improvements import Improvement
from storage.notices import Notice
from storage.people import Person
from storage.unit_of_work import UnitOfWork

OFFER_SUPPORT, BEGIN_WATCHING, TAKE_FULL_ROUTE = (
    "improvement_support",
    "improvement_watch",
    "improvement_full",
)
REST, GO_ON, REST_LONGER = "improvement_rest", "improvement_go_on", "improvement_rest_longer"

S = ImprovementState
BEFORE_FULL = frozenset({S.OPENED, S.EXPLAINED, S.MONITORING})
SUPPORTED_WHILE = frozenset(S) - {S.OPENED, S.PAUSED, S.REFLECTING, S.CLOSED}
ACTIONS_SHOWN = 5


def safety_part(work: UnitOfWork, person: Person, improvement: Improvement, now: datetime) -> list[Block]:
    """Return what keeps people safe meanwhile, and the way to more of it, from the first day to the last."""
    if improvement.state is S.CLOSED:
        return []
    found = [each for each in safety_actions(work, improvement) if sees(work, person, each, now)]
    late = sum(is_late(work, each, now) for each in found)
    may_add = may_do(work, person, improvement.contract_id, Act.PROPOSE_ACTION)
    new = button(NEW_ACTION, words("improvement_route_words").safety, f"improvement:{improvement.id.hex}")
    way = new if may_add and not has_room(work, improvement) else None
    blocks = part(render("improvement_safety_part", {"count": len(found), "late": late}), way)
    return [*blocks, *_action_lines(work, found, opens=False)]


def safety_lines(work: UnitOfWork, person: Person, improvement: Improvement, now: datetime) -> list[Block]:
    """Return what keeps people safe meanwhile, each with the way to it."""
    found = [each for each in safety_actions(work, improvement) if sees(work, person, each, now)]
    return _action_lines(work, found) if improvement.state is not S.CLOSED else []


def _action_lines(work: UnitOfWork, actions: list[Action], *, opens: bool = True) -> list[Block]:
    lines = [each for each in actions if each.state in OPEN_STATES][:ACTIONS_SHOWN]
    return [
        section(
            render("improvement_action_line", _of_action(work, each)),
            open_action_button(each.id) if opens else None,
        )
        for each in lines
    ]


def _of_action(work: UnitOfWork, action: Action) -> dict[str, object]:
    owner = work.people.get(action.owner_id)
    side = work.organisations.get(owner.organisation_id).name if owner.organisation_id else ""
    return {
        "reference": action.reference,
        "title": action.title,
        "side": side,
        "due_on": action.due_on,
        "state": action.state.value,
    }


def light_part(work: UnitOfWork, person: Person, improvement: Improvement, now: datetime) -> list[Block]:
    """Return the light route as it stands: the support and its actions, and the way to another."""
    label, value = words("improvement_route_words"), improvement.id.hex
    texts = work.narratives.latest(improvement.id)
    blocks: list[Block] = []
    if is_light(improvement) and improvement.explanation_version:
        actions = [each for each in light_actions(work, improvement) if sees(work, person, each, now)]
        facts = {
            "has_support": bool(texts.get(SUPPORT)),
            "count": min(len(light_actions(work, improvement)), 2),
            "is_watched": improvement.state is not S.EXPLAINED,
        }
        may_add = may_do(work, person, improvement.contract_id, Act.PROPOSE_ACTION)
        new = button(NEW_ACTION, words("buttons").add_action, f"improvement:{value}")
        way = new if may_add and has_room(work, improvement) else None
        blocks += part(render("improvement_light_part", facts), way)
        blocks += _action_lines(work, actions)
    for name, heading in ((SUPPORT, label.support_heading), (FULL_BECAUSE, label.full_heading)):
        if texts.get(name):
            blocks += [header(heading), *typed(texts[name])]
    return blocks


def rest_part(work: UnitOfWork, _person: Person, improvement: Improvement, _now: datetime) -> list[Block]:
    """Return why a process rests and until when."""
    if improvement.state is not S.PAUSED:
        return []
    resting = work.improvements.pauses(improvement.id)[-1]
    said = work.narratives.latest(resting.id)
    blocks = paragraphs(render("improvement_rest_part", _resting_facts(work, improvement)))
    because = said.get(LONGER) or said.get("because")
    if because:
        blocks += [header(words("improvement_route_words").pause_heading), *typed(because)]
    return blocks


def _resting_facts(work: UnitOfWork, improvement: Improvement) -> dict[str, object]:
    pauses = work.improvements.pauses(improvement.id)
    if not pauses:
        return {"review_on": None, "reason_words": ""}
    reason = getattr(words("improvement_route_words"), pauses[-1].reason.value)
    return {"review_on": pauses[-1].review_on, "reason_words": reason[0].lower() + reason[1:]}


STANDS = {
    "paused": frozenset({S.PAUSED}),
    "longer": frozenset({S.PAUSED}),
}
"""While it stands so, a message says nothing beside what it said."""


def step_facts(work: UnitOfWork, improvement: Improvement, step: str) -> dict[str, object]:
    """Return what everybody is told of one step, as the record stands now."""
    lead = work.people.get(improvement.lead_id).name if improvement.lead_id else ""
    return {
        "step": step,
        "reference": improvement.reference,
        "title": improvement.title,
        "contract": work.contracts.get(improvement.contract_id).title,
        "lead": lead,
        "is_explained": bool(improvement.explanation_version),
        "is_channel": False,
        "state_words": state_words(improvement),
        "has_moved_on": step in STANDS and improvement.state not in STANDS[step],
        **_resting_facts(work, improvement),
    }


def step_message(work: UnitOfWork, notice: Notice, _now: datetime) -> Message:
    """Return what one reader, or a channel, is told of a step."""
    improvement, step = work.improvements.get(notice.subject_id), str(notice.facts["step"])
    facts = step_facts(work, improvement, step) | {"is_channel": notice.person_id is None}
    text = render("improvement_step", facts)
    texts = work.narratives.latest(improvement.id)
    said = {"support": texts.get(SUPPORT, ""), "full": texts.get(FULL_BECAUSE, "")}.get(step, "")
    quoted = typed(said) if notice.person_id is not None else []
    letter = letter_button(notice) if notice.person_id is not None else None
    return Message(
        text, [*paragraphs(text), *quoted, *buttons(open_improvement_button(improvement.id), letter)]
    )
