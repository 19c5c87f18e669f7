"""Somebody with no business here, and somebody nobody knows: they may report, and they read nothing."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlmodel import SQLModel

from bot.buttons import (
    ASK_FOR_HELP,
    ASK_SUPPORT,
    ASK_TO_JOIN,
    ENTER_CODE,
    MY_ITEMS,
    REPORT_CONCERN,
    REPORT_RISK,
    SEAL_NAME,
)
from bot.flows.concern import FORM as CONCERN_FORM
from bot.flows.safeguarding_raise import FORM as RISK_FORM
from bot.flows.speak_up import CODE_FORM
from bot.flows.speak_up import FORM as SEALED_FORM
from bot.flows.support import ASK_FORM as SUPPORT_FORM
from bot.listeners import Arrival
from bot.speak_up_blocks import PAGE_FORM
from domain.chronology import Event
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from playground.workspace import Json
from storage.unit_of_work import UnitOfWork
from tests.flows.action_story import TITLE
from tests.flows.conftest import UNHURRIED
from tests.flows.hearing import Hearing
from tests.flows.pam import PAM, invite_pam
from tests.flows.planted import WORDS
from tests.flows.played import Played
from tests.flows.reporting import (
    DANGER,
    GAPS,
    INTERNAL,
    SHARED,
    as_somebody_else,
    decide,
    fill_in,
    report,
    send_again,
)
from tests.flows.thieves import as_a_thief, stolen_forms, stolen_presses

HURT = "Somebody shouted at bed 3 all night"


ANYBODY_PRESSES = {REPORT_CONCERN, REPORT_RISK, ASK_FOR_HELP, ASK_SUPPORT, ASK_TO_JOIN, SEAL_NAME, ENTER_CODE}
# Whose page is stolen: see test_speak_up. Refusing it is written down nowhere, since that could say who speaks up.
SEALED_FORMS = {SEALED_FORM, CODE_FORM, PAGE_FORM}
ANYBODY_SENDS = SEALED_FORMS | {CONCERN_FORM, RISK_FORM, SUPPORT_FORM}
OWN_REPORTS = {MY_ITEMS}  # answered to whoever has reported, with what they reported themselves and no more


async def concerns_of(house: House, user_id: str) -> list[str]:
    """The ids of what somebody has reported themselves, which is theirs to read."""

    def theirs(work: UnitOfWork) -> list[str]:
        known = work.people.in_slack(alderwick.COUNCIL, user_id)
        return [concern.id.hex for concern in work.concerns.logged_by(known.id)] if known else []

    return await house.handrail.services.database.read(theirs)


@pytest.fixture
def pam(house: House) -> Visitor:
    """Somebody of the provider whom nobody has added to the contract."""
    invite_pam(house)
    return Visitor(house.playground.control_url, PAM)


async def a_shared_concern(house: House, tom: Visitor, priya: Visitor) -> None:
    """A concern that the provider has been told of."""
    await report(tom)
    await house.settle()
    await priya.press("I will take this")
    await house.settle()
    await priya.press("Decide what happens")
    await decide(priya, "Now", "Please look at the charts")
    await house.settle()


def presses_heard(hearing: Hearing) -> list[Json]:
    """Every press that Slack has told the bot of, one for each button."""
    pressed = [heard.body for heard in hearing.heard if heard.body.get("type") == "block_actions"]
    return list({body["actions"][0]["action_id"]: body for body in pressed}.values())


async def kept(house: House) -> dict[str, list[str]]:
    """Everything in the record, but for that somebody was refused."""
    tables = [table for name, table in SQLModel.metadata.tables.items() if not name.startswith("chronology")]
    return await house.handrail.services.database.read(
        lambda work: {
            table.name: sorted(
                str(tuple(row)) for row in work.people._session.connection().execute(select(table))
            )
            for table in tables
        }
    )


def name_of(body: Json) -> str:
    """The name of the button or the form that a body is of."""
    return str(body["view"]["callback_id"] if "actions" not in body else body["actions"][0]["action_id"])


async def refusals(house: House) -> int:
    """How often somebody was refused."""
    entries = SQLModel.metadata.tables["chronology_entry"]
    counted = select(func.count()).where(entries.c.event == Event.REFUSED)
    return await house.handrail.services.database.read(
        lambda work: int(work.people._session.connection().execute(counted).scalar_one())
    )


async def gets_nowhere(
    house: House, hearing: Hearing, offered: list[Json], user_id: str, team_id: str
) -> None:
    """Somebody tries all that was offered to others: each try is refused, nothing is kept, nothing is told."""
    own = await concerns_of(house, user_id)
    tries = [body for body in offered if not any(concern in str(body) for concern in own)]
    before, refused = await kept(house), [await refusals(house)]
    already_heard = len(hearing.heard)

    for body in tries:
        await send_again(house, as_a_thief(house, body, user_id, team_id))
        refused.append(await refusals(house))
    await house.settle()

    heard_since = Hearing(hearing.heard[already_heard:]).from_the_bot()
    told = "\n".join(json.dumps(heard.body, ensure_ascii=False) for heard in heard_since)
    assert [word for word in (*WORDS, "Alderwick House", TITLE, "Priya", "Joanne") if word in told] == []
    assert await kept(house) == before
    steps = zip(tries, refused, refused[1:], strict=False)
    assert {name_of(body) for body, earlier, later in steps if later != earlier + 1} <= OWN_REPORTS


async def test_whoever_has_no_business_here_tries_every_button_and_every_form_and_gets_nowhere(
    played: Played, tmp_path: Path
) -> None:
    assert played.hearing.complaints() == []
    async with played.go_on(tmp_path, pace=UNHURRIED) as house:
        await house.settle()
        hearing = Hearing.of(house)
        hearing.heard += played.heard
        await everybody_without_business_gets_nowhere(house, hearing)
    assert Hearing(hearing.from_the_bot()).complaints() == []


async def everybody_without_business_gets_nowhere(house: House, hearing: Hearing) -> None:
    listeners = house.handrail.listeners
    presses, forms = stolen_presses(house, hearing), stolen_forms(hearing)
    assert presses.keys() == listeners.names(Arrival.PRESS)
    assert forms.keys() == listeners.names(Arrival.SUBMISSION)

    offered = [body for name, bodies in presses.items() if name not in ANYBODY_PRESSES for body in bodies]
    offered += [body for name, bodies in forms.items() if name not in ANYBODY_SENDS for body in bodies]
    await gets_nowhere(house, hearing, offered, alderwick.CARA.user_id, alderwick.COUNCIL)
    await gets_nowhere(house, hearing, offered, PAM, alderwick.PROVIDER)


async def test_caras_commands_and_her_home_tab_show_her_nothing(
    house: House, tom: Visitor, priya: Visitor, cara: Visitor
) -> None:
    await a_shared_concern(house, tom, priya)
    for name in ("/concern", "/action", "/monitor", "/contract"):
        for text in ("", "mine", "new", "setup", "help"):
            await cara.command(name, "general", text)
    await cara.home()
    await house.settle()

    seen = await cara.sees()
    for kept_words in (GAPS, "C-", "SG-", "Alderwick House", "ALD-2024-17", "Please look at the charts"):
        assert kept_words not in seen.replace("alderwick", "")


async def test_permission_is_asked_again_when_a_form_is_sent(
    house: House, hearing: Hearing, tom: Visitor, priya: Visitor, cara: Visitor
) -> None:
    await report(tom)
    await house.settle()
    await tom.command("/concern", INTERNAL, "mine")
    await tom.press("Open", INTERNAL)
    await tom.press("Correct the text")
    await tom.fill({"What happened": GAPS})
    await tom.submit()
    sent = next(h.body for h in reversed(hearing.heard) if h.body.get("type") == "view_submission")
    state = sent["view"]["state"]["values"]
    state["what_happened"]["what_happened"]["value"] = "Nothing happened at all"
    forged = {**sent, "view": {**sent["view"], "id": "V0FORGED"}}

    answer = await send_again(house, as_somebody_else(house, forged, cara.user_id, alderwick.COUNCIL))

    assert answer["response_action"] == "update"
    await priya.press("Open", "direct")
    assert "Nothing happened at all" not in await priya.sees()


async def test_an_unknown_persons_stolen_presses_open_nothing(
    house: House, hearing: Hearing, tom: Visitor, priya: Visitor, pam: Visitor
) -> None:
    await a_shared_concern(house, tom, priya)
    await priya.press("Open", "direct")
    for body in presses_heard(hearing):
        await send_again(house, as_somebody_else(house, body, PAM, alderwick.PROVIDER))
    await pam.press("Open", SHARED)

    seen = await pam.sees()
    assert GAPS not in seen
    assert "Please look at the charts" not in seen
    assert "You are not known here yet" in seen
    assert "Someone may be at risk" in seen


async def test_somebody_unknown_in_the_shared_channel_can_report_danger(
    house: House, pam: Visitor, grace: Visitor, priya: Visitor
) -> None:
    before = await priya.sees()
    await pam.press("Someone may be at risk", SHARED)
    form = await pam.modal()
    assert form is not None
    assert "Alderwick House" not in "\n".join(form.texts)
    await fill_in(pam, DANGER, HURT)

    window = await pam.modal()
    assert window is not None
    assert "ring 999" in window.texts[0]
    await house.settle()
    await grace.press("Open", "direct")
    read = await grace.modal()
    assert read is not None
    assert "*sender unconfirmed*" in read.texts[0]
    assert HURT in read.texts
    assert await priya.sees() == before


async def test_somebody_unknown_can_log_a_concern_and_read_their_own_words_and_nothing_else(
    house: House, pam: Visitor, priya: Visitor
) -> None:
    await pam.press("Report a concern", SHARED)
    await fill_in(pam, what="The boiler is out")
    await house.settle()
    await priya.press("I will take this")
    await house.settle()
    await pam.press("Open", "direct")

    window = await pam.modal()
    assert window is not None
    assert "The boiler is out" in window.texts
    assert "Alderwick House" not in "\n".join(window.texts)
    assert "Correct the text" not in window.texts


async def test_an_outsider_has_no_commands_and_no_shortcuts(house: House, joanne: Visitor) -> None:
    assert not (await joanne.command("/concern", SHARED)).ok
    assert not (await joanne.shortcut("log_concern")).ok
    assert not (await joanne.message_shortcut("make_concern", SHARED, "Report a concern")).ok
    assert INTERNAL not in await joanne.sees()
    await house.settle()
