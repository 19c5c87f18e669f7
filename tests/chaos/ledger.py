"""What was owed against what stands in Slack: lost, said twice, marked, out of order."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.casework.faults import UNPROVEN
from domain.notices import NoticeKind, NoticeState
from domain.routes import Means
from playground.workspace import Channel, Message
from storage.notices import Notice

MARK = "Sent again"


@dataclass
class Ledger:
    """The account of one run. What breaks a promise is listed by what it was."""

    owed: int = 0
    sent: int = 0
    cancelled: int = 0
    left_to_a_person: int = 0
    repeats_marked: int = 0
    unasked: set[str] = field(default_factory=set)
    broken: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def is_kept(self) -> bool:
        """Whether every promise was kept."""
        return not any(self.broken.values())

    def count(self, promise: str) -> int:
        """How often a promise was broken."""
        return len(self.broken.get(promise, []))


LOST = "lost"
UNFINISHED = "not finished"
DOUBLED_WITH_PROOF = "doubled where proof is to be had"
UNMARKED = "repeated without its mark"
TOO_OFTEN = "repeated more than once"
FALSE_SENT = "called sent without standing in Slack"
NOT_KEPT = "stands in Slack and is not kept as sent"
OUT_OF_ORDER = "out of order"
NOBODY_ASKED = "left to a person whom nobody asked"
PROMISES = (
    LOST,
    UNFINISHED,
    DOUBLED_WITH_PROOF,
    UNMARKED,
    TOO_OFTEN,
    FALSE_SENT,
    NOT_KEPT,
    OUT_OF_ORDER,
    NOBODY_ASKED,
)


def draw_up(notices: Iterable[Notice], channels: Mapping[str, Channel]) -> Ledger:
    """Hold every message owed through Slack against everything that stands there."""
    ledger, stands = Ledger(), _by_delivery(channels)
    notices = list(notices)
    through_slack = [each for each in notices if each.means is Means.SLACK and not each.is_line]
    for notice in through_slack:
        ledger.owed += 1
        _enter(ledger, notice, stands.get(notice.id.hex, []))
    asked = {each.facts.get("detail") for each in notices if _asks_to_look(each)}
    ledger.broken[NOBODY_ASKED] += sorted(ledger.unasked - asked)
    for late in _overtaken(through_slack, stands):
        ledger.broken[OUT_OF_ORDER].append(late)
    return ledger


def _asks_to_look(notice: Notice) -> bool:
    is_said = notice.state is NoticeState.SENT
    return is_said and notice.kind is NoticeKind.FAULT and notice.facts.get("code") == UNPROVEN


def _by_delivery(channels: Mapping[str, Channel]) -> dict[str, list[tuple[str, Message]]]:
    found: dict[str, list[tuple[str, Message]]] = defaultdict(list)
    for channel in channels.values():
        for message in channel.messages:
            if message.metadata is not None:
                found[message.metadata["event_payload"]["id"]].append((channel.id, message))
    return found


def _enter(ledger: Ledger, notice: Notice, posts: Sequence[tuple[str, Message]]) -> None:
    name = f"{notice.kind.value} {notice.number} to {notice.destination}"
    times = len(posts)
    _account_for(ledger, notice, times, name)
    if times > 1:
        ledger.repeats_marked += sum(post.text.startswith(MARK) for _channel, post in posts[1:])
        if notice.to_channel is None:
            ledger.broken[DOUBLED_WITH_PROOF].append(name)
        if not all(post.text.startswith(MARK) for _channel, post in posts[1:]):
            ledger.broken[UNMARKED].append(name)
        if times > 2:
            ledger.broken[TOO_OFTEN].append(name)
    if notice.posted_ts is not None and notice.posted_ts not in {post.ts for _channel, post in posts}:
        ledger.broken[FALSE_SENT].append(name)


def _account_for(ledger: Ledger, notice: Notice, times: int, name: str) -> None:
    match notice.state:
        case NoticeState.SENT:
            ledger.sent += 1
        case NoticeState.CANCELLED:
            ledger.cancelled += 1
        case NoticeState.PARKED if notice.error == UNPROVEN:
            ledger.left_to_a_person += 1
            ledger.unasked.add(notice.to_channel or "")
        case _:
            ledger.broken[NOT_KEPT if times else UNFINISHED].append(name)
    if notice.state is NoticeState.SENT and not times:
        ledger.broken[LOST].append(name)


def _overtaken(notices: Iterable[Notice], stands: Mapping[str, Sequence[tuple[str, Message]]]) -> list[str]:
    """Of the equally urgent to one destination, what was owed later and stands earlier."""
    lines: dict[tuple[str, int], list[tuple[str, str]]] = defaultdict(list)
    for notice in sorted(notices, key=lambda each: (each.send_from, each.number or 0)):
        posts = stands.get(notice.id.hex, [])
        if posts:
            name = f"{notice.kind.value} {notice.number} to {notice.destination}"
            lines[notice.destination, notice.urgency].append((posts[0][1].ts, name))
    return [
        name
        for line in lines.values()
        for (before, _earlier), (ts, name) in pairwise(line)
        if float(ts) < float(before)
    ]
