"""The story of what has been kept long enough: `/contract retention`; each is kept, or erased by two."""

from datetime import datetime
from uuid import UUID

from bot.answers import Answer, OpenForm, ShowInstead
from bot.blocks import (
    Block,
    button,
    buttons,
    choice_input,
    context,
    day_input,
    divider,
    form,
    option,
    paragraphs,
    people_input,
    section,
    text_input,
)
from bot.casework import retention, retention_periods
from bot.casework.meeting import meet_staff
from bot.casework.role_keeping import chosen
from bot.inbound import Command, Press, Submission
from bot.kept import kept_here, kept_in_message
from bot.listeners import Listeners
from bot.look_ups import people_picked
from bot.messages import Message
from bot.required import required_choice, required_day
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.chronology import SubjectKind
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.notices import NoticeKind
from domain.people import Role
from domain.retention import ItemState, RetentionClass
from storage.notices import Notice
from storage.retention import RetentionItem
from storage.unit_of_work import UnitOfWork

SHOW, KEEP, ERASE, AGREE, SETTINGS = (
    "retention_list",
    "retention_keep",
    "retention_erase",
    "retention_agree",
    "retention_settings",
)
KEEP_FORM, ERASE_FORM, AGREE_FORM, SETTINGS_FORM = (
    "retention_keep_form",
    "retention_erase_form",
    "retention_agree_form",
    "retention_settings_form",
)
SHOWN = 12
"""Records in the window at once; three blocks each keep it within Slack's limit."""
LONGEST_NUMBER = 3


def show(turn: Turn[Command] | Turn[Press]) -> ShowInstead:
    """What waits for a decision, and how long each class is kept."""
    work, person = turn.work, turn.person
    is_reviewer = retention_periods.may_review(work, person)
    if not is_reviewer and not retention_periods.may_set(work, person):
        raise NotYours(retention_periods.NOT_THEIRS)
    label, found = words("retention_forms"), retention.waiting(work) if is_reviewer else []
    years = {each.value: number for each, number in retention_periods.years_of(work).items()}
    facts = {
        "officers": bool(retention_periods.officers(work)),
        "may_set": retention_periods.may_set(work, person),
        "count": len(retention.waiting(work)),
        **years,
    }
    blocks = paragraphs(render("retention_list", facts))
    blocks += buttons(button(SETTINGS, label.settings, "all"))
    for item in found[:SHOWN]:
        blocks += [divider(), section(render("retention_item", _facts(work, item)))]
        if item.state is ItemState.WAITING:
            blocks += buttons(button(KEEP, label.keep, item.id.hex), button(ERASE, label.erase, item.id.hex))
    if len(found) > SHOWN:
        blocks.append(context(label.more))
    return ShowInstead(form("read_only", label.title, blocks))


def _reference(work: UnitOfWork, item: RetentionItem) -> str:
    match item.subject_kind:
        case SubjectKind.CONTRACT:
            contract = work.contracts.get(item.subject_id)
            return f"{contract.title} ({contract.reference})"
        case SubjectKind.SAFEGUARDING:
            return work.safeguarding.get(item.subject_id).reference
        case _:
            concern = work.concerns.find(item.subject_id)
            return concern.reference if concern else ""


def _facts(work: UnitOfWork, item: RetentionItem) -> dict[str, object]:
    label, grounds = words("retention_forms"), words("legal_hold_forms")
    holds = {getattr(grounds, f"ground_{hold.ground.value}") for hold in retention.holds_on_item(work, item)}
    return {
        "reference": _reference(work, item),
        "kind": getattr(label, f"kind_{item.subject_kind.value}"),
        "stopped_on": item.stopped_on,
        "reached_on": item.reached_on,
        "is_proposed": item.state is ItemState.PROPOSED,
        "proposed_by": work.people.get(item.proposed_by).name if item.proposed_by else "",
        "holds": ", ".join(sorted(holds)),
    }


def keep_form(turn: Turn[Press]) -> Answer:
    """*Keep for longer*: until when, and why."""
    item = retention.item_for(turn.work, turn.person, record_id(turn.inbound.value))
    label = words("retention_forms")
    fields = [
        section(render("retention_item", _facts(turn.work, item))),
        day_input("until", label.until, hint=label.until_hint),
        text_input("reason", label.why, hint=label.why_hint, lines=True),
    ]
    about = {"item": item.id.hex}
    return OpenForm(form(KEEP_FORM, label.keep_title, fields, submit=label.keep_submit, about=about))


def keep(turn: Turn[Submission]) -> Answer:
    """Keep it until that day."""
    item_id = record_id(turn.inbound.about()["item"])
    retention.item_for(turn.work, turn.person, item_id)
    until = required_day(turn.inbound.form, "until")
    retention.keep_for(turn.work, turn.person, item_id, turn.inbound.form.text("reason"), until, turn.now)
    return kept_here(turn, "kept_longer")


def erase_form(turn: Turn[Press]) -> Answer:
    """*Propose to erase*: why."""
    item = retention.item_for(turn.work, turn.person, record_id(turn.inbound.value))
    label = words("retention_forms")
    fields = [
        section(render("retention_item", _facts(turn.work, item))),
        *paragraphs(label.erase_top),
        text_input("reason", label.why, hint=label.why_hint, lines=True),
    ]
    about = {"item": item.id.hex}
    return OpenForm(form(ERASE_FORM, label.erase_title, fields, submit=label.erase_submit, about=about))


def propose(turn: Turn[Submission]) -> Answer:
    """Ask the second person."""
    item_id, reason = record_id(turn.inbound.about()["item"]), turn.inbound.form.text("reason")
    retention.propose_erasing(turn.work, turn.person, item_id, reason, turn.now)
    return kept_here(turn, "erasing_asked")


def agree_form(turn: Turn[Press]) -> Answer:
    """*Open*, for the second person: which record, why, and what they say."""
    item = retention.proposal_for(turn.work, turn.person, record_id(turn.inbound.value))
    if item.state is not ItemState.PROPOSED:
        raise NotAllowed("Somebody has decided about this already. There is nothing to do.")
    label = words("retention_forms")
    reason = turn.work.narratives.latest(item.id).get("erase_because", "")
    facts = {**_facts(turn.work, item), "reason": reason}
    choices = [option(label.agree_yes, "yes"), option(label.agree_no, "no")]
    fields = [
        *paragraphs(render("retention_agree_top", facts)),
        choice_input("answer", label.agree_choice, choices, kind="radio_buttons"),
    ]
    about = {"item": item.id.hex}
    return OpenForm(form(AGREE_FORM, label.agree_title, fields, submit=label.agree_submit, about=about))


def answer(turn: Turn[Submission]) -> Answer:
    """Erase, or leave it."""
    item_id = record_id(turn.inbound.about()["item"])
    retention.proposal_for(turn.work, turn.person, item_id)
    if required_choice(turn.inbound.form, "answer") == "yes":
        retention.agree_to_erase(turn.work, turn.person, item_id, turn.now)
        return kept_in_message(turn, "erased")
    retention.decline_to_erase(turn.work, turn.person, item_id, turn.now)
    return kept_in_message(turn, "not_erased")


def settings_form(turn: Turn[Press]) -> Answer:
    """*Periods and people*: years for each class; an administrator says who the records officers are."""
    if not retention_periods.may_set(turn.work, turn.person):
        raise NotYours(retention_periods.NOT_THEIRS)
    label, years = words("retention_forms"), retention_periods.years_of(turn.work)
    fields: list[Block] = [
        text_input(
            each.value,
            getattr(label, f"years_{each.value}"),
            initial=str(years[each]),
            longest=LONGEST_NUMBER,
        )
        for each in RetentionClass
    ]
    if _is_administrator(turn):
        officers = chosen(turn.work, turn.person, Role.RECORDS_OFFICER)
        fields.append(
            people_input(
                "officers",
                label.officers,
                several=True,
                optional=True,
                hint=label.officers_hint,
                initial=[each.user_id for each in officers if each.user_id],
            )
        )
    return OpenForm(form(SETTINGS_FORM, label.settings_title, fields, submit=label.settings_submit))


def _is_administrator(turn: Turn[Press] | Turn[Submission]) -> bool:
    return Role.ADMINISTRATOR in turn.work.people.roles(turn.person.id, None)


def save_settings(turn: Turn[Submission]) -> Answer:
    """Keep them."""
    if not retention_periods.may_set(turn.work, turn.person):
        raise NotYours(retention_periods.NOT_THEIRS)
    answers, label, years = turn.inbound.form, words("retention_forms"), dict[RetentionClass, int]()
    for each in RetentionClass:
        said = answers.text(each.value).strip()
        if not said.isdecimal():
            raise NotAllowed(label.years_wrong, each.value)
        years[each] = int(said)
    named = None
    if _is_administrator(turn):
        members = turn.found.members
        named = [meet_staff(turn.work, members.get(user), "officers") for user in answers.people("officers")]
    changed = retention_periods.set_periods(turn.work, turn.person, years, named, turn.now)
    said = label.saved + ("\n\n" + words("role_requests").waits if changed.waits else "")
    blocks = [*paragraphs(said), *buttons(button(SHOW, label.open, "all"))]
    return ShowInstead(form("read_only", words("common").saved_title, blocks))


def _say_line(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    count = len(retention.waiting(work))
    if not count or notice.person_id is None:
        return None
    person, live = work.people.get(notice.person_id), _duty_of(work, notice.subject_id)
    facts = {
        "count": count,
        "officers": " or ".join(each.name for each in retention_periods.officers(work)),
        "is_theirs": retention_periods.may_review(work, person),
        "due_on": live.date() if live else None,
    }
    text = render("retention_line", facts)
    label = words("retention_forms")
    may_open = retention_periods.may_set(work, person)
    row = buttons(button(SHOW, label.open, "all")) if may_open else []
    return Message(text, [*paragraphs(text), *row])


def _duty_of(work: UnitOfWork, subject_id: UUID) -> datetime | None:
    live = work.deadlines.live(subject_id, (DeadlineKind.RETENTION_REVIEW,))
    return work.organisations.calendar(None).local(live[0].due_at) if live else None


def _say_agree(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    item = work.retention.item(notice.subject_id)
    if item is None or (item.state is not ItemState.PROPOSED and notice.posted_ts is None):
        return None
    proposed_by = work.people.get(item.proposed_by).name if item.proposed_by else ""
    text = render("retention_agree", {"state": item.state.value, "proposed_by": proposed_by})
    row = buttons(button(AGREE, words("retention_forms").open, item.id.hex, style="primary"))
    return Message(text, [*paragraphs(text), *(row if item.state is ItemState.PROPOSED else [])])


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.command("/contract", lambda turn: OpenForm(show(turn).view), word="retention")
    listeners.press(SHOW, lambda turn: OpenForm(show(turn).view), writes=False)
    listeners.press(KEEP, keep_form, writes=False)
    listeners.press(ERASE, erase_form, writes=False)
    listeners.press(AGREE, agree_form, writes=False)
    listeners.press(SETTINGS, settings_form, writes=False)
    listeners.submission(KEEP_FORM, keep)
    listeners.submission(ERASE_FORM, propose)
    listeners.submission(AGREE_FORM, answer)
    listeners.submission(SETTINGS_FORM, save_settings, look_up=people_picked("officers"))
    services.messages.add(NoticeKind.RETENTION_LINE, _say_line)
    services.messages.add(NoticeKind.RETENTION_AGREE, _say_agree)
