"""Whose name is sealed: no row, message, log or figure of the record leads to them, whoever they are."""

import json
from base64 import b64decode
from collections import Counter

import aiohttp
import pytest
from sqlalchemy import select
from sqlmodel import SQLModel
from structlog.testing import capture_logs

from playground import alderwick
from playground.house import House
from playground.keys import KEYS
from playground.visitor import Visitor
from playground.workspace import Person
from storage.sealing import CannotOpen, Keyring, Sealed, new_key
from storage.speak_up import SpeakUp, SpeakUpIdentity, place_of
from storage.unit_of_work import UnitOfWork
from tests.flows.hearing import Hearing
from tests.flows.reporting import CONTRACT, DANGER, QUALITY, RISK, SHARED
from tests.flows.speaking_up import (
    CONTRACT_OF_DEMO,
    LOOKING,
    MAY_WRITE,
    MAY_WRITE_TICK,
    MORE,
    NOTHING_DONE,
    NOTHING_DONE_TICK,
    Answers,
    answer_it,
    open_page,
    seal_from_form,
)

UNKNOWN = Person("U0ZEBEDEE", alderwick.PROVIDER, "Zebedee Quill")
GUEST = Person("U0GUDRUN", alderwick.COUNCIL, "Gudrun Guest", is_restricted=True)
TOM, DELE = alderwick.TOM, alderwick.DELE

Rows = dict[str, Counter[str]]


async def rows_of(house: House) -> Rows:
    """Every row of every table as it stands in the database, sealed names left out."""
    tables = [each for name, each in SQLModel.metadata.tables.items() if name != "speak_up_identity"]

    def read(work: UnitOfWork) -> Rows:
        connection = work.people._session.connection()
        return {
            table.name: Counter(
                json.dumps([str(value) for value in row]) for row in connection.execute(select(table))
            )
            for table in tables
        }

    return await house.handrail.services.database.read(read)


async def signs_of(house: House) -> dict[str, list[str]]:
    """What leads to each of the four: name, Slack ids, our own id of them in both spellings."""

    def read(work: UnitOfWork) -> dict[str, list[str]]:
        found = {}
        for who in (TOM.user_id, DELE.user_id, UNKNOWN.id, GUEST.id):
            known = next(iter(work.people.in_slack_by_users([who])), None)
            ids = [known.id.hex, str(known.id), known.direct_channel or known.id.hex] if known else []
            found[who] = [who, *ids]
        return found

    signs = await house.handrail.services.database.read(read)
    workspace = house.playground.workspace
    return {
        who: [
            *ids,
            *(channel.id for channel in workspace.channels_of(who) if channel.is_im),
            workspace.people[who].name,
            workspace.people[who].team_id,
        ]
        for who, ids in signs.items()
        if who in workspace.people
    }


async def met(house: House, *users: str) -> list[str]:
    """Who of some people is known here."""
    return await house.handrail.services.database.read(
        lambda work: [person.name for person in work.people.in_slack_by_users(users)]
    )


async def speaks_up(house: House, who: str) -> None:
    """One of the four reports each of the three kinds, comes back, adds to it, and says that nothing was done."""
    visitor = Visitor(house.playground.control_url, who)
    for kind in (DANGER, RISK, QUALITY):
        assert (await visitor.press("Report a concern", SHARED)).ok
        code = await seal_from_form(
            visitor, kind, {MAY_WRITE: [MAY_WRITE_TICK] if who == DELE.user_id else []}
        )
        await visitor.close()
        await open_page(visitor, code)
        await visitor.fill({MORE: "There is more", NOTHING_DONE: [NOTHING_DONE_TICK]})
        await visitor.submit()
        await open_page(visitor, "0000-0000-0000-0000")
        await visitor.close()


def new_rows(before: Rows, after: Rows) -> str:
    """What was written or changed in between; of people known before, such as the leads who were told, nothing."""
    known = {json.loads(row)[0] for row in before["person"]}
    return "\n".join(
        f"{table} {row}"
        for table, rows in after.items()
        for row in (rows - before.get(table, Counter()))
        if table != "person" or json.loads(row)[0] not in known
    )


@pytest.fixture
def house(sqlite_house: House) -> House:
    """What is written is the same on each database."""
    return sqlite_house


@pytest.mark.criterion("CPC424-K15", "CPC305-K14")
async def test_no_row_message_log_or_figure_of_a_record_leads_to_whose_name_is_sealed(house: House) -> None:
    workspace = house.playground.workspace
    workspace.add(UNKNOWN, GUEST)
    workspace.channels[alderwick.SHARED].members += [UNKNOWN.id, GUEST.id]
    for who in (TOM.user_id, DELE.user_id):  # whatever is kept of them for other reasons is kept already
        await Visitor(house.playground.control_url, who).open_home()
    await house.settle()
    hearing = Hearing.of(house)
    before = await rows_of(house)

    with capture_logs() as logged:
        for who in (TOM.user_id, DELE.user_id, UNKNOWN.id, GUEST.id):
            await speaks_up(house, who)
        await house.settle()
        grace = house.visitor(alderwick.GRACE)
        await grace.press("I have this", "direct")
        await grace.press("Open", "direct")
        read = await grace.modal()
        await house.settle()

    assert read is not None
    written = new_rows(before, await rows_of(house))
    async with aiohttp.ClientSession() as session, session.get(f"{house.bot_url}/metrics") as figures:
        shown = await figures.text()
    said = json.dumps([each.body for each in hearing.from_the_bot() if each.what == "chat.postMessage"])
    signs = await signs_of(house)
    for who, leading in signs.items():
        for place, found in (("rows", written), ("logs", str(logged)), ("figures", shown)):
            assert [sign for sign in leading if sign in found] == [], (who, place)
        names = [sign for sign in leading if sign in "\n".join(read.texts)]
        assert names == []
        assert signs[who][-2] not in said
    assert await met(house, UNKNOWN.id, GUEST.id) == [], "nobody new was met"


async def test_a_word_in_slack_goes_only_where_it_was_allowed_and_leaves_no_trace_of_whose_it_is(
    house: House, priya: Visitor
) -> None:
    dele, unknown = house.visitor(DELE), Visitor(house.playground.control_url, UNKNOWN.id)
    house.playground.workspace.add(UNKNOWN)
    house.playground.workspace.channels[alderwick.SHARED].members.append(UNKNOWN.id)
    earlier = await dele.direct_messages()
    before = await rows_of(house)
    for who, ticks in ((unknown, [MAY_WRITE_TICK]), (dele, [])):
        await who.press("Report a concern", SHARED)
        more: Answers = {CONTRACT: CONTRACT_OF_DEMO} if who is dele else {}
        await seal_from_form(who, QUALITY, {MAY_WRITE: ticks} | more)
        await who.close()
        await house.settle()
        await priya.press("Open", "direct")
        await answer_it(priya, LOOKING)
        await house.settle()

    assert await dele.direct_messages() == earlier
    [word] = await unknown.direct_messages()
    assert word.splitlines()[0] == "There is an answer to something you asked about. Use your code."
    signs = await signs_of(house)
    written = new_rows(before, await rows_of(house))
    for user in (DELE.user_id, UNKNOWN.id):
        assert [sign for sign in signs[user] if sign in written] == []


async def test_a_stolen_database_says_nothing_without_the_key_of_sealed_names(house: House) -> None:
    dele, grace = house.visitor(DELE), house.visitor(alderwick.GRACE)
    for who, kind in ((dele, QUALITY), (grace, RISK)):
        await who.press("Report a concern", SHARED) if who is dele else await who.command(
            "/concern", "general"
        )
        await seal_from_form(who, kind)
        await who.close()

    def read(work: UnitOfWork) -> list[tuple[SpeakUpIdentity, str]]:
        found = work.people._session.execute(select(SpeakUpIdentity)).scalars().all()
        return [(row, place_of(_found(work, row))) for row in found]

    rows = await house.handrail.services.database.read(read)
    assert len({len(row.token) for row, _place in rows}) == 1, "its length says nothing"
    another = Keyring.read(f"{KEYS.speak_up.current}:{new_key()}")
    for row, place in rows:
        assert b"Dele" not in b64decode(row.token)
        assert "Akande" in KEYS.speak_up.open(Sealed(row.key_id, row.token), place) or (
            "Grace" in KEYS.speak_up.open(Sealed(row.key_id, row.token), place)
        )
        with pytest.raises(CannotOpen):
            another.open(Sealed(row.key_id, row.token), place)
        with pytest.raises(CannotOpen):
            KEYS.speak_up.open(Sealed(row.key_id, row.token), f"{place}0")


def _found(work: UnitOfWork, row: SpeakUpIdentity) -> SpeakUp:
    found = work.speak_up.find(row.speak_up_id)
    assert found is not None
    return found
