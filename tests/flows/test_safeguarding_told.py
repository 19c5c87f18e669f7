"""Who is told of a safeguarding concern: the provider and the contract lead by decision, the reporter always."""

import pytest

from domain.chronology import Event
from domain.deadlines import DeadlineKind
from domain.safeguarding import SafeguardingState
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.unit_of_work import UnitOfWork
from tests.flows.deciding import (
    HURT,
    NO_ACTION,
    TO_POLICE,
    ask,
    decide,
    duties,
    events,
    in_window,
    london,
    press,
    replied,
    taken,
    tell_reporter,
    the_concern,
    window,
)
from tests.flows.hearing import Hearing
from tests.flows.raising import raise_by_hub
from tests.flows.reporting import INTERNAL, SHARED

ALL_RIGHT, TALK, NOTHING = "I am all right", "I would like to talk", "Nothing has happened"


async def dele_reports(house: House, lead: Visitor) -> Visitor:
    """The deputy of the home reports danger from the hub and may be written to, and a lead takes it."""
    dele = house.visitor(alderwick.DELE)
    await raise_by_hub(dele)
    await dele.close()
    await house.settle()
    await press(house, lead, "I have this", "direct")
    return dele


async def test_the_contract_lead_learns_that_a_record_exists_and_whom_to_ask_and_nothing_else(
    house: House, hearing: Hearing, grace: Visitor, priya: Visitor
) -> None:
    await taken(house, grace)
    before = await priya.sees()
    assert "SG-" not in before
    await in_window(grace, "Tell the contract lead")
    await grace.fill({"Is the contract lead told?": "Yes: Handrail tells them now that a record exists"})
    assert (await grace.submit()).ok
    await house.settle()

    told = (await priya.direct_messages())[-1]
    assert "a safeguarding record exists that you should know of. Please ask Grace Obi." in told
    assert "Open" not in told.splitlines()
    assert HURT not in hearing.outside_forms()
    assert "The contract lead: told that a record exists (Priya Nair)" in await window(grace)
    assert "Tell the contract lead" not in await window(grace)


async def test_a_contract_lead_whom_it_is_about_cannot_be_told(sqlite_house: House) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    await taken(house, grace)
    concern = await the_concern(house)

    def bar(work: UnitOfWork) -> None:
        priya = work.people.in_slack(alderwick.COUNCIL, alderwick.PRIYA.user_id)
        assert priya is not None
        row = work.safeguarding.named(concern.id)[0]
        work.safeguarding.name(
            type(row)(concern_id=concern.id, person_id=priya.id, is_excluded=True, since=concern.raised_at)
        )

    await house.handrail.services.database.write(bar)

    assert "Tell the contract lead" not in await window(grace)


async def test_the_provider_is_told_by_people_and_the_police_are_asked_first(
    sqlite_house: House,
) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    providers = [house.visitor(alderwick.JOANNE), house.visitor(alderwick.DELE)]
    await taken(house, grace)
    await decide(house, grace, TO_POLICE)
    before = [await who.sees() for who in providers]
    await in_window(grace, "Tell the provider")
    form = await grace.modal()
    assert form is not None
    assert "*The police are involved: ask them first*" in "\n".join(form.texts)
    said = "Who was told and how, or why not yet?"
    await grace.fill({"Is the provider told?": "Not yet", said: "Police ask us to wait"})
    assert (await grace.submit()).ok
    await in_window(grace, "Tell the provider")
    await grace.fill({"Is the provider told?": "Yes, told now", said: "Ruth Keane, by phone"})
    assert (await grace.submit()).ok
    await house.settle()

    assert [await who.sees() for who in providers] == before
    read = await window(grace)
    assert "*The provider: not yet.* Decided by Grace Obi" in read
    assert "*The provider: told.* Decided by Grace Obi" in read
    assert {"Police ask us to wait", "Ruth Keane, by phone"} <= set(read.splitlines())


@pytest.mark.criterion("CPC424-P2")
async def test_the_reporter_is_told_that_it_was_acted_on_and_asked_how_they_are_in_one_message(
    house: House, grace: Visitor
) -> None:
    dele = await dele_reports(house, grace)
    await decide(house, grace, reference="WX-88")
    await tell_reporter(house, grace, asks=True)

    told = (await dele.direct_messages())[-1]
    for words in (
        "was acted on. Thank you for raising it.",
        "We cannot say more",
        "Are you all right?",
        ALL_RIGHT,
        TALK,
        NOTHING,
    ):
        assert words in told
    for words in ("WX-88", HURT, "Grace", "local authority"):
        assert words not in told
    await press(house, dele, ALL_RIGHT, "direct")
    assert "Thank you for telling us that you are all right." in (await dele.direct_messages())[-1]
    await house.move_to(london("2026-09-18T12:00"))
    assert "Are you all right" not in "\n".join(await dele.direct_messages())


async def test_what_came_to_nothing_is_not_called_acted_on(sqlite_house: House) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    dele = await dele_reports(house, grace)
    await decide(house, grace, NO_ACTION, why="A misunderstanding")
    await tell_reporter(house, grace)

    told = (await dele.direct_messages())[-1]
    assert "was looked into, and a decision was made" in told
    assert "acted on" not in told


async def test_whoever_would_like_to_talk_is_rung_by_the_lead(sqlite_house: House) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    dele = await dele_reports(house, grace)
    await decide(house, grace)
    await tell_reporter(house, grace, asks=True)
    for _ in range(2):
        await press(house, dele, TALK, "direct")
        if TALK not in (await dele.direct_messages())[-1].splitlines():
            break

    asked = [said for said in await grace.direct_messages() if "would like to talk" in said]
    assert len(asked) == 1
    assert "Please ring them today." in asked[0]
    assert "Dele" not in asked[0]
    assert "somebody will ring you" in (await dele.direct_messages())[-1]


async def test_telling_the_reporter_is_chased_each_working_day_and_above_the_lead_after_two(
    sqlite_house: House,
) -> None:
    house, grace, helen = (
        sqlite_house,
        sqlite_house.visitor(alderwick.GRACE),
        sqlite_house.visitor(alderwick.HELEN),
    )
    await dele_reports(house, grace)
    await decide(house, grace, NO_ACTION, why="A misunderstanding")

    chased: list[list[int]] = []
    for day in (9, 10, 11, 14):
        await house.move_to(london(f"2026-09-{day:02d}T12:00"))
        told = [await who.direct_messages() for who in (grace, helen)]
        chased.append(
            [sum("tell the person who raised it" in said for said in messages) for messages in told]
        )
    assert chased == [[0, 0], [1, 0], [2, 0], [3, 1]]

    await tell_reporter(house, grace)
    await house.move_to(london("2026-09-16T12:00"))
    assert sum("please tell the person who raised it" in said for said in await grace.direct_messages()) <= 3


async def test_the_reporter_is_asked_once_after_five_working_days_how_they_are(sqlite_house: House) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    dele = await dele_reports(house, grace)
    await decide(house, grace, NO_ACTION, why="A misunderstanding")
    await tell_reporter(house, grace)
    seen = []
    for moment in ("2026-09-14T16:00", "2026-09-15T16:00", "2026-09-18T12:00"):
        await house.move_to(london(moment))
        seen.append(sum("Are you all right?" in said for said in await dele.direct_messages()))

    assert seen == [0, 1, 1]


async def test_whoever_would_rather_not_be_asked_is_not(sqlite_house: House) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    dele = await dele_reports(house, grace)
    await decide(house, grace, NO_ACTION, why="A misunderstanding")
    await tell_reporter(house, grace)
    await dele.press("My open items", SHARED)
    await dele.press("Open")
    await dele.press("Do not ask me how I am")
    form = await dele.modal()
    assert form is not None
    assert "Do not ask me how I am" not in form.texts

    await house.move_to(london("2026-09-18T12:00"))

    assert "Are you all right?" not in "\n".join(await dele.direct_messages())


async def test_a_lead_who_told_them_says_how_and_nothing_is_sent(sqlite_house: House) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    dele = await dele_reports(house, grace)
    await decide(house, grace)
    before = await dele.direct_messages()
    await in_window(grace, "Tell the person who raised it")
    await grace.fill({"How are they told?": "I have told them myself"})
    assert (await grace.submit()).errors
    await grace.fill({"If you told them yourself: how?": "By phone at noon"})
    assert (await grace.submit()).ok
    await house.settle()

    assert await dele.direct_messages() == before
    assert "By phone at noon" in await window(grace)
    assert Event.SAFEGUARDING_REPORTER_TOLD in await events(house)


async def test_the_reporter_never_reads_what_the_leads_wrote(sqlite_house: House) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    dele = await dele_reports(house, grace)
    await decide(house, grace, reference="WX-88", wishes="To stay at home")
    await in_window(grace, "Hand over")
    await grace.fill(
        {"To whom?": "Nadia Shah, deputy safeguarding lead", "What should they know?": "Ring her son"}
    )
    await grace.submit()
    await house.settle()
    await dele.press("My open items", SHARED)
    await dele.press("Open")

    form = await dele.modal()
    assert form is not None
    read = "\n".join(form.texts)
    assert HURT in read
    assert "It was looked at and decided on." in read
    for words in ("WX-88", "To stay at home", "Ring her son", "Grace", "Nadia", "Record"):
        assert words not in read
    concern = await the_concern(house)
    opened = await ask(house, lambda work: [each.event for each in work.chronology.of(concern.id)])
    assert opened[-1] is Event.SAFEGUARDING_OPENED


async def test_what_the_body_did_not_take_on_is_decided_anew_and_not_called_acted_on(
    sqlite_house: House,
) -> None:
    house, grace, tom = (sqlite_house, *map(sqlite_house.visitor, (alderwick.GRACE, alderwick.TOM)))
    await taken(house, grace)
    await decide(house, grace)
    await tell_reporter(house, grace)
    assert "was acted on" in (await tom.direct_messages())[-1]
    await replied(house, grace, "They do not take it on")

    assert (await the_concern(house)).state is SafeguardingState.ACKNOWLEDGED
    assert DeadlineKind.SAFEGUARDING_DECIDE in await duties(house)
    answer = await grace.press("Open", "direct")
    assert answer.ok
    shown = await grace.modal()
    assert shown is not None
    assert "Close this case" not in shown.texts
    assert "acted on" not in (await tom.direct_messages())[-1]
    await grace.close()

    await decide(house, grace, NO_ACTION, why="She agrees with them, and is safe")
    await tell_reporter(house, grace)
    assert "was looked into, and a decision was made" in (await tom.direct_messages())[-1]
    await in_window(grace, "Close this case")
    await grace.fill({"What came of it?": "Nothing more to do", "Were the person's wishes met?": "Fully"})
    assert (await grace.submit()).ok
    await tom.press("My open items", INTERNAL)
    await tom.press("Open")
    read = await tom.modal()
    assert read is not None
    assert "It was looked into, a decision was made, and it is closed." in "\n".join(read.texts)
