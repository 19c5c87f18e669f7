"""The one gate through which every send passes: content class against who can see the destination, now."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from bot.casework.channels import judge, keep_first, note_change, standing_of
from bot.casework.recipients import allowed, person_may_have
from bot.services import Services
from bot.slack import ChannelAudience, SlackFault
from domain.channels import LOSS_OF_CODE, ChannelChange, Standing, loss
from domain.confidentiality import (
    Audience,
    ContentClass,
    Verdict,
    verdict_for_channel,
)
from domain.notices import Outcome
from storage.channels import ChannelStanding
from storage.database import NotRecorded, Unsure
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

WORKSPACE_REMEMBERED_FOR = timedelta(hours=1)
"""How long it is remembered, in real time, whose workspace somebody we do not know belongs to: a busy channel holds
hundreds of them, and Slack is asked about each in a call of its own."""

SHARED_ANSWER_MAY_BE = timedelta(seconds=20)
"""How old an answer of Slack's may be for SHARED content; for anything above it is asked each time."""

NOBODYS = ""
"""Stands for a workspace that belongs to no organisation we know."""

NOBODY_SAYS = Audience(frozenset(), unknown=True)
"""What is taken to be true of a channel of which Slack tells us nothing."""


@dataclass(frozen=True)
class _Seen:
    """An answer of Slack's, and how often the channel had changed by then as the database knows it."""

    at: timedelta
    audience: Audience
    changes: int


@dataclass(frozen=True)
class Known:
    """What our own tables say of a message: the verdict, or for a channel what Slack's answer is held against."""

    verdict: Verdict | None = None
    organisations: frozenset[UUID] = frozenset()
    standing: ChannelStanding | None = None


class Gate:
    """Asks Slack who can see a destination, and judges."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._seen: dict[str, _Seen] = {}
        self._teams: dict[str, tuple[timedelta, str]] = {}

    async def verdict(self, notice: Notice, *, afresh: bool = False, known: Known | None = None) -> Verdict:
        """Judge one message. Raises SlackFault when the channel itself is not there for us any more.

        `afresh` asks Slack now, whatever was seen a moment ago; a repeat is spent only on a Slack that answers.
        `known` is what the unit of work that found its words knew of it; without it our tables are asked here.
        """
        if known is None:
            known = await self._services.database.read(lambda work: known_of(work, notice))
        if known.verdict is not None:
            return known.verdict
        channel, standing = notice.to_channel, known.standing
        assert channel is not None
        if afresh:
            self.close(channel)
        audience = await self._audience(channel, notice.content_class, standing.changes if standing else 0)
        if notice.contract_id is not None and audience is not NOBODY_SAYS:
            audience = await self._as_confirmed(channel, audience, standing)
        return verdict_for_channel(notice.content_class, audience, known.organisations)

    async def _as_confirmed(
        self, channel: str, audience: Audience, standing: ChannelStanding | None
    ) -> Audience:
        """Hold the audience against the one that somebody confirmed; what Slack told nobody of is noted here."""
        stands = judge(standing, audience.readers)
        if stands is Standing.FIRST_SEEN and audience.changing:
            stands = Standing.CHANGED  # a share that is only beginning is not what was linked
        if stands in {Standing.CHANGED, Standing.FIRST_SEEN}:
            with suppress(NotRecorded, Unsure):  # it is refused all the same, and noted the next time
                await self._services.database.write(
                    lambda work: self._note(work, channel, audience.readers, stands)
                )
        return replace(audience, changing=audience.changing or stands in {Standing.CHANGED, Standing.CLOSED})

    def _note(self, work: UnitOfWork, channel: str, readers: Collection[str], stands: Standing) -> None:
        if stands is Standing.FIRST_SEEN:
            keep_first(work, channel, readers)
        else:
            note_change(work, channel, ChannelChange.READERS, readers, self._services.clock.now())

    async def _audience(self, channel: str, content_class: ContentClass, changes: int) -> Audience:
        now = self._services.clock.steady()
        seen = self._seen.get(channel)
        is_fresh = seen is not None and now - seen.at <= SHARED_ANSWER_MAY_BE and seen.changes == changes
        if content_class is ContentClass.SHARED and seen is not None and is_fresh:
            return seen.audience
        try:
            audience = await self.ask(channel)
        except SlackFault as fault:
            if fault.code in LOSS_OF_CODE or fault.outcome is not Outcome.REFUSED:
                raise
            self._services.report(fault.needed or fault.code, fault.method)
            return NOBODY_SAYS
        self._seen[channel] = _Seen(now, audience, changes)
        return audience

    async def ask(self, channel: str) -> Audience:
        """Ask Slack who can see a channel at this moment. Raises SlackFault when it does not say."""
        slack = self._services.slack
        info = await slack.audience(channel)
        if not info.is_usable:
            raise SlackFault(Outcome.REFUSED, loss(is_member=info.is_member), "conversations.info")
        members = await slack.members(channel)
        strangers = await self._services.database.read(lambda work: _not_known(work, members))
        theirs = {user: await self._team_of(user) for user in strangers}
        return await self._services.database.read(lambda work: _audience(work, theirs, members, info))

    async def _team_of(self, user_id: str) -> str:
        """Whose workspace stands for somebody we do not know; nobody's for a guest, who may be anybody's.

        A new carer of a provider that is known for the contract is thus no reason to fall silent.
        """
        now = self._services.clock.steady()
        asked_at, team = self._teams.get(user_id, (None, NOBODYS))
        if asked_at is None or now - asked_at > WORKSPACE_REMEMBERED_FOR:
            team = self._team_in(await self._services.slack.person(user_id))
            self._teams[user_id] = now, team
        return team

    def _team_in(self, person: dict[str, Any]) -> str:
        if person.get("is_bot"):
            return self._services.own_team
        is_guest = bool(person.get("is_restricted") or person.get("is_ultra_restricted"))
        return NOBODYS if is_guest else str(person.get("team_id") or NOBODYS)

    def close(self, channel: str) -> None:
        """Forget what was seen of a channel, since it has just changed; whose workspace people are of stays known."""
        self._seen.pop(channel, None)


def _not_known(work: UnitOfWork, members: frozenset[str]) -> list[str]:
    here = [person for person in work.people.in_slack_by_users(members) if person.is_active]
    known = {person.user_id for person in here if person.organisation_id}
    return [user for user in members if user not in known]


def _audience(
    work: UnitOfWork, strangers: Mapping[str, str], members: frozenset[str], info: ChannelAudience
) -> Audience:
    """Put together who can see a channel; `strangers` are members we do not know, with the workspace of each."""
    teams = info.team_ids | set(strangers.values())
    found = {team: work.organisations.of_team(team) for team in teams}
    organisations = {organisation for organisation in found.values() if organisation is not None}
    guests = {user for user, team in strangers.items() if team == NOBODYS}
    for person in work.people.in_slack_by_users(members):
        if person.organisation_id is not None and person.is_active:
            organisations.add(person.organisation_id)
            guests |= {str(person.user_id)} if person.is_guest else set()
    readers = {f"team:{team}" for team in teams if team != NOBODYS} | {f"guest:{user}" for user in guests}
    is_unknown = None in found.values()
    return Audience(frozenset(organisations), is_unknown, info.is_changing, frozenset(readers))


def known_of(work: UnitOfWork, notice: Notice) -> Known:
    """Return what our own tables say of a message now; of a person, and of what is RESTRICTED, they say it all."""
    if notice.to_channel is None:
        assert notice.person_id is not None
        return Known(person_may_have(work, notice, work.people.get(notice.person_id)))
    if notice.content_class is ContentClass.RESTRICTED:
        return Known(Verdict.NAMED_PEOPLE)
    standing = standing_of(work, notice.contract_id, notice.to_channel)
    return Known(None, allowed(work, notice), standing)
