"""What became of the marked words in every field of every form: where each stands, and who was shown which of them."""

import json
from collections import defaultdict
from typing import Any
from uuid import UUID

import aiohttp
from sqlalchemy import text

from bot.listeners import Arrival
from domain.confidentiality import ContentClass, may_read
from domain.people import Party
from playground import alderwick
from playground.house import House
from playground.workspace import Channel
from storage.unit_of_work import UnitOfWork
from tests.flows.export_story import KIND, OF, READERS, ask, ask_on_form, everything_in, fetch
from tests.flows.hearing import _without_blocks
from tests.flows.pam import PAM
from tests.flows.planter import Planter
from tests.flows.setting_up import nia
from tests.flows.speaking_up import CONTRACT_OF_DEMO
from tests.flows.thieves import stolen_forms
from tests.storage.dump import dumped

Json = dict[str, Any]

NOT_ADDED = (PAM, nia().id)
"""Of the provider and in the shared channel, and nobody has added them to the contract."""

TEAMS = dict.fromkeys(NOT_ADDED, alderwick.PROVIDER) | {each.user_id: each.team_id for each in alderwick.CAST}
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


async def looked_for(house: House, planter: Planter) -> Json:
    """Everything that a test asks about, once all stories have been played."""
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
        "in_channels": _in(planter.planted, said_in_channels(house, planter)),
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


def said_in_channels(house: House, planter: Planter) -> str:
    """All that the bot said where more than one person reads."""
    channels = [each.id for each in house.playground.slack.workspace.channels.values() if not each.is_im]
    return "\n".join(planter.hearing.in_channel(each) for each in channels)


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
