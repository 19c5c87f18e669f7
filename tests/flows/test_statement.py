"""What was recorded for somebody reaches them, and what is not what they said is marked, settled and told."""

from collections.abc import AsyncIterator
from datetime import time

import pytest

from domain.chronology import Event
from domain.deadlines import DeadlineKind, DeadlineState
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from tests.conftest import Furnished
from tests.engine.stage import open_house
from tests.flows.action_story import TITLE, london, press, read_window, the_action
from tests.flows.on_behalf_story import (
    JOANNE,
    MAIL,
    SAYS,
    confirm_for_ruth,
    dispute,
    record_for,
    settle,
    stream_of,
)
from tests.receivers import MailServer

RUTHS = "ruth.keane@alderwick.example"


@pytest.fixture
async def mailing(furnished_sqlite: Furnished) -> AsyncIterator[tuple[House, MailServer]]:
    """Alderwick House with a mail server at the other end."""
    async with MailServer() as mail:
        ways = {
            "smtp_host": "127.0.0.1",
            "smtp_port": mail.port,
            "smtp_tls": "none",
            "smtp_from": "handrail@westermere.example",
        }
        async with open_house(furnished_sqlite, post_timeout_seconds=1.0, **ways) as house:
            await house.handrail.greeted()
            yield house, mail


async def is_open(house: House, kind: DeadlineKind) -> bool:
    """Whether a duty of this kind is open in the contract."""
    return await house.handrail.services.database.read(
        lambda work: any(
            duty.state is DeadlineState.OPEN
            for entry in work.chronology.stream(alderwick.contract_id(work))
            if entry.event is Event.STATEMENT_RECORDED
            for duty in work.deadlines.live(entry.subject_id, (kind,))
        )
    )


@pytest.mark.criterion("CPC424-P8")
async def test_ruth_is_sent_by_email_what_was_recorded_in_her_name_once_and_how_to_say_no(
    mailing: tuple[House, MailServer],
) -> None:
    house, mail = mailing
    tom, priya = house.visitor(alderwick.TOM), house.visitor(alderwick.PRIYA)
    await confirm_for_ruth(house, priya, tom)
    assert mail.letters == []

    await house.move_to(london(8, at=time(11, 30)))
    await house.settle()

    assert mail.recipients == [RUTHS]
    [letter] = mail.letters
    assert letter["Subject"] == "Alderwick House: what was recorded for you"
    payload = letter.get_payload(decode=True)
    assert isinstance(payload, bytes)
    text = payload.decode()
    action = await the_action(house)
    for said in (
        "To Ruth Keane, Alderwick Care",
        "Tom Hadley of Westermere Council recorded this in your name, from your e-mail of Tuesday 8 September 2026",
        f"- Will do {action.reference}, “{TITLE}”.",
        MAIL,
        "If it is not, please say so: ring or write",
        "Priya Nair",
        "01632 960 404",
    ):
        assert said in text, text
    assert not await is_open(house, DeadlineKind.STATEMENT_SEND)
    assert "Ruth Keane has it. Next: nothing from you." in (await tom.direct_messages())[-1]
    [sent] = await stream_of(house, Event.STATEMENT_SENT)
    assert sent.facts["means"] == "email"


async def test_without_a_mail_server_the_letter_is_the_recorders_duty_until_it_is_sent(
    house: House, tom: Visitor, priya: Visitor
) -> None:
    await confirm_for_ruth(house, priya, tom)
    assert "*Please see that Ruth Keane is sent what you recorded, by " in (await tom.direct_messages())[-1]
    await tom.press("My open items", "alderwick-shared")
    assert (
        "*For Ruth Keane*: please send what was recorded in their name (Alderwick House)."
        in await read_window(tom)
    )
    await tom.press("Copy as a letter", "direct")
    assert "Please send this to Ruth Keane" in await read_window(tom)
    assert "what was recorded for you" in await read_window(tom)

    await house.move_to(london(10, at=time(10)))
    assert "please send what was recorded in their name" in (await tom.direct_messages())[-1]
    await press(house, tom, "The letter is sent", "direct")

    assert not await is_open(house, DeadlineKind.STATEMENT_SEND)
    assert "It was sent to Ruth Keane" in await read_window(tom)
    assert {entry.facts["means"] for entry in await stream_of(house, Event.STATEMENT_SENT)} == {"letter"}


@pytest.mark.criterion("CPC424-P8")
async def test_what_is_not_what_she_said_is_marked_at_once_settled_by_another_and_told(
    house: House, tom: Visitor, priya: Visitor
) -> None:
    await confirm_for_ruth(house, priya, tom)
    await tom.press("Open", "direct")
    await dispute(house, tom)

    assert await is_open(house, DeadlineKind.STATEMENT_DISPUTE)
    asked = next(said for said in await priya.direct_messages() if "Please settle it by" in said)
    assert "17:00 on Thursday 10 September 2026" in asked
    await priya.press("Open", "alderwick-shared")
    assert "Ruth Keane says that this is not what they said" in await read_window(priya)
    await tom.press("Open", "direct")
    assert "Settle it" not in await read_window(tom)
    assert "Record more of it" not in await read_window(tom)

    await settle(house, priya, "It stands, and both are kept")

    assert not await is_open(house, DeadlineKind.STATEMENT_DISPUTE)
    [settled] = await stream_of(house, Event.STATEMENT_SETTLED)
    assert settled.facts["outcome"] == "stands"
    await tom.press("Open", "direct")
    read = await read_window(tom)
    assert SAYS in read
    assert "It stands, and both are kept" in read
    await tom.press("Copy as a letter")
    assert "it stands, and what you say is kept beside it" in await read_window(tom)


async def test_somebody_in_slack_reads_it_there_and_says_herself_that_it_is_not_right(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await record_for(house, tom, JOANNE, has_asked=True)
    await tom.press("Agree an action")
    await tom.fill({"What is to be done?": TITLE, "What will show that it is done?": "The charts"})
    await tom.submit()
    await house.settle()

    told = next(said for said in await joanne.direct_messages() if "recorded this for you" in said)
    assert "*Please look: Tom Hadley recorded this for you* (Alderwick House)." in told
    await dispute(house, joanne, "That is not what I said")
    await settle(house, priya, "It was recorded wrongly and has been put right")

    assert any(
        "what was recorded for you has been put right" in said for said in await joanne.direct_messages()
    )
    await priya.command("/contract", "alderwick-internal", "recorded")
    assert "*Joanne Field* (Alderwick House), from their e-mail" in await priya.sees()
