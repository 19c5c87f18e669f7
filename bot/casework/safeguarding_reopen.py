"""Taking up again what was decided or closed: it is to be decided anew, and its reporter told anew."""

from datetime import datetime

from bot.casework.safeguarding import start_deciding
from bot.casework.safeguarding_arrival import recall_outcome
from domain.safeguarding import SafeguardingState, move
from storage.people import Person
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork


def reopen(work: UnitOfWork, concern: SafeguardingConcern, lead: Person, now: datetime) -> None:
    """Let whoever has a concern decide anew, in the time of a first decision. Raises NotAllowed while it is open."""
    concern.state = move(concern.state, SafeguardingState.ACKNOWLEDGED)
    concern.closed_at = concern.reporter_told_at = None
    recall_outcome(work, concern, now)
    start_deciding(work, concern, lead, now)
