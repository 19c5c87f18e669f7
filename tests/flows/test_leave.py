"""The rota, leave and cover: who is asked when, and whoever must not be told is never asked."""

from datetime import date, datetime, time
from uuid import UUID

import pytest

from bot.casework.duty import NewTurn, add_turn
from bot.casework.leave import NewLeave, add_leave
from bot.casework.route import leads_at, on_duty
from bot.casework.route_setup import set_route
from domain.calendar import LONDON
from domain.chronology import Event
from domain.routes import Level
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from tests.flows import route_story
from tests.flows.hearing import Hearing
from tests.flows.raising import pings, raise_it
from tests.flows.route_story import change_route
from tests.flows.setting_up import GENERAL, happened, send_again, window

NOW = alderwick.BEGINS
TUESDAY, WEDNESDAY, THURSDAY = date(2026, 9, 8), date(2026, 9, 9), date(2026, 9, 10)
EVENING, MORNING = time(17, 0), time(9, 0)


@pytest.fixture
def house(sqlite_house: House) -> House:
    """Alderwick House on one database: the other is asked the same in test_area."""
    return sqlite_house


def known(work: UnitOfWork, who: alderwick.Character) -> Person:
    """Somebody of the cast, as the record knows them."""
    found = work.people.in_slack(who.team_id, who.user_id)
    assert found is not None
    return found


def at(day: date, hour: int, minute: int = 0, fold: int = 0) -> datetime:
    """A moment on London clocks; of an hour that comes twice, `fold` 1 is the second."""
    return datetime.combine(day, time(hour, minute, fold=fold), tzinfo=LONDON)


async def on_duty_at(
    house: House, moment: datetime, level: Level = Level.LEVEL_1, barred: frozenset[UUID] = frozenset()
) -> list[str]:
    """The names of who is on duty at a level."""
    return await house.handrail.services.database.read(
        lambda work: [person.name for person in on_duty(work, leads_at(work, level), level, moment, barred)]
    )


async def turn(
    house: House, who: alderwick.Character, first: tuple[date, time], last: tuple[date, time]
) -> None:
    """Write a turn at level 1 into the rota."""

    def write(work: UnitOfWork) -> None:
        new = NewTurn(known(work, who).id, Level.LEVEL_1, *first, *last)
        add_turn(work, known(work, alderwick.ANITA), new, NOW)

    await house.handrail.services.database.write(write, within=10)


async def leave(
    house: House, who: alderwick.Character, day: date, cover: alderwick.Character | None = None
) -> None:
    """Write down that somebody is away on a day."""

    def write(work: UnitOfWork) -> None:
        cover_id = known(work, cover).id if cover else None
        new = NewLeave(known(work, who).id, day, day, cover_id)
        add_leave(work, known(work, alderwick.ANITA), new, NOW)

    await house.handrail.services.database.write(write, within=10)


@pytest.mark.criterion("CPC424-P2")
async def test_only_who_is_on_duty_is_asked_from_the_minute_it_begins_to_the_minute_it_ends(
    house: House,
) -> None:
    await turn(house, alderwick.NADIA, (TUESDAY, EVENING), (WEDNESDAY, MORNING))

    both = ["Grace Obi", "Nadia Shah"]
    assert await on_duty_at(house, at(TUESDAY, 16, 59)) == both
    assert await on_duty_at(house, at(TUESDAY, 17)) == ["Nadia Shah"]
    assert await on_duty_at(house, at(WEDNESDAY, 8, 59)) == ["Nadia Shah"]
    assert await on_duty_at(house, at(WEDNESDAY, 9)) == both
    assert await on_duty_at(house, at(TUESDAY, 17), Level.LEVEL_2) == ["Helen Marsh"]


async def test_turns_that_overlap_are_both_asked(house: House) -> None:
    await turn(house, alderwick.NADIA, (TUESDAY, EVENING), (WEDNESDAY, MORNING))
    await turn(house, alderwick.GRACE, (WEDNESDAY, time(7, 0)), (WEDNESDAY, EVENING))

    assert await on_duty_at(house, at(WEDNESDAY, 6, 59)) == ["Nadia Shah"]
    assert await on_duty_at(house, at(WEDNESDAY, 8)) == ["Grace Obi", "Nadia Shah"]
    assert await on_duty_at(house, at(WEDNESDAY, 10)) == ["Grace Obi"]


@pytest.mark.parametrize(
    ("night", "lasts"),
    [((date(2026, 10, 24), date(2026, 10, 25)), 17), ((date(2027, 3, 27), date(2027, 3, 28)), 15)],
)
async def test_a_night_in_which_the_clocks_change_ends_at_the_hour_on_the_wall(
    house: House, night: tuple[date, date], lasts: int
) -> None:
    evening, morning = night
    await turn(house, alderwick.NADIA, (evening, EVENING), (morning, MORNING))
    [kept] = await house.handrail.services.database.read(
        lambda work: [(each.starts_at, each.ends_at) for each in work.routes.turns_after(NOW)]
    )

    assert (kept[1] - kept[0]).total_seconds() == lasts * 3600
    for fold in (0, 1):
        assert await on_duty_at(house, at(morning, 1, 30, fold)) == ["Nadia Shah"]
    assert await on_duty_at(house, at(morning, 9)) == ["Grace Obi", "Nadia Shah"]


async def test_whoever_stands_in_is_asked_on_the_days_of_leave_from_midnight_to_midnight(
    house: House,
) -> None:
    await leave(house, alderwick.GRACE, WEDNESDAY, alderwick.HELEN)

    assert await on_duty_at(house, at(TUESDAY, 23, 59)) == ["Grace Obi", "Nadia Shah"]
    assert await on_duty_at(house, at(WEDNESDAY, 0)) == ["Helen Marsh", "Nadia Shah"]
    assert await on_duty_at(house, at(WEDNESDAY, 23, 59)) == ["Helen Marsh", "Nadia Shah"]
    assert await on_duty_at(house, at(THURSDAY, 0)) == ["Grace Obi", "Nadia Shah"]


async def test_cover_is_followed_to_somebody_who_is_here(house: House) -> None:
    await leave(house, alderwick.GRACE, WEDNESDAY, alderwick.HELEN)
    await leave(house, alderwick.HELEN, WEDNESDAY, alderwick.LEAH)

    assert await on_duty_at(house, at(WEDNESDAY, 12)) == ["Leah Brand", "Nadia Shah"]


async def test_where_cover_leads_to_nobody_whoever_is_away_is_asked_all_the_same(
    house: House,
) -> None:
    await leave(house, alderwick.GRACE, WEDNESDAY, alderwick.HELEN)
    await leave(house, alderwick.HELEN, WEDNESDAY)

    assert await on_duty_at(house, at(WEDNESDAY, 12)) == ["Grace Obi", "Nadia Shah"]


async def test_with_everybody_on_turn_away_those_who_are_here_are_asked(house: House) -> None:
    await turn(house, alderwick.GRACE, (TUESDAY, EVENING), (THURSDAY, MORNING))
    await leave(house, alderwick.GRACE, WEDNESDAY)

    assert await on_duty_at(house, at(TUESDAY, 20)) == ["Grace Obi"]
    assert await on_duty_at(house, at(WEDNESDAY, 2)) == ["Nadia Shah"]
    await leave(house, alderwick.NADIA, WEDNESDAY)
    assert await on_duty_at(house, at(WEDNESDAY, 2)) == ["Grace Obi"]


async def test_once_every_line_was_asked_whoever_has_no_turn_is_asked_too(house: House) -> None:
    await turn(house, alderwick.GRACE, (TUESDAY, EVENING), (THURSDAY, MORNING))
    await house.move_to(at(WEDNESDAY, 2))
    await raise_it(house.visitor(alderwick.TOM))
    nadia = house.visitor(alderwick.NADIA)

    await house.move_to(at(WEDNESDAY, 2, 59))
    assert pings(await nadia.direct_messages()) == []
    await house.move_to(at(WEDNESDAY, 3, 1))
    assert len(pings(await nadia.direct_messages())) == 1


async def test_whoever_must_not_be_told_stands_in_for_nobody(house: House) -> None:
    await leave(house, alderwick.GRACE, WEDNESDAY, alderwick.HELEN)
    helen = await house.handrail.services.database.read(lambda work: known(work, alderwick.HELEN).id)

    asked = await on_duty_at(house, at(WEDNESDAY, 12), barred=frozenset({helen}))

    assert asked == ["Grace Obi", "Nadia Shah"]


async def test_whoever_has_left_the_route_stands_in_for_nobody_and_has_no_turn(
    house: House,
) -> None:
    await leave(house, alderwick.GRACE, WEDNESDAY, alderwick.HELEN)
    await turn(house, alderwick.NADIA, (TUESDAY, EVENING), (WEDNESDAY, MORNING))

    def changes(work: UnitOfWork) -> None:
        grace, leah = known(work, alderwick.GRACE), known(work, alderwick.LEAH)
        route = {Level.LEVEL_1: [grace.id, leah.id], Level.LEVEL_2: []}
        set_route(work, known(work, alderwick.ANITA), route, NOW)

    await house.handrail.services.database.write(changes, within=10)

    assert set(await on_duty_at(house, at(TUESDAY, 20))) == {"Grace Obi", "Leah Brand"}
    assert set(await on_duty_at(house, at(WEDNESDAY, 12))) == {"Grace Obi", "Leah Brand"}


async def test_a_turn_is_written_shown_and_taken_out_again(
    house: House, hearing: Hearing, anita: Visitor
) -> None:
    answer = await route_story.add_turn(anita, "Grace Obi")
    assert answer.ok, answer
    await send_again(house, hearing)

    said = await window(anita)
    night = "from 17:00 on Tuesday 8 September 2026 until 09:00 on Wednesday 9 September 2026."
    assert f"*Saved:* Grace Obi is on duty {night}" in said
    assert "*1 turn is on the rota" in said
    assert await happened(house, Event.DUTY_TURN_SET) == 1

    await anita.press("Remove")
    assert "*The rota is empty, so everybody at a level is told.*" in await window(anita)
    assert await happened(house, Event.DUTY_TURN_SET) == 2


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"last_day": TUESDAY}, "ends after it begins"),
        ({"first_day": date(2026, 9, 1), "last_day": date(2026, 9, 2)}, "over already"),
        ({"last_day": date(2027, 9, 8)}, "longer than three months"),
    ],
)
async def test_a_turn_that_cannot_be_meant_is_refused_beside_it(
    house: House, anita: Visitor, changed: dict[str, date], words: str
) -> None:
    answer = await route_story.add_turn(anita, "Grace Obi", **changed)

    assert words in answer.errors["last_day"]
    assert await happened(house, Event.DUTY_TURN_SET) == 0


async def test_somebody_taken_off_the_level_meanwhile_is_refused_beside_it(
    house: House, anita: Visitor
) -> None:
    await anita.command("/contract", GENERAL, "rota")
    await anita.press("Add a turn")
    await anita.fill({route_story.WHO_IS_ON: "Grace Obi"})

    def changes(work: UnitOfWork) -> None:
        set_route(work, known(work, alderwick.ANITA), {Level.LEVEL_1: [known(work, alderwick.LEAH).id]}, NOW)

    await house.handrail.services.database.write(changes, within=10)

    assert "not at that level any more" in (await anita.submit()).errors["who"]


async def test_a_lead_reads_the_rota_and_writes_down_their_own_leave_and_nobody_elses(
    house: House, grace: Visitor, anita: Visitor
) -> None:
    await route_story.add_turn(anita, "Grace Obi")
    await grace.command("/contract", "general", "rota")
    assert "*Grace Obi*. Level 1, told at once." in await window(grace)
    assert "Add a turn" not in await window(grace)
    await grace.close()

    await grace.command("/contract", "general", "leave")
    await grace.press("Add leave")
    form = await grace.modal()
    assert form is not None
    assert form.choices(route_story.WHO_IS_AWAY) == ["Grace Obi"]
    await grace.fill({route_story.LAST_AWAY: WEDNESDAY, route_story.STANDS_IN: "Helen Marsh"})
    assert (await grace.submit()).ok

    assert "Grace Obi is away from Tuesday 8 September 2026 to Wednesday 9 September 2026." in (
        await window(grace)
    )
    assert await on_duty_at(house, at(TUESDAY, 12)) == ["Helen Marsh", "Nadia Shah"]


async def test_leave_is_written_once_changed_and_taken_back(
    house: House, hearing: Hearing, anita: Visitor
) -> None:
    assert (await route_story.add_leave(anita, "Grace Obi", WEDNESDAY, WEDNESDAY, "Helen Marsh")).ok
    await send_again(house, hearing)
    assert await happened(house, Event.LEAVE_SET) == 1
    await anita.close()

    assert (await route_story.add_leave(anita, "Grace Obi", WEDNESDAY, WEDNESDAY)).ok
    said = await window(anita)
    assert "Nobody stands in, so Grace Obi is asked all the same." in said
    assert "*1 leave is written down" in said

    await anita.press("Remove")
    assert "*No leave is written down.*" in await window(anita)
    assert await on_duty_at(house, at(WEDNESDAY, 12)) == ["Grace Obi", "Nadia Shah"]


async def test_who_can_not_stand_in_is_refused_beside_the_field(house: House, anita: Visitor) -> None:
    themselves = await route_story.add_leave(anita, "Grace Obi", WEDNESDAY, WEDNESDAY, "Grace Obi")
    assert "Nobody stands in for themselves." in themselves.errors["cover"]
    await anita.close()

    await leave(house, alderwick.HELEN, WEDNESDAY)
    away = await route_story.add_leave(anita, "Grace Obi", TUESDAY, THURSDAY, "Helen Marsh")
    assert "Helen Marsh is away on one of these days too." in away.errors["cover"]
    await anita.close()

    backwards = await route_story.add_leave(anita, "Grace Obi", THURSDAY, WEDNESDAY)
    assert "comes before the first" in backwards.errors["last_day"]


async def test_whoever_lost_their_role_while_the_form_was_open_cannot_stand_in(
    house: House, anita: Visitor
) -> None:
    await anita.command("/contract", GENERAL, "leave")
    await anita.press("Add leave")
    await anita.fill({route_story.WHO_IS_AWAY: "Grace Obi", route_story.STANDS_IN: "Helen Marsh"})

    def changes(work: UnitOfWork) -> None:
        set_route(work, known(work, alderwick.ANITA), {Level.LEVEL_2: []}, NOW)

    await house.handrail.services.database.write(changes, within=10)

    assert "holds no safeguarding role" in (await anita.submit()).errors["cover"]


async def test_leave_of_whoever_stands_in_is_said_where_they_stand_in(house: House, anita: Visitor) -> None:
    await leave(house, alderwick.GRACE, WEDNESDAY, alderwick.HELEN)
    await leave(house, alderwick.HELEN, WEDNESDAY)
    await anita.command("/contract", GENERAL, "leave")

    assert "Helen Marsh stands in, but is away on some of these days" in await window(anita)


async def test_with_nobody_on_the_route_the_rota_says_what_comes_first(anita: Visitor) -> None:
    labels = (
        route_story.LEVEL_1,
        route_story.LEVEL_2,
        route_story.LEVEL_3,
        route_story.DIRECTOR,
    )
    assert (await change_route(anita, {label: [] for label in labels})).ok
    for button, said in (("Rota", "nobody for the rota"), ("Leave and cover", "no leave to cover")):
        await anita.press(button)
        assert said in await window(anita)
        assert "say who is told, with /contract route" in await window(anita)
