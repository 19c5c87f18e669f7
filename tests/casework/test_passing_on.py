"""What is asked of people without Slack through the lead: each by their own message, and only until it is answered."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from bot.casework import options, reasons
from bot.flows import agreement, reason
from bot.messages import Message, Messages
from bot.option_blocks import changed_line
from bot.passing_on import around, below
from domain.improvements import ImprovementState
from domain.notices import NoticeKind
from domain.options import NewOption
from domain.reasons import NewReason, ReasonKind
from playground.alderwick import JOANNE, PRIYA, RUTH, SAM
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork
from tests.casework.evaluated_records import person
from tests.casework.test_action_plans import NOW, Desk, desk

__all__ = ["desk"]

Say = Callable[[UnitOfWork, Notice, datetime], Message | None]


async def asked_through_priya(desk: Desk, kind: NoticeKind, say: Say, about: UUID) -> dict[str, str]:
    """All that Priya's messages say that ask something of somebody else, buttons too, by whom each is for."""

    def read(work: UnitOfWork) -> dict[str, str]:
        said = {}
        for notice in work.notices.pending(about):
            whom = str(notice.facts.get("pass_on_to") or notice.facts.get("also_to", ""))
            message = say(work, notice, NOW) if notice.kind is kind and whom else None
            if message is not None and notice.person_id == person(work, PRIYA).id:
                facts, row = around(notice, message)
                said[whom] = "\n".join([message.text, below(facts), *map(str, [*message.blocks, *row])])
        return said

    return await desk.do(read)


async def test_of_two_without_slack_each_is_asked_for_their_own_side_until_it_has_answered(
    desk: Desk,
) -> None:
    def without_slack(work: UnitOfWork) -> UUID:
        sam = person(work, SAM)
        sam.user_id = None
        return sam.id

    await desk.whole()
    sam_id = await desk.do(without_slack)
    agreement_id = await desk.ask()
    asked = (NoticeKind.AGREEMENT_ASKED, agreement.say_asked, agreement_id)
    said = await asked_through_priya(desk, *asked)

    assert said.keys() == {RUTH, SAM.name}
    assert f"Please ask {SAM.name} whether Westermere Integrated Care Board agrees" in said[SAM.name]
    assert f"Please ask {RUTH} whether Alderwick Care agrees" in said[RUTH]
    assert f"{agreement_id.hex}:{sam_id.hex}" in said[SAM.name], "the letter is to Sam"
    for each in said.values():
        assert "has answered, press Record their answer" in each
    await desk.answer(agreement_id, JOANNE)
    said = await asked_through_priya(desk, *asked)
    assert "Record their answer" not in said[RUTH]
    assert "Record their answer" in said[SAM.name]


async def test_reasons_are_asked_of_somebody_without_slack_until_their_side_has_given_one(desk: Desk) -> None:
    await desk.do(
        lambda work: setattr(work.improvements.get(desk.improvement_id), "state", ImprovementState.EXPLAINED)
    )
    await desk.do(
        lambda work: reasons.ask_for_reasons(work, person(work, PRIYA), desk.improvement_id, NOW) and None
    )
    asked = (NoticeKind.REASONS_ASKED, reason.say_asked, desk.improvement_id)
    [said] = (await asked_through_priya(desk, *asked)).values()
    assert f"Please ask {RUTH} why they think it has come to this" in said
    assert f"Once {RUTH} has answered, press Record their answer." in said

    new = NewReason(ReasonKind.CAPACITY, "Nights are on agency staff", "The rota of September")
    await desk.do(
        lambda work: reasons.give_reason(work, person(work, JOANNE), desk.improvement_id, new, NOW) and None
    )
    [said] = (await asked_through_priya(desk, *asked)).values()
    assert f"Nothing more is asked of {RUTH}." in said
    assert "Record their answer" not in said


async def test_whoever_proposed_an_option_without_slack_is_told_why_it_is_taken_back(desk: Desk) -> None:
    because = "The coach is not to be had before the summer"

    def take_back(work: UnitOfWork) -> UUID:
        work.improvements.get(desk.improvement_id).state = ImprovementState.REASONED
        new = NewOption("A medicines coach", "Doses on time", "£900", "She may be ill")
        option = options.propose_option(work, person(work, JOANNE), desk.improvement_id, new, NOW)
        person(work, JOANNE).user_id = None
        options.withdraw_option(work, person(work, PRIYA), option.id, because, NOW)
        return option.id

    def read(work: UnitOfWork) -> list[str]:
        messages = Messages()
        messages.add(NoticeKind.OPTION_CHANGED_LINE, changed_line)
        said = [messages.compose(work, notice, NOW) for notice in work.notices.pending(option_id)]
        return ["\n".join([each.text, *map(str, each.blocks)]) for each in said if each]

    option_id = await desk.do(take_back)
    [said] = await desk.do(read)
    assert said.startswith(f"For {JOANNE.name}, who is not in Slack, please pass on:")
    assert "option A, which you proposed, is taken back" in said
    assert because in said
