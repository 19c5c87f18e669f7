"""All parties agree on the preferred option: by version, silence is never a yes, an edit voids (CPC424-P5, P6)."""

import asyncio
import json
from datetime import timedelta

import pytest

from bot.agreement_blocks import AGREE, READ
from bot.casework.explanation_receipts import who_has_not_received
from bot.reason_blocks import MOVE_ON
from playground import alderwick
from playground.house import House
from playground.visitor import Answer, Visitor
from playground.workspace import Json
from tests.conftest import on_both_databases
from tests.flows.hearing import Hearing
from tests.flows.improvement_story import (
    AS_THEY_ARE,
    COSTS,
    GOES_WRONG,
    MEANS,
    NAME_OF_IT,
    NEEDS,
    ONE_A_WEEK,
    agree,
    ask_everybody,
    give_reasons,
    open_from_messages,
    open_window,
    propose_option,
    the_process,
    weigh_options,
)
from tests.flows.on_behalf_story import record_for
from tests.flows.reporting import SHARED, send_again

NO = "What do you not agree with, and what would you agree to?"
WHY_NOT = "A full pause of admissions would cost us our own night staff"
CHANGED = "Changed by Priya Nair, Westermere Council, on Tuesday 8 September 2026."


def has_button(view: Json, label: str) -> bool:
    """Whether a button of that label stands in any message that somebody sees."""
    return any(f'"text": "{label}"' in json.dumps(each) for each in view["conversations"])


def agreed_in_a_message(hearing: Hearing) -> Json:
    """The last press on *Read and answer*, as if it had been on *Agree* beside it, as messages once showed it."""
    bodies = [each.body for each in hearing.heard if each.body.get("type") == "block_actions"]
    body = next(each for each in reversed(bodies) if each["actions"][0]["action_id"] == READ)
    pressed = {**body["actions"][0], "action_id": AGREE, "value": f"{body['actions'][0]['value']}:1"}
    return {**body, "actions": [pressed]}


async def asked_of_all(house: House, third: alderwick.Character) -> tuple[Visitor, Visitor, Visitor]:
    """Every party is asked about option A; the contract lead, the provider and a third person are at their screens."""
    priya = await weigh_options(house)
    await ask_everybody(house, priya)
    return priya, house.visitor(alderwick.JOANNE), house.visitor(third)


async def change_costs(priya: Visitor, costs: str = "Two beds for a month") -> Answer:
    """Change the first option from the window of the process that is open."""
    await priya.press("Read the options")
    await priya.press("Change")
    await priya.fill({COSTS: costs})
    return await priya.submit()


async def window_of(visitor: Visitor) -> str:
    form = await visitor.modal()
    assert form is not None
    return "\n".join(form.texts)


@pytest.mark.criterion("CPC424-P5")
async def test_one_option_is_no_choice_what_options_lack_is_named_and_who_changed_one_is_told(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    hearing, priya = Hearing.of(house), await give_reasons(house)
    joanne = house.visitor(alderwick.JOANNE)
    again = [each.body for each in hearing.heard if MOVE_ON in json.dumps(each.body.get("actions"))]
    await send_again(house, again[-1])
    assert "This is done already: IP-" in await window_of(priya)
    assert "is at step 4 of 8 now" in await window_of(priya)

    await open_from_messages(joanne)
    await propose_option(house, joanne, support="")
    assert "It does not say yet what support it needs. Until that is added, nobody can" in await window_of(
        joanne
    )
    await open_window(priya)
    await priya.press("Read the options")
    assert "Ask everybody to agree" not in await priya.sees(), "one option is no choice"

    await open_window(priya)
    await propose_option(house, priya, AS_THEY_ARE, AS_THEY_ARE, "None")
    await open_window(priya)
    lacks = "option A does not say yet what support it needs. Please press Read the options, then Change"
    assert lacks in await window_of(priya)
    await priya.press("Read the options")
    assert "Ask everybody to agree" not in await priya.sees()

    await open_from_messages(joanne)
    await joanne.press("Read the options")
    await joanne.press("Change")
    form = await joanne.modal()
    assert form is not None
    assert form.labels[1:] == [NAME_OF_IT, MEANS, COSTS, GOES_WRONG, NEEDS]
    assert "Nothing is changed yet" in (await joanne.submit()).errors["title"]
    await joanne.fill({NEEDS: "A medicines coach, from the ICB"})
    assert (await joanne.submit()).ok
    assert "It does not say yet" not in await window_of(joanne)

    await an_old_window_offers_to_ask(house, priya)
    await another_side_changes_it(house, priya)

    assert (await ask_everybody(house, priya)).ok
    posted = "\n".join(await joanne.messages(SHARED))
    assert "every party is asked to agree to option A, version 4" in posted
    await joanne.press("Read and answer", "direct")
    assert CHANGED in await window_of(joanne)


async def an_old_window_offers_to_ask(house: House, priya: Visitor) -> None:
    """Meanwhile another option lacks something: what is missing stands above the options, with its way to change."""
    joanne = house.visitor(alderwick.JOANNE)
    await open_window(priya)
    assert (await propose_option(house, joanne, "A second nurse until spring", support="")).ok
    await priya.press("Ask everybody to agree")
    shown = await window_of(priya)
    assert shown.startswith("*Nobody is asked yet.*")
    assert "Option C does not say yet what support it needs" in shown
    await priya.press("Change")
    await priya.fill({NEEDS: "A medicines coach, from the ICB"})
    assert (await priya.submit()).ok
    assert "the options are complete" in await window_of(priya)


async def another_side_changes_it(house: House, priya: Visitor) -> None:
    """The lead changes Joanne's option twice: it says so, and she hears of both once in her message of the day."""
    joanne, sam = house.visitor(alderwick.JOANNE), house.visitor(alderwick.SAM)
    for costs in ("Two beds for a month", "One bed for two months"):
        await open_window(priya)
        assert (await change_costs(priya, costs)).ok
    await priya.press("Read the options")
    assert CHANGED in await window_of(priya)
    await house.settle()

    await house.move_to(house.clock.now() + timedelta(days=1))
    [said] = [each for each in await joanne.direct_messages() if "which you proposed" in each]
    assert said.count("how option A, which you proposed, was changed") == 1
    assert "Priya Nair, Westermere Council, changed it on Tuesday 8 September 2026." in said
    assert "which you proposed" not in "\n".join(await sam.direct_messages())
    tom = house.visitor(alderwick.TOM)
    await record_for(house, tom)  # for Ruth, beside Joanne: what she may read can be read to her
    await tom.press("Open")
    await tom.press("Read the options")
    await tom.press("What changed")
    assert (await tom.submit()).ok
    compared = await window_of(tom)
    assert compared.index("Two beds") < compared.index("One bed")


@pytest.mark.criterion("CPC424-P6")
async def test_a_silent_party_is_asked_again_its_yes_agrees_and_an_edit_voids_all_three(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    priya, joanne, sam = await asked_of_all(house, alderwick.SAM)

    await agree(house, alderwick.PRIYA, alderwick.SAM)
    await open_window(priya)
    assert "2 of 3 organisations have answered" in await window_of(priya)
    assert "does not vary the contract" in "\n".join(await joanne.direct_messages())

    await house.move_to(house.clock.now() + timedelta(days=8))
    assert "say whether your organisation agrees to option A, version 1" in "\n".join(
        await joanne.direct_messages()
    )
    assert "Joanne" not in "\n".join(await sam.messages(SHARED))
    await open_window(priya)
    await priya.press("Read and answer")
    assert (await priya.press("Ask them again")).ok
    await house.settle()
    assert "Asked once more" in "\n".join(await joanne.direct_messages())

    await agree(house, alderwick.JOANNE)
    in_channel = "\n".join(await joanne.messages(SHARED))
    assert "all agreed to option A, version 1" in in_channel
    assert "Alderwick Care: answered since, on " in in_channel
    process = await the_process(house)
    waited_for = await house.handrail.services.database.read(
        lambda work: [each.side for each in who_has_not_received(work, process)]
    )
    assert "Alderwick Care" not in waited_for, "whoever agreed to what followed has received the explanation"
    assert (await priya.press("Draft the plan", "direct")).ok, (
        "straight from the message, for whoever leads it"
    )
    await priya.close()
    with pytest.raises(LookupError):
        await joanne.press("Draft the plan", "direct")
    assert "*For you:* draft the plan: who does what by when." in await priya.home()
    await open_window(priya)
    assert "An option is agreed" in await window_of(priya)

    assert (await change_costs(priya)).ok
    await house.settle()
    for who in (joanne, sam):
        told = "\n".join(await who.direct_messages())
        assert "was changed by Priya Nair, Westermere Council, on" in told
        assert "so your answer no longer counts" in told
    await open_window(priya)
    assert "Reasons collected" in await window_of(priya)


@pytest.mark.criterion("CPC424-P6")
async def test_a_no_needs_its_reason_stays_on_record_and_the_lead_finds_a_way_forward(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    priya, joanne, anita = await asked_of_all(house, alderwick.ANITA)
    await agree(house, alderwick.PRIYA, alderwick.SAM)

    await joanne.press("Read and answer", "direct")
    await joanne.press("Disagree")
    await joanne.fill({NO: " "})
    refused = await joanne.submit()
    assert "Please say what you do not agree with" in str(refused.errors)
    await joanne.fill({NO: WHY_NOT})
    assert (await joanne.submit()).ok
    await house.settle()
    assert "Alderwick Care does not agree to option A, version 1" in "\n".join(await priya.direct_messages())
    assert WHY_NOT not in "\n".join(await priya.messages(SHARED))

    await open_window(priya)
    await priya.press("Read and answer")
    assert WHY_NOT in await window_of(priya)
    assert (await priya.press("Go on without agreement")).ok
    await priya.fill(
        {
            "Under which clause or regulation is it required?": "Clause 12.3",
            "Why does it go on without everybody's agreement?": "Nights are not safe enough to wait",
        }
    )
    assert (await priya.submit()).ok
    await house.settle()

    await open_window(priya)
    await priya.press("Read and answer")
    with pytest.raises(LookupError):
        await priya.press("Approve")  # never whoever asked
    await anita.press("Read and answer", "direct")
    assert (await anita.press("Approve")).ok
    await house.settle()

    said = "\n".join(await joanne.direct_messages())
    assert "option A, version 1 goes on, though not everybody agreed" in said
    await joanne.press("Read the answers", "direct")
    read = await window_of(joanne)
    assert "Alderwick Care:* does not agree" in read
    for each in (WHY_NOT, "Clause 12.3", "approved by Anita Cole"):
        assert each in read


@pytest.mark.criterion("CPC424-P6")
async def test_the_last_answer_of_an_organisation_counts_also_recorded_for_somebody_without_slack(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    priya, joanne, tom = await asked_of_all(house, alderwick.TOM)
    [asked] = [each for each in await priya.direct_messages() if "agrees to option A" in each]
    assert "say whether Westermere Council agrees" in asked
    assert "Please ask Ruth Keane too (not in Slack) whether Alderwick Care agrees" in asked
    assert (await priya.press("Record their answer", "direct")).ok  # with her name filled in
    await priya.close()
    await priya.press("Copy as a letter", "direct")
    letter = await window_of(priya)
    for each in (
        "does Alderwick Care agree to option A, version 1?",
        ONE_A_WEEK,
        "does not vary the contract",
    ):
        assert each in letter
    await agree(house, alderwick.PRIYA, alderwick.JOANNE)
    said = "\n".join(await priya.direct_messages())
    assert "Please ask Ruth Keane too" not in said  # her side has answered: nothing is left to pass on
    assert "Record their answer" not in said

    await record_for(house, tom)
    await tom.press("Open")
    await tom.press("Read and answer")
    await tom.press("Disagree")
    await tom.fill({NO: WHY_NOT})
    assert (await tom.submit()).ok
    assert "Kept for Alderwick Care: it does not agree." in await window_of(tom)
    await house.settle()

    await joanne.press("Read and answer", "direct")
    read = await window_of(joanne)
    assert "Alderwick Care:* does not agree (Ruth Keane" in read
    assert "Recorded for Ruth Keane by Tom Hadley, from their e-mail" in read
    await agree(house, alderwick.SAM)
    assert "all agreed" not in "\n".join(await joanne.messages(SHARED))

    await open_window(priya)
    assert (await change_costs(priya)).ok
    await ask_everybody(house, priya)
    await joanne.press("Agree")  # in the window that still shows version 1
    assert "it is version 2 now. Nothing was recorded." in await joanne.sees()


@on_both_databases
@pytest.mark.criterion("CPC424-P6")
async def test_of_several_who_agree_at_the_same_moment_each_is_kept_and_it_is_settled_once(
    house: House,
) -> None:
    priya = await weigh_options(house)
    await ask_everybody(house, priya)
    await agree(house, alderwick.PRIYA)

    hearing = Hearing.of(house)
    people = [house.visitor(who) for who in (alderwick.JOANNE, alderwick.DELE, alderwick.SAM)]
    for each in people:
        assert not has_button(await each.view(), "Agree")  # not before all of it is shown
        await each.press("Read and answer", "direct")
    from_before = send_again(house, agreed_in_a_message(hearing))  # Sam's, where it stands there still
    await asyncio.gather(*(each.press("Agree") for each in people[:2]), from_before)
    await house.settle()

    posts = await priya.messages(SHARED)
    assert len([each for each in posts if "all agreed to option A" in each]) == 1
    await open_window(priya)
    assert "An option is agreed" in await window_of(priya)
