"""What has been kept long enough, and what may not be erased: an old contract that nobody has touched for years."""

from datetime import UTC, date, datetime

from bot.casework.records import keep_texts
from bot.casework.retention import list_reached
from domain.calendar import Nation
from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from domain.people import Party, Role
from domain.subject_requests import RequestState
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.contracts import Contract
from storage.unit_of_work import UnitOfWork
from tests.casework.evaluated_records import person

OLD, OLD_TYPED = "Larch House", "planted: why it ended, long ago"
LONG_AGO = datetime(2010, 3, 31, 9, 0, tzinfo=UTC)
OFFICERS, WHY = "Records officers", "Why?"
WHAT, GROUND, BECAUSE = "What may not be erased?", "What for?", "Why may nothing be erased?"


async def name_officer(house: House) -> None:
    """Anita names Grace as records officer."""
    anita = house.visitor(alderwick.ANITA)
    assert (await anita.command("/contract", "general", "retention")).ok
    await anita.press("Periods and people")
    await anita.fill({OFFICERS: [alderwick.GRACE.user_id]})
    assert (await anita.submit()).ok


async def keep_old_contract(house: House, title: str = OLD, reference: str = "LAR-2006-01") -> None:
    """A contract that ended in 2010, with Priya still its lead; then the day's listing."""
    now = house.clock.now()

    def keep(work: UnitOfWork) -> None:
        own = work.organisations.own()
        assert own is not None
        contract = work.contracts.add(
            Contract(
                reference=reference,
                title=title,
                service="Care home",
                nation=Nation.ENGLAND,
                starts_on=date(2006, 4, 1),
                ends_on=LONG_AGO.date(),
                ended_on=LONG_AGO.date(),
                created_at=LONG_AGO,
            )
        )
        work.contracts.add_party(contract.id, own.id, Party.OWN)
        priya = person(work, alderwick.PRIYA)
        work.people.give(priya.id, Role.CONTRACT_LEAD, contract.id, LONG_AGO)
        subject = (SubjectKind.CONTRACT, contract.id)
        keep_texts(work, subject, ContentClass.INTERNAL, priya, LONG_AGO, {"ended_because": OLD_TYPED})
        assert list_reached(work, now) == 1

    await house.handrail.services.database.write(keep)


async def propose_to_erase(house: House) -> None:
    """Grace proposes to erase it, and Priya is asked."""
    grace = house.visitor(alderwick.GRACE)
    assert (await grace.command("/contract", "general", "retention")).ok
    await grace.press("Propose to erase")
    await grace.fill({WHY: "Kept for long enough"})
    assert (await grace.submit()).ok
    await house.settle()


async def place_hold(house: House) -> None:
    """Anita places a hold on everything."""
    anita = house.visitor(alderwick.ANITA)
    assert (await anita.command("/contract", "general", "holds")).ok
    await anita.press("Place a hold")
    await anita.fill(
        {WHAT: "Everything", GROUND: "Court case, or one expected", BECAUSE: "A claim is expected"}
    )
    assert (await anita.submit()).ok


async def play_records(house: House) -> None:
    """Let everybody who may be offered every button and every form of keeping and erasing."""
    grace, priya, anita = (house.visitor(who) for who in (alderwick.GRACE, alderwick.PRIYA, alderwick.ANITA))
    await name_officer(house)
    await keep_old_contract(house)
    await grace.command("/contract", "general", "retention")
    await grace.press("Keep for longer")
    await propose_to_erase(house)
    await priya.press("Open", "direct")
    await place_hold(house)
    await anita.command("/contract", "general", "holds")
    await anita.press("Lift")
    await play_requests(house)


async def stands(house: House, state: RequestState, *, is_paused: bool = False) -> None:
    """Let the one request stand where it would after many items."""

    def keep(work: UnitOfWork) -> None:
        [request] = work.subject_requests.open()
        request.state = state
        request.paused_on = house.clock.now().date() if is_paused else None

    await house.handrail.services.database.write(keep)


async def play_requests(house: House) -> None:
    """Let everybody who may be offered every button and every form of a request for personal data."""
    grace, anita = house.visitor(alderwick.GRACE), house.visitor(alderwick.ANITA)
    await record_request(house, is_checked=False)
    await grace.press("Take more time")
    await grace.command("/contract", "general", "subject")
    await grace.press("Open")
    await grace.press("I have checked who asks")
    await grace.press("Find the data")
    await grace.press("Next item")
    await stands(house, RequestState.COMPILED, is_paused=True)
    await grace.command("/contract", "general", "subject")
    await grace.press("Open")
    await grace.press("It was clarified")
    await grace.press("Give what names nobody else")
    await stands(house, RequestState.REVIEWED)
    await anita.command("/contract", "general", "subject")
    await anita.press("Open")
    await anita.press("Look and sign off")
    await stands(house, RequestState.SIGNED)
    await grace.command("/contract", "general", "subject")
    await grace.press("Open")
    await grace.press("It was answered")


async def record_request(house: House, *, is_checked: bool = True, officer: Visitor | None = None) -> None:
    """Grace, unless it is another, records that Tom asks for his data, and that it was checked that it is he."""
    officer = officer or house.visitor(alderwick.GRACE)
    await fill_in_request(house, officer, is_checked=is_checked)
    assert (await officer.submit()).ok


async def fill_in_request(house: House, officer: Visitor, *, is_checked: bool = True) -> None:
    """A records officer fills in that Tom asks for his data."""
    assert (await officer.command("/contract", "general", "subject")).ok
    await officer.press("Record a request")
    today = house.clock.now().date()
    await officer.fill(
        {
            "Whose data, if they are in Slack?": alderwick.TOM.user_id,
            "How did it come?": "By letter",
            "When did it come?": today,
        }
        | ({"When was checked who asks?": today} if is_checked else {})
    )
