"""Reporting danger or risk: one screen from everywhere, what it says, and until when it is switched off."""

import pytest

from bot.casework.organisation import make_administrator
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from tests.flows.conftest import UNHURRIED
from tests.flows.hearing import Hearing
from tests.flows.raising import (
    ALL_LEADS,
    ASKED,
    ASKED_OF_OTHERS,
    EXCLUDED,
    GRACE_HERSELF,
    HURT,
    LEAH_HERSELF,
    MAY_BE_AT_RISK,
    NADIA_HERSELF,
    SECOND_LINE,
    WHICH,
    raise_by_hub,
    raised,
)
from tests.flows.reporting import DANGER, DANGER_OR_RISK, INTERNAL, RISK, SHARED, WHAT
from tests.flows.setting_up import GENERAL, comes_in, nia, window


@pytest.fixture
def house(sqlite_house: House) -> House:
    """Alderwick House on SQLite: what is shown here does not depend on the database."""
    return sqlite_house


@pytest.mark.criterion("CPC424-P2")
async def test_one_screen_asks_one_line_and_says_first_whom_to_ring(tom: Visitor) -> None:
    await tom.command("/safeguarding", INTERNAL)

    form = await tom.modal()
    assert form is not None
    assert form.labels == ASKED
    typed = [form.input(label)["element"]["type"] for label in form.labels]
    assert typed.count("plain_text_input") == 1
    assert form.texts[0].startswith("*If someone is in danger now, ring 999 first.*")
    assert "01632 960 404" in form.texts[0]
    assert "This form is not a referral." in form.texts[0]
    assert form.input(WHICH)["element"]["initial_option"]["text"]["text"].startswith("Alderwick House")


async def test_danger_or_risk_is_chosen_by_the_reporter_and_by_nobody_else(tom: Visitor) -> None:
    await tom.command("/safeguarding", INTERNAL)
    form = await tom.modal()
    assert form is not None
    assert form.choices(DANGER_OR_RISK) == [DANGER, RISK]
    assert "initial_option" not in form.input(DANGER_OR_RISK)["element"]
    await tom.fill({WHAT: HURT})

    assert not (await tom.submit()).ok


async def test_before_sending_it_says_by_role_who_is_told(tom: Visitor) -> None:
    await tom.command("/safeguarding", GENERAL)

    text = await window(tom)
    assert "*Who is told, at once:* 2 designated safeguarding leads." in text
    assert "the second line of safeguarding, the senior on call and the director" in text
    assert "nothing is shown in any channel" in text


async def test_our_own_staff_choose_among_names_whom_to_keep_from_it(tom: Visitor) -> None:
    await tom.command("/safeguarding", INTERNAL)
    form = await tom.modal()
    assert form is not None

    assert form.choices(EXCLUDED) == [
        GRACE_HERSELF,
        NADIA_HERSELF,
        "Helen Marsh (second line of safeguarding)",
        LEAH_HERSELF,
        "Anita Cole (director)",
    ]


async def test_an_outsider_and_a_guest_choose_among_roles_and_read_no_name(
    house: House, dele: Visitor
) -> None:
    guest = await comes_in(house, nia(alderwick.COUNCIL, guest=True))
    for who in (dele, guest):
        await who.press(MAY_BE_AT_RISK, SHARED)

        form = await who.modal()
        assert form is not None
        assert form.choices(EXCLUDED) == [
            ALL_LEADS,
            SECOND_LINE,
            "The senior on call",
            "The director",
        ]
        for name in ("Grace", "Nadia", "Helen", "Leah", "Anita"):
            assert name not in await window(who)


async def test_the_same_screen_opens_from_everywhere(
    tom: Visitor, cara: Visitor, dele: Visitor, priya: Visitor
) -> None:
    await tom.say(INTERNAL, "<@U0PLAYGROUND> hello")
    await cara.say_to_the_bot("somebody is not well")
    await cara.open_home()
    for who, place in ((tom, INTERNAL), (cara, "direct"), (cara, "home"), (dele, SHARED)):
        assert (await who.press(MAY_BE_AT_RISK, place)).ok
        form = await who.modal()
        assert form is not None
        assert form.labels == (ASKED if who is tom else ASKED_OF_OTHERS)
        await who.close()

    await priya.say(INTERNAL, "Bed 4 fell <again>")
    await tom.message_shortcut("raise_safeguarding", INTERNAL, "Bed 4 fell")
    form = await tom.modal()
    assert form is not None
    assert form.labels == ASKED
    assert form.input(WHAT)["element"]["initial_value"] == "Bed 4 fell <again>"


@pytest.mark.parametrize("typed", ["help", "what is this?"])
async def test_anything_else_after_the_command_says_how_it_is_used(tom: Visitor, typed: str) -> None:
    await tom.command("/safeguarding", INTERNAL, typed)

    said = (await tom.ephemerals(INTERNAL))[-1]
    assert said.startswith("*/safeguarding* opens the form for danger and risk")
    assert "ring 999 first" in said
    assert await tom.modal() is None


async def test_until_it_can_be_relied_on_the_command_says_what_is_missing_and_whom_to_ring(
    sqlite_url: str,
) -> None:
    async with House(sqlite_url, pace=UNHURRIED) as house:
        hearing = Hearing.of(house)
        await house.handrail.greeted()
        await house.handrail.services.database.write(
            lambda work: make_administrator(
                work, alderwick.COUNCIL, alderwick.ANITA.user_id, "Anita Cole", house.clock.now()
            )
        )
        tom = house.visitor(alderwick.TOM)
        await tom.command("/safeguarding", GENERAL)
        said = (await tom.ephemerals(GENERAL))[-1]
        assert await tom.modal() is None
        assert "999 if someone is in danger now" in said.splitlines()[0]
        assert "the emergency number, the number of the emergency duty team and two" in said
        assert "Anita Cole can set this up" in said

        await tom.press("Report it all the same", GENERAL)
        assert "*No safeguarding lead is set up here, so this form tells nobody.*" in await window(tom)
        await tom.fill({DANGER_OR_RISK: DANGER, WHAT: HURT})
        await tom.submit()
        assert "nobody has been told by this form.* Please ring now." in await window(tom)
        assert await raised(house) == 1
        await house.settle()
    assert hearing.complaints() == []


async def test_the_saved_screen_says_what_to_do_and_what_not(house: House, dele: Visitor) -> None:
    text = await raise_by_hub(dele)

    for said in (
        "*Saved as SG-",
        "*if nobody has rung you within 15 minutes, ring the emergency duty team on 01632 960 404.*",
        "*This is not a referral.* Keep the person safe, keep anything that may be evidence",
        "do not question or alert the person it is about",
        "(LADO) must hear within one working day",
    ):
        assert said in text
    await house.settle()
