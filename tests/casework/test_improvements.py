"""The rules of opening an improvement process, below any screen: from what, by whom, and who leads it next."""

from datetime import date
from uuid import UUID

import pytest

from bot.casework.actions import Origin, propose_action
from bot.casework.concerns import log_concern, triage_concern
from bot.casework.explaining import explain
from bot.casework.handing_on import hand_on, items_left
from bot.casework.improvement_access import sees
from bot.casework.improvement_pause import let_rest
from bot.casework.improvement_route import begin_watching
from bot.casework.improvements import Sources, open_improvement
from bot.casework.patterns import concerns_in, look_for_pattern
from domain.actions import NewAction
from domain.concerns import Kind, NewConcern, Route, TellProvider, Triage
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.improvements import Explanation, NewImprovement, PauseReason
from domain.improvements import Route as Way
from domain.patterns import Theme
from playground import alderwick
from storage.database import Database
from storage.improvements import Improvement
from storage.unit_of_work import UnitOfWork
from tests.casework.test_actions import NOW, RECOMMENDED, choose, person, record

__all__ = ["record"]

WHY = Explanation("Doses are missed", "The charts of August", "Pain in the night", "Clause 7.2")


def opened(work: UnitOfWork, concerns: tuple[UUID, ...] = (), way: Way = Way.LIGHT) -> Improvement:
    """A process that Priya opens."""
    priya, new = person(work, alderwick.PRIYA), NewImprovement("Medicines at night", "It is the third", way)
    about = alderwick.contract_id(work)
    return open_improvement(work, priya, about, new, Sources(concerns), NOW, choose)


def heard(work: UnitOfWork, who: alderwick.Character, theme: Theme = Theme.MEDICINES) -> UUID:
    """A concern that somebody logged and Priya decided."""
    new = NewConcern(Kind.QUALITY, "A dose was missed")
    concern = log_concern(work, person(work, who), new, alderwick.contract_id(work), NOW, choose)
    triage = Triage(Route.IMPROVEMENT, TellProvider.NOT_YET, theme=theme)
    triage_concern(work, person(work, alderwick.PRIYA), concern.id, triage, NOW)
    return concern.id


async def test_a_second_process_about_a_concern_is_pointed_at_the_first(record: Database) -> None:
    def story(work: UnitOfWork) -> None:
        concern = heard(work, alderwick.TOM)
        first = opened(work, (concern,))
        with pytest.raises(NotAllowed, match=f"{first.reference} is open about this concern already"):
            opened(work, (concern,))

    await record.write(story, within=10)


async def test_only_our_own_side_opens_one_and_nobody_else_sees_it_before_it_is_explained(
    record: Database,
) -> None:
    def story(work: UnitOfWork) -> None:
        joanne, about = person(work, alderwick.JOANNE), alderwick.contract_id(work)
        new = NewImprovement("Medicines at night", "It is the third")
        with pytest.raises(NotYours):
            open_improvement(work, joanne, about, new, Sources(), NOW, choose)
        process = opened(work)
        assert not sees(work, joanne, process)
        explain(work, person(work, alderwick.PRIYA), process.id, WHY, 0, NOW)
        assert sees(work, joanne, process)
        with pytest.raises(NotAllowed, match="Somebody else has explained this meanwhile"):
            explain(work, person(work, alderwick.TOM), process.id, WHY, 0, NOW)

    await record.write(story, within=10)


async def test_what_the_home_reports_of_itself_makes_no_pattern(record: Database) -> None:
    def story(work: UnitOfWork) -> None:
        for who in (alderwick.JOANNE, alderwick.JOANNE, alderwick.TOM, alderwick.TOM):
            heard(work, who)
        about = alderwick.contract_id(work)
        assert not work.patterns.of(about, Theme.MEDICINES)
        third = heard(work, alderwick.SAM)
        [found] = work.patterns.of(about, Theme.MEDICINES)
        assert (found.count, len(concerns_in(work, found))) == (3, 3)
        assert look_for_pattern(work, work.concerns.get(third), NOW) is None  # asked already

    await record.write(story, within=10)


async def test_a_third_action_on_the_light_route_is_refused_with_the_way_on(record: Database) -> None:
    def story(work: UnitOfWork) -> None:
        process, priya, joanne = opened(work), person(work, alderwick.PRIYA), person(work, alderwick.JOANNE)
        explain(work, priya, process.id, WHY, 0, NOW)
        with pytest.raises(NotAllowed, match="offer support first, or agree an action"):
            begin_watching(work, priya, process.id, NOW)

        def ask(new: NewAction) -> None:
            origin = Origin(improvement_id=process.id)
            propose_action(work, priya, new, process.contract_id, joanne.id, origin, NOW, choose)

        ask(RECOMMENDED)
        ask(RECOMMENDED)
        with pytest.raises(NotAllowed, match="go on with the full route: reasons and options first"):
            ask(RECOMMENDED)

    await record.write(story, within=10)


async def test_who_leads_a_process_hands_it_on_with_its_clocks_and_a_rest_stops_what_follows(
    record: Database,
) -> None:
    def story(work: UnitOfWork) -> None:
        process, priya, tom = opened(work), person(work, alderwick.PRIYA), person(work, alderwick.TOM)
        [item] = [each for each in items_left(work, priya, process.contract_id) if each.id == process.id]
        assert item.reference == process.reference
        hand_on(work, priya, priya, process.contract_id, item.key, tom.id, NOW)
        clocks = work.deadlines.live(process.id, tuple(DeadlineKind))
        assert process.lead_id == tom.id
        assert {each.owner_id for each in clocks} == {tom.id}
        let_rest(work, tom, process.id, PauseReason.OUTBREAK, "", date(2026, 9, 15), NOW)
        with pytest.raises(NotAllowed, match="rests until Tuesday 15 September 2026"):
            explain(work, priya, process.id, WHY, 0, NOW)
        other = opened(work)
        with pytest.raises(NotAllowed, match="say why it rests"):
            let_rest(work, tom, other.id, PauseReason.OTHER, " ", date(2026, 9, 15), NOW)

    await record.write(story, within=10)
