"""The ladders of safeguarding: in real time, day and night, until a named person answers (practice.md section 4)."""

from domain.deadlines import DeadlineKind
from domain.ladders import Hears, Ladder, Step, Unit
from domain.notices import NoticeKind
from domain.rhythm import Speed

A_DAY = 24 * 60  # minutes
A_WORKING_DAY = 8  # working hours
FOUR_HOURS = 4 * 60  # minutes


def _urgent(name: str, minutes: int, hears: Hears, kind: NoticeKind, every: int = 0, until: int = 0) -> Step:
    return Step(name, minutes, hears, kind, unit=Unit.MINUTES, speed=Speed.URGENT, every=every, until=until)


def _at_work(name: str, hours: int, hears: Hears, kind: NoticeKind, every: int = 0, until: int = 0) -> Step:
    return Step(
        name, hours, hears, kind, unit=Unit.WORKING_HOURS, speed=Speed.URGENT, every=every, until=until
    )


def _each_day(kind: NoticeKind, *hearing: Hears) -> Ladder:
    """Who was asked all through the first hours is asked once each working day from then on.

    Counted in working hours, so that what began on a Saturday is asked on the Monday.
    """
    return tuple(_at_work(f"each_day_{hears}", 1, hears, kind, every=A_WORKING_DAY) for hears in hearing)


def _said_at_work(name: str, hours: int, hears: Hears, every: int = 0) -> Step:
    kind = NoticeKind.SAFEGUARDING_TALK
    return Step(name, hours, hears, kind, unit=Unit.WORKING_HOURS, speed=Speed.PROMPT, every=every)


def _urgent_route(asks: NoticeKind, unanswered: NoticeKind, until: int = 0) -> Ladder:
    """Level 1 and on-call at once, the next line each quarter of an hour, then all on duty until somebody answers.

    `until` so many minutes after; 0: for as long as nobody does.
    """
    return (
        _urgent("level_1", 0, Hears.LEVEL_1, asks),
        _urgent("on_call", 0, Hears.ON_CALL, asks),
        _urgent("level_2", 15, Hears.LEVEL_2, asks),
        _urgent("reporter_15", 15, Hears.REPORTER, unanswered),
        _urgent("level_3", 30, Hears.LEVEL_3, asks),
        _urgent("reporter_30", 30, Hears.REPORTER, unanswered),
        _urgent("on_duty", 60, Hears.ON_DUTY, asks, every=30, until=until),
        _urgent("director", 120, Hears.DIRECTOR, asks),
    )


AT_RISK_ACKNOWLEDGE: Ladder = (
    _urgent("level_1", 0, Hears.LEVEL_1, NoticeKind.SAFEGUARDING_RAISED),
    _at_work("level_1_again", 1, Hears.LEVEL_1, NoticeKind.SAFEGUARDING_RAISED),
    _at_work("level_2", 2, Hears.LEVEL_2, NoticeKind.SAFEGUARDING_RAISED),
    _at_work("reporter_2", 2, Hears.REPORTER, NoticeKind.SAFEGUARDING_UNANSWERED),
    _at_work("level_3", 4, Hears.LEVEL_3, NoticeKind.SAFEGUARDING_RAISED),
    _at_work("reporter_4", 4, Hears.REPORTER, NoticeKind.SAFEGUARDING_UNANSWERED),
    _at_work("on_duty", 6, Hears.ON_DUTY, NoticeKind.SAFEGUARDING_RAISED, every=2),
)
"""At risk, not urgent: at once to level 1, then in working hours; the reporter hears whenever the next line does."""

AT_RISK_DECIDE: Ladder = (
    _urgent("asked_again", -120, Hears.OWNER, NoticeKind.SAFEGUARDING_UNDECIDED),
    _urgent("due", 0, Hears.OWNER, NoticeKind.SAFEGUARDING_UNDECIDED),
    _at_work("level_2", 1, Hears.LEVEL_2, NoticeKind.SAFEGUARDING_UNDECIDED),
    _at_work("level_3", 4, Hears.LEVEL_3, NoticeKind.SAFEGUARDING_UNDECIDED),
    _at_work("again", 8, Hears.OWNER, NoticeKind.SAFEGUARDING_UNDECIDED, every=8),
    _at_work("again_level_2", 8, Hears.LEVEL_2, NoticeKind.SAFEGUARDING_UNDECIDED, every=8),
)
"""Decided by the end of the next working day, else it climbs to the second and third line."""

DISAGREEMENT: Ladder = (
    Step("level_2", 0, Hears.LEVEL_2, NoticeKind.SAFEGUARDING_REVIEW, unit=Unit.MINUTES, speed=Speed.PROMPT),
    _at_work("reporter_2", 2, Hears.REPORTER, NoticeKind.SAFEGUARDING_NOT_LOOKED_AT),
    _at_work("level_3", 4, Hears.LEVEL_3, NoticeKind.SAFEGUARDING_REVIEW, every=8),
    _at_work("reporter_4", 4, Hears.REPORTER, NoticeKind.SAFEGUARDING_NOT_LOOKED_AT),
    _at_work("director", 16, Hears.DIRECTOR, NoticeKind.SAFEGUARDING_REVIEW),
)
"""Where nobody is at risk meanwhile, a disagreement is settled at work and within the week (domain.md 4.4 B)."""


AT_RISK_HAND_OVER: Ladder = (
    _urgent("due", 0, Hears.OWNER, NoticeKind.SAFEGUARDING_HANDED),
    _at_work("level_2", 1, Hears.LEVEL_2, NoticeKind.SAFEGUARDING_HANDED),
    _at_work("again", 4, Hears.OWNER, NoticeKind.SAFEGUARDING_HANDED, every=4, until=A_WORKING_DAY),
    _at_work("again_level_2", 4, Hears.LEVEL_2, NoticeKind.SAFEGUARDING_HANDED, every=4, until=A_WORKING_DAY),
    *_each_day(NoticeKind.SAFEGUARDING_HANDED, Hears.OWNER, Hears.LEVEL_2),
)
"""Whoever hands over keeps it until it is taken: they hear first that it was not, then the second line.

After the first day both hear it once each working day: somebody has the concern all the while.
"""


def _duty_line() -> Ladder:
    """What follows a decision is chased in the lead's own digest each working day, and above them after two."""
    kind = NoticeKind.SAFEGUARDING_DUTY_LINE
    return (
        Step("due", 0, Hears.OWNER, kind),
        Step("late_1", 1, Hears.OWNER, kind, every=1),
        Step("late_2_level_2", 2, Hears.LEVEL_2, kind, every=5),
    )


SAFEGUARDING_LADDERS: dict[DeadlineKind, Ladder] = {
    DeadlineKind.SAFEGUARDING_ACKNOWLEDGE: _urgent_route(
        NoticeKind.SAFEGUARDING_RAISED, NoticeKind.SAFEGUARDING_UNANSWERED
    ),
    DeadlineKind.SAFEGUARDING_DECIDE: (
        _urgent("asked_again", -60, Hears.OWNER, NoticeKind.SAFEGUARDING_UNDECIDED),
        _urgent("due", 0, Hears.OWNER, NoticeKind.SAFEGUARDING_UNDECIDED),
        _urgent("level_2", 0, Hears.LEVEL_2, NoticeKind.SAFEGUARDING_UNDECIDED),
        _urgent("level_3", 60, Hears.LEVEL_3, NoticeKind.SAFEGUARDING_UNDECIDED),
        _urgent("again", 240, Hears.OWNER, NoticeKind.SAFEGUARDING_UNDECIDED, every=240),
        _urgent("again_level_2", 240, Hears.LEVEL_2, NoticeKind.SAFEGUARDING_UNDECIDED, every=240),
    ),
    DeadlineKind.SAFEGUARDING_REPLY: _duty_line(),
    DeadlineKind.SAFEGUARDING_TELL_REPORTER: _duty_line(),
    DeadlineKind.SAFEGUARDING_ALLEGATION: (
        _urgent("before", -120, Hears.OWNER, NoticeKind.SAFEGUARDING_UNDECIDED),
        _urgent("due", 0, Hears.OWNER, NoticeKind.SAFEGUARDING_UNDECIDED),
        _urgent("level_2", 0, Hears.LEVEL_2, NoticeKind.SAFEGUARDING_UNDECIDED),
        _at_work("again", 8, Hears.LEVEL_2, NoticeKind.SAFEGUARDING_UNDECIDED, every=8),
    ),
    DeadlineKind.SAFEGUARDING_ASK_REPORTER: (
        Step("due", 0, Hears.REPORTER, NoticeKind.SAFEGUARDING_ASK, speed=Speed.PROMPT),
    ),
    DeadlineKind.SAFEGUARDING_REVIEW: (
        _urgent("level_2", 0, Hears.LEVEL_2, NoticeKind.SAFEGUARDING_REVIEW),
        _urgent("reporter_15", 15, Hears.REPORTER, NoticeKind.SAFEGUARDING_NOT_LOOKED_AT),
        _urgent("level_3", 30, Hears.LEVEL_3, NoticeKind.SAFEGUARDING_REVIEW),
        _urgent("reporter_30", 30, Hears.REPORTER, NoticeKind.SAFEGUARDING_NOT_LOOKED_AT),
        _urgent("on_duty_60", 60, Hears.ON_DUTY, NoticeKind.SAFEGUARDING_REVIEW),
        _urgent("on_duty_90", 90, Hears.ON_DUTY, NoticeKind.SAFEGUARDING_REVIEW),
        _urgent("director", 120, Hears.DIRECTOR, NoticeKind.SAFEGUARDING_REVIEW),
        _urgent("on_duty", 120, Hears.ON_DUTY, NoticeKind.SAFEGUARDING_REVIEW, every=120, until=A_DAY),
        *_each_day(NoticeKind.SAFEGUARDING_REVIEW, Hears.ON_DUTY),
    ),
    DeadlineKind.SAFEGUARDING_TALK: (
        _said_at_work("level_2", 0, Hears.LEVEL_2),
        _said_at_work("again", 4, Hears.OWNER, every=8),
        _said_at_work("again_level_2", 8, Hears.LEVEL_2, every=8),
    ),
    DeadlineKind.SAFEGUARDING_HAND_OVER: (
        _urgent("due", 0, Hears.OWNER, NoticeKind.SAFEGUARDING_HANDED),
        _urgent("level_2", 15, Hears.LEVEL_2, NoticeKind.SAFEGUARDING_HANDED),
        _urgent("again", 60, Hears.OWNER, NoticeKind.SAFEGUARDING_HANDED, every=60, until=A_DAY),
        _urgent("again_level_2", 60, Hears.LEVEL_2, NoticeKind.SAFEGUARDING_HANDED, every=60, until=A_DAY),
        *_each_day(NoticeKind.SAFEGUARDING_HANDED, Hears.OWNER, Hears.LEVEL_2),
    ),
    # Who asks for support is told whom to ring meanwhile; asked all night, the same people would hear nothing new.
    DeadlineKind.SUPPORT_ANSWER: (
        *_urgent_route(NoticeKind.SUPPORT_ASKED, NoticeKind.SUPPORT_UNANSWERED, until=FOUR_HOURS),
        *_each_day(NoticeKind.SUPPORT_ASKED, Hears.ON_DUTY),
        *_each_day(NoticeKind.SUPPORT_UNANSWERED, Hears.REPORTER),
    ),
    DeadlineKind.DRILL_ANSWER: (
        Step(
            "result",
            0,
            Hears.ADMINISTRATORS,
            NoticeKind.DRILL_RESULT,
            unit=Unit.MINUTES,
            speed=Speed.PROMPT,
        ),
    ),
}

MADE_URGENT: Ladder = (
    _urgent("made_urgent", -240, Hears.OWNER, NoticeKind.SAFEGUARDING_UNDECIDED),
    _urgent("made_urgent_level_2", -225, Hears.LEVEL_2, NoticeKind.SAFEGUARDING_UNDECIDED),
    _urgent("made_urgent_level_3", -210, Hears.LEVEL_3, NoticeKind.SAFEGUARDING_UNDECIDED),
    _urgent("made_urgent_on_duty", -180, Hears.ON_DUTY, NoticeKind.SAFEGUARDING_UNDECIDED),
    *SAFEGUARDING_LADDERS[DeadlineKind.SAFEGUARDING_DECIDE],
)
"""Urgent while somebody has it: they hear at once, the next line each quarter of an hour until they say they know."""
