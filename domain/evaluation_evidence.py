"""What an evaluation rests on, kept as it was compiled and read again unchanged however the record moves on."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from domain.chart_panels import ActionDay
from domain.evaluation_figures import Figures
from domain.evaluation_measures import MeasureFound
from domain.evaluations import RULES, Judgement, Reason, Suggestion
from domain.placements import Position

VERSION = 1
"""The shape of what is kept. What was kept in an earlier shape stays readable: a figure unknown then counts 0."""


class HowMissing(StrEnum):
    """Why a planned look gives no evidence."""

    MISSED = "missed"
    NOT_DONE = "not_done"


@dataclass(frozen=True)
class Missing:
    """A planned look that gives no evidence: a gap, never a nought (CPC424-P13). `is_theirs`: the provider's own."""

    schedule_id: UUID
    planned_on: date
    how: HowMissing
    is_theirs: bool = False


@dataclass(frozen=True)
class Before:
    """The figures of an earlier evaluation, to be compared with."""

    reference: str
    last: date
    figures: Figures


@dataclass(frozen=True)
class Evidence:
    """Everything that one evaluation counted. `own` is for our side; `shared` counts what the provider knew of.

    The suggestion rests on `shared` alone: what somebody has not been told of does not count against them. What we
    look at ourselves may be unannounced, so days and titles of it stay with us; `shared_next_look_on` is of theirs.
    `ends_at` is the moment as of which was counted, `follows` the one at which the evaluation before was, where that
    was on the same day. `asked_from` is the day asked for, where the contract began later. `position` is whether people
    were placed there when the period ended, for commissioners alone; None where nobody had decided anything.
    `improvement_id` and `measures` are of a process where one was evaluated, not the whole contract.
    """

    first: date
    last: date
    compiled_at: datetime
    own: Figures
    shared: Figures
    suggestion: Suggestion
    missing: tuple[Missing, ...] = ()
    has_schedules: bool = False
    next_look_on: date | None = None
    has_shared_schedules: bool = False
    shared_next_look_on: date | None = None
    ends_at: datetime | None = None
    follows: datetime | None = None
    asked_from: date | None = None
    position: Position | None = None
    position_from: date | None = None
    own_before: Before | None = None
    shared_before: Before | None = None
    rules: int = RULES
    improvement_id: UUID | None = None
    measures: tuple[MeasureFound, ...] = ()
    action_days: tuple[ActionDay, ...] = ()

    @property
    def measures_suggested(self) -> dict[UUID, Judgement]:
        """What the last reading of each measure suggests, by the measure's id."""
        return {each.measure_id: each.course.judged for each in self.measures}

    @property
    def signature(self) -> str:
        """What is the same for the same evidence, whenever it is looked at."""
        data = self.to_data() | {"compiled_at": "", "ends_at": ""}
        return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:16]

    def to_data(self) -> dict[str, Any]:
        """Return it as plain data: ids, dates, counts and our own words; nothing that anybody typed."""
        return {
            "version": VERSION,
            "rules": self.rules,
            "compiled_at": self.compiled_at.isoformat(),
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "own": asdict(self.own),
            "shared": asdict(self.shared),
            "suggested": self.suggestion.judgement.value,
            "reasons": [reason.value for reason in self.suggestion.reasons],
            "missing": [
                {
                    "schedule": each.schedule_id.hex,
                    "on": each.planned_on.isoformat(),
                    "how": each.how.value,
                    "is_theirs": each.is_theirs,
                }
                for each in self.missing
            ],
            "has_schedules": self.has_schedules,
            "has_shared_schedules": self.has_shared_schedules,
            "next_look_on": _said(self.next_look_on),
            "shared_next_look_on": _said(self.shared_next_look_on),
            "ends_at": _said(self.ends_at),
            "follows": _said(self.follows),
            "asked_from": _said(self.asked_from),
            "position": self.position.value if self.position else None,
            "position_from": _said(self.position_from),
            "own_before": _before_to_data(self.own_before),
            "shared_before": _before_to_data(self.shared_before),
            **self._improvement_to_data(),
        }

    def _improvement_to_data(self) -> dict[str, Any]:
        if self.improvement_id is None:
            return {}
        measures = [each.to_data() for each in self.measures]
        days = [[each.due_on.isoformat(), _said(each.done_on)] for each in self.action_days]
        return {"improvement": self.improvement_id.hex, "measures": measures, "actions": days}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Evidence":
        """Read it as it was kept."""
        reasons = tuple(Reason(reason) for reason in data["reasons"])
        return cls(
            first=date.fromisoformat(data["first"]),
            last=date.fromisoformat(data["last"]),
            compiled_at=datetime.fromisoformat(data["compiled_at"]),
            own=_figures(data["own"]),
            shared=_figures(data["shared"]),
            suggestion=Suggestion(Judgement(data["suggested"]), reasons),
            missing=tuple(
                Missing(
                    UUID(each["schedule"]),
                    date.fromisoformat(each["on"]),
                    HowMissing(each["how"]),
                    each.get("is_theirs", False),
                )
                for each in data["missing"]
            ),
            has_schedules=data["has_schedules"],
            has_shared_schedules=data.get("has_shared_schedules", False),
            next_look_on=_day(data["next_look_on"]),
            shared_next_look_on=_day(data.get("shared_next_look_on")),
            ends_at=_moment(data.get("ends_at")),
            follows=_moment(data.get("follows")),
            asked_from=_day(data.get("asked_from")),
            position=Position(data["position"]) if data.get("position") else None,
            position_from=_day(data.get("position_from")),
            own_before=_before_from_data(data["own_before"]),
            shared_before=_before_from_data(data["shared_before"]),
            rules=data["rules"],
            improvement_id=UUID(data["improvement"]) if data.get("improvement") else None,
            measures=tuple(MeasureFound.from_data(each) for each in data.get("measures", ())),
            action_days=tuple(
                ActionDay(date.fromisoformat(due), _day(done)) for due, done in data.get("actions", ())
            ),
        )


def _said(when: date | None) -> str | None:
    return when.isoformat() if when else None


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def _moment(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None


def _figures(data: Mapping[str, int]) -> Figures:
    return Figures(**{field.name: data[field.name] for field in fields(Figures) if field.name in data})


def _before_to_data(before: Before | None) -> dict[str, Any] | None:
    if before is None:
        return None
    return {
        "reference": before.reference,
        "last": before.last.isoformat(),
        "figures": asdict(before.figures),
    }


def _before_from_data(data: Mapping[str, Any] | None) -> Before | None:
    if data is None:
        return None
    return Before(data["reference"], date.fromisoformat(data["last"]), _figures(data["figures"]))
