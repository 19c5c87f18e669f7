"""Marks what everybody types into every field of every form, and keeps who was shown what."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from playground.house import House
from tests.flows.hearing import Hearing
from tests.flows.reporting import send_again
from tests.flows.thieves import as_a_thief, stolen_forms

Json = dict[str, Any]
Spot = tuple[str, str]
"""A form and one of its fields."""

OF_ITS_OWN_SHAPE = {
    "code",
    "email",
    "number",
    "phone",
    "mobile",
    "emergency_number",
    "duty_number",
    "closure_days",
    "records",
}
"""Fields that take a code, an address or a number: words are no use there."""

TOO_SHORT = 40
"""Letters that a field takes which holds a number, or in what something is counted."""

NAMES = {
    "area_form",
    "setup_form",
    "person_form",
    "contract_form",
    "reach_form",
    "retention_settings_form",
}
"""Forms of names, numbers and days, which are no narratives: they stand in every list."""


def takes_words(form: str, block_id: str) -> bool:
    """Say whether somebody may type what they like there."""
    return form not in NAMES and block_id not in OF_ITS_OWN_SHAPE


@dataclass
class Planter:
    """Marks every text of every form on its way to the bot, and keeps who was shown what."""

    hearing: Hearing
    numbers: Any = field(default_factory=lambda: count(1))
    planted: dict[str, tuple[Spot, str]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    shown: list[tuple[str, str]] = field(default_factory=list)
    fields: dict[Spot, str] = field(default_factory=dict)
    _triggers: dict[str, str] = field(default_factory=dict)
    _user: str = ""
    _form: str = ""

    def hear(self, what: str, body: Json) -> None:
        """Take one body; a form that is sent is marked before it arrives."""
        if what.startswith("to_bot"):
            self._arrives(body)
        elif body.get("response_action") == "errors":
            self.refused.append(f"{self._form} {body['errors']}")
        self.hearing.take(what, body)
        if not what.startswith("to_bot"):
            self._leaves(body)

    def _arrives(self, body: Json) -> None:
        user = body.get("user")
        self._user = (
            (user or {}).get("id", self._user) if isinstance(user, dict) else body.get("user_id", self._user)
        )
        if "trigger_id" in body:
            self._triggers[body["trigger_id"]] = self._user
        if body.get("type") == "view_submission":
            self._form = body["view"]["callback_id"]
            self._mark(body)

    def _mark(self, body: Json) -> None:
        elements_of = {each.get("block_id"): each.get("element", {}) for each in body["view"]["blocks"]}
        for block_id, elements in body["view"]["state"]["values"].items():
            longest = elements_of.get(block_id, {}).get("max_length", 3000)
            for answer in elements.values():
                is_text = answer.get("type") == "plain_text_input" and longest > TOO_SHORT
                if is_text and takes_words(self._form, block_id):
                    word = f"marked-{next(self.numbers):03d}"
                    self.planted[word] = ((self._form, block_id), self._user)
                    marked = f"{answer.get('value') or ''} {word}".strip()
                    answer["value"] = marked if len(marked) <= longest else word

    def _leaves(self, body: Json) -> None:
        view = body.get("view")
        reader = self._triggers.get(body.get("trigger_id", ""), body.get("user_id") or body.get("user") or "")
        if not reader and body.get("channel"):
            reader = body["channel"]
        reader = reader or self._user
        self.shown.append((reader, json.dumps(body, ensure_ascii=False)))
        if view and "submit" in view:
            for block in view["blocks"]:
                element = block.get("element", {})
                if element.get("type") == "plain_text_input" and element.get("max_length", 3000) > TOO_SHORT:
                    self.fields.setdefault((view["callback_id"], block["block_id"]), reader)

    def unplanted(self) -> dict[Spot, str]:
        """Every field of every form that was shown and in which nothing was typed yet, with who was shown it."""
        done = {spot for spot, _who in self.planted.values()}
        return {spot: who for spot, who in self.fields.items() if spot not in done and takes_words(*spot)}


async def fill_in_the_rest(house: House, planter: Planter) -> None:
    """Send, as whoever was shown it, each form that the stories only look at. What comes of it is not asked here."""
    rest = defaultdict(list)
    for (form, _field), who in planter.unplanted().items():
        rest[form].append(who)
    forms = stolen_forms(planter.hearing)
    for form, [who, *_] in rest.items():
        team_id = house.playground.slack.workspace.people[who].team_id
        for body in forms[form]:
            own_id = f"{body['view']['id']}OWN"  # a form is taken once: theirs is left to thieves
            view = {**body["view"], "id": own_id}
            await send_again(house, as_a_thief(house, {**body, "view": view}, who, team_id))
            await house.settle()
