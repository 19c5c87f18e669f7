"""A backup put in place, or a lost file of seals: answered for by whoever runs Handrail, and kept on the record.

What makes a lawful restore another thing than somebody's rollback is that it was answered for with the key, which is
not in the database: in the seals, in the chronology, and towards the administrators (docs/decisions/0025).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.casework.faults import owe_fault
from bot.casework.records import NOBODY, record
from bot.casework.route import administrators
from domain.calendar import LONDON
from domain.chronology import Event, SubjectKind
from domain.notices import NoticeState, move
from domain.rhythm import Speed
from domain.seals import SealMade
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Kept:
    """What was answered for: the entries known to be gone, by chain, and the seal that says so."""

    gone: dict[str, list[int]]
    seal: SealMade


def keep_restored(work: UnitOfWork, lines: Sequence[str], now: datetime, *, has_new_file: bool) -> Kept:
    """Keep that this database is a backup put in place, and what it does without of the seals in a file.

    What was to be sent when the backup was made may have been sent since: it is looked for before it is sent.
    """
    let_go, gone = work.seals.lost(lines)
    facts: dict[str, Any] = {"gone": gone, "seals": len(let_go), "new_file": has_new_file}
    record(work, Event.RECORD_RESTORED, _subject(work), None, now, **facts)
    moment = f"{now.astimezone(LONDON):%Y-%m-%d %H:%M}"
    event = f"fault:restored:{moment}"
    owe_fault(work, ("restored", moment), event, Speed.PROMPT, now, to=administrators(work))
    for notice in work.claims.owed_by(now):
        notice.state = move(move(notice.state, NoticeState.CLAIMED), NoticeState.UNCERTAIN)
        notice.first_attempt_at = notice.first_attempt_at or notice.send_from
    seal = work.seals.make_now(
        now, {"restored": True, "new_file": has_new_file, "gone": gone, "let_go": let_go}
    )
    assert seal is not None
    return Kept(gone, seal)


def keep_new_file(work: UnitOfWork, now: datetime) -> Kept:
    """Keep that the file of seals was lost, and is begun anew from what the database says."""
    record(work, Event.SEALS_FILE_RENEWED, _subject(work), None, now)
    seal = work.seals.make_now(now, {"new_file": True})
    assert seal is not None
    return Kept({}, seal)


def _subject(work: UnitOfWork) -> tuple[SubjectKind, Any]:
    own = work.organisations.own()
    return SubjectKind.ORGANISATION, own.id if own else NOBODY
