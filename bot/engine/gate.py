"""The one gate through which every send passes: content class against who can see the destination, now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from bot.casework.recipients import allowed, person_may_have
from bot.engine.outcome import NOT_THERE
from bot.services import Services
from bot.slack import ChannelAudience, SlackFault
from domain.confidentiality import (
    Audience,
    ContentClass,
    Verdict,
    verdict_for_channel,
)
from domain.notices import Outcome
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

WORKSPACE_REMEMBERED_FOR = timedelta(hours=1)
"""How long it is remembered, in real time, whose workspace somebody we do not know belongs to: a busy channel holds
hundreds of them, and Slack is asked about each in a call of its own."""

SHARED_ANSWER_MAY_BE = timedelta(seconds=20)
"""How old an answer of Slack's may be for SHARED content; for anything above it is asked each time."""

NOBODYS = ""
"""Stands for a workspace that belongs to no organisation we know."""


@dataclass(frozen=True)
class _Seen:
    at: datetime
    audience: Audience


class Gate:
    """Asks Slack who can see a destination, and judges."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._seen: dict[str, _Seen] = {}
        self._teams: dict[str, tuple[datetime, str]] = {}

    async def verdict(self, notice: Notice, *, afresh: bool = False) -> Verdict:
        """Judge one message. Raises SlackFault when the channel itself is not there for us any more.

        `afresh` asks Slack now, whatever was seen a moment ago; a repeat is spent only on a Slack that answers.
        """
        if notice.to_channel is None:
            return await self._services.database.read(lambda work: _for_person(work, notice))
        if notice.content_class is ContentClass.RESTRICTED:
            return Verdict.NAMED_PEOPLE
        if afresh:
            self.close(notice.to_channel)
        audience = await self._audience(notice.to_channel, notice.content_class)
        organisations = await self._services.database.read(lambda work: allowed(work, notice))
        return verdict_for_channel(notice.content_class, audience, organisations)

    async def _audience(self, channel: str, content_class: ContentClass) -> Audience:
        now = self._services.clock.real()
        seen = self._seen.get(channel)
        if content_class is ContentClass.SHARED and seen and now - seen.at <= SHARED_ANSWER_MAY_BE:
            return seen.audience
        try:
            audience = await self._ask(channel)
        except SlackFault as fault:
            if fault.code in NOT_THERE or fault.outcome is not Outcome.REFUSED:
                raise
            self._services.report(fault.needed or fault.code, fault.method)
            return Audience(frozenset(), unknown=True)
        self._seen[channel] = _Seen(now, audience)
        return audience

    async def _ask(self, channel: str) -> Audience:
        slack = self._services.slack
        info = await slack.audience(channel)
        if not info.is_usable:
            code = "is_archived" if info.is_member else "not_in_channel"
            raise SlackFault(Outcome.REFUSED, code, "conversations.info")
        members = await slack.members(channel)
        strangers = await self._services.database.read(lambda work: _not_known(work, members))
        teams = info.team_ids | {await self._team_of(user) for user in strangers}
        return await self._services.database.read(lambda work: _audience(work, teams, members, info))

    async def _team_of(self, user_id: str) -> str:
        """Whose workspace stands for somebody we do not know; nobody's for a guest, who may be anybody's.

        A new carer of a provider that is known for the contract is thus no reason to fall silent.
        """
        now = self._services.clock.real()
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
    known = {person.user_id for person in work.people.in_slack_by_users(members) if person.organisation_id}
    return [user for user in members if user not in known]


def _audience(
    work: UnitOfWork, teams: frozenset[str], members: frozenset[str], info: ChannelAudience
) -> Audience:
    organisations: set[UUID] = set()
    unknown = False
    for team in teams:
        organisation = work.organisations.of_team(team)
        if organisation is None:
            unknown = True
        else:
            organisations.add(organisation)
    for person in work.people.in_slack_by_users(members):
        if person.organisation_id is not None:
            organisations.add(person.organisation_id)
    return Audience(frozenset(organisations), unknown, info.is_changing)


def _for_person(work: UnitOfWork, notice: Notice) -> Verdict:
    assert notice.person_id is not None
    return person_may_have(work, notice, work.people.get(notice.person_id))
