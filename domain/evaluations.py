"""Evaluations: a judgement suggested from figures, then a named person's own (practice.md 1.10; CPC424-P13, P14)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from domain.errors import NotAllowed
from domain.evaluation_figures import Figures
from domain.steps import step

CONFIRM_WITHIN = 5  # working days from the day somebody compiled it, ours
SHARE_WITHIN = 5  # working days from the day it was confirmed, ours (domain.md 4.4 I)
LONGEST_SUMMARY = 1500  # two or three sentences; a message that shows it stays within one screen
RULES = 2
"""The number of the thresholds below. Kept with every judgement: a later change alters no earlier one."""


class Judgement(StrEnum):
    """The words of practice.md 1.10; people read a regulator's ratings into any others."""

    ON_TARGET = "on_target"
    CLOSE = "close"
    BELOW = "below"
    WELL_BELOW = "well_below"
    CANNOT_TELL = "cannot_tell"


class EvaluationState(StrEnum):
    """How far an evaluation has come. Only what a named person confirmed can be shared (practice.md 1.10)."""

    COMPILED = "compiled"
    CONFIRMED = "confirmed"
    SHARED = "shared"
    DISCARDED = "discarded"


NEXT: dict[EvaluationState, frozenset[EvaluationState]] = {
    EvaluationState.COMPILED: frozenset({EvaluationState.CONFIRMED, EvaluationState.DISCARDED}),
    EvaluationState.CONFIRMED: frozenset({EvaluationState.SHARED, EvaluationState.DISCARDED}),
    EvaluationState.SHARED: frozenset(),
    EvaluationState.DISCARDED: frozenset(),
}

_REFUSALS: dict[tuple[EvaluationState, EvaluationState], str] = {
    (
        EvaluationState.COMPILED,
        EvaluationState.SHARED,
    ): "Only what a named person has confirmed can be shared. Please confirm the judgement first.",
    (
        EvaluationState.CONFIRMED,
        EvaluationState.CONFIRMED,
    ): "This has been confirmed already. Open it to see by whom.",
    (EvaluationState.SHARED, EvaluationState.SHARED): "This has been shared already.",
    (
        EvaluationState.SHARED,
        EvaluationState.DISCARDED,
    ): "What has been shared stays. Please make a new one; both stay on the record.",
}


def move(current: EvaluationState, wanted: EvaluationState) -> EvaluationState:
    """Return the wanted state, or refuse in words when the evaluation is not at that point."""
    return step(NEXT, current, wanted, _REFUSALS.get((current, wanted), f"This is already {current}."))


class Reason(StrEnum):
    """Why a judgement is suggested. Each is a sentence of its own, with the figures it rests on."""

    TOO_FEW = "too_few"
    MOSTLY_UNSEEN = "mostly_unseen"
    BY_DATE = "by_date"
    SAFETY_LATE = "safety_late"
    STILL_LATE = "still_late"
    LOOKS_ALONE = "looks_alone"
    GAPS = "gaps"
    SHORT = "short"
    WEAKEST_MEASURE = "weakest_measure"
    READINGS_MISSING = "readings_missing"


@dataclass(frozen=True)
class Thresholds:
    """What each word stands for. Per cent are those of the provider's actions that were done by their date.

    An action counts at the date that stands, an agreed extension among them: more time asked for in time is no
    failing. Asked for after the date, or withdrawn after it, the action was late. What waits for the commissioners
    counts as done on the day it was handed in (practice.md 2.4). The number of concerns counts for nothing, so that
    nobody is marked down for reporting (practice.md 2.7), and neither does anything that the provider has not been told
    of. Looks are the provider's own: what the commissioners did not look at is their own gap, and said as theirs.

    Where no action of the provider fell due, its looks alone can say *close*: when at least the fewest facts are looks
    that were done, and they are as large a part of those planned as *close* asks of actions. They show that the
    provider looks and says what it finds, not that what was agreed was done, so they never say *on target*, and never
    *below*: with fewer looks nobody can tell.

    A look of the provider that falls short of what was agreed keeps it from *on target*, and counts for no more than
    that, however many there are: nobody is marked down for looking and saying so (practice.md 2.7).
    """

    fewest_facts: int = 3
    """Actions that fell due and looks that were recorded, together; with fewer nobody can tell."""
    fewest_seen: int = 50
    """Per cent of the planned looks that were done; with fewer nobody can tell."""
    on_target: int = 90
    """Per cent by their date, with nothing still late, no planned look missing, and none that falls short."""
    close: int = 75
    below: int = 50


THRESHOLDS = Thresholds()


@dataclass(frozen=True)
class Suggestion:
    """What the figures suggest, and why. A person decides."""

    judgement: Judgement
    reasons: tuple[Reason, ...]


def suggest(figures: Figures, thresholds: Thresholds = THRESHOLDS) -> Suggestion:
    """Return the judgement that the figures suggest; the same figures always suggest the same.

    Safety comes first: a late action that keeps people safe is well below, however little else is known.
    """
    if figures.their_safety_late:
        return Suggestion(Judgement.WELL_BELOW, (Reason.SAFETY_LATE, *_by_date(figures)))
    if not figures.their_due:
        return _of_looks_alone(figures, thresholds)
    unknown = _why_nobody_can_tell(figures, thresholds)
    if unknown is not None:
        return Suggestion(Judgement.CANNOT_TELL, (unknown, *_gaps(figures)))
    judgement = _of_share(figures, thresholds)
    is_short = figures.their_late or figures.their_looks_missing or figures.their_looks_short
    if judgement is Judgement.ON_TARGET and is_short:
        judgement = Judgement.CLOSE
    still_late = (Reason.STILL_LATE,) if figures.their_late else ()
    return Suggestion(judgement, (*_by_date(figures), *still_late, *_gaps(figures)))


def _of_looks_alone(figures: Figures, thresholds: Thresholds) -> Suggestion:
    done, planned = figures.their_looks_done, figures.their_looks_over
    if done >= thresholds.fewest_facts and done * 100 >= planned * thresholds.close:
        return Suggestion(Judgement.CLOSE, (Reason.LOOKS_ALONE, *_gaps(figures)))
    return Suggestion(Judgement.CANNOT_TELL, (Reason.TOO_FEW, *_gaps(figures)))


def _why_nobody_can_tell(figures: Figures, thresholds: Thresholds) -> Reason | None:
    done, planned = figures.their_looks_done, figures.their_looks_over
    if figures.their_due + done + figures.their_looks_not_done < thresholds.fewest_facts:
        return Reason.TOO_FEW
    return Reason.MOSTLY_UNSEEN if done * 100 < planned * thresholds.fewest_seen else None


def _of_share(figures: Figures, thresholds: Thresholds) -> Judgement:
    by_date, due = figures.their_on_time * 100, figures.their_due
    if by_date >= due * thresholds.on_target:
        return Judgement.ON_TARGET
    if by_date >= due * thresholds.close:
        return Judgement.CLOSE
    return Judgement.BELOW if by_date >= due * thresholds.below else Judgement.WELL_BELOW


def _by_date(figures: Figures) -> tuple[Reason, ...]:
    return (Reason.BY_DATE,) if figures.their_due else ()


def _gaps(figures: Figures) -> tuple[Reason, ...]:
    missing = (Reason.GAPS,) if figures.their_looks_missing else ()
    return (*missing, Reason.SHORT) if figures.their_looks_short else missing


@dataclass(frozen=True)
class Verdict:
    """What a named person makes of it. `summary`, `voice` and `because` are SHARED text, so they carry no names.

    `because` says why the judgement is another than the figures suggest; `note` is for our own side alone. `measures`
    is what they make of each measure of a process, by its id.
    """

    judgement: Judgement
    summary: str
    voice: str = ""
    because: str = ""
    note: str = ""
    measures: Mapping[UUID, Judgement] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.summary.strip():
            raise NotAllowed("Please say in two or three sentences how it stands.", "summary")
        for name in ("summary", "voice", "because", "note"):
            if len(getattr(self, name)) > LONGEST_SUMMARY:
                raise NotAllowed(
                    f"Please shorten this to {LONGEST_SUMMARY:,} characters. Nothing has been cut.", name
                )


def is_as_suggested(
    suggested: Judgement, verdict: Verdict, measures: Mapping[UUID, Judgement] | None = None
) -> bool:
    """Say whether a verdict is what the figures suggest, of the whole and of every measure."""
    of_measures = measures or {}
    return verdict.judgement is suggested and all(
        each is of_measures.get(measure_id, each) for measure_id, each in verdict.measures.items()
    )


def require_reason_for_change(
    suggested: Judgement, verdict: Verdict, measures: Mapping[UUID, Judgement] | None = None
) -> None:
    """Refuse another judgement than the suggested one, of the whole or of a measure, without a reason."""
    if not is_as_suggested(suggested, verdict, measures) and not verdict.because.strip():
        raise NotAllowed(
            "You have chosen another judgement than the one suggested. Please say why.", "because"
        )
