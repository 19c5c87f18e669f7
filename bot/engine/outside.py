"""One attempt outside Slack: ask the gate, put it into a few words, hand it over, keep how that ended."""

from datetime import timedelta

import structlog

from bot.casework.faults import about_person
from bot.casework.notices import Owed, owe_people
from bot.casework.outside import (
    OF_THE_ADDRESS,
    WHOLE_LETTERS,
    address_of,
    facts_outside,
    is_of_the_address,
    keep_reached,
    keep_turned_away,
    leave_out_older,
    unusable_ways,
    way_of,
)
from bot.casework.route import administrators
from bot.casework.statements import keep_mailed
from bot.engine.claim import Claim
from bot.engine.gate import Gate
from bot.outside import Letter, OutsideFault
from bot.services import Services
from bot.templates import render
from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass, Verdict
from domain.notices import (
    NoticeKind,
    NoticeState,
    Outcome,
    Unproven,
    move,
    parked_delay,
    retry_delay,
    without_proof,
)
from domain.rhythm import Speed
from domain.routes import Means
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

SILENT_AFTER = 4
"""Attempts at a server or gateway that cannot be reached, after which an administrator hears of it."""


class AttemptOutside:
    """Makes attempts outside Slack. There is no proof there: what may have arrived is sent again under the same id."""

    def __init__(self, services: Services, gate: Gate) -> None:
        self._services = services
        self._gate = gate

    async def make(self, claim: Claim) -> None:
        """Make one attempt and keep how it ended. Raises NotRecorded or Unsure when that could not be kept."""
        letter = await self._prepare(claim)
        if letter is None:
            return
        try:
            await self._services.outside.send(claim.notice.means, letter, self._services.clock.machine())
        except OutsideFault as fault:
            await self._keep_fault(claim, fault)
        else:
            await self._keep_reached(claim)

    async def _prepare(self, claim: Claim) -> Letter | None:
        """Decide everything before it goes; None when nothing is to be sent."""
        notice, now = claim.notice, self._services.clock.now()

        def ask(work: UnitOfWork) -> Letter | None:
            row = work.notices.get_to_change(claim.number)
            if row.token != claim.token:
                return None
            written = self._written(work, row)
            if written is None:
                row.state = move(row.state, NoticeState.CANCELLED)
            elif not written.to:
                keep_turned_away(work, row, "no_address", now)
            elif not leave_out_older(work, row):
                return written
            self._give_back(work, claim)
            return None

        if (verdict := await self._gate.verdict(notice, afresh=True)) is not Verdict.SEND:
            log.warning("refused by the gate", notice=notice.id.hex, verdict=verdict.value)
            await self._services.database.write(lambda work: self._turn_away(work, claim))
            return None
        return await self._services.database.write(ask)

    def _written(self, work: UnitOfWork, notice: Notice) -> Letter | None:
        """Return what is sent, to no address where there is none any more; None when nothing is left to say."""
        if notice.kind in WHOLE_LETTERS:
            letter = self._services.messages.compose(work, notice, self._services.clock.now())
            return Letter(address_of(work, notice), letter.text, notice.id.hex) if letter else None
        way, said = way_of(work, notice), facts_outside(work, notice)
        if said is None:
            return None
        return Letter(way.address if way else "", render("outside", vars(said)), notice.id.hex)

    def _turn_away(self, work: UnitOfWork, claim: Claim) -> None:
        row = work.notices.get_to_change(claim.number)
        if row.token == claim.token:
            keep_turned_away(work, row, "refused_by_gate", self._services.clock.now())
        self._give_back(work, claim)

    def _give_back(self, work: UnitOfWork, claim: Claim) -> None:
        free_at = self._services.clock.real() + self._services.settings.pace
        work.claims.release(claim.notice.destination, claim.token, free_at)

    async def _keep_reached(self, claim: Claim) -> None:
        now = self._services.clock.now()

        def keep(work: UnitOfWork) -> None:
            row = work.notices.get_to_change(claim.number)
            keep_reached(row, now)
            keep_mailed(work, row, now)
            self._give_back(work, claim)

        await self._services.database.write(keep, within=self._services.settings.lease_seconds)

    async def _keep_fault(self, claim: Claim, fault: OutsideFault) -> None:
        """Keep what a failure means: wait, try again, or leave it until a person has mended what is wrong."""
        notice = claim.notice
        log.warning("not sent outside", notice=notice.id.hex, error=fault.code, outcome=fault.outcome.value)
        now = self._services.clock.now()

        def keep(work: UnitOfWork) -> tuple[str, str]:
            row = work.notices.get_to_change(claim.number)
            is_refusal = fault.outcome is Outcome.REFUSED and fault.code != "no_way"
            is_of_one = is_refusal and is_of_the_address(work, row, fault.code)
            code = OF_THE_ADDRESS[notice.means] if is_of_one else fault.code
            if row.token == claim.token:
                row.error, row.token, row.lease_until = code, None, None
                row.refused_at = now if is_refusal else row.refused_at
                self._plan_again(row, claim, fault)
            self._give_back(work, claim)
            # Whose address is wrong has to be named, so that it can be mended; about a server there is nobody to name.
            whom = work.people.get(notice.person_id) if is_of_one and notice.person_id else None
            return code, about_person(whom) if whom else notice.means.value

        code, detail = await self._services.database.write(keep, within=self._services.settings.lease_seconds)
        if fault.outcome is Outcome.REFUSED:
            # Of the first letter that a server refuses nobody can tell yet whether it takes the others.
            if code != "no_way" and (code == OF_THE_ADDRESS[notice.means] or notice.attempts > 1):
                self._services.report(code, detail)
        elif notice.attempts >= SILENT_AFTER and fault.outcome is not Outcome.WAIT:
            self._services.report(f"{notice.means.value}_silent", detail)

    def _plan_again(self, row: Notice, claim: Claim, fault: OutsideFault) -> None:
        real = self._services.clock.real()
        before = NoticeState.UNCERTAIN if claim.may_have_arrived else NoticeState.OWED
        match fault.outcome:
            case Outcome.WAIT:
                row.state, row.attempts = move(row.state, before), row.attempts - 1
                row.next_attempt_at = real + timedelta(seconds=fault.retry_after)
            case Outcome.AMBIGUOUS:
                again = without_proof(row.content_class, row.speed, row.repeats) is Unproven.REPEAT
                row.state = move(row.state, NoticeState.UNCERTAIN if again else NoticeState.CANCELLED)
                row.repeats += again
                row.next_attempt_at = real + parked_delay(row.attempts, row.speed)
            case Outcome.REFUSED if fault.code == "no_way":
                row.state = move(row.state, NoticeState.CANCELLED)
            case Outcome.REFUSED:
                row.state = move(row.state, NoticeState.PARKED)
                row.next_attempt_at = real + parked_delay(row.attempts, row.speed)
            case _:
                row.state = move(row.state, before)
                row.next_attempt_at = real + retry_delay(row.attempts, row.speed)


async def say_unusable_ways(services: Services) -> None:
    """Tell the administrators, once for each, of a way that somebody relies on and nobody has set up.

    It is found by looking at the tables and not by a ping that fails: an administrator who heard at that moment would
    learn that there is something urgent.
    """
    usable = frozenset(means for means in Means if means is Means.SLACK or services.outside.has(means))
    now = services.clock.now()

    def owe(work: UnitOfWork) -> None:
        own = work.organisations.own()
        assert own is not None
        for way, person in unusable_ways(work, usable):
            owed = Owed(
                kind=NoticeKind.FAULT,
                subject=(SubjectKind.ORGANISATION, own.id),
                content_class=ContentClass.INTERNAL,
                speed=Speed.PROMPT,
                event=f"unusable:{way.id.hex}",
                facts={"code": f"no_{way.means.value}", "detail": about_person(person)},
            )
            owe_people(work, owed, administrators(work), now)

    if await services.database.read(lambda work: bool(unusable_ways(work, usable))):
        await services.database.write(owe)
