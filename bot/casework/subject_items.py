"""Everything about one person, item by item: what it is, who else is in it, and what is decided about it.

What is of safeguarding or of a sealed name is held back: no records officer is shown it, level 2 or 3 decides. Nobody
is ever looked up behind a sealed name: a stand-in is a person of its own.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS
from bot.casework.notices import Owed, owe_people
from bot.casework.records import keep_texts, record
from bot.casework.route import is_excluded
from bot.casework.subject_requests import decides_held_back, request_for, signers, subject_of
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.errors import NotAllowed, NotYours
from domain.notices import NoticeKind
from domain.rhythm import Speed
from domain.subject_requests import Exemption, ItemDecision, RequestState, cover, move
from storage.narratives import Written, words_of
from storage.notices import Notice
from storage.people import Person, RoleAssignment
from storage.subject_requests import SubjectRequest, SubjectRequestItem
from storage.unit_of_work import UnitOfWork

HELD_BACK = frozenset({SubjectKind.SAFEGUARDING, SubjectKind.SPEAK_UP, SubjectKind.SUPPORT})


def compile_items(work: UnitOfWork, person: Person, request_id: UUID, now: datetime) -> SubjectRequest:
    """Find everything about whoever asked. What has been found before, and decided, stays as it was."""
    request = request_for(work, person, request_id)
    if request.identity_on is None:
        raise NotAllowed("Please check first who asks, and keep that it was checked.")
    request.state = move(request.state, RequestState.COMPILED)
    known = {(item.source, item.source_id) for item in work.subject_requests.items(request.id)}
    found = [item for item in _found(work, request) if (item.source, item.source_id) not in known]
    for number, item in enumerate(found, start=len(known) + 1):
        item.number = number
    work.subject_requests.add_items(found)
    facts = {"items": len(known) + len(found), "held_back": sum(item.is_held_back for item in found)}
    record(work, Event.SUBJECT_REQUEST_COMPILED, subject_of(request), person, now, None, **facts)
    return request


def _found(work: UnitOfWork, request: SubjectRequest) -> Iterator[SubjectRequestItem]:
    others = [each for each in work.subject_requests.people() if each.id != request.person_id]
    records = {found for each in request.records if (found := work.record_referenced(each)) is not None}
    who = request.person_id
    if who is not None:
        yield _item(request, "person", who.hex, (SubjectKind.PERSON, who))
        for role in work.subject_requests.roles_of(who):
            yield _item(request, "role", role.id.hex, (SubjectKind.PERSON, who))
        records |= work.retention.records_of(who)
    records.discard(request.id)
    for text in work.narratives.about(records):
        named = {each.id.hex for each in others if cover(text.body, {each.name}) != text.body}
        named |= {text.author_id.hex} if text.author_id != who else set()
        item = _item(request, "text", text.id.hex, (text.subject_kind, text.subject_id))
        item.third_parties = sorted(named)
        item.is_held_back = _is_held_back(work, text.subject_kind, text.subject_id)
        yield item
    if who is None:
        return
    for notice in work.subject_requests.messages_to(who):
        item = _item(request, "message", notice.id.hex, (notice.subject_kind, notice.subject_id))
        item.is_held_back = _is_held_back(work, notice.subject_kind, notice.subject_id)
        yield item
    for entry in work.subject_requests.entries_by(who):
        item = _item(request, "entry", str(entry.number), (entry.subject_kind, entry.subject_id))
        item.is_held_back = _is_held_back(work, entry.subject_kind, entry.subject_id)
        item.third_parties = sorted(
            {each.hex for each in (entry.actor_id, entry.on_behalf_of) if each and each != who}
        )
        yield item


def _item(
    request: SubjectRequest, source: str, source_id: str, subject: tuple[SubjectKind, UUID]
) -> SubjectRequestItem:
    kind, subject_id = subject
    return SubjectRequestItem(
        request_id=request.id,
        number=0,
        source=source,
        source_id=source_id,
        subject_kind=kind,
        subject_id=subject_id,
    )


def _is_held_back(work: UnitOfWork, kind: SubjectKind, subject_id: UUID) -> bool:
    return kind in HELD_BACK or work.speak_up.of_record(subject_id) is not None


def undecided(work: UnitOfWork, person: Person, request: SubjectRequest) -> list[SubjectRequestItem]:
    """Return what somebody has still to decide: a records officer what is shown to them, level 2 or 3 the rest."""
    items = [item for item in work.subject_requests.items(request.id) if item.decision is None]
    return [item for item in items if may_decide(work, person, request, item)]


def may_decide(work: UnitOfWork, person: Person, request: SubjectRequest, item: SubjectRequestItem) -> bool:
    """Say whether somebody reads an item and decides about it; never whoever asked."""
    if request.person_id == person.id:
        return False
    if not item.is_held_back:
        try:
            return request_for(work, person, request.id) is not None
        except NotYours:
            return False
    return decides_held_back(work, person) and not is_excluded(work, person.id, item.subject_id)


def content_of(work: UnitOfWork, item: SubjectRequestItem) -> str:
    """Return what an item says, in plain text; a message's own words are not kept, only what it was about and when."""
    if item.source == "text":
        text = _text(work, item)
        return f"{text.field.replace('_', ' ')}, {text.written_at:%d/%m/%Y}: {words_of(text)}"
    row = work.subject_requests.row(item)
    match row:
        case None:
            return "This is no longer kept."
        case Person():
            held = {
                "name": row.name,
                "job": row.job,
                "e-mail": row.email,
                "Slack": row.user_id,
                "formats": ", ".join(row.formats),
                "interpreter": "yes" if row.needs_interpreter else "",
                "advocate": "yes" if row.has_advocate else "",
            }
            return "; ".join(f"{name}: {value}" for name, value in held.items() if value)
        case RoleAssignment():
            return f"role {row.role.replace('_', ' ')}, given {row.given_at:%d/%m/%Y}"
        case Notice():
            return f"message sent to them: {row.kind.replace('_', ' ')}, {row.owed_at:%d/%m/%Y}"
        case _:
            return f"{row.event.replace('_', ' ')}, {row.at:%d/%m/%Y %H:%M}"


def _text(work: UnitOfWork, item: SubjectRequestItem) -> Written:
    found = [text for text in work.narratives.of(item.subject_id) if text.id.hex == item.source_id]
    return found[0]


def covered(work: UnitOfWork, request: SubjectRequest, item: SubjectRequestItem) -> str:
    """Return an item's words with every name that we know covered, for the reviewer to read and correct."""
    names = {each.name for each in work.subject_requests.people() if each.id != request.person_id}
    return cover(content_of(work, item), names)


def decide_item(
    work: UnitOfWork,
    person: Person,
    item_id: UUID,
    decision: ItemDecision,
    now: datetime,
    *,
    exemption: Exemption | None = None,
    words: str = "",
) -> SubjectRequest:
    """Decide about one item: give it, give it with these words in place of its own, or withhold it and say why."""
    item = work.subject_requests.item_to_change(item_id)
    request = work.subject_requests.find_to_change(item.request_id) if item else None
    if item is None or request is None or not may_decide(work, person, request, item):
        raise NotYours(NOT_YOURS)
    if request.state is not RequestState.COMPILED or item.decision is not None:
        raise NotAllowed("This was decided already. Please open the request again.")
    if decision is ItemDecision.WITHHOLD and exemption is None:
        raise NotAllowed("Please say why it is withheld.", "exemption")
    if decision is ItemDecision.COVER:
        if not words.strip():
            raise NotAllowed("Please write what is given, with the names covered.", "words")
        kept = {f"given_{item.number}": words.strip()}
        keep_texts(work, subject_of(request), ContentClass.RESTRICTED, person, now, kept)
    item.decision, item.decided_by, item.decided_at = decision, person.id, now
    item.exemption = exemption if decision is ItemDecision.WITHHOLD else None
    _see_whether_reviewed(work, request, person, now)
    return request


def give_what_names_nobody(work: UnitOfWork, person: Person, request_id: UUID, now: datetime) -> int:
    """Give at once every item in which nobody else is named, and that is not held back; return how many."""
    request = request_for(work, person, request_id)
    if request.state is not RequestState.COMPILED:
        raise NotAllowed("Please find the data first.")
    plain = [
        item for item in undecided(work, person, request) if not item.third_parties and not item.is_held_back
    ]
    for item in plain:
        item.decision, item.decided_by, item.decided_at = ItemDecision.GIVE, person.id, now
    _see_whether_reviewed(work, request, person, now)
    return len(plain)


def _see_whether_reviewed(work: UnitOfWork, request: SubjectRequest, person: Person, now: datetime) -> None:
    """Once the last item is decided, somebody else is asked to sign it off."""
    items = work.subject_requests.items(request.id)
    if any(item.decision is None for item in items):
        return
    request.state, request.reviewed_by = move(request.state, RequestState.REVIEWED), person.id
    facts = {each.value: sum(item.decision is each for item in items) for each in ItemDecision}
    record(work, Event.SUBJECT_REQUEST_REVIEWED, subject_of(request), person, now, None, **facts)
    owed = Owed(
        kind=NoticeKind.SUBJECT_REQUEST_SIGN,
        subject=subject_of(request),
        content_class=ContentClass.INTERNAL,
        speed=Speed.PROMPT,
        event=f"subject_request:{request.id.hex}:{now.isoformat()}",
    )
    owe_people(work, owed, signers(work, request), now)


def request_to_sign(work: UnitOfWork, person: Person, request_id: UUID) -> SubjectRequest:
    """Return a reviewed request to whoever may sign it off, locked: nobody who decided any of it. Raises NotYours."""
    request = work.subject_requests.find_to_change(request_id)
    may = request is not None and person.id in {each.id for each in signers(work, request)}
    if request is None or not may:
        raise NotYours("An answer is signed off by somebody who decided none of it. Please ask one of them.")
    return request


def sign_off(work: UnitOfWork, person: Person, request_id: UUID, *, agrees: bool, now: datetime) -> None:
    """Sign the decisions off, or send all of them back to be looked at again."""
    request = request_to_sign(work, person, request_id)
    if agrees:
        request.state = move(request.state, RequestState.SIGNED)
        request.signed_by, request.signed_at = person.id, now
    else:
        request.state, request.reviewed_by = move(request.state, RequestState.COMPILED), None
        for item in work.subject_requests.items(request.id):
            item.decision = item.exemption = item.decided_by = item.decided_at = None
    record(work, Event.SUBJECT_REQUEST_SIGNED, subject_of(request), person, now, None, agrees=agrees)
    work.notices.redraw(request.id)


def given(work: UnitOfWork, request: SubjectRequest) -> Sequence[dict[str, str]]:
    """Return what goes to whoever asked; of what is withheld, only why. Raises NotAllowed."""
    if request.state not in {RequestState.SIGNED, RequestState.ANSWERED}:
        raise NotAllowed("Nobody has signed this answer off yet, so there is nothing to be taken away.")
    texts, found = work.narratives.latest(request.id), list[dict[str, str]]()
    for item in work.subject_requests.items(request.id):
        row = {"number": str(item.number), "decision": item.decision.value if item.decision else ""}
        if item.decision is ItemDecision.WITHHOLD:
            found.append({**row, "why": item.exemption.value if item.exemption else ""})
        else:
            is_covered = item.decision is ItemDecision.COVER
            words = texts.get(f"given_{item.number}", "") if is_covered else content_of(work, item)
            found.append({**row, "about": item.subject_kind.value, "words": words})
    return found
