"""What is owed when somebody is killed, and what must be true of it in the end beyond the ledger."""

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlmodel import col, select

from bot.casework import concerns, safeguarding
from bot.casework.contracts import link_channel
from bot.casework.deadlines import Duty, start
from bot.casework.notices import Owed, owe_channel, owe_people
from domain.chronology import SubjectKind
from domain.concerns import Kind, NewConcern
from domain.confidentiality import ContentClass
from domain.contracts import ChannelPurpose
from domain.deadlines import DeadlineKind
from domain.ladders import Hears, Step, Unit
from domain.notices import NoticeKind, NoticeState
from domain.people import Party
from domain.rhythm import Speed
from domain.routes import Means
from playground import alderwick
from playground.alderwick import ANITA, CARA, GRACE, LEADS, PRIYA, SHARED, TOM
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork
from tests.chaos.world import World
from tests.engine.stage import known
from tests.flows.reporting import DANGER, INTERNAL, fill_in
from tests.receivers import SECRET, Gateway, MailServer

OLD = "what was said before"


@dataclass
class Stage:
    """A world, and whoever is at the other end outside Slack."""

    world: World
    mail: MailServer
    gateway: Gateway


Prepare = Callable[[Stage], Awaitable[None]]
Complain = Callable[[Stage], Awaitable[list[str]]]


async def _nothing(_stage: Stage) -> None:
    """Nothing happens."""


async def _no_complaint(_stage: Stage) -> list[str]:
    return []


@dataclass(frozen=True)
class Scene:
    """`owe` before the first bot starts, `act` once it is connected; `complain` of what is wrong in the end."""

    owe: Prepare = _nothing
    act: Prepare | None = None
    complain: Complain = _no_complaint
    has_receipts: bool = True


@asynccontextmanager
async def outside() -> AsyncIterator[tuple[MailServer, Gateway, dict[str, str]]]:
    """A mail server and a gateway, and the settings with which a bot finds them."""
    async with MailServer() as mail, Gateway() as gateway:
        ways = {
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(mail.port),
            "SMTP_TLS": "none",
            "SMTP_FROM": "handrail@westermere.example",
            "WEBHOOK_URL": gateway.url,
            "WEBHOOK_SECRET": SECRET,
        }
        yield mail, gateway, ways


def word(work: UnitOfWork, name: str, speed: Speed = Speed.PROMPT) -> Owed:
    """A message that is easy to tell apart; it says nothing that anybody has to act on."""
    contract_id = alderwick.contract_id(work)
    return Owed(
        kind=NoticeKind.FAULT,
        subject=(SubjectKind.CONTRACT, contract_id),
        content_class=ContentClass.SHARED,
        speed=speed,
        event=f"word:{name}",
        contract_id=contract_id,
        facts={"code": name, "detail": "a test"},
    )


async def _to_somebody_new(stage: Stage) -> None:
    now = stage.world.clock.now()
    await stage.world.write(lambda work: owe_people(work, word(work, "direct"), [known(work, CARA)], now))


async def _to_a_channel(stage: Stage) -> None:
    now = stage.world.clock.now()
    await stage.world.write(lambda work: owe_channel(work, word(work, "shared"), SHARED, now))


async def _an_edit(stage: Stage) -> None:
    """The hub shows something old: it says so in Slack, and an edit is owed."""
    for message in stage.world.playground.workspace.channels[SHARED].messages:
        message.text = OLD

    def owe(work: UnitOfWork) -> None:
        for notice in _hubs(work, SHARED):
            work.notices.owe_edit(notice)

    await stage.world.write(owe)


async def _shows_what_is_true(stage: Stage) -> list[str]:
    stands = stage.world.playground.workspace.channels[SHARED].messages
    return ["the edit was never made"] if all(message.text == OLD for message in stands) else []


async def _lines(stage: Stage) -> None:
    now = stage.world.clock.now()

    def owe(work: UnitOfWork) -> None:
        for name in ("first", "second", "third"):
            owe_people(work, word(work, name, Speed.DIGEST), [known(work, PRIYA)], now)
        for line in _lines_of_today(work):
            line.send_from = now

    await stage.world.write(owe)


async def _one_digest_with_every_line(stage: Stage) -> list[str]:
    def ask(work: UnitOfWork) -> list[str]:
        lines = _lines_of_today(work)
        carriers = {line.carrier_id for line in lines}
        left = [line.state.value for line in lines if line.state is not NoticeState.SENT]
        return [f"the lines are {left}, in {len(carriers)} digests"] if left or len(carriers) != 1 else []

    found: list[str] = await stage.world.database.read(ask)
    return found


async def _a_hub(stage: Stage) -> None:
    now = stage.world.clock.now()

    def link(work: UnitOfWork) -> None:
        contract_id = alderwick.contract_id(work)
        link_channel(work, known(work, ANITA), contract_id, LEADS, ChannelPurpose.INTERNAL, now)

    await stage.world.write(link)


async def _the_hub_is_pinned(stage: Stage) -> list[str]:
    channel = stage.world.playground.workspace.channels[LEADS]
    hubs = await stage.world.database.read(lambda work: [hub.posted_ts for hub in _hubs(work, LEADS)])
    return [] if channel.pins == hubs else [f"pinned: {channel.pins}, hubs: {hubs}"]


async def _danger(stage: Stage, minutes: int = 0) -> None:
    """Somebody is in danger; Grace is reached outside Slack as well."""
    now = stage.world.clock.now()

    def reach_and_raise(work: UnitOfWork) -> None:
        work.routes.set_outside(known(work, GRACE).id, Means.EMAIL, "grace@westermere.example")
        work.routes.set_outside(known(work, GRACE).id, Means.WEBHOOK, "07700 900123")
        safeguarding.raise_safeguarding(
            work,
            known(work, TOM),
            NewConcern(Kind.DANGER_NOW, "A resident is hurt"),
            alderwick.contract_id(work),
            now - timedelta(minutes=minutes),
            lambda letters: letters[-1],
            frozenset(),
        )

    await stage.world.write(reach_and_raise)


async def _unanswered(stage: Stage) -> None:
    await _danger(stage, minutes=16)


async def _due_together(stage: Stage) -> None:
    """Of three concerns something falls due at the same moment, that Priya is to hear at once."""
    now = stage.world.clock.now()
    step = Step("due", 0, Hears.OWNER, NoticeKind.CONCERN_LOGGED, unit=Unit.MINUTES, speed=Speed.PROMPT)

    def log(work: UnitOfWork) -> None:
        contract_id, priya = alderwick.contract_id(work), known(work, PRIYA)
        for _ in range(3):
            new = NewConcern(Kind.QUALITY, "Gaps in the charts")
            concern = concerns.log_concern(work, known(work, TOM), new, contract_id, now, secrets.choice)
            about = (SubjectKind.CONCERN, concern.id)
            kind, due = DeadlineKind.CONCERN_ACKNOWLEDGE, now - timedelta(minutes=1)
            start(work, Duty(kind, about, contract_id, priya, Party.OWN, due, "chaos", ladder=(step,)), now)

    await stage.world.write(log)


async def _each_is_said_once(stage: Stage) -> list[str]:
    said = [each.subject_id for each in await stage.world.notices() if each.step == "due"]
    return [] if len(said) == len(set(said)) == 3 else [f"said {len(said)} times of {len(set(said))}"]


async def _second_level_is_asked(stage: Stage) -> list[str]:
    found = await stage.world.notices()
    asked = [each for each in found if each.kind is NoticeKind.SAFEGUARDING_UNANSWERED]
    complaints = [] if asked else ["nobody was told that nobody answered"]
    return complaints + await _reached_outside(stage)


async def _reached_outside(stage: Stage) -> list[str]:
    """Outside Slack nothing proves an arrival: what is sent again bears the same id."""
    letters = [str(letter["Message-ID"]) for letter in stage.mail.letters]
    complaints = []
    for name, ids in (("letters", letters), ("texts", stage.gateway.keys)):
        if len(set(ids)) != 1 or len(ids) > 2:
            complaints.append(f"{name}: {len(ids)} under {len(set(ids))} ids")
    return complaints


async def _somebody_reports(stage: Stage) -> None:
    """Tom reports danger while the bot is about to die; he sees an error, and does not send it again."""
    who = stage.world.visitor(TOM)
    await who.command("/concern", INTERNAL)
    for bot in stage.world.bots:
        bot.arm()
    await fill_in(who, DANGER)


async def _is_on_the_record_once(stage: Stage) -> list[str]:
    found = [each for each in await stage.world.notices() if each.kind is NoticeKind.SAFEGUARDING_RAISED]
    subjects = {each.subject_id for each in found}
    return [] if len(subjects) == 1 else [f"{len(subjects)} concerns are on the record"]


def _hubs(work: UnitOfWork, channel: str) -> list[Notice]:
    which = select(Notice).where(Notice.kind == NoticeKind.HUB, Notice.to_channel == channel)
    return list(work.notices._session.exec(which).all())


def _lines_of_today(work: UnitOfWork) -> list[Notice]:
    which = select(Notice).where(col(Notice.is_line), col(Notice.key).startswith("word:"))
    return list(work.notices._session.exec(which).all())


DIRECT = Scene(_to_somebody_new)
CHANNEL = Scene(_to_a_channel)
UNHEARD = replace(DIRECT, has_receipts=False)
NO_RECEIPTS = replace(CHANNEL, has_receipts=False)
EDIT = Scene(_an_edit, complain=_shows_what_is_true)
DIGEST = Scene(_lines, complain=_one_digest_with_every_line)
HUB = Scene(_a_hub, complain=_the_hub_is_pinned)
OUTSIDE = Scene(_danger, complain=_reached_outside)
LADDER = Scene(_unanswered, complain=_second_level_is_asked)
TOGETHER = Scene(_due_together, complain=_each_is_said_once)
REPORT = Scene(act=_somebody_reports, complain=_is_on_the_record_once)
