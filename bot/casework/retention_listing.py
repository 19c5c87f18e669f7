"""Which records have been kept for long enough, counted from when they were last used."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from bot.casework.notices import calendar_of
from domain.chronology import SubjectKind
from domain.concerns import ConcernState
from domain.retention import ItemState, RetentionClass, last_stopped_on, reached_on
from domain.safeguarding import SafeguardingState
from storage.retention import RetentionItem
from storage.unit_of_work import UnitOfWork

Found = tuple[RetentionClass, SubjectKind, UUID, UUID | None]
SETTLED = frozenset({ItemState.WAITING, ItemState.PROPOSED, ItemState.ERASED})


def to_list(work: UnitOfWork, years: Mapping[RetentionClass, int], now: datetime) -> list[RetentionItem]:
    """Return what reached its date and is not listed: new rows, and known ones of before."""
    today, listed = calendar_of(work, None).local(now).date(), []
    for retention_class, kind, record_id, contract_id in _candidates(work, years, today):
        item = work.retention.item_about(record_id)
        if item is not None and (
            item.state in SETTLED
            or (item.state is ItemState.KEPT and item.keep_until is not None and item.keep_until > today)
        ):
            continue
        stopped = stopped_on(work, kind, record_id)
        if stopped is None or (reached := reached_on(stopped, years[retention_class])) > today:
            continue
        if item is None:
            item = RetentionItem(
                retention_class=retention_class,
                subject_kind=kind,
                subject_id=record_id,
                contract_id=contract_id,
                stopped_on=stopped,
                reached_on=reached,
                listed_at=now,
            )
        item.stopped_on, item.reached_on, item.listed_at = stopped, reached, now
        listed.append(item)
    return listed


def _candidates(work: UnitOfWork, years: Mapping[RetentionClass, int], today: date) -> Iterator[Found]:
    """What may have reached its date, by when it ended: what happened to it later is looked at record by record."""
    calendar = calendar_of(work, None)

    def before(of: RetentionClass) -> datetime:
        day = last_stopped_on(today, years[of]) + timedelta(days=2)
        return calendar.at(day, time(0, 0))

    least = min(years[RetentionClass.CONTRACT], years[RetentionClass.DEED])
    for contract in work.retention.contracts_over(last_stopped_on(today, least) + timedelta(days=1)):
        of = RetentionClass.DEED if contract.is_deed else RetentionClass.CONTRACT
        yield of, SubjectKind.CONTRACT, contract.id, contract.id
    for concern in work.retention.concerns_over(before(RetentionClass.CONCERN)):
        yield RetentionClass.CONCERN, SubjectKind.CONCERN, concern.id, None
    for raised in work.retention.safeguarding_over(before(RetentionClass.SAFEGUARDING)):
        yield RetentionClass.SAFEGUARDING, SubjectKind.SAFEGUARDING, raised.id, raised.contract_id


def stopped_on(work: UnitOfWork, kind: SubjectKind, record_id: UUID) -> date | None:
    """Return the London day on which a record stopped being used; None while it is in use.

    It is when it ended, or when something was last done to it or to a part of it, whichever is later.
    """
    calendar, ended = calendar_of(work, None), date.min
    match kind:
        case SubjectKind.CONTRACT:
            contract = work.contracts.get(record_id)
            if contract.ended_on is None:
                return None
            ended = contract.ended_on
        case SubjectKind.SAFEGUARDING:
            if work.safeguarding.get(record_id).state is not SafeguardingState.CLOSED:
                return None
        case _:
            concern = work.concerns.find(record_id)
            over = {ConcernState.RESOLVED, ConcernState.WITHDRAWN}
            if concern is None or concern.state not in over:
                return None
            ended = calendar.local(concern.closed_at or concern.logged_at).date()
    used = work.retention.last_used(work.retention.parts_of(kind, record_id))
    return max(ended, calendar.local(used).date()) if used is not None else ended
