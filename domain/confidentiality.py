"""What may be shown where: content class against audience, and who may read what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from domain.people import Party


class ContentClass(StrEnum):
    """How widely a record may be seen: SHARED < PARTNERS < INTERNAL < RESTRICTED (design.md section 4)."""

    SHARED = "shared"
    PARTNERS = "partners"
    INTERNAL = "internal"
    RESTRICTED = "restricted"


class Verdict(StrEnum):
    """What the gate says about one message to one destination, now."""

    SEND = "send"
    STUB = "stub"
    NAMED_PEOPLE = "named_people"


# The parties whose organisations may see each class. RESTRICTED is for named people, in no channel at all.
PARTIES_OF_CLASS: dict[ContentClass, frozenset[Party]] = {
    ContentClass.SHARED: frozenset({Party.OWN, Party.PARTNER, Party.PROVIDER, Party.OTHER}),
    ContentClass.PARTNERS: frozenset({Party.OWN, Party.PARTNER}),
    ContentClass.INTERNAL: frozenset({Party.OWN}),
    ContentClass.RESTRICTED: frozenset(),
}


@dataclass(frozen=True)
class Audience:
    """Who can see a destination at this moment, as Slack tells it.

    `organisations` are those we know; `unknown` says that somebody else can see it too, or that Slack did not
    answer clearly; `changing` says that a share is in progress or that an organisation is new and not confirmed.
    `readers` are the same workspaces and guests as Slack names them, to be held against those that were confirmed.
    """

    organisations: frozenset[UUID]
    unknown: bool = False
    changing: bool = False
    readers: frozenset[str] = frozenset()


def may_read(party: Party, content_class: ContentClass) -> bool:
    """Say whether people of a contract's party may read this class. RESTRICTED is never read by party."""
    return party in PARTIES_OF_CLASS[content_class]


def allowed_organisations(
    content_class: ContentClass, parties: Mapping[UUID, Party] | Iterable[tuple[UUID, Party]]
) -> frozenset[UUID]:
    """Return the organisations of a contract that may see this class."""
    pairs = parties.items() if isinstance(parties, Mapping) else parties
    return frozenset(organisation for organisation, party in pairs if may_read(party, content_class))


def verdict_for_channel(content_class: ContentClass, audience: Audience, allowed: frozenset[UUID]) -> Verdict:
    """Judge a post into a channel; on any doubt it is not sent (design.md section 4).

    Only SHARED content may become a stub; anything above it goes to the named people's own messages instead.
    """
    refused = Verdict.STUB if content_class is ContentClass.SHARED else Verdict.NAMED_PEOPLE
    if content_class is ContentClass.RESTRICTED:
        return Verdict.NAMED_PEOPLE
    if audience.unknown or not audience.organisations or not audience.organisations <= allowed:
        return refused
    if audience.changing and content_class is not ContentClass.SHARED:
        return refused
    return Verdict.SEND


def verdict_for_person(organisation: UUID | None, allowed: frozenset[UUID], *, named: bool) -> Verdict:
    """Judge a direct message. A person named for the record may have it; others only through their organisation.

    Of RESTRICTED no organisation is allowed anything, so there only a name lets somebody have it.
    """
    if named or (organisation is not None and organisation in allowed):
        return Verdict.SEND
    return Verdict.NAMED_PEOPLE
