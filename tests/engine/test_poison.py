"""One thing that cannot be done is set aside and reported; everything else goes on."""

from typing import Any

from domain.deadlines import DeadlineKind
from domain.notices import NoticeState
from playground.alderwick import ANITA, PRIYA, TOM
from playground.house import House
from storage.unit_of_work import UnitOfWork
from tests.conftest import on_both_databases
from tests.engine.concerns import log_concern
from tests.engine.stage import cycles, heard, known, london, notices, owe, texts, word

pytestmark = on_both_databases


async def change(house: House, task: Any) -> None:
    """Put something right, or wrong, in the database by hand."""
    await house.handrail.services.database.write(task, within=10)


async def test_a_message_that_cannot_be_put_into_words_is_set_aside_and_the_others_go(house: House) -> None:
    await owe(house, "broken", "whole")
    broken = await word(house, "broken")
    number = broken.number or 0
    await change(house, lambda work: setattr(work.notices.get(number), "facts", {}))

    await house.settle()

    assert heard(house) == ["whole"]
    (parked,) = await notices(house, number=number)
    assert parked.state is NoticeState.PARKED
    assert parked.next_attempt_at > house.clock.real()
    assert [text for text in texts(house, ANITA) if "cannot_be_said" in text] != []

    facts = {"code": "mended", "detail": "a test"}
    await change(house, lambda work: setattr(work.notices.get(number), "facts", facts))
    await cycles(house, 120, every=20)

    assert heard(house) == ["whole", "mended"]


async def test_what_is_set_aside_is_tried_ever_less_often_and_reported_once_a_day(house: House) -> None:
    await owe(house, "broken")
    number = (await word(house, "broken")).number or 0
    await change(house, lambda work: setattr(work.notices.get(number), "facts", {}))

    waits = []
    for _ in range(6):
        await house.handrail.engine.cycle()
        (parked,) = await notices(house, number=number)
        waits.append((parked.next_attempt_at - house.clock.real()).total_seconds())
        await house.clock.rest(waits[-1])
    await house.settle()

    assert waits == [30, 60, 120, 240, 300, 300]
    assert len([text for text in texts(house, ANITA) if "cannot_be_said" in text]) == 1

    await house.move_to(london("2026-09-09 12:00"))
    await cycles(house, 600, every=300)

    assert len([text for text in texts(house, ANITA) if "cannot_be_said" in text]) == 2


async def test_a_line_that_cannot_be_said_does_not_hold_up_the_digest(house: House) -> None:
    await log_concern(house)
    await log_concern(house)
    await house.settle()
    await house.move_to(london("2026-09-09 08:00"))
    first, *_others = [each for each in await notices(house, person_id=await priya_id(house)) if each.is_line]
    await change(house, lambda work: setattr(work.notices.get(first.number or 0), "subject_id", first.id))

    await house.move_to(london("2026-09-09 10:00"))

    digests = [text for text in texts(house, PRIYA) if "Today for you" in text]
    assert len(digests) == 1
    assert "1 thing" in digests[0]
    assert [text for text in texts(house, ANITA) if "concern_late_line" in text] != []


async def test_a_deadline_that_cannot_climb_is_set_aside_for_an_hour_and_the_others_climb(
    house: House,
) -> None:
    broken, whole = await log_concern(house), await log_concern(house)
    await house.settle()
    ladders: list[Any] = []

    def spoil(work: UnitOfWork) -> None:
        for deadline in work.deadlines.live(broken, tuple(DeadlineKind)):
            ladders.append((deadline.id, deadline.ladder))
            deadline.ladder = [{"name": "due"}]

    await change(house, spoil)
    await house.move_to(london("2026-09-09 10:00"))

    about = {each.subject_id for each in await notices(house, is_line=True)}
    assert about == {whole}
    assert [text for text in texts(house, ANITA) if "deadline_parked" in text] != []

    def mend(work: UnitOfWork) -> None:
        for deadline_id, ladder in ladders:
            work.deadlines.get(deadline_id).ladder = ladder

    await change(house, mend)
    await house.move_to(london("2026-09-09 11:30"))

    about = {each.subject_id for each in await notices(house, is_line=True)}
    assert about == {whole, broken}


async def test_a_part_of_the_engine_that_fails_does_not_stop_the_others(house: House) -> None:
    services = house.handrail.services
    await owe(house, "goes", to=TOM)
    whole = services.clock
    services.clock = BrokenOnce(whole)

    await house.handrail.engine.cycle()
    await house.settle()

    assert heard(house, TOM) != []
    assert [text for text in texts(house, ANITA) if "engine_part_failed" in text] != []


class BrokenOnce:
    """A clock that stumbles once, when the first part of a cycle asks it."""

    def __init__(self, whole: Any) -> None:
        self._whole = whole
        self._has_stumbled = False

    def now(self) -> Any:
        """Stumble, and never again."""
        if not self._has_stumbled:
            self._has_stumbled = True
            raise ZeroDivisionError
        return self._whole.now()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._whole, name)


async def priya_id(house: House) -> Any:
    """Priya, as our tables know her."""
    return await house.handrail.services.database.read(lambda work: known(work, PRIYA).id)
