"""Taking a copy of the record away: who may, what is in it, and a link that works once."""

from datetime import timedelta

import pytest

from bot.export_archive import faults_of
from domain.chronology import Event
from domain.people import Role
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.contracts import Contract
from storage.unit_of_work import UnitOfWork
from tests.flows.action_story import TITLE, agree, decide_not_to_tell_yet
from tests.flows.export_story import (
    KIND,
    READERS,
    REASON,
    ask,
    ask_on_form,
    everything_in,
    fetch,
    record_of,
    sheet_of,
    unpacked,
)
from tests.flows.hearing import Hearing
from tests.flows.reporting import GAPS, INTERNAL, RISK, SHARED, report, send_again

HURT = "planted-hurt: bed 7 was pushed"


async def the_contract(house: House) -> Contract:
    """The only contract there is."""
    return (await house.handrail.services.database.read(lambda work: work.contracts.all()))[0]


async def exported(house: House, contract_id: object = None) -> list[Event]:
    """What the contract's chronology says of copies, or the organisation's."""
    contract = await the_contract(house)

    def found(work: UnitOfWork) -> list[Event]:
        chain = work.chronology.stream(contract.id if contract_id is None else None)
        return [entry.event for entry in chain if entry.event.value.startswith("export_")]

    return await house.handrail.services.database.read(found)


async def give(house: House, user: str, role: Role) -> None:
    """Give somebody a role for the whole organisation."""
    now = house.clock.now()

    def keep(work: UnitOfWork) -> None:
        person = work.people.in_slack(alderwick.COUNCIL, user)
        assert person is not None
        work.people.give(person.id, role, None, now)

    await house.handrail.services.database.write(keep)


@pytest.mark.criterion("CPC424-P8")
async def test_the_lead_fetches_the_whole_record_once_and_nothing_of_safeguarding_is_in_it(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor, hearing: Hearing
) -> None:
    await report(tom, RISK, HURT)
    await house.settle()
    await agree(house, priya, joanne)
    await decide_not_to_tell_yet(house, tom, priya)
    address = await ask(house, priya)
    again = str(await send_again(house, hearing.last("view_submission")))
    assert "Next: please close this and begin again." in again, "its link is shown once"
    for method in ("GET", "HEAD", "GET"):  # as previews and scanners do
        status, headers, page = await fetch(address, method)
        assert status == 200
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert b"ALD-2024-17" not in page
    status, headers, content = await fetch(address)

    assert status == 200
    assert headers["Content-Disposition"].startswith('attachment; filename="handrail-ALD-2024-17-contract-')
    assert headers["Cache-Control"] == "no-store"
    assert faults_of(content) == []
    record = record_of(content)
    assert record["about"]["class"] == "internal"
    assert {row["text"] for row in record["tables"]["texts"]} >= {GAPS, "Schedule 2, clause 14.3"}
    [action] = sheet_of(content, "actions")
    assert (action["title"], action["owner"]) == (TITLE, "Joanne Field")
    whole = everything_in(content)
    assert TITLE in unpacked(unpacked(content)["record.docx"])["word/document.xml"].decode()
    for kept_apart in ("planted-hurt", "SG-", "safeguarding_raised"):
        assert kept_apart not in whole
    assert (await fetch(address))[0] == (await fetch(address, "GET"))[0] == 410
    assert await exported(house) == [Event.EXPORT_ASKED, Event.EXPORT_MADE, Event.EXPORT_FETCHED]
    token = address.rpartition("/")[2]
    assert token not in "".join([await who.sees() for who in (tom, joanne)])


async def test_the_provider_has_what_is_shared_with_them_and_no_trace_of_anything_else(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await agree(house, priya, joanne)
    await decide_not_to_tell_yet(house, tom, priya)
    await report(tom, RISK, HURT)
    await house.settle()
    await joanne.press("My open items", SHARED)
    await joanne.press("Copy of the record")
    status, _headers, content = await fetch(await ask_on_form(house, joanne))

    assert status == 200
    record = record_of(content)
    assert (record["about"]["class"], record["chain"], record["entries"]) == ("shared", None, [])
    assert {row["class"] for row in record["tables"]["texts"]} == {"shared"}
    assert [row["reference"] for row in record["tables"]["concerns"]] == []
    assert [row["title"] for row in record["tables"]["actions"]] == [TITLE]
    assert {row["event"] for row in record["tables"]["chronology"]} <= {
        "contract_created",
        "action_proposed",
        "action_agreed",
    }
    whole = everything_in(content)
    for kept_from_them in (GAPS, "planted-hurt", "SG-", "internal", "concern_logged", '"number"'):
        assert kept_from_them not in whole


async def test_a_link_that_is_wrong_out_of_time_or_of_somebody_who_may_no_longer_looks_the_same(
    house: House, priya: Visitor
) -> None:
    old, address = await ask(house, priya), await ask(house, priya)
    _status, _headers, wrong = await fetch(address[:-4] + "AAAA")

    def take_away(work: UnitOfWork) -> None:
        person = work.people.in_slack(alderwick.COUNCIL, alderwick.PRIYA.user_id)
        assert person is not None
        work.people.end_roles(person.id)

    await house.handrail.services.database.write(take_away)
    assert (await fetch(address))[::2] == (await fetch(address, "GET"))[::2] == (410, wrong)
    house.clock.set(house.clock.now() + timedelta(hours=24))
    assert (await fetch(old))[::2] == (410, wrong)
    assert await exported(house) == [Event.EXPORT_ASKED, Event.EXPORT_ASKED]


async def test_safeguarding_records_are_a_copy_of_their_own_with_named_readers(
    house: House, tom: Visitor, grace: Visitor
) -> None:
    await report(tom, RISK, HURT)
    await house.settle()
    await give(house, alderwick.ANITA.user_id, Role.RECORDS_OFFICER)
    anita = house.visitor(alderwick.ANITA)
    restricted = {KIND: "Its safeguarding records only"}
    await anita.command("/contract", INTERNAL, "export")
    await anita.fill({"What is it for?": REASON, **restricted})
    assert "name everybody" in str((await anita.submit()).errors)
    address = await ask_on_form(house, anita, **restricted, **{READERS: [alderwick.GRACE.user_id]})
    _status, _headers, content = await fetch(address)

    record = record_of(content)
    assert (record["about"]["class"], record["about"]["readers"]) == ("restricted", "Grace Obi")
    assert HURT in {row["text"] for row in record["tables"]["texts"]}
    assert faults_of(content) == []
    assert await exported(house) == []
    assert await exported(house, "organisation") == [
        Event.EXPORT_ASKED,
        Event.EXPORT_MADE,
        Event.EXPORT_FETCHED,
    ]
    plain = record_of((await fetch(await ask(house, anita)))[2])
    assert HURT not in str(plain)
    assert await grace.direct_messages() != []


async def test_without_an_address_of_its_own_the_bot_names_the_command(house: House, priya: Visitor) -> None:
    house.handrail.services.settings.public_url = ""
    await priya.command("/contract", INTERNAL, "export")

    window = await priya.modal()
    assert window is not None
    assert 'python -m bot export contract "ALD-2024-17" --for' in "\n".join(window.texts)
    assert await exported(house) == []


async def test_a_quality_officer_has_no_copy(tom: Visitor) -> None:
    answer = await tom.command("/contract", INTERNAL, "export")

    assert answer.ok
    assert "no contract of which you can take a copy" in await tom.sees()
