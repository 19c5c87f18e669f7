"""The register: for named people, of what they are named for; every opening recorded."""

import re
from datetime import timedelta

import pytest

from bot.casework.route import freeze_route
from domain.chronology import Event
from domain.concerns import Kind
from playground import alderwick
from playground.house import House
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork
from tests.engine.stage import known
from tests.flows.deciding import HURT, decide, taken, the_concern
from tests.flows.hearing import Hearing
from tests.flows.reporting import as_somebody_else, send_again
from tests.flows.setting_up import happened, window


async def test_a_lead_reads_references_states_ages_and_clocks_and_no_name_but_the_leads(house: House) -> None:
    grace, nadia = house.visitor(alderwick.GRACE), house.visitor(alderwick.NADIA)
    await taken(house, grace)
    await decide(house, grace)
    await taken(house, grace)

    await nadia.command("/safeguarding", "general", "register")
    await nadia.press("Open the register")

    form = await nadia.modal()
    assert form is not None
    read = "\n".join(form.texts)
    assert "*2 safeguarding records you are named for" in read
    assert "open, not decided, Grace Obi has it. Raised within the last day." in read
    assert "decided, Grace Obi has it." in read
    assert "Decide by 14:15 on Tuesday 8 September 2026." in read
    for words in (HURT, "Tom Hadley", "Alderwick"):
        assert words not in read
    assert await happened(house, Event.SAFEGUARDING_REGISTER_OPENED) == 1


async def test_whoever_is_excluded_neither_reads_nor_counts_it(sqlite_house: House) -> None:
    house, nadia = sqlite_house, sqlite_house.visitor(alderwick.NADIA)
    await taken(house, house.visitor(alderwick.GRACE))
    concern = await the_concern(house)

    def bar(work: UnitOfWork) -> None:
        known = work.people.in_slack(alderwick.COUNCIL, alderwick.NADIA.user_id)
        for row in work.safeguarding.named(concern.id):
            row.is_excluded = row.is_excluded or (known is not None and row.person_id == known.id)

    await house.handrail.services.database.write(bar)
    await nadia.command("/safeguarding", "general", "register")
    await nadia.press("Open the register")

    form = await nadia.modal()
    assert form is not None
    assert form.texts == [
        "*0 safeguarding records you are named for, open ones first.* That you opened this list is recorded."
    ]


async def raise_many(house: House, count: int, excluded: tuple[alderwick.Character, ...] = ()) -> list[str]:
    """Tom raises so many more, a minute apart; nothing is sent. Their references, in the order they were raised."""
    services, now = house.handrail.services, house.clock.now()

    def raise_them(work: UnitOfWork) -> list[str]:
        before = len(work.safeguarding.newest(1000))
        barred = frozenset(known(work, who).id for who in excluded)
        references = []
        for number in range(before, before + count):
            concern = work.safeguarding.add(
                SafeguardingConcern(
                    reference=f"SG-T{number:03}",
                    kind=Kind.DANGER_NOW,
                    reporter_id=known(work, alderwick.TOM).id,
                    reporter_is_confirmed=True,
                    raised_at=now + timedelta(minutes=number),
                )
            )
            freeze_route(work, concern, barred, now)
            references.append(concern.reference)
        return references

    return await services.database.write(raise_them, within=60)


async def test_the_oldest_danger_that_nobody_has_stays_in_the_register_and_in_the_list(
    sqlite_house: House,
) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    (oldest,) = await raise_many(house, 1)
    await raise_many(house, 205, excluded=(alderwick.GRACE,))

    await grace.command("/safeguarding", "general", "register")
    await grace.press("Open the register")

    form = await grace.modal()
    assert form is not None
    assert "*1 safeguarding record you are named for" in form.texts[0]
    assert oldest in "\n".join(form.texts)
    await grace.close()
    await raise_many(house, 1)
    await grace.command("/safeguarding", "general", "mine")
    assert {oldest, "SG-T206"} <= set(re.findall(r"SG-\w+", await grace.sees()))


async def test_a_long_register_goes_on_with_a_button_until_its_last_line(sqlite_house: House) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    raised = await raise_many(house, 65)
    await grace.command("/safeguarding", "general", "register")
    await grace.press("Open the register")
    read = await window(grace)
    assert "And 5 more." in read

    await grace.press("Show more")
    read += await window(grace)

    assert set(re.findall(r"SG-\w+", read)) == set(raised)
    assert "This begins with number 61 of them." in read
    await grace.close()
    await grace.command("/safeguarding", "general", "mine")
    assert "And 25 more." in await grace.sees()


@pytest.mark.parametrize("who", [alderwick.PRIYA, alderwick.TOM, alderwick.CARA])
async def test_nobody_else_opens_it(sqlite_house: House, who: alderwick.Character) -> None:
    house, grace, other = sqlite_house, sqlite_house.visitor(alderwick.GRACE), sqlite_house.visitor(who)
    await taken(house, grace)
    await other.command("/safeguarding", "general", "register")
    assert "Open the register" not in await other.sees()
    hearing = Hearing.of(house)
    await grace.command("/safeguarding", "general", "register")
    await grace.press("Open the register")
    body = next(h.body for h in hearing.heard if h.body.get("type") == "block_actions")

    await send_again(house, as_somebody_else(house, body, who.user_id, alderwick.COUNCIL))

    assert "named for" not in await other.sees()
    assert await happened(house, Event.SAFEGUARDING_REGISTER_OPENED) == 1


async def test_mine_lists_what_somebody_raised_and_what_they_have(sqlite_house: House) -> None:
    house, grace, tom = (
        sqlite_house,
        sqlite_house.visitor(alderwick.GRACE),
        sqlite_house.visitor(alderwick.TOM),
    )
    cara = house.visitor(alderwick.CARA)
    await taken(house, grace)
    for who in (grace, tom, cara):
        await who.command("/safeguarding", "general", "mine")

    assert "you have it." in (await grace.ephemerals("general"))[-1]
    assert "Grace Obi has it." in (await tom.ephemerals("general"))[-1]
    assert "you have raised no safeguarding concern" in (await cara.ephemerals("general"))[-1]
