"""The areas of most concern: named, ranked by what stands behind each, talked about in a thread (CPC424-P4).

The message that opens an area in the shared channel is the root of its thread; what is said there is kept as evidence,
or as something learned, with the shortcut on a reply.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS
from bot.casework.improvement_access import improvement_to_change, is_known_to_all
from bot.casework.improvements import leads_it
from bot.casework.notices import Owed, owe_channels
from bot.casework.records import keep_texts, record
from bot.casework.shared_words import require_words_for_all
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.contracts import ChannelPurpose
from domain.errors import NotYours
from domain.improvements import Route
from domain.notices import NoticeKind
from domain.patterns import Theme
from domain.people import Act
from domain.reasons import (
    BEFORE_AGREEING,
    NewArea,
    ranked,
    require_naming,
    require_place,
    require_ranking_reason,
    require_room,
)
from domain.rhythm import Speed
from storage.improvements import Improvement, ImprovementSource
from storage.people import Person
from storage.reasons import ConcernArea
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Behind:
    """What stands behind an area: linked concerns, and recorded looks and evaluations that were put into it."""

    concerns: int = 0
    readings: int = 0
    reasons: int = 0

    @property
    def weight(self) -> int:
        """What the rank goes by; reasons say why, and not how much of it there is."""
        return self.concerns + self.readings


def subject_of(area: ConcernArea) -> tuple[SubjectKind, UUID]:
    """Return what entries and messages about an area point at."""
    return SubjectKind.CONCERN_AREA, area.id


def name_area(
    work: UnitOfWork,
    person: Person,
    improvement_id: UUID,
    new: NewArea,
    now: datetime,
    behind: Collection[UUID] = (),
) -> ConcernArea:
    """Name an area; `behind` are the linked records put into it. The shared channel gets the message to talk under.

    Raises NotYours for whoever does not lead; NotAllowed for an area too many and for words that name somebody.
    """
    improvement = areas_to_name(work, person, improvement_id)
    standing = work.reasons.areas(improvement.id)
    require_room(len(standing))
    require_words_for_all(work, improvement.contract_id, {"title": new.title})
    area = ConcernArea(
        improvement_id=improvement.id,
        title=" ".join(new.title.split()),
        rank=len(standing) + 1,
        theme=new.theme,
        named_by=person.id,
        named_at=now,
    )
    work.reasons.add(area)
    for source in work.improvements.sources(improvement.id):
        if source.id in behind:
            source.area_id = area.id
    rank_by_what_stands_behind(work, improvement, now)
    facts = {
        "improvement": improvement.id,
        "rank": area.rank,
        "theme": new.theme.value if new.theme else "",
        "weight": what_stands_behind(work, improvement, now)[area.id].weight,
    }
    record(work, Event.AREA_NAMED, subject_of(area), person, now, improvement.contract_id, **facts)
    word = Owed(
        kind=NoticeKind.AREA_OPENED,
        subject=subject_of(area),
        content_class=ContentClass.SHARED,
        speed=Speed.PROMPT,
        event=f"{area.id.hex}:opened",
        contract_id=improvement.contract_id,
    )
    owe_channels(work, word, ChannelPurpose.SHARED, now)
    work.notices.redraw(improvement.id)
    return area


def areas_to_name(work: UnitOfWork, person: Person, improvement_id: UUID) -> Improvement:
    """Return a process, locked, to whoever may name and rank its areas now. Raises NotYours and NotAllowed."""
    improvement, _party = improvement_to_change(work, person, improvement_id, Act.LEAD_IMPROVEMENT)
    if not leads_it(work, person, improvement):
        raise NotYours(NOT_YOURS)
    require_naming(improvement.state, improvement.route)
    return improvement


def may_name(work: UnitOfWork, person: Person, improvement: Improvement) -> bool:
    """Say whether somebody is offered to name and rank areas now."""
    is_open = improvement.state in BEFORE_AGREEING and improvement.route is Route.FULL
    return is_open and leads_it(work, person, improvement)


def what_stands_behind(
    work: UnitOfWork, improvement: Improvement, now: datetime, *, for_own: bool = False
) -> dict[UUID, Behind]:
    """Return what stands behind each area: what was put into it, else linked concerns of its theme; counts alone.

    Only what every party has been told of is counted; `for_own`, for our own side's eyes, counts the rest too.
    """
    areas = work.reasons.areas(improvement.id)
    of_theme = {area.theme: area.id for area in reversed(areas) if area.theme is not None}
    concerns, readings = Counter[UUID](), Counter[UUID]()
    for source in work.improvements.sources(improvement.id):
        if not for_own and not is_known_to_all(work, source, now):
            continue
        if source.concern_id is None:
            if source.area_id is not None:
                readings[source.area_id] += 1
            continue
        theme = work.concerns.get(source.concern_id).theme
        area_id = source.area_id or (of_theme.get(theme) if theme else None)
        if area_id is not None:
            concerns[area_id] += 1
    said = Counter(each.area_id for each in work.reasons.of(improvement.id) if each.area_id is not None)
    return {area.id: Behind(concerns[area.id], readings[area.id], said[area.id]) for area in areas}


def in_no_area(work: UnitOfWork, improvement: Improvement) -> tuple[list[ImprovementSource], Counter[Theme]]:
    """Return the linked records that are in no area yet, and how many concerns of each theme are among them."""
    themes = {area.theme for area in work.reasons.areas(improvement.id)}
    left, counted = [], Counter[Theme]()
    for source in work.improvements.sources(improvement.id):
        theme = work.concerns.get(source.concern_id).theme if source.concern_id else None
        if source.area_id is not None or (theme is not None and theme in themes):
            continue
        left.append(source)
        if theme is not None:
            counted[theme] += 1
    return left, counted


def rank_by_what_stands_behind(work: UnitOfWork, improvement: Improvement, now: datetime) -> None:
    """Put the areas in order by what stands behind each; not where somebody has put them in another, with a reason.

    The order is read by everybody: what the other sides have not been told of must not show in it.
    """
    areas = sorted(work.reasons.areas(improvement.id), key=lambda each: (each.rank, each.named_at))
    if any(each.ranked_by for each in areas):
        return
    weights = what_stands_behind(work, improvement, now)
    in_turn = sorted(areas, key=lambda each: each.named_at)
    order = ranked((each.id, weights[each.id].weight) for each in in_turn)
    for area in areas:
        area.rank = order.index(area.id) + 1


def rank_anew(
    work: UnitOfWork, person: Person, area_id: UUID, place: int, because: str, now: datetime
) -> Sequence[ConcernArea]:
    """Put an area in another place than the figures say, with the reason that everybody reads."""
    area = work.reasons.find_area(area_id)
    if area is None:
        raise NotYours(NOT_YOURS)
    improvement = areas_to_name(work, person, area.improvement_id)
    areas = list(work.reasons.areas(improvement.id))
    require_place(place, area.rank, len(areas))
    require_ranking_reason(because)
    require_words_for_all(work, improvement.contract_id, {"reason": because})
    areas.remove(area)
    areas.insert(place - 1, area)
    for rank, each in enumerate(areas, start=1):
        each.rank = rank
    area.ranked_by = person.id
    texts = {"ranked_because": because}
    keep_texts(work, subject_of(area), ContentClass.SHARED, person, now, texts)
    event, contract_id = Event.AREAS_RANKED, improvement.contract_id
    record(work, event, subject_of(area), person, now, contract_id, place=place, improvement=improvement.id)
    work.notices.redraw(improvement.id)
    return areas


def area_for(work: UnitOfWork, area_id: UUID) -> tuple[ConcernArea, Improvement]:
    """Return an area with its process. Whether somebody may open that is asked by the caller. Raises NotYours."""
    area = work.reasons.find_area(area_id)
    if area is None:
        raise NotYours(NOT_YOURS)
    return area, work.improvements.get(area.improvement_id)
