"""Who may have a message when it is sent: what let somebody have it when it was owed may be over by then."""

from uuid import UUID

from bot.casework.access import may_do
from bot.casework.data_incidents import may_decide
from bot.casework.route import is_excluded, is_named
from bot.casework.speak_up_access import may_answer, may_reveal
from domain.chronology import SubjectKind
from domain.confidentiality import Verdict, allowed_organisations, verdict_for_person
from domain.notices import NoticeKind
from domain.people import Act, Party
from storage.notices import Notice
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def allowed(work: UnitOfWork, notice: Notice) -> frozenset[UUID]:
    """Return the organisations that may see a message: of its contract's parties, or ours alone without a contract."""
    if notice.contract_id is not None:
        return allowed_organisations(notice.content_class, work.contracts.parties(notice.contract_id))
    own = work.organisations.own()
    return allowed_organisations(notice.content_class, {own.id: Party.OWN} if own else {})


def person_may_have(work: UnitOfWork, notice: Notice, person: Person) -> Verdict:
    """Judge a direct message as things stand now; a digest goes only if each of its lines may go.

    A digest that stands in Slack is always edited, without the lines that its reader may no longer have: else they
    would go on standing there, with their buttons.
    """
    if not person.is_active:
        return Verdict.NAMED_PEOPLE
    if notice.kind is NoticeKind.DIGEST:
        if notice.posted_ts is not None:
            return Verdict.SEND
        lines = (person_may_have(work, line, person) for line in work.notices.lines_of(notice.id))
        return next((verdict for verdict in lines if verdict is not Verdict.SEND), Verdict.SEND)
    named = _is_named(work, notice, person)
    if not (named or _takes_part(work, notice, person)):
        return Verdict.NAMED_PEOPLE
    return verdict_for_person(person.organisation_id, allowed(work, notice), named=named)


def _takes_part(work: UnitOfWork, notice: Notice, person: Person) -> bool:
    """Whether somebody still has a role in what a message is about; who is asked to lead it need not have one yet."""
    if notice.contract_id is None or notice.subject_kind is SubjectKind.CONTRACT:
        return True
    return bool(work.people.roles(person.id, notice.contract_id))


def _is_named(work: UnitOfWork, notice: Notice, person: Person) -> bool:
    """Whether somebody is named for the record itself: who reported it, has it, or is to do what it says."""
    match notice.subject_kind:
        case SubjectKind.PERSON:
            return notice.subject_id == person.id
        case SubjectKind.CONCERN:
            concern = work.concerns.find(notice.subject_id)
            return concern is not None and person.id in {concern.reporter_id, concern.lead_id}
        case SubjectKind.ACTION:
            action = work.actions.find(notice.subject_id)
            return action is not None and person.id in {action.owner_id, action.proposed_by}
        case SubjectKind.HAND_OFF:
            hand_off = work.hand_offs.find(notice.subject_id)
            concern = work.concerns.find(hand_off.about_id) if hand_off is not None else None
            return concern is not None and concern.reporter_id == person.id
        case SubjectKind.STATEMENT:
            statement = work.statements.find(notice.subject_id)
            return statement is not None and statement.person_id == person.id
        case SubjectKind.SAFEGUARDING:
            raised = work.safeguarding.find(notice.subject_id)
            if raised is None:
                return False
            is_told = notice.kind is NoticeKind.SAFEGUARDING_LEAD_TOLD
            # What was sent to somebody before they were excluded is edited into words that say nothing.
            is_emptied = notice.posted_ts is not None and is_kept_from(work, notice)
            is_theirs = person.id == raised.reporter_id or is_named(work, person, raised)
            return is_told or is_theirs or is_emptied
        case _:
            return _is_of_its_route(work, notice, person)


def _is_of_its_route(work: UnitOfWork, notice: Notice, person: Person) -> bool:
    """What is about nobody's contract goes to those who answer it, by role, and to whoever asked."""
    match notice.subject_kind:
        case SubjectKind.SUPPORT:
            request = work.support.find(notice.subject_id)
            is_route = may_do(work, person, None, Act.ACKNOWLEDGE_SAFEGUARDING)
            return is_route or (request is not None and person.id == request.requester_id)
        case SubjectKind.DATA_INCIDENT:
            return may_decide(work, person) or may_do(work, person, None, Act.SET_UP_ORGANISATION)
        case SubjectKind.SPEAK_UP:
            return _is_of_sealed_name(work, notice, person)
        case _:
            return False


def _is_of_sealed_name(work: UnitOfWork, notice: Notice, person: Person) -> bool:
    """Its stand-in, who answers it, and for what concerns the name itself whoever may learn it."""
    sealed = work.speak_up.find(notice.subject_id)
    if sealed is None:
        return False
    if notice.kind in {NoticeKind.SPEAK_UP_RAISED, NoticeKind.SPEAK_UP_REVEALED}:
        return may_reveal(work, person, sealed)
    return sealed.stand_in_id == person.id or may_answer(work, person, sealed)


def is_kept_from(work: UnitOfWork, notice: Notice) -> bool:
    """Say whether a message is about a safeguarding concern that its reader must not know of (practice.md 1.7).

    Whoever reported it knows of it, whatever else they are.
    """
    if notice.subject_kind is not SubjectKind.SAFEGUARDING or notice.person_id is None:
        return False
    raised = work.safeguarding.find(notice.subject_id)
    return (
        raised is not None
        and raised.reporter_id != notice.person_id
        and is_excluded(work, notice.person_id, raised.id)
    )
