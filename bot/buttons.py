"""Buttons and choices that more than one story shows, so that flows need not know each other."""

from uuid import UUID

from bot.blocks import Block, button, buttons
from bot.templates import words
from domain.chronology import SubjectKind
from storage.notices import Notice

REPORT_CONCERN = "concern_report"
REPORT_RISK = "concern_report_risk"
MY_ITEMS = "items_mine"
MY_CALENDAR = "calendar_mine"
ASK_FOR_HELP = "help_ask"
OPEN_CONCERN = "concern_open"
TAKE_CONCERN = "concern_take"
TRIAGE = "concern_triage"
TELLING = "concern_telling"
CORRECT = "concern_correct"
CLOSE_CONCERN = "concern_close"
REOPEN_CONCERN = "concern_reopen"
WITHDRAW_CONCERN = "concern_withdraw"
ACKNOWLEDGE_SAFEGUARDING = "safeguarding_acknowledge"
OPEN_SAFEGUARDING = "safeguarding_open"
MAKE_URGENT = "safeguarding_make_urgent"
NOTHING_HAPPENED = "safeguarding_nothing_happened"
DECIDE_SAFEGUARDING = "safeguarding_decide"
HAND_OVER = "safeguarding_hand_over"
OPEN_ACTION = "action_open"
NEW_ACTION = "action_new"
CONTRACT_ITEMS = "items_of_contract"
OPEN_MONITORING = "monitoring_open"
EVALUATE = "evaluation_start"
EVALUATE_PROCESS = "evaluation_start_process"
OPEN_EVALUATION = "evaluation_open"
SHARE_EVALUATION = "evaluation_share"
READ_EVALUATION = "evaluation_read"
ASK_SUPPORT = "support_ask"
TAKE_SUPPORT = "support_take"
PREFER_RING = "support_ring"
PREFER_WRITE = "support_write"
ANSWER_DRILL = "drill_answer"
ADD_DETAILS = "safeguarding_add_details"
EXCLUDE = "safeguarding_exclude"
ASK_TO_JOIN = "person_ask_to_join"
ADD_WHO_ASKED = "person_add_who_asked"
HAND_ON = "person_hand_on"
REACH_SOMEBODY = "person_reach"
SEAL_NAME = "speak_up_seal"
ENTER_CODE = "speak_up_enter_code"
ANSWER_SEALED = "speak_up_answer"
RECORD_FOR = "on_behalf_start"
EXPORT_RECORD = "export_start"
OPEN_STATEMENT = "statement_open"
OPEN_PLACEMENT = "placement_open"
HAND_OFFS = "hand_off_list"
OPEN_HAND_OFF = "hand_off_open"
START_HAND_OFF = "hand_off_start"
NOTIFY = "hand_off_notify"
COPY_LETTER = "letter_copy"
NOTE_INCIDENT = "incident_note"
LOOK_AT_CHANNEL = "channel_look"
UNLINK_CHANNEL = "channel_unlink"
ADD_EVIDENCE = "kept_evidence_add"
ALL_EVIDENCE = "kept_evidence_all"
OPEN_IMPROVEMENT = "improvement_open"
NEW_IMPROVEMENT = "improvement_new"
LOOK_AT_PATTERN = "pattern_look"


def hub_buttons() -> list[Block]:
    """Return the buttons by which anybody, an outsider too, does everything that is theirs."""
    label = words("buttons")
    return buttons(
        button(REPORT_CONCERN, label.report_concern, "hub"),
        button(REPORT_RISK, label.report_risk, "hub", style="danger"),
        button(MY_ITEMS, label.my_items, "hub"),
        button(ASK_FOR_HELP, label.ask_for_help, "hub"),
        button(ENTER_CODE, label.enter_code, "hub"),
    )


def calendar_button() -> Block:
    """Return the button by which somebody has their due dates in the calendar they use."""
    return button(MY_CALENDAR, words("calendar_words").open, "mine")


def report_buttons() -> list[Block]:
    """Return the buttons that nobody is ever refused."""
    label = words("buttons")
    return buttons(
        button(REPORT_RISK, label.report_risk, "hub", style="danger"),
        button(REPORT_CONCERN, label.report_concern, "hub"),
        button(ENTER_CODE, label.enter_code, "hub"),
    )


def join_buttons(channel: str) -> list[Block]:
    """Return the one button by which somebody not known here asks to be added, to the contract of this channel."""
    return buttons(button(ASK_TO_JOIN, words("buttons").ask_to_join, channel or "none"))


def incident_buttons(message_ts: str, channel: str = "") -> list[Block]:
    """Return the button by which somebody notes that personal details were written where they should not be.

    `channel` is for a window or another channel than the message's own.
    """
    value = f"{channel}:{message_ts}" if channel else message_ts
    return buttons(button(NOTE_INCIDENT, words("buttons").note_incident, value))


def support_buttons() -> list[Block]:
    """Return the one button by which somebody who works here asks for support for themselves."""
    return buttons(button(ASK_SUPPORT, words("buttons").ask_support, "hub"))


def open_concern_button(concern_id: UUID) -> Block:
    """Return the button that opens a concern."""
    return button(OPEN_CONCERN, words("buttons").open, concern_id.hex)


def open_action_button(action_id: UUID) -> Block:
    """Return the button that opens an action."""
    return button(OPEN_ACTION, words("buttons").open, action_id.hex)


def open_improvement_button(improvement_id: UUID) -> Block:
    """Return the button that opens an improvement process."""
    return button(OPEN_IMPROVEMENT, words("buttons").open, improvement_id.hex)


def new_improvement_button(kind: SubjectKind, record_id: UUID) -> Block:
    """Return the button by which our own side opens an improvement process from a record."""
    return button(NEW_IMPROVEMENT, words("buttons").new_improvement, f"{kind.value}:{record_id.hex}")


def record_for_button(contract_id: UUID) -> Block:
    """Return the button by which our own side records what somebody of a contract said outside Slack."""
    return button(RECORD_FOR, words("buttons").record_for, contract_id.hex)


def export_button(contract_id: UUID) -> Block:
    """Return the button by which somebody takes a copy of a contract's record away."""
    return button(EXPORT_RECORD, words("buttons").export_record, contract_id.hex)


def hand_off_button(kind: SubjectKind, record_id: UUID) -> Block:
    """Return the button by which our own side passes something on from a record."""
    return button(START_HAND_OFF, words("buttons").hand_off, f"{kind.value}:{record_id.hex}")


def add_evidence_button(kind: SubjectKind, record_id: UUID) -> Block:
    """Return the button by which somebody keeps beside a record where something can be seen."""
    return button(ADD_EVIDENCE, words("buttons").add_evidence, f"{kind.value}:{record_id.hex}")


def letter_button(notice: Notice) -> Block:
    """Return the button that shows a step as a plain letter to its reader, or to whom it is to be passed on."""
    others = notice.facts.get("pass_on_id") or notice.facts.get("also_id")
    reader = others or (notice.person_id.hex if notice.person_id else "")
    return button(
        COPY_LETTER, words("buttons").copy_letter, f"{notice.kind.value}:{notice.subject_id.hex}:{reader}"
    )


def have_this_button(concern_id: UUID) -> Block:
    """Return the button by which a named person takes a safeguarding concern."""
    label = words("buttons").acknowledge_safeguarding
    return button(ACKNOWLEDGE_SAFEGUARDING, label, concern_id.hex, style="primary")


def open_safeguarding_button(concern_id: UUID) -> Block:
    """Return the button that opens a safeguarding concern for its named people, and their own words for others."""
    return button(OPEN_SAFEGUARDING, words("buttons").open, concern_id.hex)


def make_urgent_button(concern_id: UUID) -> Block:
    """Return the button by which a named person says that it cannot wait for working hours."""
    return button(MAKE_URGENT, words("buttons").make_urgent, concern_id.hex)


def nothing_happened_button(concern_id: UUID) -> Block:
    """Return the button by which whoever reported something goes past the first line."""
    return button(NOTHING_HAPPENED, words("buttons").nothing_happened, concern_id.hex)


def add_details_button(concern_id: UUID) -> Block:
    """Return the button by which its reporter, or a named person, adds to a safeguarding concern."""
    return button(ADD_DETAILS, words("buttons").add_details, concern_id.hex)


def exclude_button(concern_id: UUID) -> Block:
    """Return the button by which its reporter keeps somebody from a safeguarding concern."""
    return button(EXCLUDE, words("buttons").exclude, concern_id.hex)


def decision_buttons(concern_id: UUID) -> tuple[Block, Block]:
    """Return the two ways in which whoever has a safeguarding concern can answer for it."""
    label = words("buttons")
    return (
        button(DECIDE_SAFEGUARDING, label.decide_safeguarding, concern_id.hex, style="primary"),
        button(HAND_OVER, label.hand_over, concern_id.hex),
    )
