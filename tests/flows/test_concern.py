"""Logging a concern: every way to the form, what it asks, who is told, and what its reporter can always see."""

from datetime import datetime

import pytest

from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from tests.flows.hearing import Hearing
from tests.flows.reporting import (
    CONTRACT,
    DANGER,
    DONE_ALREADY,
    GAPS,
    INTERNAL,
    KIND,
    QUALITY,
    RISK,
    SHARED,
    TOLD_BY,
    WHAT,
    fill_in,
    reference_in,
    report,
    report_by_hub,
)

ASKED = [KIND, WHAT, TOLD_BY, DONE_ALREADY, CONTRACT]


async def test_the_form_asks_about_danger_first_and_five_things_at_most(tom: Visitor) -> None:
    await tom.command("/concern", INTERNAL)

    form = await tom.modal()
    assert form is not None
    assert form.labels == ASKED
    assert form.choices(KIND) == [DANGER, RISK, QUALITY]
    assert "ring 999 first" in form.texts[0]
    assert "01632 960 404" in form.texts[0]
    assert form.input(CONTRACT)["element"]["initial_option"]["text"]["text"].startswith("Alderwick House")


async def test_without_an_answer_to_the_first_question_nothing_can_be_sent(tom: Visitor) -> None:
    await tom.command("/concern", INTERNAL)
    await tom.fill({WHAT: GAPS})

    assert not (await tom.submit()).ok


async def test_the_hub_button_opens_the_same_form_for_an_outsider(joanne: Visitor) -> None:
    await joanne.press("Report a concern", SHARED)

    form = await joanne.modal()
    assert form is not None
    assert form.labels == ASKED


async def test_the_shortcut_opens_the_form_without_a_channel(house: House, tom: Visitor) -> None:
    await tom.shortcut("log_concern")
    await fill_in(tom, contract="Alderwick House (ALD-2024-17)")
    await house.settle()

    assert reference_in((await house.visitor(alderwick.PRIYA).direct_messages())[-1])


async def test_the_shortcut_on_a_message_puts_its_words_into_the_form(tom: Visitor, priya: Visitor) -> None:
    await priya.say(INTERNAL, "Charts for <beds 4 & 5> were not signed")
    await tom.message_shortcut("make_concern", INTERNAL, "were not signed")

    form = await tom.modal()
    assert form is not None
    assert form.input(WHAT)["element"]["initial_value"] == "Charts for <beds 4 & 5> were not signed"


async def test_the_lead_is_asked_to_take_it_and_no_channel_hears_of_it(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    before = await joanne.messages(SHARED), await priya.messages(INTERNAL)

    assert (await report(tom)).ok
    await house.settle()

    asked = (await priya.direct_messages())[-1]
    assert asked.startswith(f"*Please take {reference_in(asked)} by 17:00 on Wednesday 9 September 2026.*")
    assert "The provider has not been told." in asked
    assert (await joanne.messages(SHARED), await priya.messages(INTERNAL)) == before
    assert await joanne.modal() is None


async def test_what_was_typed_is_in_no_message_and_only_in_the_window_of_those_allowed(
    house: House, hearing: Hearing, tom: Visitor, priya: Visitor
) -> None:
    await report(tom, told_by="A niece of bed 12", done_already="The pharmacy was rung")
    await house.settle()
    await priya.press("Open", "direct")

    window = await priya.modal()
    assert window is not None
    for words in (GAPS, "A niece of bed 12", "The pharmacy was rung"):
        assert words in window.texts
        assert words not in hearing.outside_forms()


async def test_a_lead_hears_of_a_weekend_concern_when_the_next_working_day_begins(
    house: House, tom: Visitor, priya: Visitor
) -> None:
    saturday = datetime.fromisoformat("2026-09-12T14:00:00+01:00")
    await house.move_to(saturday)
    before = await priya.direct_messages()
    await report(tom)
    await house.settle()
    assert await priya.direct_messages() == before

    await house.move_to(datetime.fromisoformat("2026-09-14T09:00:00+01:00"))
    assert "by 17:00 on Tuesday 15 September 2026" in (await priya.direct_messages())[-1]


async def test_taking_tells_the_reporter_who_has_it(house: House, tom: Visitor, priya: Visitor) -> None:
    await report(tom)
    await house.settle()
    await priya.press("I will take this")
    await house.settle()

    told = (await tom.direct_messages())[-1]
    assert told.startswith(f"*Priya Nair has {reference_in(told)}*, which you logged.")
    assert (await priya.direct_messages())[-1].startswith(
        f"*Priya Nair has {reference_in(told)}.* Next: decide"
    )


async def test_a_provider_who_reports_is_told_who_has_it_and_sees_their_own_words(
    house: House, joanne: Visitor, priya: Visitor
) -> None:
    await report_by_hub(joanne, what="Two agency nurses did not arrive")
    await house.settle()
    await priya.press("I will take this")
    await house.settle()
    await joanne.press("Open", "direct")

    assert (await joanne.direct_messages())[-1].startswith("*Priya Nair has C-")
    window = await joanne.modal()
    assert window is not None
    assert "Two agency nurses did not arrive" in window.texts


async def test_a_concern_about_no_contract_is_taken_by_whoever_is_asked(
    house: House, cara: Visitor, anita: Visitor
) -> None:
    await report(cara, channel="general")
    await house.settle()
    await anita.press("I will take this")
    await house.settle()
    await anita.press("Open", "direct")

    window = await anita.modal()
    assert window is not None
    assert GAPS in window.texts
    assert (await cara.direct_messages())[-1].startswith("*Anita Cole has C-")


async def test_everybody_can_list_what_they_logged(tom: Visitor, cara: Visitor) -> None:
    for _ in range(2):
        await report(tom)
    await tom.command("/concern", INTERNAL, "mine")
    await cara.command("/concern", "general", "mine")

    mine = (await tom.ephemerals(INTERNAL))[-1]
    assert mine.startswith("*What you have logged, the newest first:*")
    assert mine.count("waiting to be taken") == 2
    assert (await cara.ephemerals("general"))[-1].startswith("You have not logged a concern yet.")


async def test_a_long_list_says_that_it_is_not_all(tom: Visitor) -> None:
    for _ in range(21):
        await report(tom)
    await tom.command("/concern", INTERNAL, "mine")

    mine = (await tom.ephemerals(INTERNAL))[-1]
    assert mine.startswith("*The last 20 that you logged, the newest first.*")
    assert mine.count("waiting to be taken") == 20


@pytest.mark.parametrize("typed", ["help", "what is this?", "Mine please"])
async def test_anything_else_after_the_command_says_how_it_is_used(tom: Visitor, typed: str) -> None:
    await tom.command("/concern", INTERNAL, typed)

    said = (await tom.ephemerals(INTERNAL))[-1]
    assert "*/concern mine*" in said
    assert "ring 999 first" in said
    assert await tom.modal() is None


async def test_an_empty_account_is_refused_beside_its_field_and_nothing_is_kept(tom: Visitor) -> None:
    answer = await report(tom, what="   ")

    assert answer.errors == {"what_happened": "Please say in a line what happened or what you saw."}
    await tom.close()
    await tom.command("/concern", INTERNAL, "mine")
    assert (await tom.ephemerals(INTERNAL))[-1].startswith("You have not logged a concern yet.")
