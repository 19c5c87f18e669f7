"""What is kept after each attempt: sent, to be tried again, uncertain, parked, refused by the gate."""

from datetime import datetime, timedelta

import structlog

from bot.casework.audiences import leads_of
from bot.casework.deliveries import keep_posted
from bot.casework.faults import about_person
from bot.casework.leavers import leave
from bot.casework.notices import Owed, owe_people
from bot.casework.recipients import person_may_have
from bot.casework.records import record
from bot.casework.safeguarding_arrival import keep_not_arrived
from bot.casework.unreached import bring_forward
from bot.engine.again import plan_again, plan_edit
from bot.engine.claim import Claim
from bot.services import Services
from bot.slack import Posted, SlackFault
from domain.channels import LOSS_OF_CODE
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass, Verdict
from domain.notices import NoticeKind, NoticeState, Outcome, is_held_up, move
from domain.rhythm import Speed
from domain.routes import Means
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

ELSEWHERE = "elsewhere:"
REFUSED_BY_GATE = "refused_by_gate"
COUNTED_BY_CHANNEL = frozenset({"chat.postMessage", "chat.update"})
DELETED = "message_not_found"
"""Somebody deleted our message: nothing to edit, and nothing for an administrator to mend."""


def held(work: UnitOfWork, claim: Claim) -> Notice | None:
    """Return our row if the claim is still ours; a claim that lapsed meanwhile belongs to whoever took it."""
    row = work.notices.get_to_change(claim.number)
    return row if row.token == claim.token else None


async def keep_sent(services: Services, claim: Claim, posted: Posted) -> None:
    """Keep the timestamp: the message is sent, and so are the lines it carried."""
    now, free_at = services.clock.now(), services.clock.real() + services.settings.pace

    def keep(work: UnitOfWork) -> None:
        # Even when the claim lapsed meanwhile a timestamp is a timestamp: it proves that the message arrived.
        keep_posted(work, work.notices.get(claim.number), posted.channel, posted.ts, now)
        work.claims.release(claim.notice.destination, claim.token, free_at)

    await services.database.write(keep, within=services.settings.lease_seconds)


async def keep_redrawn(services: Services, claim: Claim) -> None:
    """Keep that an edit is done."""
    free_at = services.clock.real() + services.settings.pace

    def keep(work: UnitOfWork) -> None:
        work.notices.get_to_change(claim.number).redraws_done = claim.notice.redraws_owed
        work.claims.release(claim.notice.destination, claim.token, free_at)

    await services.database.write(keep)


async def keep_cancelled(services: Services, claim: Claim) -> None:
    """Keep that there is nothing left to say."""

    def keep(work: UnitOfWork) -> None:
        row = held(work, claim)
        if row is not None:
            row.state = move(row.state, NoticeState.CANCELLED)
        work.claims.release(claim.notice.destination, claim.token, services.clock.real())

    await services.database.write(keep)


async def keep_another_begun(services: Services, claim: Claim, *, is_repeat: bool) -> bool:
    """Keep, before it happens, that what may have arrived is said again; a repeat is counted and says so.

    False when a receipt has proved meanwhile that it arrived, or another has taken it up: then nothing is said.
    """

    def keep(work: UnitOfWork) -> bool:
        row = held(work, claim)
        if row is None:
            work.claims.release(claim.notice.destination, claim.token, services.clock.real())
            return False
        row.repeats += is_repeat
        return True

    may_begin = await services.database.write(keep)
    claim.notice.repeats += may_begin and is_repeat
    return may_begin


async def keep_fault(
    services: Services, claim: Claim, fault: SlackFault, *, posted: bool = False, is_repeat: bool = False
) -> None:
    """Keep what a failed attempt means: wait as told, settle what is uncertain, park what was refused.

    `posted` says that it was the post itself that failed: nothing before it can have arrived.
    """
    real, notice = services.clock.real(), claim.notice
    log.warning(
        "not posted", notice=notice.id.hex, method=fault.method, error=fault.code, outcome=fault.outcome.value
    )
    if fault.outcome is Outcome.REFUSED and fault.code != DELETED:
        # Of a channel that is not there for us, an administrator needs to know which one.
        where = notice.to_channel if fault.code in LOSS_OF_CODE else None
        services.report(fault.needed or fault.code, where or fault.method)

    def keep(work: UnitOfWork) -> None:
        if _means_all_of_us(work, claim, fault, real):
            work.processes.leave_slack_alone(real + timedelta(seconds=fault.retry_after))
        row = held(work, claim)
        free_at = real + services.settings.pace
        if row is not None:
            row.error = fault.code[:60]
            row.token, row.lease_until = None, None
            if claim.is_edit:
                plan_edit(row, claim, fault, real)
            else:
                free_at = max(free_at, plan_again(services, row, claim, fault, posted=posted))
                if is_repeat and fault.outcome is not Outcome.AMBIGUOUS:
                    row.repeats -= 1  # it certainly did not go out a second time
                _act_on_fault(work, row, services.clock.now())
        work.claims.release(notice.destination, claim.token, free_at)

    await services.database.write(keep, within=services.settings.lease_seconds)


def _means_all_of_us(work: UnitOfWork, claim: Claim, fault: SlackFault, real: datetime) -> bool:
    """Say whether Slack, telling us to wait, means the whole workspace and not one channel.

    Only posts and edits are counted for each channel too (slack-platform.md section 4), and of those we keep to one a
    second ourselves. Told so at two destinations within one wait, or at any other method, all processes wait.
    """
    if fault.outcome is not Outcome.WAIT:
        return False
    return fault.method not in COUNTED_BY_CHANNEL or work.claims.is_another_told_to_wait(
        claim.notice.destination, real
    )


def _act_on_fault(work: UnitOfWork, row: Notice, now: datetime) -> None:
    if row.state is NoticeState.PARKED:
        _forget_way(work, row)
        _act_on_refusal(work, row, now)
    elif is_held_up(row.state, row.error):
        _ask_others(work, row, now)


def _act_on_refusal(work: UnitOfWork, row: Notice, now: datetime) -> None:
    """What is urgent does not wait for somebody who cannot be reached, nor do they count as told who have not been."""
    _ask_others(work, row, now)
    keep_not_arrived(work, row, now)


def _ask_others(work: UnitOfWork, row: Notice, now: datetime) -> None:
    if row.speed is Speed.URGENT and row.deadline_id is not None and row.means is Means.SLACK:
        bring_forward(work, row.deadline_id, now)


def _forget_way(work: UnitOfWork, row: Notice) -> None:
    """Somebody's conversation with us is gone: the next attempt asks Slack for it anew."""
    if row.person_id is not None and row.means is Means.SLACK and row.error in LOSS_OF_CODE:
        work.people.get(row.person_id).direct_channel = None


async def keep_left(services: Services, claim: Claim, fault: SlackFault) -> None:
    """Keep that the person it was for has left Slack; the lead hears it instead."""
    now, notice = services.clock.now(), claim.notice

    def keep(work: UnitOfWork) -> str:
        row = held(work, claim)
        if row is not None:
            row.state, row.error = move(row.state, NoticeState.CANCELLED), fault.code[:60]
            for lost in _turned_away(work, row, has_left=True):
                _send_elsewhere(work, lost, Verdict.NAMED_PEOPLE, now)
            _act_on_refusal(work, row, now)
        work.claims.release(notice.destination, claim.token, services.clock.real())
        if notice.person_id is None:
            return ""
        person = work.people.get(notice.person_id)
        leave(work, person, now)
        return about_person(person)

    services.report(fault.code, await services.database.write(keep))


async def keep_refused_by_gate(services: Services, claim: Claim, verdict: Verdict) -> None:
    """Keep that the gate refused.

    The lead is told: of SHARED words that they were not posted, and of anything above them the words themselves.
    """
    now, notice = services.clock.now(), claim.notice
    log.warning("refused by the gate", notice=notice.id.hex, verdict=verdict.value)

    def keep(work: UnitOfWork) -> None:
        row = held(work, claim)
        if row is not None:
            row.state, row.error = move(row.state, NoticeState.CANCELLED), REFUSED_BY_GATE
            for refused in _turned_away(work, row):
                _send_elsewhere(work, refused, verdict, now)
                _record_refusal(work, refused, now)
            _act_on_refusal(work, row, now)
        work.claims.release(notice.destination, claim.token, services.clock.real())

    await services.database.write(keep)


async def keep_edit_refused(services: Services, claim: Claim, verdict: Verdict) -> None:
    """Keep that the gate refused an edit: what stands there stays as it is, since others can see it by now."""
    now, notice = services.clock.now(), claim.notice
    log.warning("edit refused by the gate", notice=notice.id.hex, verdict=verdict.value)

    def keep(work: UnitOfWork) -> None:
        row = work.notices.get_to_change(claim.number)
        row.redraws_done = notice.redraws_owed
        _record_refusal(work, row, now)
        work.claims.release(notice.destination, claim.token, services.clock.real())

    await services.database.write(keep)


def _record_refusal(work: UnitOfWork, notice: Notice, now: datetime) -> None:
    subject = (notice.subject_kind, notice.subject_id)
    # Whoever reads a contract must not learn from it that something RESTRICTED exists.
    contract_id = None if notice.content_class is ContentClass.RESTRICTED else notice.contract_id
    record(work, Event.SEND_REFUSED, subject, None, now, contract_id, notice=notice.id)


def _turned_away(work: UnitOfWork, notice: Notice, *, has_left: bool = False) -> list[Notice]:
    """Return what is not said after all: the message, or of a digest its lines; those still allowed go in the next."""
    if notice.kind is not NoticeKind.DIGEST:
        return [notice]
    person = work.people.get(notice.person_id) if notice.person_id else None
    refused = []
    for line in work.notices.lines_of(notice.id):
        if person and not has_left and person_may_have(work, line, person) is Verdict.SEND:
            line.carrier_id = None
        else:
            line.state = move(line.state, NoticeState.CANCELLED)
            refused.append(line)
    return refused


def _send_elsewhere(work: UnitOfWork, notice: Notice, verdict: Verdict, now: datetime) -> None:
    elsewhere = Owed(
        kind=NoticeKind.STUB if verdict is Verdict.STUB else notice.kind,
        subject=(notice.subject_kind, notice.subject_id),
        content_class=notice.content_class,
        speed=notice.speed if notice.speed is not Speed.DIGEST else Speed.PROMPT,
        event=f"{ELSEWHERE}{notice.id.hex}",
        contract_id=notice.contract_id,
        facts=notice.facts,
    )
    if notice.content_class is ContentClass.RESTRICTED or notice.kind is NoticeKind.STUB:
        return  # what is RESTRICTED never changes hands by itself; its ladder goes on to the next level
    if notice.kind is NoticeKind.FAULT and notice.subject_kind is SubjectKind.ORGANISATION:
        return  # every administrator is told of it themselves
    if notice.key.startswith(ELSEWHERE):
        return  # every lead was owed it already; two leads whom it cannot reach would pass it on for ever
    leads = [lead for lead in leads_of(work, notice.contract_id) if lead.id != notice.person_id]
    owe_people(work, elsewhere, leads, now)
