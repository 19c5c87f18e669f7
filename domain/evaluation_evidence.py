"""What an evaluation rests on, kept as it was compiled and read again unchanged however the record moves on."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from domain.evaluation_figures import Figures
from domain.evaluations import RULES, Judgement, Reason, Suggestion

VERSION = 1
"""The shape of what is kept. What was kept in an earlier shape stays readable: a figure unknown then counts 0."""


class HowMissing(StrEnum):
    """Why a planned look gives no evidence."""

    MISSED = "missed"
    NOT_DONE = "not_done"


@dataclass(frozen=True)
class Missing:
    """A planned look that gives no evidence: a gap, never a nought (CPC424-P13)."""

    schedule_id: UUID
    planned_on: date
    how: HowMissing


@dataclass(frozen=True)
class Before:
    """The figures of an earlier evaluation, to be compared with."""

    reference: str
    last: date
    figures: Figures


@dataclass(frozen=True)
class Evidence:
    """Everything that one evaluation counted. `own` is for our side; `shared` counts what the provider knew of.

    The suggestion rests on `shared` alone: what somebody has not been told of does not count against them.
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
    own_before: Before | None = None
    shared_before: Before | None = None
    rules: int = RULES

    @property
    def signature(self) -> str:
        """What is the same for the same evidence, whenever it is looked at."""
        data = self.to_data() | {"compiled_at": ""}
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
                {"schedule": each.schedule_id.hex, "on": each.planned_on.isoformat(), "how": each.how.value}
                for each in self.missing
            ],
            "has_schedules": self.has_schedules,
            "next_look_on": self.next_look_on.isoformat() if self.next_look_on else None,
            "own_before": _before_to_data(self.own_before),
            "shared_before": _before_to_data(self.shared_before),
        }

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
                Missing(UUID(each["schedule"]), date.fromisoformat(each["on"]), HowMissing(each["how"]))
                for each in data["missing"]
            ),
            has_schedules=data["has_schedules"],
            next_look_on=date.fromisoformat(data["next_look_on"]) if data["next_look_on"] else None,
            own_before=_before_from_data(data["own_before"]),
            shared_before=_before_from_data(data["shared_before"]),
            rules=data["rules"],
        )


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
