"""Records of a contract written down as data, put into the record for an evaluation to count."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from bot.casework.contracts import create_contract
from domain.actions import ActionState, Basis, ExtensionState
from domain.calendar import LONDON, Nation
from domain.chronology import SubjectKind
from domain.concerns import ConcernState, Route
from domain.contracts import NewContract
from domain.deadlines import DeadlineKind, DeadlineState
from domain.monitoring import ActivityState, Interval
from domain.people import Party
from playground import alderwick
from storage.actions import Action, Extension
from storage.concerns import Concern
from storage.contracts import Contract
from storage.deadlines import Deadline
from storage.monitoring import MonitoringActivity, MonitoringSchedule
from storage.people import Person
from storage.unit_of_work import UnitOfWork

Json = dict[str, Any]
FOLDER = Path(__file__).parent / "evaluated"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))


def read(name: str) -> Json:
    """One contract's records, and what somebody counted by hand."""
    data: Json = json.loads((FOLDER / f"{name}.json").read_text())
    return data


def moment(said: str) -> datetime:
    """A moment as London clocks showed it."""
    return datetime.fromisoformat(said).replace(tzinfo=LONDON).astimezone(UTC)


def moment_if(said: str | None) -> datetime | None:
    """The same, of what may not have happened."""
    return moment(said) if said else None


def person(work: UnitOfWork, who: alderwick.Character) -> Person:
    """Somebody of the cast, as the record knows them."""
    known = work.people.in_slack(who.team_id, who.user_id)
    assert known is not None
    return known


@dataclass
class Filing:
    """Puts the records of one contract into the record, one kind after the other."""

    work: UnitOfWork
    contract: Contract

    @classmethod
    def of(cls, work: UnitOfWork, name: str) -> "Filing":
        """Create a contract of its own for the data, with the same people."""
        anita, priya = person(work, alderwick.ANITA), person(work, alderwick.PRIYA)
        new = NewContract(
            reference=f"EVAL-{name}",
            title=name.capitalize(),
            provider=alderwick.ORGANISATIONS[alderwick.PROVIDER],
            service="Care",
            nation=Nation.ENGLAND,
            starts_on=date(2024, 4, 1),
            ends_on=date(2029, 3, 31),
        )
        contract = create_contract(work, anita, new, priya.id, (anita.id,), alderwick.BEGINS)
        voice = person(work, alderwick.YUSUF).organisation_id
        assert voice is not None
        work.contracts.add_party(contract.id, voice, Party.OTHER)
        return cls(work, contract)

    def file(self, data: Json) -> None:
        """Put everything into the record."""
        concerns = [self._concern(each) for each in data["concerns"]]
        actions = [self._action(each, concerns) for each in data["actions"]]
        for each in data["duties"]:
            self._duty(each, actions)
        schedules: dict[str, MonitoringSchedule] = {}
        for number, each in enumerate(data["looks"]):
            self._look(each, schedules, number)

    def _concern(self, each: Json) -> UUID:
        by = alderwick.YUSUF if each.get("by") == "voice" else alderwick.TOM
        concern = Concern(
            reference=f"C-{uuid4().hex[:12]}",
            contract_id=self.contract.id,
            state=ConcernState.TRIAGED if each.get("decided") else ConcernState.LOGGED,
            reporter_id=person(self.work, by).id,
            logged_at=moment(each["logged"]),
            acknowledged_at=moment_if(each.get("taken")),
            triaged_at=moment_if(each.get("decided")),
            provider_told_at=moment_if(each.get("told")),
            closed_at=moment_if(each.get("closed")),
            route=Route(each["route"]) if "route" in each else None,
        )
        return self.work.concerns.add(concern).id

    def _action(self, each: Json, concerns: list[UUID]) -> UUID:
        owner = {"own": alderwick.LEAH, "partner": alderwick.SAM, "provider": alderwick.JOANNE}[each["party"]]
        agreed, handed_in, checked = (
            moment_if(each.get(name)) for name in ("agreed", "handed_in", "checked")
        )
        reached = ActionState.AGREED if agreed else ActionState.PROPOSED
        reached = ActionState.VERIFIED if checked else ActionState.SUBMITTED if handed_in else reached
        withdrawn = moment_if(each.get("withdrawn"))
        reached = ActionState.WITHDRAWN if withdrawn else reached
        action = Action(
            reference=f"A-{uuid4().hex[:12]}",
            contract_id=self.contract.id,
            concern_id=concerns[each["concern"]] if "concern" in each else None,
            title="Something is to be done",
            basis=Basis.REQUIREMENT,
            keeps_safe_now=each.get("safe", False),
            state=reached,
            owner_id=person(self.work, owner).id,
            owner_party=Party(each["party"]),
            proposed_by=person(self.work, alderwick.TOM).id,
            proposed_at=moment(each.get("proposed") or each["agreed"]),
            due_on=date.fromisoformat(each["due"]),
            original_due_on=date.fromisoformat(each["due"]),
            agreed_at=agreed,
            submitted_at=handed_in,
            verified_at=checked,
            withdrawn_at=withdrawn,
        )
        self.work.actions.add(action)
        if "extended" in each:
            self._extension(action, each["extended"])
        return action.id

    def _extension(self, action: Action, each: Json) -> None:
        extension = Extension(
            action_id=action.id,
            state=ExtensionState(each["state"]),
            from_date=date.fromisoformat(each.get("from") or action.due_on.isoformat()),
            wanted_on=action.due_on,
            asked_by=action.owner_id,
            asked_at=moment(each["asked"]),
            answered_at=moment_if(each.get("answered")),
        )
        self.work.actions.add_extension(extension)

    def _duty(self, each: Json, actions: list[UUID]) -> None:
        met = moment_if(each.get("met"))
        reached = (
            DeadlineState.MET if met else DeadlineState.CANCELLED if "ended" in each else DeadlineState.OPEN
        )
        is_about_action = "action" in each
        deadline = Deadline(
            kind=DeadlineKind(each["kind"]),
            state=DeadlineState(each.get("state", reached)),
            subject_kind=SubjectKind.ACTION if is_about_action else SubjectKind.CONCERN,
            subject_id=actions[each["action"]] if is_about_action else uuid4(),
            contract_id=self.contract.id,
            party=Party(each.get("party", "own")),
            basis="as written down",
            started_at=moment(each["started"]),
            due_at=moment(each["due"]),
            original_due_at=moment(each["due"]),
            met_at=met,
            ended_at=moment_if(each.get("ended")),
        )
        self.work.deadlines.add(deadline)

    def _look(self, each: Json, schedules: dict[str, MonitoringSchedule], number: int) -> None:
        planned, answered = date.fromisoformat(each["planned"]), moment_if(each.get("answered"))
        schedule = schedules.get(each["title"]) or self._schedule(each)
        schedules[each["title"]] = schedule
        activity = MonitoringActivity(
            schedule_id=schedule.id,
            contract_id=self.contract.id,
            owner_id=schedule.owner_id,
            version=1,
            number=number,
            planned_on=planned,
            original_on=planned,
            counts_on=planned,
            state=ActivityState(each.get("state", ActivityState.DONE if answered else ActivityState.PLANNED)),
            answered_at=answered,
        )
        self.work.monitoring.add(activity)

    def _schedule(self, each: Json) -> MonitoringSchedule:
        owner = alderwick.JOANNE if each["party"] == "provider" else alderwick.TOM
        schedule = MonitoringSchedule(
            reference=f"MN-{uuid4().hex[:12]}",
            contract_id=self.contract.id,
            title=each["title"],
            criterion="As agreed",
            interval=Interval.MONTHLY,
            anchor_on=date.fromisoformat(each["planned"]),
            at=time(10),
            owner_id=person(self.work, owner).id,
            party=Party(each["party"]),
            created_by=person(self.work, alderwick.PRIYA).id,
            created_at=alderwick.BEGINS,
        )
        self.work.monitoring.add(schedule)
        return schedule
