"""The story of a request for one's own data: recorded, found, decided item by item, signed off, answered."""

from bot.answers import Answer, OpenForm, ShowInstead
from bot.blocks import (
    Block,
    button,
    buttons,
    choice_input,
    day_input,
    divider,
    form,
    option,
    paragraphs,
    people_input,
    reason_form,
    section,
    text_input,
)
from bot.casework import subject_items, subject_requests
from bot.casework.access import NOT_YOURS
from bot.inbound import Command, Press, Submission
from bot.kept import kept_here
from bot.listeners import Listeners
from bot.look_ups import people_picked
from bot.required import required_day, required_kind
from bot.services import Services
from bot.subject_blocks import ANSWERED, OPEN, SIGN, item_blocks, view_facts
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.errors import NotAllowed, NotYours
from domain.people import Role
from domain.subject_requests import Exemption, HowReceived, ItemDecision, RequestState
from storage.subject_requests import SubjectRequest

NEW = "subject_new"
IDENTITY, EXTEND, PAUSE, COMPILE = "subject_identity", "subject_extend", "subject_pause", "subject_compile"
PLAIN, NEXT = "subject_plain", "subject_next"
NEW_FORM, EXTEND_FORM, ITEM_FORM = "subject_new_form", "subject_extend_form", "subject_item_form"
SHOWN = 15


def show(turn: Turn[Command]) -> Answer:
    """Every request that waits for an answer, the one due first at the top."""
    work, label = turn.work, words("subject_request_forms")
    found = subject_requests.open_requests(work, turn.person)
    facts = {
        "count": len(found),
        "officers": bool(work.people.holding((Role.RECORDS_OFFICER,), None)),
    }
    blocks = paragraphs(render("subject_request_list", facts))
    if subject_requests.may_answer(work, turn.person):
        blocks += buttons(button(NEW, label.new, "new", style="primary"))
    for request in found[:SHOWN]:
        line = {"reference": request.reference, "due_on": request.due_on, "is_late": _is_late(turn, request)}
        blocks += [divider(), section(render("subject_request_line", line))]
        blocks += buttons(button(OPEN, label.open, request.id.hex))
    return OpenForm(form("read_only", label.title, blocks))


def _is_late(turn: Turn[Command], request: SubjectRequest) -> bool:
    return turn.work.organisations.calendar(None).local(turn.now).date() > request.due_on


def new_form(turn: Turn[Press]) -> Answer:
    """*Record a request*: whose data, how and when it came."""
    if not subject_requests.may_answer(turn.work, turn.person):
        raise NotYours(subject_requests.NO_OFFICER)
    label = words("subject_request_forms")
    ways = [option(getattr(label, f"how_{each.value}"), each) for each in HowReceived]
    fields = [
        people_input("person", label.person, optional=True),
        text_input("about", label.about, optional=True, hint=label.about_hint, longest=300),
        text_input("records", label.records, optional=True, hint=label.records_hint, longest=300),
        choice_input("how", label.how, ways),
        day_input("received_on", label.received_on, hint=label.received_on_hint),
        day_input("identity_on", label.identity_on, optional=True),
    ]
    return OpenForm(form(NEW_FORM, label.new_title, fields, submit=label.new_submit))


def record_new(turn: Turn[Submission]) -> Answer:
    """Keep it, and say by when it is to be answered."""
    work, answers = turn.work, turn.inbound.form
    if not subject_requests.may_answer(work, turn.person):
        raise NotYours(subject_requests.NO_OFFICER)
    picked = [turn.found.members.get(user) for user in answers.people("person")]
    known = [work.people.in_slack(each.team_id, each.user_id) for each in picked if each]
    if picked and (not known or known[0] is None):
        raise NotAllowed("Handrail does not know this person. Please say whose data it is in words.", "about")
    new = subject_requests.NewRequest(
        how=required_kind(HowReceived, answers, "how"),
        received_on=required_day(answers, "received_on"),
        identity_on=answers.day("identity_on"),
        person_id=known[0].id if known and known[0] else None,
        about=answers.text("about"),
        records=tuple(answers.text("records").upper().split()),
    )
    request = subject_requests.record_request(work, turn.person, new, turn.now, turn.services.choose)
    return ShowInstead(_view(turn, request))


def open_request(turn: Turn[Press]) -> Answer:
    """*Open*: where a request stands, and what comes next."""
    found = subject_requests.open_requests(turn.work, turn.person)
    wanted = record_id(turn.inbound.value)
    request = next((each for each in found if each.id == wanted), None)
    if request is None or request.person_id == turn.person.id:
        raise NotYours(NOT_YOURS)
    return OpenForm(_view(turn, request))


def _view(turn: Turn[Press] | Turn[Submission], request: SubjectRequest) -> Block:
    work, label = turn.work, words("subject_request_forms")
    facts = view_facts(work, request, turn.now)
    blocks = paragraphs(render("subject_request_view", facts))
    for row in _rows(turn, request):
        blocks += buttons(*row)
    return form("read_only", label.title, blocks)


def _rows(turn: Turn[Press] | Turn[Submission], request: SubjectRequest) -> list[list[Block]]:
    """What somebody may press: a records officer what is next and what is about time, others their own part."""
    label, about, state = words("subject_request_forms"), request.id.hex, request.state
    next_item = button(NEXT, label.next, about, style="primary")
    sign = button(SIGN, label.sign, about, style="primary")
    if not subject_requests.may_answer(turn.work, turn.person):
        return [[next_item]] if state is RequestState.COMPILED else [[sign]]
    match state:
        case RequestState.RECORDED if request.identity_on is None:
            steps = [button(IDENTITY, label.identity, about, style="primary")]
        case RequestState.RECORDED:
            steps = [button(COMPILE, label.compile, about, style="primary")]
        case RequestState.COMPILED:
            steps = [next_item, button(PLAIN, label.plain, about), button(COMPILE, label.compile, about)]
        case RequestState.REVIEWED:
            steps = [sign]
        case _:
            steps = [button(ANSWERED, label.answered, about, style="primary")]
    time = [] if request.is_extended else [button(EXTEND, label.extend, about)]
    if request.paused_on is not None or turn.services.settings.subject_request_pause:
        time.append(button(PAUSE, label.run if request.paused_on else label.pause, about))
    return [steps, time] if time else [steps]


def identity(turn: Turn[Press]) -> Answer:
    """*I have checked who asks*."""
    request_id = record_id(turn.inbound.value)
    subject_requests.check_identity(turn.work, turn.person, request_id, turn.now)
    return ShowInstead(_view(turn, subject_requests.request_for(turn.work, turn.person, request_id)))


def extend_form(turn: Turn[Press]) -> Answer:
    """*Take more time*: what whoever asked is told."""
    request = subject_requests.request_for(turn.work, turn.person, record_id(turn.inbound.value))
    about = {"request": request.id.hex}
    return OpenForm(reason_form(EXTEND_FORM, words("subject_request_forms"), "extended", about))


def extend(turn: Turn[Submission]) -> Answer:
    """Take two further months."""
    request_id = record_id(turn.inbound.about()["request"])
    subject_requests.extend(turn.work, turn.person, request_id, turn.inbound.form.text("reason"), turn.now)
    return kept_here(turn, "request_extended", (OPEN, request_id))


def pause(turn: Turn[Press]) -> Answer:
    """*Clarification is awaited*, or *It was clarified*."""
    request = subject_requests.request_for(turn.work, turn.person, record_id(turn.inbound.value))
    if request.paused_on is not None:
        subject_requests.clarified(turn.work, turn.person, request.id, turn.now)
    elif turn.services.settings.subject_request_pause:
        subject_requests.await_clarification(turn.work, turn.person, request.id, turn.now)
    else:
        raise NotAllowed("Here the clock is not stopped for clarification. Please ask, and answer in time.")
    return ShowInstead(_view(turn, request))


def compile_data(turn: Turn[Press]) -> Answer:
    """*Find the data*."""
    request_id = record_id(turn.inbound.value)
    request = subject_items.compile_items(turn.work, turn.person, request_id, turn.now)
    return ShowInstead(_view(turn, request))


def give_plain(turn: Turn[Press]) -> Answer:
    """*Give what names nobody else*."""
    request_id = record_id(turn.inbound.value)
    subject_items.give_what_names_nobody(turn.work, turn.person, request_id, turn.now)
    return ShowInstead(_view(turn, subject_requests.request_for(turn.work, turn.person, request_id)))


def next_item(turn: Turn[Press]) -> Answer:
    """*Next item*."""
    request = next(
        (
            each
            for each in subject_requests.open_requests(turn.work, turn.person)
            if each.id == record_id(turn.inbound.value)
        ),
        None,
    )
    if request is None or request.person_id == turn.person.id:
        raise NotYours(NOT_YOURS)
    return OpenForm(_item(turn, request))


def _item(turn: Turn[Press] | Turn[Submission], request: SubjectRequest) -> Block:
    label = words("subject_request_forms")
    left = subject_items.undecided(turn.work, turn.person, request)
    if not left:
        return form("read_only", label.title, paragraphs(label.nothing_left))
    about = {"item": left[0].id.hex}
    fields = item_blocks(turn.work, request, left[0], len(left))
    return form(ITEM_FORM, label.item_title, fields, submit=label.item_submit, about=about)


def decide(turn: Turn[Submission]) -> Answer:
    """Keep what was decided, and show the next."""
    answers = turn.inbound.form
    why = answers.choice("exemption")
    request = subject_items.decide_item(
        turn.work,
        turn.person,
        record_id(turn.inbound.about()["item"]),
        required_kind(ItemDecision, answers, "decision"),
        turn.now,
        exemption=Exemption(why) if why else None,
        words=answers.text("words"),
    )
    return ShowInstead(_item(turn, request))


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.command("/contract", show, word="subject")
    listeners.press(NEW, new_form, writes=False)
    listeners.press(OPEN, open_request, writes=False)
    listeners.press(IDENTITY, identity)
    listeners.press(EXTEND, extend_form, writes=False)
    listeners.press(PAUSE, pause)
    listeners.press(COMPILE, compile_data)
    listeners.press(PLAIN, give_plain)
    listeners.press(NEXT, next_item, writes=False)
    listeners.submission(NEW_FORM, record_new, look_up=people_picked("person"))
    listeners.submission(EXTEND_FORM, extend)
    # One window shows item after item; an item that was decided is refused by itself.
    listeners.submission(ITEM_FORM, decide, once=False)
