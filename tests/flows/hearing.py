"""Everything that passes between the bot and Slack in a test, word for word, and what independent judges say of it."""

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from playground.house import House
from tests.judges import check_inbound, check_outbound, inbound_kinds, kind_of, outbound_methods

Json = dict[str, Any]

COMMAND, INTERACTION = "slash_commands", "interactive"
FORMS = ("views.open", "views.push", "views.update")
IDS = re.compile(
    r"[0-9a-fTUV/](?:[0-9a-f]{31}|(?<=\d)\d{9}\.\d{6}|(?<=\b[TUV])0[A-Z0-9_]+\b|(?<=/)answers/[\w-]+"
    r"|(?<=\d)\d*\.\d+\.[0-9a-f]+)"
)
"""Begun with one set of signs: where none of them stands the search passes at once."""
JUDGED: dict[str, list[str]] = {}  # what differs in its ids alone is judged once in a whole run
NOT_JUDGED = (
    "message_changed",
    "message_deleted",
)  # echoes of our own edits, of which the judges know no shape
SOCKET = "apps.connections.open"  # the way in, which carries nothing


@dataclass(frozen=True)
class Heard:
    """One body: what it is (a method, an acknowledgement, something for the bot), and all of it."""

    what: str
    text: str

    @cached_property
    def body(self) -> Json:
        """All of it, read when somebody asks: most is only told apart from what was judged before."""
        body: Json = json.loads(self.text)
        return body


@dataclass
class Hearing:
    """What was overheard in one house."""

    heard: list[Heard] = field(default_factory=list)

    @classmethod
    def of(cls, house: House) -> "Hearing":
        """Begin to listen."""
        hearing = cls()
        house.playground.slack.inspector.overhear = hearing.take
        return hearing

    def take(self, what: str, body: Json) -> None:
        """Keep a body as it was at that moment."""
        self.heard.append(Heard(what, json.dumps(body)))

    def complaints(self) -> list[str]:
        """What the judges have against anything that was heard."""
        once = {f"{heard.what} {IDS.sub('#', heard.text)}": heard for heard in self.heard}
        for key in once.keys() - JUDGED.keys():
            JUDGED[key] = [f"{once[key].what}: {complaint}" for complaint in _judged(once[key])]
        return [complaint for key in once for complaint in JUDGED[key]]

    def last(self, kind: str) -> Json:
        """What the bot was sent last of one kind, such as a press."""
        return next(heard.body for heard in reversed(self.heard) if heard.body.get("type") == kind)

    def from_the_bot(self) -> list[Heard]:
        """What the bot sent: its calls, its later answers, its acknowledgements."""
        return [heard for heard in self.heard if not heard.what.startswith("to_bot")]

    def outside_forms(self) -> str:
        """Everything the bot sent that is not inside the blocks of a form: there nobody's words may stand."""
        return "\n".join(
            json.dumps(_without_blocks(heard), ensure_ascii=False) for heard in self.from_the_bot()
        )

    def in_channel(self, channel: str) -> str:
        """Everything the bot sent to one channel, its metadata too; not what it asked about the channel."""
        posts = [
            heard.body
            for heard in self.from_the_bot()
            if heard.body.get("channel") == channel and not heard.what.startswith("conversations.")
        ]
        return "\n".join(json.dumps(post, ensure_ascii=False) for post in posts)


def without_ids(body: Json) -> str:
    """A body as text, the same for all that differ in their ids and moments alone."""
    return IDS.sub("#", json.dumps(body))


def _judged(heard: Heard) -> list[str]:
    direction, _, _kind = heard.what.partition(" ")
    if direction == "to_bot":
        if (heard.body.get("event") or {}).get("subtype") in NOT_JUDGED:
            return []
        judge = kind_of(heard.body)
        return check_inbound(judge, heard.body) if judge in inbound_kinds() else [f"no judge for {judge}"]
    if direction == "acknowledgement":
        method = "view_submission" if "response_action" in heard.body else "response_url"
        return check_outbound(method, heard.body)
    if heard.what == SOCKET:
        return []
    if heard.what not in outbound_methods():
        return ["no judge for this method"]
    return check_outbound(heard.what, heard.body)


def _without_blocks(heard: Heard) -> Json:
    """A form is read by whoever may open it; its title, hidden ids and buttons are treated as messages are."""
    view = heard.body.get("view")
    if not isinstance(view, dict):
        return heard.body
    hidden = [_hidden(block) for block in view["blocks"]]
    return {**heard.body, "view": {**view, "blocks": hidden}}


def _hidden(block: Json) -> Json:
    """What of a block nobody reads on the screen, but which travels through logs and other people's tools."""
    elements = [*block.get("elements", []), block.get("element", {}), block.get("accessory", {})]
    return {
        "block_id": block.get("block_id"),
        "elements": [{name: each.get(name) for name in ("action_id", "value", "url")} for each in elements],
    }
