"""Setting our organisation up, setting contracts up, and linking channels to them."""

from datetime import date

from domain.chronology import Event
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from playground.workspace import Channel
from tests.conftest import on_both_databases
from tests.flows.conftest import UNHURRIED
from tests.flows.hearing import Hearing
from tests.flows.reporting import DANGER, fill_in
from tests.flows.setting_up import (
    BIRCH,
    BIRCH_SHARED,
    BRYN,
    CLOSED_ON,
    DUTY_NUMBER,
    ENDS_ON,
    FOR_ALL,
    FOR_OURS,
    FOR_WHOM,
    GENERAL,
    INTERNAL,
    LEAD,
    LEADS_LIST,
    PROVIDER,
    REFERENCE,
    REPRESENTATIVE,
    ROLE,
    SENIORS,
    SHARED,
    TO_WHICH,
    WHO,
    add,
    bring_the_bot,
    comes_in,
    happened,
    link,
    nia,
    open_birch,
    send_again,
    set_up,
    set_up_contract,
    window,
)


async def test_what_an_administrator_sets_up_is_said_back_in_words(anita: Visitor) -> None:
    answer = await set_up(
        anita,
        {
            CLOSED_ON: "24/12/2026\n2026-12-29",
            LEADS_LIST: [alderwick.GRACE.user_id, alderwick.HELEN.user_id],
        },
    )

    assert answer.ok, answer
    said = await window(anita)
    assert "Closed on:* Thursday 24 December 2026; Tuesday 29 December 2026." in said
    assert "Grace Obi, Helen Marsh" in said
    assert "09:00 to 17:00" in said


async def test_setting_up_begins_with_what_is_set_up_now(anita: Visitor) -> None:
    await anita.command("/contract", GENERAL, "setup")

    form = await anita.modal()
    assert form is not None
    assert form.input(DUTY_NUMBER)["element"]["initial_value"] == "01632 960 404"
    assert form.input(CLOSED_ON)["element"]["initial_value"] == "30/12/2026\n31/12/2026"
    leads = [alderwick.GRACE.user_id, alderwick.NADIA.user_id]
    assert form.input(LEADS_LIST)["element"]["initial_users"] == leads


async def test_a_day_that_cannot_be_read_is_said_beside_it_and_nothing_is_kept(
    house: House, anita: Visitor
) -> None:
    answer = await set_up(anita, {CLOSED_ON: "12/29/2026", DUTY_NUMBER: "01632 960 999"})

    assert "“12/29/2026” cannot be read. There is no such day." in answer.errors["closure_days"]
    kept = await house.handrail.services.database.read(lambda work: work.organisations.settings())
    assert kept is not None
    assert kept.duty_number == "01632 960 404"


async def test_a_new_number_to_ring_stands_on_the_next_form(anita: Visitor, tom: Visitor) -> None:
    await set_up(anita, {DUTY_NUMBER: "01632 960 555"})
    await tom.command("/concern", INTERNAL)

    assert "01632 960 555" in await window(tom)


async def test_missing_leads_and_numbers_are_asked_for(anita: Visitor) -> None:
    await set_up(anita, {DUTY_NUMBER: "", LEADS_LIST: []})

    said = await window(anita)
    assert "Nobody is named as safeguarding lead yet" in said
    assert "number of the emergency duty team is missing" in said


async def test_whoever_is_taken_off_the_list_of_leads_is_told_of_no_risk_any_more(
    house: House, anita: Visitor, grace: Visitor, tom: Visitor
) -> None:
    await set_up(anita, {LEADS_LIST: [alderwick.HELEN.user_id]})
    await tom.press("Someone may be at risk", INTERNAL)
    assert (await fill_in(tom, DANGER, "A resident did not come back")).ok
    await house.settle()

    assert "SG-" in (await house.visitor(alderwick.HELEN).direct_messages())[-1]
    assert "SG-" not in await grace.sees()


async def test_only_an_administrator_sets_the_organisation_up(house: House, priya: Visitor) -> None:
    await priya.command("/contract", INTERNAL, "setup")

    assert await priya.modal() is None
    assert "Please ask Anita Cole." in (await priya.ephemerals(INTERNAL))[-1]
    assert await happened(house, Event.REFUSED) == 1


async def test_no_outsider_and_no_guest_can_be_a_safeguarding_lead(house: House, anita: Visitor) -> None:
    await comes_in(house, nia(alderwick.COUNCIL, guest=True), "")

    for user in (alderwick.JOANNE.user_id, "U0NIA", alderwick.BOT):
        answer = await set_up(anita, {LEADS_LIST: [alderwick.GRACE.user_id, user]})

        assert "Please choose somebody else." in answer.errors["level_1"]
        await anita.close()


@on_both_databases
async def test_the_same_set_up_sent_twice_is_recorded_once(
    house: House, hearing: Hearing, anita: Visitor
) -> None:
    before = await happened(house, Event.ORGANISATION_SET_UP)
    await set_up(anita, {DUTY_NUMBER: "01632 960 555"})

    again = await send_again(house, hearing)

    assert again.body is not None
    assert again.body["response_action"] == "update"
    assert await happened(house, Event.ORGANISATION_SET_UP) == before + 1


async def test_a_new_contract_says_what_comes_next_and_tells_its_lead(
    house: House, anita: Visitor, tom: Visitor
) -> None:
    answer = await set_up_contract(anita, **{SENIORS: [alderwick.LEAH.user_id]})
    await house.settle()

    assert answer.ok, answer
    said = await window(anita)
    assert said.index("/invite @Handrail") < said.index("/contract link") < said.index("/contract add")
    assert "You now take part in Birch Court as contract lead" in (await tom.direct_messages())[-1]
    leah = house.visitor(alderwick.LEAH)
    assert "You now take part in Birch Court as senior contact" in (await leah.direct_messages())[-1]


@on_both_databases
async def test_the_same_contract_sent_twice_is_one(house: House, hearing: Hearing, anita: Visitor) -> None:
    await set_up_contract(anita)
    await send_again(house, hearing)

    assert await happened(house, Event.CONTRACT_CREATED) == 2
    assert BIRCH in await window(anita)


async def test_a_reference_in_use_is_refused_beside_it(anita: Visitor) -> None:
    answer = await set_up_contract(anita, **{REFERENCE: "ALD-2024-17"})

    assert answer.errors == {"reference": "There is a contract with this reference already."}


async def test_a_contract_cannot_end_before_it_begins(anita: Visitor) -> None:
    answer = await set_up_contract(anita, **{ENDS_ON: date(2026, 3, 31)})

    assert "comes after its start" in answer.errors["ends_on"]


async def test_our_own_organisation_is_nobodys_provider(anita: Visitor) -> None:
    answer = await set_up_contract(anita, **{PROVIDER: "westermere council"})

    assert "another organisation than your own" in answer.errors["provider"]


async def test_nobody_of_the_provider_can_lead_a_contract(house: House, anita: Visitor) -> None:
    await comes_in(house, nia(alderwick.COUNCIL, guest=True), "")

    for user in (alderwick.JOANNE.user_id, "U0NIA"):
        answer = await set_up_contract(anita, **{LEAD: user})

        assert "a guest counts as an outsider" in answer.errors["lead"]
        await anita.close()


async def test_a_contracts_lead_cannot_set_up_another_contract(priya: Visitor) -> None:
    await priya.command("/contract", INTERNAL, "new")

    assert await priya.modal() is None
    assert "Please ask one." in (await priya.ephemerals(INTERNAL))[-1]


async def test_when_slack_is_silent_about_who_somebody_is_nothing_is_kept_and_the_form_stays(
    house: House, anita: Visitor
) -> None:
    house.playground.slack.faults.switch("server_error", ["users.info"], count=1)
    answer = await set_up_contract(anita)

    assert answer.errors == {
        "reference": "Nothing was saved: Slack did not answer in time. Please press again in a moment."
    }
    assert (await anita.submit()).errors == {}
    assert BIRCH in await window(anita)


async def test_in_a_channel_without_the_bot_one_is_told_how_to_invite_it(
    house: House, anita: Visitor
) -> None:
    await anita.command("/contract", GENERAL, "link")

    assert await anita.modal() is None
    assert "Type /invite @Handrail here" in (await anita.ephemerals(GENERAL))[-1]

    await bring_the_bot(house, "C0GENERAL")
    await link(anita, GENERAL, "Alderwick House", FOR_OURS)
    await house.settle()

    assert "Report a concern about Alderwick House" in (await anita.messages(GENERAL))[-1]


async def test_a_private_channel_without_the_bot_is_answered_alike(house: House, anita: Visitor) -> None:
    private = Channel("C0PRIVATE", "reviews", alderwick.COUNCIL, [alderwick.ANITA.user_id], is_private=True)
    house.playground.slack.workspace.add(private)

    await anita.command("/contract", "reviews", "link")

    assert "Type /invite @Handrail here" in (await anita.ephemerals("reviews"))[-1]


async def test_a_bot_taken_out_while_the_form_is_open_is_noticed(house: House, anita: Visitor) -> None:
    await anita.command("/contract", INTERNAL, "link")
    await Visitor(house.playground.control_url, alderwick.BOT)._act("leave", channel=alderwick.INTERNAL)
    form = await anita.modal()
    assert form is not None
    await anita.fill({FOR_WHOM: FOR_OURS})

    assert "Handrail is not in this channel yet." in (await anita.submit()).errors["contract"]


async def test_direct_messages_are_no_channel_to_link(anita: Visitor) -> None:
    await anita.open_messages()
    direct = next(each for each in (await anita.view())["conversations"] if each["kind"] == "direct")

    await anita.command("/contract", direct["id"], "link")

    assert "not a channel" in (await anita.ephemerals("direct"))[-1]


async def test_a_channel_that_others_can_read_cannot_be_our_own(priya: Visitor) -> None:
    answer = await link(priya, SHARED, "Alderwick House", FOR_OURS)

    assert "People of other organisations can read this channel" in answer.errors["purpose"]


async def test_the_same_link_made_twice_posts_one_hub_message(
    house: House, hearing: Hearing, priya: Visitor
) -> None:
    before = len(await priya.messages(SHARED))
    await link(priya, SHARED, "Alderwick House", FOR_ALL)
    await send_again(house, hearing)
    await house.settle()

    assert len(await priya.messages(SHARED)) == before


async def test_nothing_is_posted_to_strangers_and_the_hub_comes_once_they_are_known(
    house: House, anita: Visitor
) -> None:
    open_birch(house)
    await set_up_contract(anita)
    await anita.close()
    await link(anita, "birch-shared", BIRCH, FOR_ALL)
    await house.settle()
    assert "Nothing is posted there yet" in await window(anita)
    assert await anita.messages("birch-shared") == []
    await anita.close()

    await add(anita, {TO_WHICH: f"{BIRCH} (BIR-2026-02)", WHO: BRYN, ROLE: REPRESENTATIVE})
    await house.settle()

    [hub] = await anita.messages("birch-shared")
    assert "Report a concern about Birch Court" in hub
    assert len(house.playground.slack.workspace.channels[BIRCH_SHARED].pins) == 1


async def test_without_permission_to_pin_the_hub_stands_and_an_administrator_is_told(
    database_url: str,
) -> None:
    async with House(database_url, pace=UNHURRIED, optional_scopes=frozenset()) as house:
        await house.set_up()
        anita = house.visitor(alderwick.ANITA)

        assert "Report a concern about Alderwick House" in (await anita.messages(SHARED))[0]
        assert house.playground.slack.workspace.channels[alderwick.SHARED].pins == []
        [told] = [said for said in await anita.direct_messages() if "pins" in said]
        assert "Please give the app the permission pins:write" in told


async def test_a_lead_reads_who_takes_part_and_which_channels_are_linked(priya: Visitor) -> None:
    await priya.command("/contract", INTERNAL)

    said = (await priya.ephemerals(INTERNAL))[-1]
    assert "Joanne Field, manager or representative of the provider (Alderwick Care)." in said
    assert "Ruth Keane, senior or nominated person of the provider (Alderwick Care), not in Slack." in said
    assert f"<#{alderwick.SHARED}>: shared with the other parties." in said


async def test_help_and_anything_unknown_say_how_the_command_is_used(priya: Visitor) -> None:
    for text in ("help", "delete everything"):
        await priya.command("/contract", INTERNAL, text)

        assert "*/contract link*, typed in a channel" in (await priya.ephemerals(INTERNAL))[-1]


async def test_somebody_of_our_own_with_no_part_in_it_sees_no_contract_and_links_none(house: House) -> None:
    helen = house.visitor(alderwick.HELEN)
    for text in ("", "new", "link", "add", "setup"):
        await helen.command("/contract", GENERAL, text)

    assert await helen.modal() is None
    assert "You take part in no contract yet.* To be added, ask Anita Cole." in await helen.sees()
    assert "Alderwick" not in await helen.sees()


async def test_cara_tries_every_word_and_reads_nothing_but_how_to_report(cara: Visitor) -> None:
    for text in ("", "new", "link", "add", "setup"):
        await cara.command("/contract", GENERAL, text)

    assert await cara.modal() is None
    assert len(await cara.ephemerals(GENERAL)) == 5
    for said in await cara.ephemerals(GENERAL):
        assert "You are not known here yet" in said
        assert "Someone may be at risk" in said
    assert "Alderwick" not in await cara.sees()
