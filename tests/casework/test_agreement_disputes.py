"""*That is not what I said* of an answer that was recorded for an organisation: it counts no more, or all are told."""

from functools import partial
from uuid import UUID

from bot.agreement_blocks import agreement_part
from bot.agreement_register_blocks import answer_words
from bot.casework import agreements
from bot.casework.agreement_register import Answer, register_of
from bot.casework.notices import calendar_of
from bot.casework.statement_disputes import dispute
from bot.casework.statements import NewStatement, begin_statement
from bot.flows.agreement import say_answered
from domain.action_plans import PlanState
from domain.agreements import Decision, Outcome
from domain.deadlines import DeadlineKind
from domain.meetings import MeetingState
from domain.notices import NoticeKind
from domain.statements import SaidBy
from playground.alderwick import JOANNE, PRIYA, SAM, Character
from storage.unit_of_work import UnitOfWork
from tests.casework.evaluated_records import person
from tests.casework.test_action_plans import NOW, Desk, desk
from tests.casework.test_meeting_pack import Sitting, sitting

__all__ = ["desk", "sitting"]


async def record_yes(desk: Desk, agreement_id: UUID) -> UUID:
    """Priya records from an e-mail that Joanne agrees; return what she recorded it under."""

    def keep(work: UnitOfWork) -> UUID:
        priya, joanne = person(work, PRIYA), person(work, JOANNE)
        found = work.agreements.find(agreement_id)
        assert found is not None
        contract_id = work.improvements.get(found.improvement_id).contract_id
        new = NewStatement(
            joanne.id, SaidBy.EMAIL, NOW.date(), "E-mail in the contract mailbox", has_asked=True
        )
        statement = begin_statement(work, priya, contract_id, new, NOW)
        agreements.answer(work, joanne, agreement_id, found.version, Decision.AGREE, "", NOW)
        work.speaking = None
        return statement.id

    return await desk.do(keep)


async def deny(desk: Desk, statement_id: UUID) -> None:
    """Joanne says that this is not what she said."""
    says = "I said that we would think about it"
    await desk.do(lambda work: dispute(work, person(work, JOANNE), statement_id, says, NOW))


def answer_of_provider(desk: Desk, work: UnitOfWork) -> Answer:
    """How the register holds what the provider said."""
    [version] = register_of(work, work.improvements.get(desk.improvement_id))
    return next(each for each in version.answers if each.party == "provider")


def told(agreement_id: UUID, who: Character, work: UnitOfWork) -> str:
    """What somebody is told of an answer."""
    theirs = person(work, who).id
    kept = [
        each
        for each in work.notices.pending(agreement_id)
        if each.kind is NoticeKind.AGREEMENT_ANSWERED and each.person_id == theirs
    ]
    return "\n".join(message.text for each in kept if (message := say_answered(work, each, NOW)) is not None)


async def test_a_recorded_yes_that_was_not_said_counts_no_more_and_they_are_asked_anew(desk: Desk) -> None:
    await desk.whole()
    agreement_id = await desk.ask()
    await deny(desk, await record_yes(desk, agreement_id))
    for who in (PRIYA, SAM):
        assert await desk.answer(agreement_id, who) is Outcome.WAITING

    def look(work: UnitOfWork) -> tuple[str, str, int, list[UUID | None]]:
        answer = answer_of_provider(desk, work)
        live = work.deadlines.live(agreement_id, (DeadlineKind.AGREEMENT_ANSWER,))
        return answer.decision, answer.dispute, answer.times_asked, [each.owner_id for each in live]

    joanne = await desk.do(lambda work: person(work, JOANNE).id)
    assert await desk.do(look) == ("", "disputed", 2, [joanne])
    assert [state for _version, state, _lines in await desk.versions()] == [PlanState.ASKED]

    assert await desk.answer(agreement_id, JOANNE) is Outcome.AGREED
    assert (await desk.do(partial(answer_of_provider, desk))).dispute == ""


async def test_where_all_had_agreed_everybody_is_told_and_the_register_says_so(desk: Desk) -> None:
    await desk.whole()
    agreement_id = await desk.ask()
    for who in (PRIYA, SAM):
        await desk.answer(agreement_id, who)
    await deny(desk, await record_yes(desk, agreement_id))
    assert [state for _version, state, _lines in await desk.versions()] == [PlanState.AGREED]

    def look(work: UnitOfWork) -> tuple[str, str]:
        improvement = work.improvements.get(desk.improvement_id)
        calendar = calendar_of(work, improvement.contract_id)
        register = answer_words(calendar, answer_of_provider(desk, work))
        return register, str(agreement_part(work, person(work, SAM), improvement, NOW))

    register, window = await desk.do(look)
    assert "said not to be what they said. It waits to be settled" in register
    assert "An answer about the action plan" in window
    assert "please ask them what they say" in await desk.do(partial(told, agreement_id, PRIYA))
    assert "Next: nothing from you. The contract lead asks them" in await desk.do(
        partial(told, agreement_id, SAM)
    )

    await desk.change("The provider had not agreed to it")
    assert [state for _version, state, _lines in await desk.versions()] == [PlanState.AGREED, PlanState.DRAFT]


async def test_a_settled_pack_stays_in_force_when_a_recorded_yes_to_it_was_not_said_and_the_lead_is_told(
    sitting: Sitting,
) -> None:
    agreement_id = await sitting.send()
    for who in (PRIYA, SAM):
        await sitting.answer(agreement_id, who)
    await deny(sitting, await record_yes(sitting, agreement_id))

    assert await sitting.stands(agreement_id) == (MeetingState.CLOSED, True, [PlanState.AGREED])
    said = await sitting.do(partial(told, agreement_id, PRIYA))
    assert "about what was recorded at the meeting, version 1 is said not to be theirs" in said
    assert "Next, please ask them what they say" in said
    assert "It is settled, and stands until you have heard them" in said
