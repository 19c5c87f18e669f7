"""What a message's arrival means for the record, and that whoever presses at that moment is not in its way."""

import asyncio
import threading
from datetime import date, timedelta
from secrets import choice
from uuid import UUID

import pytest

from bot.casework.challenges import Decision, Said, decide_challenge, open_challenge
from bot.casework.deliveries import keep_posted
from bot.casework.evaluation_receipts import receive, receive_for
from bot.casework.evaluation_sharing import share_evaluation
from bot.casework.evaluations import compile_evaluation, confirm_evaluation
from bot.shared_evaluation_blocks import message_about
from domain.challenges import ChallengeState, Grounds
from domain.errors import NotYours
from domain.evaluations import Verdict
from domain.notices import NoticeKind, NoticeState
from playground import alderwick
from storage.challenges import Challenge
from storage.database import Database
from storage.evaluations import Evaluation, EvaluationReceipt
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork
from tests.casework.evaluated_records import person
from tests.storage.samples import beside, wait_until_somebody_waits

NOW = alderwick.BEGINS
PERIOD = date(2026, 7, 1), date(2026, 9, 8)


def shared(work: UnitOfWork) -> Evaluation:
    """An evaluation of Alderwick House, shared with every party; nothing of it has arrived."""
    if work.organisations.own() is None:
        alderwick.set_up(work, NOW)
    priya, contract_id = person(work, alderwick.PRIYA), alderwick.contract_id(work)
    kept = compile_evaluation(work, priya, contract_id, PERIOD, NOW, choice)
    confirm_evaluation(work, priya, kept.id, Verdict(kept.suggested, "Nights are steadier"), NOW)
    return share_evaluation(work, priya, kept.id, NOW)


def on_its_way(work: UnitOfWork, evaluation_id: UUID, who: alderwick.Character) -> Notice:
    """The message about it to somebody, taken up by a courier."""
    reader = person(work, who)
    [notice] = [
        each
        for each in work.notices.about(evaluation_id)
        if each.kind is NoticeKind.EVALUATION_SHARED and each.person_id == reader.id
    ]
    notice.state = NoticeState.CLAIMED
    return notice


async def test_the_courier_and_whoever_presses_received_at_the_same_moment_are_both_recorded_at_once(
    postgresql: Database, postgres_url: str
) -> None:
    evaluation_id = (await postgresql.write(shared, within=20)).id
    number = (await postgresql.write(lambda work: on_its_way(work, evaluation_id, alderwick.DELE))).number
    has_begun, tries = threading.Event(), []

    def press(work: UnitOfWork) -> None:
        tries.append("press")
        joanne = person(work, alderwick.JOANNE)
        assert joanne.organisation_id is not None
        work.evaluations.receipt_to_change(evaluation_id, joanne.organisation_id)
        has_begun.set()
        wait_until_somebody_waits(beside(postgres_url))
        receive(work, joanne, evaluation_id, NOW)

    def arrive(work: UnitOfWork) -> None:
        tries.append("arrive")
        keep_posted(work, work.notices.get(number or 0), "D01", "1789.0001", NOW)

    pressing = asyncio.create_task(postgresql.write(press, within=20))
    assert await asyncio.to_thread(has_begun.wait, 10)
    await postgresql.write(arrive, within=20)
    await pressing

    assert sorted(tries) == ["arrive", "press"], "neither stood in the other's way, so nothing was done twice"
    sent = await postgresql.read(lambda work: work.notices.get(number or 0))
    assert (sent.state, sent.posted_ts) == (NoticeState.SENT, "1789.0001")


def arrive(work: UnitOfWork, evaluation_id: UUID, who: alderwick.Character) -> EvaluationReceipt:
    """The message about it reaches somebody; how far it has come with the provider then."""
    notice = on_its_way(work, evaluation_id, who)
    keep_posted(work, notice, f"D{who.user_id}", "1789.0001", NOW)
    provider = work.contracts.provider_of(alderwick.contract_id(work))
    assert provider is not None
    receipt = work.evaluations.receipt_of(evaluation_id, provider)
    assert receipt is not None
    return receipt


async def test_the_providers_time_does_not_run_while_our_lead_has_yet_to_pass_it_on(sqlite: Database) -> None:
    def ask(work: UnitOfWork) -> tuple[Evaluation, EvaluationReceipt]:
        evaluation = shared(work)
        return evaluation, arrive(work, evaluation.id, alderwick.PRIYA)

    _, receipt = await sqlite.write(ask, within=20)

    assert receipt.delivered_at is None


async def test_it_runs_from_when_we_record_that_it_arrived(sqlite: Database) -> None:
    later = NOW + timedelta(days=2)

    def ask(work: UnitOfWork) -> EvaluationReceipt:
        evaluation = shared(work)
        receipt = arrive(work, evaluation.id, alderwick.PRIYA)
        priya = person(work, alderwick.PRIYA)
        receive_for(work, priya, evaluation.id, receipt.organisation_id, "E-mail of 10 September", later)
        return receipt

    assert (await sqlite.write(ask, within=20)).delivered_at == later


async def test_before_it_has_arrived_no_last_day_is_said_and_what_was_said_is_then_put_right(
    sqlite: Database,
) -> None:
    later = NOW + timedelta(days=2)

    def ask(work: UnitOfWork) -> tuple[str, bool, str]:
        evaluation = shared(work)
        [channel] = [
            each
            for each in work.notices.about(evaluation.id)
            if each.kind is NoticeKind.EVALUATION_SHARED and each.to_channel
        ]
        channel.state = NoticeState.CLAIMED
        keep_posted(work, channel, "C01", "1789.0002", NOW)
        before = message_about(work, channel, NOW).text
        keep_posted(work, on_its_way(work, evaluation.id, alderwick.DELE), "D01", "1789.0003", later)
        channel = work.notices.get_to_change(channel.number or 0)
        return before, channel.is_stale, message_about(work, channel, later).text

    before, is_put_right, after = await sqlite.write(ask, within=20)

    assert "within 10 working days, counted from when it arrives there" in before
    assert "until" not in before
    assert is_put_right
    assert "Alderwick Care can say until Thursday 24 September 2026, and all of that day" in after


async def test_whoever_added_to_a_challenge_cannot_decide_it(sqlite: Database) -> None:
    def ask(work: UnitOfWork) -> Challenge:
        evaluation = shared(work)
        arrive(work, evaluation.id, alderwick.DELE)
        said = Said(Grounds.FACTUAL, "The night figure is wrong")
        open_challenge(work, person(work, alderwick.JOANNE), evaluation.id, said, NOW, choice)
        added = Said(None, "Joanne rang: so is the day figure")
        return open_challenge(work, person(work, alderwick.TOM), evaluation.id, added, NOW, choice)

    challenge = await sqlite.write(ask, within=20)
    decision = Decision(ChallengeState.REJECTED, "The rota was looked at")

    with pytest.raises(NotYours, match="had no part"):
        await sqlite.write(
            lambda work: decide_challenge(work, person(work, alderwick.TOM), challenge.id, decision, NOW)
        )
    anita = await sqlite.write(
        lambda work: decide_challenge(work, person(work, alderwick.ANITA), challenge.id, decision, NOW)
    )
    assert anita.state is ChallengeState.REJECTED
