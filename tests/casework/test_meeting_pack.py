"""The pack of a meeting on the record alone, and what becomes of a plan when the option that it answers changes."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

import pytest

from bot.agreement_contents import content_of
from bot.agreement_letters import asked_in_words
from bot.casework import agreed, meeting_pack, meetings, options
from bot.casework.option_changes import voided_facts
from bot.casework.records import keep_texts
from bot.casework.versions import has_other_words
from domain.action_plans import PlanState
from domain.confidentiality import ContentClass
from domain.errors import NotAllowed
from domain.improvements import ImprovementState
from domain.meetings import MeetingState
from domain.notices import NoticeKind
from domain.options import NewOption
from domain.reasons import NewReason, ReasonKind
from playground import alderwick
from playground.alderwick import JOANNE, LEAH, PRIYA, SAM
from playground.keys import KEYS
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.casework.evaluated_records import person
from tests.casework.test_action_plans import FAMILIES, MEDICINES, NOW, Desk

ONE_A_WEEK = NewOption("One admission a week", "Fewer new faces", "Four beds", "People wait", "A coach")
ONE_A_FORTNIGHT = replace(ONE_A_WEEK, title="One admission a fortnight")
AS_IT_IS = NewOption("Leave it as it is", "No change", "Nothing", "It goes on", "None", is_nothing=True)


class Sitting(Desk):
    """A meeting about a process, recorded as far as a pack that lacks nothing."""

    meeting_id = UUID(int=0)

    async def record(self) -> None:
        """Priya records a meeting: a reason, two options, the preferred one, and a whole plan."""

        def keep(work: UnitOfWork) -> UUID:
            priya, joanne = person(work, PRIYA), person(work, JOANNE)
            present = [priya.id, joanne.id]
            meeting = meetings.begin_meeting(work, priya, self.improvement_id, NOW.date(), present, NOW)
            why = NewReason(ReasonKind.CAPACITY, "Nights are on agency", "The rota of September")
            meetings.record_reason(work, priya, meeting.id, priya.id, why, NOW, can_mail=False)
            for new in (ONE_A_WEEK, AS_IT_IS):
                meetings.record_option(work, priya, meeting.id, priya.id, new, NOW, can_mail=False)
            meetings.record_preferred(work, priya, meeting.id, self.option_ids(work)[0], NOW)
            return meeting.id

        self.meeting_id = await self.do(keep)
        await self.line(JOANNE, MEDICINES, "A second check of charts each night", date(2026, 12, 10))
        await self.line(SAM, MEDICINES, "Train the night staff on the new packs", date(2026, 12, 2))
        await self.line(LEAH, FAMILIES, "Finish the four reassessments", date(2026, 12, 17))
        await self.measure()
        await self.watch()

    async def versions_asked(self) -> list[tuple[int, PlanState, int]]:
        """Every version of the plan with its state, and in which round the parties are asked about it."""

        def read(work: UnitOfWork) -> list[tuple[int, PlanState, int]]:
            plans = work.action_plans.of(self.improvement_id)
            return [(each.version, each.state, each.round_number) for each in plans]

        return await self.do(read)

    def option_ids(self, work: UnitOfWork) -> list[UUID]:
        """The options of the process, A first."""
        return [each.id for each in work.options.of(self.improvement_id)]

    async def send(self) -> UUID:
        """Priya sends the pack."""

        def send(work: UnitOfWork) -> UUID:
            meeting = work.meetings.find(self.meeting_id)
            assert meeting is not None
            return meeting_pack.send_pack(work, person(work, PRIYA), meeting.id, meeting.version, NOW).id

        return await self.do(send)

    async def change_it(self) -> None:
        """Priya presses *Change it*."""
        await self.do(lambda work: meeting_pack.open_again(work, person(work, PRIYA), self.meeting_id, NOW))

    async def settle(self) -> UUID:
        """The pack is sent, and all agree."""
        agreement_id = await self.send()
        for who in (PRIYA, JOANNE, SAM):
            await self.answer(agreement_id, who)
        return agreement_id

    async def stands(self, agreement_id: UUID) -> tuple[MeetingState, bool, list[PlanState]]:
        """The state of the meeting, whether what was asked still counts, and the versions of the plan."""

        def read(work: UnitOfWork) -> tuple[MeetingState, bool, list[PlanState]]:
            meeting, agreement = work.meetings.find(self.meeting_id), work.agreements.find(agreement_id)
            assert meeting is not None
            assert agreement is not None
            plans = [each.state for each in work.action_plans.of(self.improvement_id)]
            return meeting.state, agreement.voided_at is None, plans

        return await self.do(read)


@pytest.fixture
async def sitting(sqlite_url: str) -> AsyncIterator[Sitting]:
    """A meeting about a process of Alderwick House, with everything that a pack needs."""
    assert agreed.ON_AGREED
    database = Database(sqlite_url, KEYS)
    await database.write(partial(alderwick.set_up, now=alderwick.BEGINS), within=20)
    sitting = Sitting(database)
    await sitting.open(ImprovementState.REASONED)
    await sitting.record()
    yield sitting
    database.close()


async def test_what_everybody_has_agreed_to_is_not_taken_back_by_a_late_press_of_change_it(
    sitting: Sitting,
) -> None:
    agreement_id = await sitting.settle()

    with pytest.raises(NotAllowed, match="What this meeting came to is settled"):
        await sitting.change_it()

    assert await sitting.stands(agreement_id) == (MeetingState.CLOSED, True, [PlanState.AGREED])


async def test_changing_the_agreed_option_takes_back_the_plan_that_all_are_asked_about(
    sitting: Sitting,
) -> None:
    def ask_about_option(work: UnitOfWork) -> UUID:
        first = sitting.option_ids(work)[0]
        return options.ask_about_option(work, person(work, PRIYA), first, NOW).id

    def change_option(work: UnitOfWork) -> None:
        first = sitting.option_ids(work)[0]
        options.edit_option(work, person(work, PRIYA), first, ONE_A_FORTNIGHT, 1, NOW)

    async def agree(agreement_id: UUID) -> None:
        for who in (PRIYA, JOANNE, SAM):
            await sitting.answer(agreement_id, who)

    await agree(await sitting.do(ask_about_option))
    about_plan = await sitting.ask()
    await sitting.answer(about_plan, PRIYA)
    await sitting.do(change_option)

    assert await sitting.versions_asked() == [(1, PlanState.REPLACED, 1), (2, PlanState.DRAFT, 2)]
    with pytest.raises(NotAllowed, match="Version 1 is not asked about any more"):
        await sitting.answer(about_plan, JOANNE)
    await agree(await sitting.do(ask_about_option))
    await agree(await sitting.ask())
    assert await sitting.versions_asked() == [(1, PlanState.REPLACED, 1), (2, PlanState.AGREED, 2)]


async def test_a_settled_pack_shows_the_plan_and_the_option_it_was_sent_with_whatever_is_written_later(
    sitting: Sitting,
) -> None:
    agreement_id = await sitting.settle()

    def put_right(work: UnitOfWork) -> None:
        option = work.options.of(sitting.improvement_id)[0]
        option.title = "Another name"
        texts = {"title": option.title, "effect": "Another effect"}
        about, priya = options.subject_of(option), person(work, PRIYA)
        keep_texts(work, about, ContentClass.SHARED, priya, NOW + timedelta(days=1), texts)

    await sitting.do(put_right)
    await sitting.change("A letter to families is wanted as well")
    await sitting.line(JOANNE, FAMILIES, "Write to families each month", date(2026, 12, 9))

    def shown(work: UnitOfWork) -> tuple[str, str]:
        agreement = work.agreements.find(agreement_id)
        assert agreement is not None
        window = json.dumps(content_of(work, person(work, JOANNE), agreement))
        return window, "\n".join(said for _, said in asked_in_words(work, agreement_id))

    for words in await sitting.do(shown):
        assert "A second check of charts each night" in words
        assert "Write to families each month" not in words
        assert "One admission a week" in words
        assert "Fewer new faces" in words
        assert "Another" not in words


async def test_each_pack_that_is_changed_leaves_its_plan_readable_and_the_fourth_round_goes_to_the_seniors(
    sitting: Sitting,
) -> None:
    await sitting.send()
    await sitting.change_it()
    await sitting.line(JOANNE, FAMILIES, "Write to families each month", date(2026, 12, 9))
    await sitting.send()
    await sitting.change("Said in the window of the plan, while the pack is out")
    assert [(version, len(titles)) for version, _, titles in await sitting.versions()] == [
        (1, 3),
        (2, 4),
        (3, 4),
    ]
    await sitting.send()
    await sitting.change_it()

    def told(work: UnitOfWork) -> list[int]:
        plans = work.action_plans.of(sitting.improvement_id)
        seniors = NoticeKind.PLAN_TO_SENIORS
        return [each.version for each in plans if seniors in {n.kind for n in work.notices.pending(each.id)}]

    assert await sitting.do(told) == []
    await sitting.send()
    assert await sitting.do(told) == [4]
    replaced = PlanState.REPLACED
    assert await sitting.versions_asked() == [
        (1, replaced, 1),
        (2, replaced, 2),
        (3, replaced, 3),
        (4, PlanState.ASKED, 4),
    ]


async def test_only_the_change_that_voided_what_was_asked_about_an_option_is_named_for_it(
    sitting: Sitting,
) -> None:
    first, other = await sitting.do(sitting.option_ids)
    times = [NOW + timedelta(hours=each) for each in range(1, 7)]

    async def asked(option_id: UUID, now: datetime) -> UUID:
        return await sitting.do(
            lambda work: options.ask_about_option(work, person(work, PRIYA), option_id, now).id
        )

    async def change(option_id: UUID, new: NewOption, now: datetime) -> bool:
        """Priya keeps other words; whether there are any to be compared."""

        def keep(work: UnitOfWork) -> bool:
            option = work.options.find(option_id)
            assert option is not None
            options.edit_option(work, person(work, PRIYA), option_id, new, option.version, now)
            return has_other_words(work, option_id)

        return await sitting.do(keep)

    async def named(agreement_id: UUID) -> object:
        def read(work: UnitOfWork) -> object:
            agreement = work.agreements.find(agreement_id)
            assert agreement is not None
            return voided_facts(work, agreement)["changed_by"]

        return await sitting.do(read)

    put_aside, about_other = await asked(first, times[0]), await asked(other, times[1])
    assert await change(first, ONE_A_FORTNIGHT, times[2])
    assert await named(put_aside) == "", "put aside by asking about another, and changed only after that"

    assert not await change(other, replace(AS_IT_IS, is_nothing=False), times[3]), "no word of it is another"
    assert await named(about_other) == "Priya Nair"
    await change(other, AS_IT_IS, times[4])
    assert await named(about_other) == "", "changed once more, by whomever"
