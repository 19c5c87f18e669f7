"""What people can do, by name, and the one place that acknowledges: after the record is kept, never before."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

import structlog

from bot.answers import Answer, DrawAgain, Nothing, OpenForm, ShowInstead
from bot.casework.records import record_refusal, record_second_looks
from bot.casework.second_look import LookAgain
from bot.casework.statements import say_recorded
from bot.inbound import Command, Inbound, Press, Submission
from bot.kept import kept_already
from bot.look_ups import Found, LookUp
from bot.patience import Patience
from bot.recording import carried_on, voice_of
from bot.refusals import look_again, not_recorded, refusal, slack_silent, something_wrong, unsure
from bot.services import Services
from bot.showing import Ack, show
from bot.slack import SlackFault
from bot.turn import Turn
from domain.errors import NotAllowed, NotYours
from domain.routes import Means
from storage.database import NotRecorded, Unsure
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

Flow = Callable[[Turn[Any]], Answer]

LONGEST_STEP = 64  # letters that are kept of which form was taken (storage/submissions.py)


class Arrival(StrEnum):
    """The kinds of things that arrive."""

    COMMAND = "command"
    PRESS = "press"
    SUBMISSION = "submission"
    SHORTCUT = "shortcut"
    EVENT = "event"


@dataclass(frozen=True)
class Listener:
    """A flow, whether what it does is kept, and what it wants to know of Slack beforehand.

    `for_others` says that a colleague may do it in the name of somebody who said so outside Slack; `is_report`, that it
    may tell of danger, and so is never refused for how its window was opened.
    """

    flow: Flow
    writes: bool
    look_up: LookUp | None = None
    for_others: bool = False
    is_report: bool = False


class Listeners:
    """Every flow registers here under the name that Slack will send.

    Bolt tries its listeners one by one and prepares each (tech.md 4.5), so it is given one for each kind of
    arrival and the name is looked up here.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._flows: dict[tuple[Arrival, str], Listener] = {}

    def command(self, name: str, flow: Flow, *, word: str = "", look_up: LookUp | None = None) -> None:
        """A slash command, or one that goes with a `word`. It opens a form or shows a list; it keeps nothing."""
        said = f"{name} {word}".strip()
        self._add(Arrival.COMMAND, said, Listener(flow, writes=False, look_up=look_up))

    def press(
        self,
        action_id: str,
        flow: Flow,
        *,
        writes: bool = True,
        look_up: LookUp | None = None,
        for_others: bool = False,
    ) -> None:
        """A button or a choice. `look_up` asks Slack before the unit of work begins."""
        self._add(Arrival.PRESS, action_id, Listener(flow, writes, look_up, for_others))

    def window(
        self, name: str, word: str, action_id: str, draw: Callable[[Turn[Command] | Turn[Press]], ShowInstead]
    ) -> None:
        """A window that a command with its word opens, and a button shows in place of whatever is open."""
        self.command(name, lambda turn: OpenForm(draw(turn).view), word=word)
        self.press(action_id, draw, writes=False)

    def submission(
        self,
        callback_id: str,
        flow: Flow,
        *,
        look_up: LookUp | None = None,
        once: bool = True,
        for_others: bool = False,
        is_report: bool = False,
        goes_on: bool = False,
    ) -> None:
        """A form sent. `look_up` asks Slack before the unit of work begins, never inside it.

        The same form sent again has no second effect, and says so; `goes_on` says that what matters came after it,
        so that somebody who did not see that begins again. A flow that shows something on a repeat too,
        or keeps nothing, says `once=False` and sees to it itself.
        """
        run = partial(_once, callback_id, flow, goes_on) if once else flow
        self._add(
            Arrival.SUBMISSION,
            callback_id,
            Listener(run, writes=True, look_up=look_up, for_others=for_others, is_report=is_report),
        )

    def shortcut(self, callback_id: str, flow: Flow) -> None:
        """A shortcut, global or on a message."""
        self._add(Arrival.SHORTCUT, callback_id, Listener(flow, writes=False))

    def event(self, kind: str, flow: Flow, *, writes: bool = False, look_up: LookUp | None = None) -> None:
        """An event of the Events API."""
        self._add(Arrival.EVENT, kind, Listener(flow, writes, look_up))

    def names(self, arrival: Arrival) -> frozenset[str]:
        """Return the names registered for a kind of arrival, to hold the manifest against."""
        return frozenset(name.partition(" ")[0] for kind, name in self._flows if kind is arrival)

    def _add(self, arrival: Arrival, name: str, listener: Listener) -> None:
        if (arrival, name) in self._flows:
            raise ValueError(f"{arrival} {name} is registered twice")
        self._flows[arrival, name] = listener

    def _listener(self, arrival: Arrival, name: str, inbound: Inbound) -> Listener | None:
        word = inbound.text.lower().partition(" ")[0] if isinstance(inbound, Command) else ""
        return self._flows.get((arrival, f"{name} {word}")) or self._flows.get((arrival, name))

    async def respond(self, arrival: Arrival, name: str, inbound: Inbound, ack: Ack) -> None:
        """Run the flow, show its answer, and acknowledge: one limit of time for all of it."""
        patience = Patience(self._services.answer_within)
        answer = await self._answer(arrival, name, inbound, patience)
        await show(self._services, inbound, answer, ack, patience)

    async def _answer(self, arrival: Arrival, name: str, inbound: Inbound, patience: Patience) -> Answer:
        """Run the flow in a unit of work of its own, and turn every outcome into something to show."""
        listener = self._listener(arrival, name, inbound)
        if listener is None:
            log.info("nobody listens", arrival=arrival.value)
            return Nothing()
        database = self._services.database
        run = database.write if listener.writes else database.read
        try:
            found = await listener.look_up(self._services.slack, inbound) if listener.look_up else Found()
            return await patience.outlast(
                run(lambda work: self._turn(listener, inbound, work, found), patience.left_for_work)
            )
        except NotAllowed as refused:
            return await self._refuse(inbound, refused, patience)
        except SlackFault as fault:
            log.warning("not looked up", arrival=arrival.value, name=name, error=fault.code)
            return slack_silent(inbound)
        except NotRecorded:
            log.warning("not recorded", arrival=arrival.value, name=name)
            return not_recorded(inbound, self._services.emergency)
        except Unsure:
            log.warning("unsure whether recorded", arrival=arrival.value, name=name)
            said = unsure if listener.writes else not_recorded  # what only reads has kept nothing
            return said(inbound, self._services.emergency)
        except Exception as error:  # noqa: BLE001  a fault in a flow is told to the person and logged by kind only
            # The trace's own message may quote what somebody typed, so only its kind is written.
            log.error("flow failed", arrival=arrival.value, name=name, error=type(error).__name__)  # noqa: TRY400
            self._services.report("flow_failed", f"{arrival.value} {name}: {type(error).__name__}")
            return something_wrong(inbound, self._services.emergency)

    def _turn(self, listener: Listener, inbound: Inbound, work: UnitOfWork, found: Found) -> Answer:
        actor = inbound.actor
        met = work.people.in_slack(actor.team_id, actor.user_id)
        now = self._services.clock.now()
        voice = voice_of(
            work, met, inbound, now, for_others=listener.for_others, is_report=listener.is_report
        )
        if isinstance(inbound, Submission):
            work.second_looks.begin(inbound.view_id, now)
        answer = listener.flow(
            Turn(self._services, work, inbound, voice.met, now, found, voice.recorder, voice.refused)
        )
        record_second_looks(work, met, now)
        shown = carried_on(work, answer)
        say_recorded(work, now, can_mail=self._services.outside.has(Means.EMAIL))
        return shown

    async def _refuse(self, inbound: Inbound, refused: NotAllowed, patience: Patience) -> Answer:
        if isinstance(refused, LookAgain):
            return await self._ask_again(inbound, refused, patience)
        if isinstance(refused, NotYours):
            await self._record_refusal(inbound, patience)
        return refusal(inbound, refused)

    async def _ask_again(self, inbound: Inbound, found: LookAgain, patience: Patience) -> Answer:
        """Show beside each field what its words look like; sent once more as they are, they are kept."""
        assert isinstance(inbound, Submission)
        view_id, now = inbound.view_id, self._services.clock.now()

        def remember(work: UnitOfWork) -> None:
            work.second_looks.begin(view_id, now)
            work.second_looks.ask(found.texts.values())

        try:
            await self._services.database.write(remember, patience.left)
        except (NotRecorded, Unsure):
            return not_recorded(inbound, self._services.emergency)
        return look_again(inbound, found)

    async def _record_refusal(self, inbound: Inbound, patience: Patience) -> None:
        actor, now = inbound.actor, self._services.clock.now()
        try:
            await self._services.database.write(
                lambda work: record_refusal(work, work.people.in_slack(actor.team_id, actor.user_id), now),
                patience.left,
            )
        except (NotRecorded, Unsure):
            log.warning("refusal not recorded")


def _once(step: str, flow: Flow, goes_on: bool, turn: Turn[Submission]) -> Answer:
    """Slack's client may send a form twice; what it did is kept in the same transaction as that it was taken.

    A window that is shown after a form has its id, and so has the form that is opened in that window's place: each is
    known by how it was drawn too, lest what somebody types in the second is taken for the first and lost.
    """
    taken = f"{step}:{turn.inbound.drawn}"[:LONGEST_STEP]
    if turn.work.submissions.find(turn.inbound.view_id, taken) is not None:
        return kept_already(turn, goes_on=goes_on)
    answer = flow(turn)
    if not isinstance(answer, DrawAgain):
        turn.keep_submission(taken)
    return answer
