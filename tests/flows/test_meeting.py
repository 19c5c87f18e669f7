"""Meeting mode: one sitting, recorded by one person in everybody's name; one pack, one answer of each party."""

from domain.action_plans import PlanState
from domain.agreements import Outcome
from domain.chronology import SubjectKind
from domain.improvements import ImprovementState
from domain.meetings import MeetingState
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.unit_of_work import UnitOfWork
from tests.flows.improvement_story import agree, open_window, press_more, the_process
from tests.flows.meeting_story import (
    JOANNE,
    NIGHTS,
    NOBODY_TELLS,
    YUSUF,
    begin_meeting,
    go_on,
    say_reason,
    send_pack,
)


async def how_it_stands(
    house: House,
) -> tuple[ImprovementState, MeetingState, int, list[PlanState], list[Outcome]]:
    """The process, its meeting with the version, the versions of its plan, and what became of each pack."""
    process = await the_process(house)

    def read(work: UnitOfWork) -> tuple[ImprovementState, MeetingState, int, list[PlanState], list[Outcome]]:
        [meeting] = work.meetings.of(process.id)
        plans = [each.state for each in work.action_plans.of(process.id)]
        packs = [each.outcome for each in work.agreements.about(meeting.id)]
        return work.improvements.get(process.id).state, meeting.state, meeting.version, plans, packs

    return await house.handrail.services.database.read(read)


async def shown(visitor: Visitor) -> str:
    """The words of the window that is open."""
    form = await visitor.modal()
    assert form is not None
    return "\n".join(form.texts)


async def test_what_each_of_them_said_is_in_their_name_and_sent_to_them_once(house: House) -> None:
    priya = await begin_meeting(house)
    begun = await shown(priya)
    assert "to be agreed) can be sent: a reason why it came to this (Add a reason)" in begun
    assert "Present: Priya Nair, Sam Whitlock, Joanne Field, Yusuf Ali." in begun, "side by side, by name"
    await say_reason(house, priya, JOANNE, NIGHTS)
    await say_reason(house, priya, YUSUF, NOBODY_TELLS)
    process = await the_process(house)

    def said(work: UnitOfWork) -> list[tuple[str, str]]:
        return [
            (work.people.get(each.given_by).name, work.narratives.latest(each.id)["view"])
            for each in work.reasons.of(process.id)
        ]

    given = await house.handrail.services.database.read(said)
    assert set(given) == {("Joanne Field", NIGHTS), ("Yusuf Ali", NOBODY_TELLS)}
    joanne = house.visitor(alderwick.JOANNE)
    recorded = [
        each for each in await joanne.direct_messages() if "That is not what I said" in each or NIGHTS in each
    ]
    assert len(recorded) == 1
    assert "Priya Nair recorded this for you" in recorded[0]


async def test_one_answer_of_each_party_settles_the_option_and_the_plan_together(house: House) -> None:
    await send_pack(house)
    process = await the_process(house)
    about = await house.handrail.services.database.read(
        lambda work: [each.subject_kind for each in work.agreements.under_way(process.id)]
    )
    assert about == [SubjectKind.MEETING]
    await agree(house, alderwick.PRIYA, alderwick.JOANNE)
    assert (await how_it_stands(house))[0] is ImprovementState.REASONED
    await agree(house, alderwick.SAM)

    assert await how_it_stands(house) == (
        ImprovementState.MONITORING,
        MeetingState.CLOSED,
        1,
        [PlanState.AGREED],
        [Outcome.AGREED],
    )
    actions = await house.handrail.services.database.read(
        lambda work: work.actions.of_improvement(process.id)
    )
    assert len(actions) == 3


async def test_changing_it_after_sending_voids_every_answer_and_all_are_asked_anew(house: House) -> None:
    priya = await send_pack(house)
    await agree(house, alderwick.JOANNE)
    await go_on(priya)
    assert (await priya.press("Change it")).ok
    await house.settle()
    assert await how_it_stands(house) == (
        ImprovementState.REASONED,
        MeetingState.OPEN,
        2,
        [PlanState.REPLACED, PlanState.DRAFT],
        [Outcome.WAITING],
    )
    assert (await priya.press("Send the pack")).ok
    await house.settle()
    await agree(house, alderwick.PRIYA, alderwick.SAM)
    assert (await how_it_stands(house))[
        0
    ] is ImprovementState.REASONED  # Joanne's yes was to the first version
    await agree(house, alderwick.JOANNE)
    assert (await how_it_stands(house))[0] is ImprovementState.MONITORING
    await open_window(priya)
    assert (await press_more(priya, "Who agreed what")).ok
    words = await shown(priya)
    assert "Changed since: what the meeting came to, version 1" in words
    assert "Agreed: what the meeting came to, version 2" in words
