"""Every story there is, with marked words in every field of every form, and who was shown which of them.

Run as a program it writes only what the bot itself writes to its logs, at their most talkative, and what was found as
one JSON file beside the database.
"""

import asyncio
import json
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import aiohttp
from sqlalchemy import text

from bot.listeners import Arrival
from domain.confidentiality import ContentClass, may_read
from domain.people import Party
from playground import alderwick
from playground.house import House
from playground.server import Pace
from playground.workspace import Channel
from storage.unit_of_work import UnitOfWork
from tests.flows.everything import play_everything
from tests.flows.export_story import KIND, OF, READERS, ask, ask_on_form, everything_in, fetch
from tests.flows.hearing import Hearing, _without_blocks
from tests.flows.planted import talk_as_much_as_can_be
from tests.flows.planted_rest import play_the_rest
from tests.flows.reporting import report, send_again
from tests.flows.speaking_up import CONTRACT_OF_DEMO
from tests.flows.thieves import as_a_thief, stolen_forms
from tests.storage.dump import dumped

Json = dict[str, Any]
Spot = tuple[str, str]
"""A form and one of its fields."""

TEAMS = {each.user_id: each.team_id for each in alderwick.CAST}
PARTIES = {
    alderwick.COUNCIL: Party.OWN,
    alderwick.HEALTH: Party.PARTNER,
    alderwick.PROVIDER: Party.PROVIDER,
    alderwick.ADVOCACY: Party.OTHER,
}
ON_THE_ROUTE = {
    who.user_id
    for who in (alderwick.GRACE, alderwick.NADIA, alderwick.HELEN, alderwick.LEAH, alderwick.ANITA)
}
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


MORE_CONCERNS = 12  # three fields each: with them there are more than two hundred marked texts
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
                    word = f"planted-{next(self.numbers):03d}"
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
        for body in forms[form]:
            await send_again(
                house, as_a_thief(house, body, who, house.playground.slack.workspace.people[who].team_id)
            )
            await house.settle()


def classes_of(work: UnitOfWork) -> dict[str, list[str]]:
    """Each text that is kept, with its class, its author and its record."""
    ids = work.people._session.connection().execute(text("SELECT DISTINCT subject_id FROM narrative")).all()
    kept = defaultdict(list)
    for (subject_id,) in ids:
        for each in work.narratives.of(UUID(str(subject_id))):
            kept[each.body].append(each.content_class.value)
    return dict(kept)


def may_see(reader: str, author: str, content_class: str) -> bool:
    """Say whether somebody of the cast may read a class: by their side, of safeguarding by being on its route."""
    if reader == author:
        return True
    if content_class == ContentClass.RESTRICTED:
        return reader in ON_THE_ROUTE
    is_on_contract = reader in TEAMS and reader != alderwick.CARA.user_id
    return is_on_contract and may_read(PARTIES[TEAMS[reader]], ContentClass(content_class))


async def _main(path: Path) -> Json:
    async with House(f"sqlite:///{path}", pace=Pace(patience=3.0, burst=None)) as house:
        await house.set_up()
        planter = Planter(Hearing.of(house))
        house.playground.slack.inspector.overhear = planter.hear
        await play_everything(house, improving=False)  # its numbers and chosen titles take no marks
        await play_the_rest(house)
        await fill_in_the_rest(house, planter)
        for _ in range(MORE_CONCERNS):
            await report(house.visitor(alderwick.TOM), told_by="Her son", done_already="He was rung")
        for who in alderwick.CAST:
            await house.visitor(who).open_home()
        await house.settle()
        return await _found(house, planter)


async def _found(house: House, planter: Planter) -> Json:
    """Everything that a test asks about."""
    listeners = house.handrail.listeners
    copies = {who.user_id: await _copy(house, who) for who in (alderwick.PRIYA, alderwick.JOANNE)}
    copies |= {kind: await _copy_of_officer(house, kind) for kind in ("contract", "safeguarding")}
    kept = await house.handrail.services.database.read(classes_of)
    class_of = {
        word: sorted({each for body, classes in kept.items() if word in body for each in classes})
        for word in planter.planted
    }
    async with aiohttp.ClientSession() as web:
        said = [await (await web.get(f"{house.bot_url}/{page}")).text() for page in ("metrics", "readyz")]
    url = house.handrail.services.settings.database_url
    seals = house.handrail.services.settings.seals_file.read_text().splitlines()
    outside = [
        json.dumps(_without_blocks(heard), ensure_ascii=False) for heard in planter.hearing.from_the_bot()
    ]
    return {
        "planted": {word: [*spot, who] for word, (spot, who) in planter.planted.items()},
        "classes": class_of,
        "unplanted": [" ".join(spot) for spot in planter.unplanted()],
        "forms": sorted(listeners.names(Arrival.SUBMISSION)),
        "shown_forms": sorted(stolen_forms(planter.hearing)),
        "refused": planter.refused,
        "outside": outside_of(planter.planted, outside),
        "pages": _in(planter.planted, "\n".join(said)),
        "database": _in(planter.planted, dumped(url)),
        "seals": len(seals),
        "in_seals": _in(planter.planted, "\n".join(seals)),
        "copies": {who: _in(planter.planted, words) for who, words in copies.items()},
        "seen": seen_by(planter, house.playground.slack.workspace.channels),
        "complaints": planter.hearing.complaints(),
    }


async def _copy(house: House, who: alderwick.Character) -> str:
    """Every word of the copy that somebody may take away; Joanne has no commands, and asks in her window."""
    visitor = house.visitor(who)
    while await visitor.modal() is not None:
        await visitor.close()
    if who is alderwick.JOANNE:
        await visitor.press("My open items", alderwick.SHARED)
        assert (await visitor.press("Copy of the record")).ok
        address = await ask_on_form(house, visitor)
    else:
        address = await ask(house, visitor)
    _status, _headers, content = await fetch(address)
    return everything_in(content)


async def _copy_of_officer(house: House, kind: str) -> str:
    """Every word of a copy of the records officer: Grace, who has no part in the contract."""
    grace = house.visitor(alderwick.GRACE)
    while await grace.modal() is not None:
        await grace.close()
    chosen: Json = {OF: CONTRACT_OF_DEMO}
    if kind == "safeguarding":
        chosen |= {KIND: "Its safeguarding records only", READERS: [alderwick.NADIA.user_id]}
    _status, _headers, content = await fetch(await ask(house, grace, "general", **chosen))
    return everything_in(content)


def _in(words: Any, where: str) -> list[str]:
    return [word for word in words if word in where]


def outside_of(words: Any, outside: list[str]) -> dict[str, str]:
    """The words that stand outside of forms, each with where it stood first."""
    return {
        word: next(each for each in outside if word in each)[:300] for word in _in(words, "\n".join(outside))
    }


def seen_by(planter: Planter, channels: dict[str, Channel]) -> dict[str, list[str]]:
    """Which words each reader was shown, in forms and in messages."""
    shown = defaultdict(list)
    for place, said in planter.shown:
        shown[place].append(said)
    seen: dict[str, set[str]] = defaultdict(set)
    for place, all_said in shown.items():
        words = _in(planter.planted, "\n".join(all_said))
        for reader in channels[place].members if place in channels else [place]:
            seen[reader].update(words)
    return {reader: sorted(words) for reader, words in seen.items() if reader != alderwick.BOT}


if __name__ == "__main__":
    talk_as_much_as_can_be()
    Path(f"{sys.argv[1]}.found").write_text(json.dumps(asyncio.run(_main(Path(sys.argv[1])))))
