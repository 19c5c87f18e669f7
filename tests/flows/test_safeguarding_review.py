"""A second look: *Nothing has happened* skips the first line, *I do not agree* is recorded and goes up."""

import pytest

from domain.chronology import Event
from domain.deadlines import DeadlineKind
from domain.safeguarding import SafeguardingState
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.unit_of_work import UnitOfWork
from tests.flows.deciding import (
    decide,
    duties,
    events,
    in_window,
    london,
    press,
    replied,
    taken,
    tell_reporter,
    the_concern,
    window,
)
from tests.flows.hearing import Hearing
from tests.flows.reporting import as_somebody_else, send_again

NOTHING, LOOK = "Nothing has happened", "I am looking at this"
SAYS_SO = "whoever raised it says that nothing has happened"


async def asked(who: Visitor, words: str = SAYS_SO) -> int:
    """How many messages ask somebody for the second look."""
    return sum(words in said for said in await who.direct_messages())


async def say_nothing_happened(house: House, reporter: Visitor) -> str:
    """The reporter opens what they raised and says that nothing has happened."""
    await reporter.press("My open items", "alderwick-shared")
    await reporter.press("Open")
    await reporter.press(NOTHING)
    form = await reporter.modal()
    assert form is not None
    while await reporter.modal() is not None:
        await reporter.close()
    await house.settle()
    return "\n".join(form.texts)


@pytest.mark.criterion("CPC424-P2")
async def test_nothing_has_happened_skips_the_first_line_at_once_and_climbs_after_half_an_hour(
    house: House, grace: Visitor, tom: Visitor
) -> None:
    nadia, helen, leah = (house.visitor(who) for who in (alderwick.NADIA, alderwick.HELEN, alderwick.LEAH))
    await taken(house, grace)

    said = await say_nothing_happened(house, tom)

    assert "somebody above the first line is being asked now" in said
    assert "01632 960 404" in said
    assert "the Care Quality Commission" in said
    assert [await asked(who) for who in (grace, nadia, helen, leah)] == [0, 0, 1, 0]
    await house.move_to(london("2026-09-08T10:45"))
    assert [await asked(who) for who in (grace, nadia, helen, leah)] == [0, 0, 1, 1]

    await press(house, leah, LOOK, "direct")

    assert "you are looking at this" in "\n".join(await leah.direct_messages())
    assert "Leah Brand is looking at this.* Nothing is asked of you now." in "\n".join(
        await helen.direct_messages()
    )
    assert "Leah Brand has this since 10:45" in "\n".join(await grace.direct_messages())
    assert (await duties(house)).keys() == {DeadlineKind.SAFEGUARDING_DECIDE}


async def test_it_is_never_asked_of_the_lead_it_is_about_nor_of_whoever_is_excluded(
    sqlite_house: House,
) -> None:
    house, helen, tom = (
        sqlite_house,
        sqlite_house.visitor(alderwick.HELEN),
        sqlite_house.visitor(alderwick.TOM),
    )
    leah, anita = house.visitor(alderwick.LEAH), house.visitor(alderwick.ANITA)
    await taken(house, house.visitor(alderwick.GRACE))
    concern = await the_concern(house)

    def helen_has_it_and_leah_is_excluded(work: UnitOfWork) -> None:
        people = {
            who.user_id: work.people.in_slack(alderwick.COUNCIL, who.user_id)
            for who in (alderwick.HELEN, alderwick.LEAH)
        }
        known, barred = people[alderwick.HELEN.user_id], people[alderwick.LEAH.user_id]
        assert known is not None
        assert barred is not None
        work.safeguarding.get(concern.id).lead_id = known.id
        for row in work.safeguarding.named(concern.id):
            row.is_excluded = row.is_excluded or row.person_id == barred.id

    await house.handrail.services.database.write(helen_has_it_and_leah_is_excluded)
    await say_nothing_happened(house, tom)
    for moment in ("2026-09-08T10:45", "2026-09-08T14:00"):
        await house.move_to(london(moment))

    assert await asked(helen) == 0
    assert await asked(leah) == 0
    assert (
        sum([await asked(house.visitor(who)) for who in (alderwick.NADIA, alderwick.GRACE)])
        + await asked(anita)
        > 0
    )


async def test_saying_it_ten_times_asks_once(sqlite_house: House) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    tom, helen = house.visitor(alderwick.TOM), house.visitor(alderwick.HELEN)
    await taken(house, grace)
    hearing = Hearing.of(house)
    await say_nothing_happened(house, tom)
    body = next(
        h.body
        for h in hearing.heard
        if h.body.get("type") == "block_actions" and "nothing_happened" in h.body["actions"][0]["action_id"]
    )
    for _ in range(9):
        await send_again(house, as_somebody_else(house, body, tom.user_id, alderwick.COUNCIL))
    await house.settle()

    assert (await events(house)).count(Event.SAFEGUARDING_REVIEW_ASKED) == 1
    assert await asked(helen) == 1


async def test_before_anybody_has_it_whoever_looks_has_it(sqlite_house: House) -> None:
    house, tom, helen = (
        sqlite_house,
        sqlite_house.visitor(alderwick.TOM),
        sqlite_house.visitor(alderwick.HELEN),
    )
    await taken(house, house.visitor(alderwick.GRACE))
    concern = await the_concern(house)

    def untake(work: UnitOfWork) -> None:
        found = work.safeguarding.get(concern.id)
        found.state, found.lead_id, found.acknowledged_at = SafeguardingState.RAISED, None, None

    await house.handrail.services.database.write(untake)
    await say_nothing_happened(house, tom)
    await press(house, helen, LOOK, "direct")

    found = await the_concern(house)
    assert found.state is SafeguardingState.ACKNOWLEDGED
    assert found.lead_id is not None
    assert DeadlineKind.SAFEGUARDING_ACKNOWLEDGE not in await duties(house)


async def test_the_second_press_is_told_who_is_looking(sqlite_house: House) -> None:
    house, grace, tom = (
        sqlite_house,
        sqlite_house.visitor(alderwick.GRACE),
        sqlite_house.visitor(alderwick.TOM),
    )
    helen, leah = house.visitor(alderwick.HELEN), house.visitor(alderwick.LEAH)
    await taken(house, grace)
    await say_nothing_happened(house, tom)
    await house.move_to(london("2026-09-08T10:45"))
    hearing = Hearing.of(house)
    await press(house, helen, LOOK, "direct")
    body = next(h.body for h in hearing.heard if h.body.get("type") == "block_actions")
    for user in (helen.user_id, leah.user_id, alderwick.PRIYA.user_id):
        await send_again(house, as_somebody_else(house, body, user, alderwick.COUNCIL))

    assert "Helen Marsh is looking at this already" in await leah.sees()
    assert (await events(house)).count(Event.SAFEGUARDING_REVIEW_TAKEN) == 1


@pytest.mark.parametrize(("still_at_risk", "at_night"), [(True, 1), (False, 0)])
async def test_a_disagreement_goes_up_at_once_while_somebody_is_at_risk_and_else_in_working_hours(
    sqlite_house: House, still_at_risk: bool, at_night: int
) -> None:
    house, grace, helen = (
        sqlite_house,
        sqlite_house.visitor(alderwick.GRACE),
        sqlite_house.visitor(alderwick.HELEN),
    )
    await taken(house, grace)
    await decide(house, grace)
    await replied(house, grace, "They do not take it on")
    await house.move_to(london("2026-09-09T02:00"))
    await in_window(grace, "I do not agree")
    answers: dict[str, object] = {"What do you not agree with?": "She cannot protect herself"}
    await grace.fill(answers | ({"Does this apply?": ["Somebody is still at risk"]} if still_at_risk else {}))
    assert (await grace.submit()).ok
    await house.settle()

    words = "somebody does not agree with what was decided"
    assert await asked(helen, words) == at_night
    await house.move_to(london("2026-09-09T09:05"))
    assert await asked(helen, words) > 0
    assert await asked(grace, words) == 0
    await press(house, helen, LOOK, "direct")
    assert "She cannot protect herself" in await window(helen)
    assert "She cannot protect herself" not in "\n".join(await helen.direct_messages())


async def test_what_was_closed_is_taken_up_again_and_the_reporter_is_told_again(sqlite_house: House) -> None:
    house, grace, tom = (
        sqlite_house,
        sqlite_house.visitor(alderwick.GRACE),
        sqlite_house.visitor(alderwick.TOM),
    )
    helen = house.visitor(alderwick.HELEN)
    await taken(house, grace)
    await decide(house, grace)
    await replied(house, grace)
    await tell_reporter(house, grace)
    await in_window(grace, "Close this case")
    await grace.fill({"What came of it?": "She is safe", "Were the person's wishes met?": "Fully"})
    assert (await grace.submit()).ok
    await house.settle()
    assert (await the_concern(house)).state is SafeguardingState.CLOSED

    await say_nothing_happened(house, tom)
    await press(house, helen, LOOK, "direct")
    await decide(house, helen, "No further action", why="Seen again")

    assert (await duties(house)).keys() == {DeadlineKind.SAFEGUARDING_TELL_REPORTER}
    await tell_reporter(house, helen)
    assert sum("What you raised in" in said for said in await tom.direct_messages()) == 2


async def test_my_open_items_always_offers_to_go_past_the_first_line(sqlite_house: House) -> None:
    house, tom, helen = (
        sqlite_house,
        sqlite_house.visitor(alderwick.TOM),
        sqlite_house.visitor(alderwick.HELEN),
    )
    await taken(house, sqlite_house.visitor(alderwick.GRACE))
    await tom.press("My open items", "alderwick-shared")
    await press(house, tom, NOTHING)

    assert await asked(helen) == 1


async def test_whoever_asked_hears_that_nobody_has_taken_the_second_look_and_so_does_the_director(
    sqlite_house: House,
) -> None:
    house, tom, helen = (
        sqlite_house,
        *(sqlite_house.visitor(who) for who in (alderwick.TOM, alderwick.HELEN)),
    )
    anita = house.visitor(alderwick.ANITA)
    await taken(house, house.visitor(alderwick.GRACE))
    await say_nothing_happened(house, tom)

    not_yet, heard = "Nobody has taken a second look at SG-", []
    for moment in ("10:29", "10:31", "10:46"):
        await house.move_to(london(f"2026-09-08T{moment}"))
        heard.append(await asked(tom, not_yet))
    assert heard == [0, 1, 2]
    assert "Ring the emergency duty team on 01632 960 404 now." in (await tom.direct_messages())[-1]
    await house.move_to(london("2026-09-10T10:30"))

    assert await asked(anita) == 1
    assert await asked(helen) < 30
    await press(house, helen, LOOK, "direct")
    assert "Somebody else is looking at SG-" in (await tom.direct_messages())[-1]


@pytest.mark.parametrize("is_barred", [True, False])
async def test_where_nobody_is_left_to_look_again_the_screen_says_whom_to_ring(
    sqlite_house: House, is_barred: bool
) -> None:
    house, tom = sqlite_house, sqlite_house.visitor(alderwick.TOM)
    await taken(house, house.visitor(alderwick.GRACE))
    concern = await the_concern(house)

    def only_the_first_line(work: UnitOfWork) -> None:
        for row in work.safeguarding.named(concern.id):
            person = work.people.get(row.person_id)
            row.is_excluded = person.name != "Grace Obi" and (is_barred or person.name != "Nadia Shah")

    await house.handrail.services.database.write(only_the_first_line)
    said = await say_nothing_happened(house, tom)

    assert ("Nobody here can be asked to look at SG-" in said) == is_barred
    assert ("Ring the emergency duty team on 01632 960 404 now." in said) == is_barred
    assert ("another safeguarding lead is being asked now" in said) != is_barred
