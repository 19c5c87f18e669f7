"""Everything done in one unit of work is kept together, or, on any error, not at all."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.chronology import Event, SubjectKind
from storage.action_plans import ActionPlans
from storage.actions import Actions
from storage.agreements import Agreements
from storage.calendar_feeds import CalendarFeeds
from storage.challenges import Challenges
from storage.channels import Channels
from storage.chronology import Chronology, ChronologyEntry
from storage.claims import Claims
from storage.concerns import Concerns
from storage.contracts import Contracts
from storage.data_incidents import DataIncidents
from storage.deadlines import Deadlines
from storage.evaluation_facts import EvaluationFacts
from storage.evaluations import Evaluations
from storage.exports import Exports
from storage.feedback import Feedbacks
from storage.formal_steps import FormalSteps
from storage.hand_offs import HandOffs
from storage.improvements import Improvements
from storage.joining import Joining
from storage.kept_evidence import KeptEvidences
from storage.measures import Measures
from storage.meetings import Meetings
from storage.monitoring import Monitoring
from storage.narratives import Narratives
from storage.notices import Notices
from storage.options import Options
from storage.organisations import Organisations
from storage.patterns import Patterns
from storage.people import People
from storage.placements import Placements
from storage.processes import Processes
from storage.reasons import Reasons
from storage.receipts import Receipts
from storage.references import is_taken, record_of, references_of
from storage.reflections import Reflections
from storage.resealing import Resealing
from storage.retention import Retention
from storage.role_requests import RoleRequests
from storage.routes import Routes
from storage.safeguarding import Safeguarding
from storage.safeguarding_decisions import SafeguardingDecisions
from storage.sealed_columns import hold_keys, unspoken_columns
from storage.sealing import Keys
from storage.seals import Seals
from storage.second_looks import SecondLooks
from storage.speak_up import SpeakUps
from storage.statements import Speaking, Statements
from storage.subject_requests import SubjectRequests
from storage.submissions import Submissions
from storage.support import Support
from storage.views import Views


class UnitOfWork:
    """One transaction, and the questions that may be asked within it."""

    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        hold_keys(session, keys.narratives)
        self.organisations = Organisations(session)
        self.people = People(session)
        self.contracts = Contracts(session)
        self.channels = Channels(session)
        self.joining = Joining(session)
        self.role_requests = RoleRequests(session)
        self.views = Views(session)
        self.narratives = Narratives(session, keys.narratives)
        self.concerns = Concerns(session)
        self.safeguarding = Safeguarding(session)
        self.safeguarding_decisions = SafeguardingDecisions(session)
        self.speak_up = SpeakUps(session, keys.speak_up)
        self.routes = Routes(session)
        self.support = Support(session)
        self.data_incidents = DataIncidents(session)
        self.monitoring = Monitoring(session)
        self.evaluations = Evaluations(session)
        self.evaluation_facts = EvaluationFacts(session)
        self.challenges = Challenges(session)
        self.placements = Placements(session)
        self.hand_offs = HandOffs(session)
        self.kept_evidence = KeptEvidences(session)
        self.actions = Actions(session)
        self.action_plans = ActionPlans(session)
        self.agreements = Agreements(session)
        self.calendar_feeds = CalendarFeeds(session)
        self.feedback = Feedbacks(session)
        self.formal_steps = FormalSteps(session)
        self.improvements = Improvements(session)
        self.measures = Measures(session)
        self.meetings = Meetings(session)
        self.options = Options(session)
        self.patterns = Patterns(session)
        self.reasons = Reasons(session)
        self.receipts = Receipts(session)
        self.reflections = Reflections(session)
        self.deadlines = Deadlines(session)
        self.notices = Notices(session)
        self.claims = Claims(session)
        self.processes = Processes(session)
        self.chronology = Chronology(session, self.narratives)
        self.seals = Seals(session, keys.chain)
        self.resealing = Resealing(session, keys, self.narratives)
        self.submissions = Submissions(session)
        self.second_looks = SecondLooks(session, keys)
        self.statements = Statements(session)
        self.exports = Exports(session)
        self.retention = Retention(session)
        self.subject_requests = SubjectRequests(session)
        # Set while a colleague records for somebody: what that person does is then written down as recorded for them.
        self.speaking: Speaking | None = None

    def finish(self) -> None:
        """Let the chronology speak of every text that was kept and that no entry has spoken of."""
        self._session.flush()
        for subject_id, text in self.narratives.unspoken().items():
            self._speak_of(subject_id, text.subject_kind, text.at, text.author_id)
        for row_id, column in list(unspoken_columns(self._session).items()):
            self._speak_of(row_id, column.of, column.at, None)

    def _speak_of(self, subject_id: UUID, kind: SubjectKind, at: datetime, author_id: UUID | None) -> None:
        entry = ChronologyEntry(
            stream="",
            stream_number=0,
            previous="",
            digest="",
            at=at,
            event=Event.TEXTS_KEPT,
            actor_id=author_id,
            subject_kind=kind,
            subject_id=subject_id,
        )
        self.chronology.add(entry, None)

    def is_reference_taken(self, reference: str) -> bool:
        """Say whether a record of any kind bears the signs of this reference."""
        return is_taken(self._session, reference)

    def record_referenced(self, reference: str) -> UUID | None:
        """Return the id of the record of any kind that bears a reference, or None."""
        return record_of(self._session, reference)

    def references_of(self, record_ids: Collection[UUID]) -> dict[UUID, str]:
        """Return the references of quality records of any kind, by their ids."""
        return references_of(self._session, record_ids)

    @property
    def owes(self) -> bool:
        """Whether something was owed in this unit of work, so that the engine is woken after the commit."""
        return bool(self._session.info.get("owes"))
