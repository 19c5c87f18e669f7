"""Organisations, how Slack knows them, and what the own organisation has set up."""

from datetime import date, datetime, time
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, col, func, or_, select

from domain.calendar import Nation, WorkingCalendar
from storage.columns import words
from storage.rows import connection_of


class Organisation(SQLModel, table=True):
    """A council, a health partner, a provider, an advocacy body."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str = Field(max_length=200, unique=True)
    is_own: bool = False


class OrganisationTeam(SQLModel, table=True):
    """The Slack workspaces of an organisation; how the gate knows who can see a channel."""

    __tablename__ = "organisation_team"
    team_id: str = Field(primary_key=True, max_length=32)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)


class OrganisationSettings(SQLModel, table=True):
    """What the own organisation has set up for itself; one row."""

    __tablename__ = "organisation_settings"
    organisation_id: UUID = Field(primary_key=True, foreign_key="organisation.id")
    nation: Nation = Field(sa_type=words(Nation, "nation"))
    opens: time = time(9, 0)
    closes: time = time(17, 0)
    emergency_number: str = Field(default="", max_length=200)
    duty_number: str = Field(default="", max_length=200)
    set_up_at: datetime


class ClosureDay(SQLModel, table=True):
    """A local closure day: not working for chasing, never for safeguarding (practice.md section 4)."""

    __tablename__ = "closure_day"
    day: date = Field(primary_key=True)


OWN = (
    select(Organisation, OrganisationSettings)
    .outerjoin(OrganisationSettings, col(OrganisationSettings.organisation_id) == col(Organisation.id))
    .where(col(Organisation.is_own))
)
"""Asked in every command: put together once, and both at once."""

CLOSURE_DAYS = select(col(ClosureDay.day))


class Organisations:
    """Questions about organisations."""

    def __init__(self, session: Session) -> None:
        self._session = session
        # A calendar is asked for at every step of every ladder; within one unit of work it is the same one.
        self._calendars: dict[Nation | None, WorkingCalendar] = {}
        self._found: dict[UUID, Organisation] = {}
        self._own: Organisation | None = None
        self._settings: OrganisationSettings | None = None

    def own(self) -> Organisation | None:
        """Return our own organisation, once it has been set up."""
        if self._own is None:
            self._own, self._settings = self._session.execute(OWN).first() or (None, None)
        return self._own

    def get(self, organisation_id: UUID) -> Organisation:
        """Return one organisation that is known to exist."""
        if organisation_id not in self._found:
            self._found[organisation_id] = self._session.get_one(Organisation, organisation_id)
        return self._found[organisation_id]

    def named(self, name: str) -> Organisation:
        """Return the organisation of that name, in capitals or not, adding it when it is new."""
        same = or_(Organisation.name == name, func.lower(Organisation.name) == name.lower())
        found = self._session.exec(select(Organisation).where(same)).first()
        if found is None:
            found = Organisation(name=name)
            self._session.add(found)
            self._session.flush()
        return found

    def set_up_own(
        self, name: str, team_id: str, settings: OrganisationSettings | None = None
    ) -> Organisation:
        """Make the organisation of that name ours and tie it to our workspace; nothing twice."""
        own = self.own() or self.named(name)
        own.name, own.is_own = name, True
        self._session.add(own)
        self.add_team(own.id, team_id)
        self._calendars.clear()
        if settings is not None:
            settings.organisation_id = own.id
            kept = self.settings()
            # The first time counts: what recurs is counted from it, however often something is changed since.
            settings.set_up_at = kept.set_up_at if kept else settings.set_up_at
            self._session.merge(settings)
        self._session.flush()
        return own

    def add_team(self, organisation_id: UUID, team_id: str) -> None:
        """Remember that a Slack workspace belongs to an organisation."""
        self._session.merge(OrganisationTeam(team_id=team_id, organisation_id=organisation_id))

    def of_team(self, team_id: str) -> UUID | None:
        """Return whose workspace this is, or None when we do not know it."""
        found = self._session.get(OrganisationTeam, team_id)
        return found.organisation_id if found else None

    def settings(self) -> OrganisationSettings | None:
        """Return what the own organisation has set up."""
        if self._settings is None:
            self._own, self._settings = self._session.execute(OWN).first() or (None, None)
        return self._settings

    def set_closure_days(self, days: frozenset[date]) -> None:
        """Replace the local closure days."""
        self._calendars.clear()
        for row in self._session.exec(select(ClosureDay)).all():
            if row.day not in days:
                self._session.delete(row)
        for day in days:
            self._session.merge(ClosureDay(day=day))
        self._session.flush()

    def closure_days(self) -> frozenset[date]:
        """Return the local closure days."""
        return frozenset(connection_of(self._session).execute(CLOSURE_DAYS).scalars())

    def calendar(self, nation: Nation | None) -> WorkingCalendar:
        """Return the working calendar of a nation with our hours and closure days; ours when none is given."""
        if nation not in self._calendars:
            self._calendars[nation] = self._calendar(nation)
        return self._calendars[nation]

    def _calendar(self, nation: Nation | None) -> WorkingCalendar:
        settings = self.settings()
        if settings is None:
            return WorkingCalendar(nation or Nation.ENGLAND)
        return WorkingCalendar(
            nation or settings.nation, self.closure_days(), opens=settings.opens, closes=settings.closes
        )
