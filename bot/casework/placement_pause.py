"""The provider's own pause of admissions: said by the provider, kept for longer, and lifted by the provider."""

from datetime import date, datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, require_act
from bot.casework.notices import calendar_of
from bot.casework.placement_keeping import NewDecision, add_decision, let_stand, position_of
from bot.casework.placement_telling import subject_of
from bot.casework.records import keep_texts
from bot.casework.shared_words import require_words_for_all
from domain.confidentiality import ContentClass
from domain.errors import NotAllowed, NotYours
from domain.people import Act, Party
from domain.placements import Position, lifted_to, require_position
from domain.references import Choose
from storage.people import Person
from storage.placements import PlacementDecision
from storage.unit_of_work import UnitOfWork


def require_provider(work: UnitOfWork, person: Person, contract_id: UUID) -> None:
    """Raise NotYours unless somebody speaks for the provider here."""
    if require_act(work, person, contract_id, Act.PAUSE_ADMISSIONS) is not Party.PROVIDER:
        raise NotYours(NOT_YOURS)


def pause(
    work: UnitOfWork, person: Person, contract_id: UUID, until: date, said: str, now: datetime, choose: Choose
) -> PlacementDecision:
    """Keep that the provider pauses admissions by itself, or for longer than it said; our lead looks again then."""
    require_provider(work, person, contract_id)
    work.placements.hold(contract_id)
    current, calendar = position_of(work, contract_id), calendar_of(work, contract_id)
    require_position(Party.PROVIDER, current, Position.PAUSED)
    today = calendar.local(now).date()
    if until < today:
        raise NotAllowed("Please choose today or a day to come.", "until")
    if not said.strip():
        raise NotAllowed("Please say in a line why admissions are paused.", "said")
    require_words_for_all(work, contract_id, {"said": said})
    review_on = until if calendar.is_working_day(until) else calendar.next_working_day(until)
    new = NewDecision(Position.PAUSED, today, review_on, said, said)
    return _keep_theirs(work, person, contract_id, new, now, choose)


def lift(
    work: UnitOfWork, person: Person, contract_id: UUID, said: str, now: datetime, choose: Choose
) -> PlacementDecision:
    """Keep that the provider lifts its own pause: a limit that we decided goes on, and nothing else is changed."""
    require_provider(work, person, contract_id)
    work.placements.hold(contract_id)
    standing = work.placements.standing(contract_id)
    if standing is None or standing.position is not Position.PAUSED:
        raise NotAllowed("There is no pause of yours to lift.")
    wanted = require_position(Party.PROVIDER, standing.position, lifted_to(standing.before))
    if not said.strip():
        raise NotAllowed("Please say in a line why it is lifted.", "said")
    require_words_for_all(work, contract_id, {"said": said})
    calendar = calendar_of(work, contract_id)
    today = calendar.local(now).date()
    ours = last_of_ours(work, contract_id)
    kept = ours.review_on if ours is not None and wanted is Position.LIMITED else None
    # What was to be looked at while the pause lasted is looked at on the next working day.
    review_on = max(kept, calendar.next_working_day(today)) if kept else None
    new = NewDecision(wanted, today, review_on, said, said)
    return _keep_theirs(work, person, contract_id, new, now, choose)


def last_of_ours(work: UnitOfWork, contract_id: UUID) -> PlacementDecision | None:
    """Return the last position that our own side decided and that stood, or None."""
    found = [
        each
        for each in work.placements.of_contract(contract_id)
        if each.party is Party.OWN and each.stood_at is not None
    ]
    return found[-1] if found else None


def _keep_theirs(
    work: UnitOfWork, person: Person, contract_id: UUID, new: NewDecision, now: datetime, choose: Choose
) -> PlacementDecision:
    decision = add_decision(work, person, contract_id, new, Party.PROVIDER, now, choose)
    texts = {"said": new.to_provider}
    keep_texts(work, subject_of(decision), ContentClass.SHARED, person, now, texts)
    let_stand(work, decision, person, now)
    return decision
