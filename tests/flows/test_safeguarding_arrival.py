"""Somebody counts as told once the message has arrived, and whoever would like to talk is rung."""

import pytest

from domain.deadlines import DeadlineKind
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.unit_of_work import UnitOfWork
from tests.flows.deciding import (
    NO_ACTION,
    close_all,
    decide,
    duties,
    in_window,
    london,
    press,
    taken,
    tell_reporter,
    the_concern,
    window,
)

TALK, RUNG = "I would like to talk", "I have rung them"


async def leaves(house: House, user_id: str) -> None:
    """Somebody leaves the organisation."""

    def leave(work: UnitOfWork) -> None:
        person = work.people.in_slack(alderwick.COUNCIL, user_id)
        assert person is not None
        person.is_active = False

    await house.handrail.services.database.write(leave)


@pytest.mark.parametrize("has_left", [True, False])
async def test_the_reporter_is_told_when_the_message_arrives_and_else_the_lead_hears_of_it(
    sqlite_house: House, has_left: bool
) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    await taken(house, grace)
    await decide(house, grace, NO_ACTION, why="A misunderstanding")
    await house.move_to(london("2026-09-08T20:00"))
    await tell_reporter(house, grace)

    assert (await the_concern(house)).reporter_told_at is None
    assert "goes at 09:00 on Wednesday 9 September 2026." in await window(grace)
    await grace.press("Open", "direct")
    await grace.press("Close this case")
    assert "It can be closed once it has arrived" in await grace.sees()
    await close_all(grace)
    if has_left:
        await leaves(house, alderwick.TOM.user_id)
    await house.move_to(london("2026-09-09T09:05"))

    assert ((await the_concern(house)).reporter_told_at is None) == has_left
    assert (DeadlineKind.SAFEGUARDING_TELL_REPORTER in await duties(house)) == has_left
    heard = "the person who raised it has not been told, since our message could not be given to them"
    assert (heard in "\n".join(await grace.direct_messages())) == has_left


async def test_whoever_has_left_is_not_written_to(sqlite_house: House) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    await taken(house, grace)
    await decide(house, grace, NO_ACTION, why="A misunderstanding")
    await leaves(house, alderwick.TOM.user_id)

    answer = await tell_reporter(house, grace)

    assert "no way to write to them" in str(answer.errors)
    assert (await the_concern(house)).reporter_told_at is None


async def test_a_contract_lead_counts_as_told_when_the_message_arrives(sqlite_house: House) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    await taken(house, grace)
    await decide(house, grace, NO_ACTION, why="A misunderstanding")
    await house.move_to(london("2026-09-08T20:00"))
    await in_window(grace, "Tell the contract lead")
    await grace.fill({"Is the contract lead told?": "Yes: Handrail tells them now that a record exists"})
    assert (await grace.submit()).ok

    assert "The contract lead: the message is on its way (Priya Nair)" in await window(grace)
    await leaves(house, alderwick.PRIYA.user_id)
    await house.move_to(london("2026-09-09T09:05"))

    assert "the contract lead has not been told" in "\n".join(await grace.direct_messages())
    assert "not told, since the message could not be given to them (Priya Nair)" in await window(grace)


async def wants_to_talk(house: House) -> Visitor:
    """A colleague reports, is told what became of it, and would like to talk."""
    grace, tom = house.visitor(alderwick.GRACE), house.visitor(alderwick.TOM)
    await taken(house, grace)
    await decide(house, grace, NO_ACTION, why="A misunderstanding")
    await tell_reporter(house, grace, asks=True)
    await press(house, tom, TALK, "direct")
    return tom


async def test_a_call_that_is_not_made_goes_to_the_second_line_until_somebody_has_rung(
    sqlite_house: House,
) -> None:
    house, grace, helen = (sqlite_house, *map(sqlite_house.visitor, (alderwick.GRACE, alderwick.HELEN)))
    tom = await wants_to_talk(house)
    wanted = "the person who raised it would like to talk"

    assert wanted in (await grace.direct_messages())[-1]
    assert wanted not in "\n".join(await helen.direct_messages())
    await house.move_to(london("2026-09-08T15:00"))
    assert "Please see that Grace Obi rings them" in (await helen.direct_messages())[-1]
    await press(house, helen, RUNG, "direct")

    assert await duties(house) == {}
    assert "has been rung by Helen Marsh" in "\n".join(await grace.direct_messages())
    assert "If nobody has, press I would like to talk again." in (await tom.direct_messages())[-1]
    await press(house, tom, TALK, "direct")
    assert (await duties(house)).keys() == {DeadlineKind.SAFEGUARDING_TALK}


async def test_where_nobody_can_ring_them_they_read_whom_to_ring(sqlite_house: House) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    await taken(house, grace)
    await decide(house, grace, NO_ACTION, why="A misunderstanding")
    tom = house.visitor(alderwick.TOM)
    await tell_reporter(house, grace, asks=True)
    kept = await grace.modal()
    assert kept is not None
    assert "is sent the words that stood in the form" in kept.texts[0]
    assert "acted on" not in kept.texts[0], "there was nothing to act on, and they are asked how they are too"
    concern = await the_concern(house)

    def bar(work: UnitOfWork) -> None:
        for row in work.safeguarding.named(concern.id):
            row.is_excluded = True

    await house.handrail.services.database.write(bar)
    await press(house, tom, TALK, "direct")

    said = (await tom.direct_messages())[-1]
    assert (
        "Nobody here can ring you at present. Please ring the emergency duty team on 01632 960 404." in said
    )
