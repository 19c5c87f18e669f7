"""The story of a data incident: somebody notes it without a word of it, the records officer decides about it."""

from datetime import UTC, datetime

from bot.answers import Answer, OpenForm, ShowInstead
from bot.blocks import (
    Block,
    beginning,
    button,
    buttons,
    choice_input,
    form,
    option,
    paragraphs,
    text_input,
    ticks_input,
    typed,
)
from bot.buttons import NOTE_INCIDENT
from bot.casework import data_incidents
from bot.inbound import Command, Press, Submission
from bot.kept import kept_in_message
from bot.listeners import Listeners
from bot.messages import Message
from bot.required import required_kind
from bot.services import Services
from bot.templates import channel_mention, mention, render, words
from bot.turn import Turn, record_id
from domain.data_incidents import Detail, IncidentDecision, Told
from domain.notices import NoticeKind
from storage.data_incidents import DataIncident
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

DECIDE = "incident_decide"
LONGEST_REASON = 600
"""Letters of a reason in the list: one block each, and all of them stay within a window."""
NOTE_FORM, DECIDE_FORM = "incident_note_form", "incident_decide_form"


def from_message(turn: Turn[Press]) -> Answer:
    """*Note a data incident*, below our answer to what somebody wrote: where and when it stands is known."""
    channel, _, message_ts = turn.inbound.value.rpartition(":")
    return _note_form(turn, message_ts, channel or turn.inbound.channel)


def from_command(turn: Turn[Command]) -> Answer:
    """`/contract incident`: for what somebody has seen elsewhere."""
    return _note_form(turn, "", turn.inbound.channel)


def _note_form(turn: Turn[Press] | Turn[Command], message_ts: str, channel: str) -> OpenForm:
    assert turn.person
    label = words("incident_forms")
    kinds = [option(getattr(label, f"kind_{kind.value}"), kind) for kind in Detail]
    told = [option(getattr(label, f"told_{each.value}"), each) for each in Told]
    return OpenForm(
        form(
            NOTE_FORM,
            label.note_title,
            [
                *paragraphs(render("incident_note", {})),
                ticks_input("kinds", label.kinds, kinds, optional=False),
                ticks_input("told", label.told, told),
            ],
            submit=label.note_submit,
            about={"channel": channel, "ts": message_ts},
        )
    )


def note(turn: Turn[Submission]) -> Answer:
    """Keep it, and say who has been asked."""
    answers, about = turn.inbound.form, turn.inbound.about()
    new = data_incidents.NewIncident(
        slack_channel=about["channel"],
        message_ts=about["ts"],
        kinds=frozenset(Detail(kind) for kind in answers.choices("kinds")),
        told=frozenset(Told(each) for each in answers.choices("told")),
    )
    incident = data_incidents.note_incident(turn.work, turn.person, new, turn.now, turn.services.choose)
    names = " or ".join(each.name for each in data_incidents.deciders(turn.work))
    text = render("incident_noted", {"reference": incident.reference, "deciders": names})
    return ShowInstead(form("read_only", words("common").saved_title, paragraphs(text)))


def decision_form(turn: Turn[Press]) -> Answer:
    """*Decide about it*: what is known, and the decision."""
    incident = data_incidents.incident_for(turn.work, turn.person, record_id(turn.inbound.value))
    label = words("incident_forms")
    text = render("data_incident", _facts(turn.work, incident))
    options = [option(getattr(label, f"decision_{each.value}"), each) for each in IncidentDecision]
    view = form(
        DECIDE_FORM,
        label.decide_title,
        [
            *paragraphs(text),
            choice_input("decision", label.decision, options, kind="radio_buttons"),
            text_input("reasons", label.reasons, hint=label.reasons_hint, lines=True),
        ],
        submit=label.decide_submit,
        about={"incident": incident.id.hex},
    )
    return OpenForm(view)


def decide(turn: Turn[Submission]) -> Answer:
    """Close it with the decision."""
    decision = required_kind(IncidentDecision, turn.inbound.form, "decision")
    incident_id = record_id(turn.inbound.about()["incident"])
    reasons = turn.inbound.form.text("reasons")
    data_incidents.decide_incident(turn.work, turn.person, incident_id, decision, reasons, turn.now)
    return kept_in_message(turn, "incident_decided")


def show(turn: Turn[Command]) -> Answer:
    """`/contract incidents`: for whoever decides all of them, for others those that they noted themselves."""
    work, person = turn.work, turn.person
    found, decides = data_incidents.incidents_of(work, person), data_incidents.may_decide(work, person)
    top = {"count": found.count, "waiting": found.waiting, "left_out": found.left_out, "decides": decides}
    blocks = paragraphs(render("incident_list", top))
    for incident in found.shown:
        facts = _facts(work, incident) | {"decided_at": incident.decided_at}
        is_past = data_incidents.is_late(work, incident, turn.now)
        blocks += paragraphs(render("incident_list_line", facts | {"is_past": is_past}))
        blocks += typed(beginning(data_incidents.reasons_of(work, person, incident), LONGEST_REASON))
        blocks += _row(incident) if decides and incident.decision is None else []
    return OpenForm(form("read_only", words("incident_forms").list_title, blocks))


def _facts(work: UnitOfWork, incident: DataIncident) -> dict[str, object]:
    label = words("incident_forms")
    noted_by = work.people.get(incident.noted_by)
    decided_by = work.people.get(incident.decided_by).name if incident.decided_by else ""
    written = float(incident.message_ts) if incident.message_ts else 0
    is_linked = bool(
        work.channels.links_of(incident.slack_channel)
    )  # of direct messages there is nothing to name
    return {
        "reference": incident.reference,
        "noted_by": mention(noted_by.user_id, noted_by.name),
        "noted_at": incident.noted_at,
        "channel": channel_mention(incident.slack_channel) if is_linked else "",
        "written_at": datetime.fromtimestamp(written, UTC) if written else None,
        "kinds": ", ".join(getattr(label, f"kind_{kind}") for kind in incident.kinds),
        "told": ", ".join(getattr(label, f"told_{each}") for each in incident.told),
        "decide_by": data_incidents.decide_by(work, incident),
        "decision": getattr(label, f"decision_{incident.decision.value}") if incident.decision else "",
        "decided_by": decided_by,
    }


def _say(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    incident = work.data_incidents.find(notice.subject_id)
    if incident is None or (incident.decision is not None and notice.posted_ts is None):
        return None
    assert notice.person_id is not None
    is_theirs = data_incidents.may_decide(work, work.people.get(notice.person_id))
    text = render("data_incident", _facts(work, incident))
    row = _row(incident) if is_theirs and incident.decision is None else []
    return Message(text, [*paragraphs(text), *row])


def _row(incident: DataIncident) -> list[Block]:
    return buttons(button(DECIDE, words("incident_forms").decide, incident.id.hex, style="primary"))


def _say_line(work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
    incident = work.data_incidents.find(notice.subject_id)
    return _say(work, notice, now) if incident is not None and incident.decision is None else None


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.command("/contract", from_command, word="incident")
    listeners.command("/contract", show, word="incidents")
    listeners.press(NOTE_INCIDENT, from_message, writes=False)
    listeners.press(DECIDE, decision_form, writes=False)
    listeners.submission(NOTE_FORM, note)
    listeners.submission(DECIDE_FORM, decide)
    services.messages.add(NoticeKind.DATA_INCIDENT, _say)
    services.messages.add(NoticeKind.DATA_INCIDENT_LINE, _say_line)
