"""What somebody said outside Slack and a colleague recorded: by what means, how far it has come, and the guards.

Home managers live on the floor and in e-mail (practice.md 2.2): a colleague records in their name, with a pointer to
the evidence; what was recorded is sent to them, with how to say that it is not what they said.
"""

from datetime import date, timedelta
from enum import StrEnum

from domain.calendar import words_for_day
from domain.chronology import Event, SubjectKind
from domain.errors import NotAllowed, NotYours
from domain.steps import step

SEND_WITHIN = 1  # working days, by whoever recorded it
TAKEN_UP_WITHIN = 2  # working days: what is said later is another call or e-mail, and a statement of its own
SETTLE_WITHIN = 2  # working days, by the contract lead or somebody else who did not record it
OLDEST = timedelta(days=366)
"""What was said longer ago is no statement of today: it belongs to the record of its own time."""


class SaidBy(StrEnum):
    """By what means somebody said it."""

    TELEPHONE = "telephone"
    EMAIL = "email"
    LETTER = "letter"
    MEETING = "meeting"
    VISIT = "visit"


class StatementState(StrEnum):
    """Whether it is what they said. Whatever comes of a dispute, both stay on the record."""

    RECORDED = "recorded"
    DISPUTED = "disputed"
    CORRECTED = "corrected"
    STANDS = "stands"


NEXT: dict[StatementState, frozenset[StatementState]] = {
    StatementState.RECORDED: frozenset({StatementState.DISPUTED}),
    StatementState.DISPUTED: frozenset({StatementState.CORRECTED, StatementState.STANDS}),
    StatementState.CORRECTED: frozenset({StatementState.DISPUTED}),
    StatementState.STANDS: frozenset({StatementState.DISPUTED}),
}

SETTLED = frozenset({StatementState.CORRECTED, StatementState.STANDS})

OPENINGS = frozenset({Event.CONCERN_OPENED, Event.ACTION_OPENED, Event.EVALUATION_OPENED})
"""Looking at a record in somebody's name is written down, and is nothing that they said."""


def move(current: StatementState, wanted: StatementState) -> StatementState:
    """Return the wanted state, or refuse: only what is disputed is settled, and nothing is disputed twice at a time."""
    refusal = (
        "It is already noted that this is not what they said. It waits to be settled."
        if wanted is StatementState.DISPUTED
        else "There is nothing to settle here now. Please open it to see where it stands."
    )
    return step(NEXT, current, wanted, refusal)


def require_somebody_else(is_oneself: bool) -> None:
    """Nobody records for themselves: they just do it."""
    if is_oneself:
        raise NotAllowed("What you say yourself you do yourself. Please choose somebody else.", "person")


def require_asked(name: str, *, is_in_slack: bool, has_asked: bool) -> None:
    """Whoever can press a button themselves is spoken for only when they asked for it, which is then on the record."""
    if is_in_slack and not has_asked:
        raise NotAllowed(
            f"{name} is in Slack and can do this themselves. If they asked you to, please tick that they did.",
            "person",
        )


def require_no_safeguarding_role(name: str, *, holds_one: bool) -> None:
    """Nothing of safeguarding is read or decided in somebody else's name."""
    if holds_one:
        raise NotAllowed(
            f"{name} holds a safeguarding role, so nothing is recorded in their name. Please ask them to do it.",
            "person",
        )


def require_speaks_through_others(name: str, *, does_it_themselves: bool) -> None:
    """Whoever leads or checks a contract judges for themselves: nobody lends out that pen."""
    if does_it_themselves:
        raise NotAllowed(
            f"{name} may record for others here, and does this themselves. Please ask them to.", "person"
        )


def require_said_on(said_on: date, today: date) -> None:
    """Refuse a day to come, and one too long ago."""
    if said_on > today:
        raise NotAllowed("Please choose today or an earlier day.", "said_on")
    if today - said_on > OLDEST:
        raise NotAllowed("Please choose a day within the last year.", "said_on")


def require_not_over(name: str, said_on: date, *, is_over: bool) -> None:
    """Nothing more is recorded under a call or an e-mail of some days ago: what is said since is said anew."""
    if is_over:
        raise NotAllowed(
            f"What {name} said on {words_for_day(said_on)} is recorded and over, so this is not kept under it. "
            "For what they say now, type /contract for and begin anew."
        )


NEVER_FOR_OTHERS = frozenset({SubjectKind.SAFEGUARDING, SubjectKind.SPEAK_UP, SubjectKind.SUPPORT})


def require_recordable(kind: SubjectKind, *, is_of_contract: bool) -> None:
    """Refuse what is never done in somebody else's name, and what is not of the contract it is recorded for."""
    if kind in NEVER_FOR_OTHERS:
        raise NotYours("This is never done in somebody else's name. Please do it as yourself.")
    if not is_of_contract:
        raise NotAllowed(
            "What is recorded for somebody is about one contract. Please choose that contract.", "contract"
        )


def require_not_own_record(*, typed_it: bool) -> None:
    """Whoever typed what is to be checked does not check it: of two sides there would be only one (domain.md 4.3)."""
    if typed_it:
        raise NotYours(
            "You recorded this for the other side, so somebody else looks at it. "
            "Please ask the contract lead or a colleague."
        )


def require_not_own_action(*, is_own: bool) -> None:
    """Nobody records in somebody else's name that their own action is done."""
    if is_own:
        raise NotYours(
            "This is your own action, so you cannot record the other side's answer. Please ask a colleague to."
        )


def require_settled_by_another(*, typed_it: bool) -> None:
    """Whoever recorded it does not decide whether it was right."""
    if typed_it:
        raise NotYours("You recorded this, so somebody else settles it. Please ask the contract lead.")
