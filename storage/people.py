"""People and their roles. A person is (team, user) in Slack, or somebody without Slack."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, Index, Uuid, bindparam, or_, text
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select

from domain.people import Role
from storage.columns import words


class Person(SQLModel, table=True):
    """Somebody who takes part. Without an organisation: met, and not confirmed by anybody yet.

    `left_at` is when they were found to have left, `looked_up_at` when Slack was last asked about them. A guest is
    inside our workspace and still an outsider. The last three say how they are best written to and met.
    """

    __table_args__ = (UniqueConstraint("team_id", "user_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    organisation_id: UUID | None = Field(default=None, foreign_key="organisation.id", index=True)
    name: str = Field(max_length=200)
    job: str = Field(default="", max_length=200)
    team_id: str | None = Field(default=None, max_length=32)
    user_id: str | None = Field(default=None, max_length=32)
    email: str | None = Field(default=None, max_length=200)
    is_active: bool = True
    direct_channel: str | None = Field(default=None, max_length=32)
    is_guest: bool = False
    left_at: datetime | None = None
    looked_up_at: datetime | None = None
    formats: list[str] = Field(default_factory=list, sa_type=JSON)
    needs_interpreter: bool = False
    has_advocate: bool = False


class RoleAssignment(SQLModel, table=True):
    """A role somebody holds for a contract, or, without one, for the whole organisation."""

    __tablename__ = "role_assignment"
    __table_args__ = (
        UniqueConstraint("person_id", "role", "contract_id"),
        # A missing contract is like no other to a database, so that constraint alone would let it in twice.
        Index(
            "uq_role_assignment_organisation",
            "person_id",
            "role",
            unique=True,
            postgresql_where=text("contract_id IS NULL"),
            sqlite_where=text("contract_id IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    role: Role = Field(sa_type=words(Role, "role"))
    contract_id: UUID | None = Field(default=None, foreign_key="contract.id", index=True)
    given_at: datetime


HOLDERS = (
    select(Person, RoleAssignment.role, RoleAssignment.contract_id)
    .join(RoleAssignment, col(RoleAssignment.person_id) == col(Person.id))
    .where(
        col(RoleAssignment.role).in_([bindparam("role"), bindparam("otherwise")]),
        or_(
            col(RoleAssignment.contract_id).is_(None),
            col(RoleAssignment.contract_id) == bindparam("contract_id", type_=Uuid()),
        ),
    )
    .order_by(col(RoleAssignment.given_at), Person.name)
)
IN_SLACK = select(Person).where(
    Person.team_id == bindparam("team_id"), Person.user_id == bindparam("user_id")
)
"""Asked in every command: put together once, these are asked in half the time."""


class People:
    """Questions about people and roles."""

    def __init__(self, session: Session) -> None:
        self._session = session
        # Asked again and again in one unit of work: who may see each of a hundred lines.
        self._found: dict[UUID, Person] = {}
        self._roles: dict[UUID, list[tuple[Role, UUID | None]]] = {}
        self._holding: dict[tuple[Role, UUID | None], Sequence[Person]] = {}

    def get(self, person_id: UUID) -> Person:
        """Return a person who is known to exist."""
        if person_id not in self._found:
            self._found[person_id] = self._session.get_one(Person, person_id)
        return self._found[person_id]

    def find(self, person_id: UUID) -> Person | None:
        """Return a person, or None."""
        return self._session.get(Person, person_id)

    def in_slack(self, team_id: str, user_id: str) -> Person | None:
        """Return who this is in Slack, or None when nobody has been met under that name."""
        return self._session.exec(IN_SLACK, params={"team_id": team_id, "user_id": user_id}).first()

    def add(self, person: Person) -> Person:
        """Keep a person."""
        self._session.add(person)
        self._session.flush()
        return person

    def give(self, person_id: UUID, role: Role, contract_id: UUID | None, now: datetime) -> bool:
        """Give a role; False when it was already held."""
        held = select(RoleAssignment).where(
            RoleAssignment.person_id == person_id,
            RoleAssignment.role == role,
            RoleAssignment.contract_id == contract_id,
        )
        if self._session.exec(held).first() is not None:
            return False
        self._session.add(
            RoleAssignment(person_id=person_id, role=role, contract_id=contract_id, given_at=now)
        )
        self._session.flush()
        self._forget_roles()
        return True

    def take_organisation_role(self, role: Role) -> None:
        """End a role for everybody who holds it for the whole organisation, so that it can be given anew."""
        held = select(RoleAssignment).where(
            RoleAssignment.role == role, col(RoleAssignment.contract_id).is_(None)
        )
        for row in self._session.exec(held).all():
            self._session.delete(row)
        self._session.flush()
        self._forget_roles()

    def keep_organisation_role(self, role: Role, keep: Collection[UUID]) -> list[UUID]:
        """End a role for whoever holds it for the whole organisation, those to keep excepted; return whose ended."""
        held = select(RoleAssignment).where(
            RoleAssignment.role == role, col(RoleAssignment.contract_id).is_(None)
        )
        ended = [row for row in self._session.exec(held).all() if row.person_id not in keep]
        for row in ended:
            self._session.delete(row)
        self._session.flush()
        self._forget_roles()
        return [row.person_id for row in ended]

    def end_roles(self, person_id: UUID) -> None:
        """End everything that somebody is, for every contract and for the whole organisation."""
        held = select(RoleAssignment).where(RoleAssignment.person_id == person_id)
        for row in self._session.exec(held).all():
            self._session.delete(row)
        self._session.flush()
        self._forget_roles()

    def roles(self, person_id: UUID, contract_id: UUID | None) -> frozenset[Role]:
        """Return somebody's roles for a contract, those for the whole organisation among them."""
        if person_id not in self._roles:
            held = select(RoleAssignment.role, RoleAssignment.contract_id)
            rows = self._session.exec(held.where(RoleAssignment.person_id == person_id)).all()
            self._roles[person_id] = [(Role(role), held_for) for role, held_for in rows]
        return frozenset(
            role for role, held_for in self._roles[person_id] if held_for is None or held_for == contract_id
        )

    def takes_part(self, person_id: UUID, since: datetime) -> bool:
        """Say whether somebody still holds a role that they held at a moment, for the organisation or a contract."""
        mine = RoleAssignment.person_id == person_id
        held = select(RoleAssignment.id).where(mine, col(RoleAssignment.given_at) <= since).limit(1)
        return self._session.exec(held).first() is not None

    def held(self, person_id: UUID, contract_id: UUID) -> frozenset[Role]:
        """Return the roles somebody holds for exactly this contract."""
        rows = self._session.exec(
            select(RoleAssignment.role).where(
                RoleAssignment.person_id == person_id, RoleAssignment.contract_id == contract_id
            )
        ).all()
        return frozenset(Role(row) for row in rows)

    def contracts_of(self, person_id: UUID) -> frozenset[UUID]:
        """Return the contracts for which somebody holds a role."""
        rows = self._session.exec(
            select(RoleAssignment.contract_id).where(RoleAssignment.person_id == person_id)
        ).all()
        return frozenset(row for row in rows if row is not None)

    def _forget_roles(self) -> None:
        """What was found out about roles in this unit of work holds no longer."""
        self._roles.clear()
        self._holding.clear()

    def first_held(self, role: Role, otherwise: Role, contract_id: UUID | None) -> Sequence[Person]:
        """Return the active people who hold a role for a contract, or else for the whole organisation, or else another.

        The other role counts for the whole organisation too. Those who have held theirs longest come first.
        """
        wanted = ((role, contract_id), (role, None), (otherwise, None))
        if any(place not in self._holding for place in wanted):
            rows = self._session.execute(
                HOLDERS, {"role": role, "otherwise": otherwise, "contract_id": contract_id}
            ).all()
            for place in wanted:
                self._holding[place] = [row[0] for row in rows if (row[1], row[2]) == place]
        held = ([person for person in self._holding[place] if person.is_active] for place in wanted)
        return next((people for people in held if people), [])

    def holding(self, roles: Collection[Role], contract_id: UUID | None) -> Sequence[Person]:
        """Return the active people who hold one of the roles for exactly this contract, the first to hold it first."""
        found = self._session.exec(
            select(Person)
            .join(RoleAssignment, col(RoleAssignment.person_id) == col(Person.id))
            .where(
                col(RoleAssignment.role).in_(roles),
                RoleAssignment.contract_id == contract_id,
                col(Person.is_active),
            )
            .order_by(col(RoleAssignment.given_at), Person.name)
        ).all()
        return list({person.id: person for person in found}.values())

    def holding_anywhere(self, role: Role) -> Sequence[Person]:
        """Return the active people who hold a role for any contract, by name."""
        return self._session.exec(
            select(Person)
            .where(
                col(Person.is_active),
                col(Person.id).in_(
                    select(RoleAssignment.person_id).where(
                        RoleAssignment.role == role, col(RoleAssignment.contract_id).is_not(None)
                    )
                ),
            )
            .order_by(Person.name)
        ).all()

    def to_look_up(self, before: datetime, limit: int) -> Sequence[Person]:
        """Return people in Slack with a role whom nobody has asked Slack about since then, the longest ago first."""
        given = select(RoleAssignment.person_id).where(col(RoleAssignment.given_at) <= before)
        return self._session.exec(
            select(Person)
            .where(
                col(Person.is_active),
                col(Person.user_id).is_not(None),
                col(Person.looked_up_at).is_(None) | (col(Person.looked_up_at) <= before),
                col(Person.id).in_(given),
            )
            .order_by(col(Person.looked_up_at).is_not(None), col(Person.looked_up_at), Person.name)
            .limit(limit)
        ).all()

    def assignments(self, contract_id: UUID) -> Sequence[tuple[Person, RoleAssignment]]:
        """Return who holds which role for a contract and since when, those who have left among them, by name."""
        rows = self._session.exec(
            select(Person, RoleAssignment)
            .join(RoleAssignment, col(RoleAssignment.person_id) == col(Person.id))
            .where(RoleAssignment.contract_id == contract_id)
            .order_by(Person.name, col(RoleAssignment.given_at))
        ).all()
        return [(person, held) for person, held in rows]

    def end(self, held: RoleAssignment) -> None:
        """End one role."""
        self._session.delete(held)
        self._session.flush()
        self._forget_roles()

    def who_left(self) -> Sequence[Person]:
        """Return everybody who has left and still holds a role."""
        held = select(RoleAssignment.person_id)
        return self._session.exec(
            select(Person).where(col(Person.is_active).is_(False), col(Person.id).in_(held))
        ).all()

    def of_contract(self, contract_id: UUID) -> Sequence[Person]:
        """Return everybody active who holds a role for the contract, in the order they came."""
        return self.holding(tuple(Role), contract_id)

    def of_organisation(self, organisation_id: UUID) -> Sequence[Person]:
        """Return the active people of an organisation, by name."""
        return self._session.exec(
            select(Person)
            .where(Person.organisation_id == organisation_id, col(Person.is_active))
            .order_by(Person.name)
        ).all()

    def in_slack_by_users(self, user_ids: Collection[str]) -> Sequence[Person]:
        """Return the people known under any of these Slack user ids."""
        if not user_ids:
            return []
        return self._session.exec(select(Person).where(col(Person.user_id).in_(user_ids))).all()
