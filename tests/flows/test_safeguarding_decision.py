"""Deciding on a safeguarding concern: by its named people only, each decision kept, and each clock that follows."""

import asyncio
import json
from datetime import date

import pytest

from domain.calendar import Nation
from domain.chronology import Event
from domain.deadlines import DeadlineKind
from domain.safeguarding import SafeguardingState
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.unit_of_work import UnitOfWork
from tests.conftest import on_both_databases
from tests.flows.deciding import (
    ALLEGATION,
    HURT,
    NO_ACTION,
    REASONS,
    TO_ADULTS,
    TO_LADO,
    TO_POLICE,
    WISHES,
    ask,
    decide,
    duties,
    events,
    fill_in_decision,
    hand_over,
    in_nation,
    in_window,
    london,
    replied,
    taken,
    tell_reporter,
    the_concern,
    window,
)
from tests.flows.hearing import Hearing
from tests.flows.reporting import DANGER, as_somebody_else, report, send_again

REPLY, TELL = DeadlineKind.SAFEGUARDING_REPLY, DeadlineKind.SAFEGUARDING_TELL_REPORTER
DECIDE, LADO = DeadlineKind.SAFEGUARDING_DECIDE, DeadlineKind.SAFEGUARDING_ALLEGATION


@pytest.mark.criterion("CPC424-P2")
async def test_a_referral_is_recorded_with_its_time_and_reference_and_its_clocks_start(
    house: House, grace: Visitor
) -> None:
    await taken(house, grace)
    assert await duties(house) == {DECIDE: "Tue 08 Sep 14:15"}

    await decide(house, grace, reference="WX-88", wishes="To stay at home", made_at="09:55")

    kept = await grace.modal()
    assert kept is not None
    assert kept.texts[0].startswith("*The decision is kept. Only those named on the record read it.*")
    assert "Tell the person who raised it by 17:00 on Thursday 10 September 2026." in kept.texts[0]
    assert HURT not in "".join(kept.texts), "it is opened by a press, which is written down"
    assert await duties(house) == {REPLY: "Wed 09 Sep 17:00", TELL: "Thu 10 Sep 17:00"}
    read = await window(grace)
    assert "*Referred to the adult safeguarding team of the local authority* at 09:55 on Tuesday" in read
    assert "Recorded by Grace Obi at 10:15" in read
    assert {"WX-88", "To stay at home"} <= set(read.splitlines())
    assert (await the_concern(house)).state is SafeguardingState.DECIDED


@pytest.mark.parametrize(
    ("decided", "more", "field", "words"),
    [
        (NO_ACTION, {}, REASONS, "Please say why it is not referred."),
        ("Quality route: not a safeguarding referral", {}, REASONS, "Please say why it is not referred."),
        ("Referred to somebody else", {}, REASONS, "Please say here to whom it was referred."),
        (TO_ADULTS, {"consent": "Not asked yet"}, WISHES, "Please say why nobody has asked the person yet."),
        (TO_ADULTS, {"made_on": date(2026, 9, 9)}, "If referred: on which day?", "This is still to come."),
    ],
)
async def test_what_is_missing_is_asked_for_beside_its_field_and_nothing_is_kept(
    sqlite_house: House, decided: str, more: dict[str, object], field: str, words: str
) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    await taken(house, grace)

    await decide(house, grace, decided, **more)

    form = await grace.modal()
    assert form is not None
    assert list(form.faults) == [field]
    assert form.faults[field].startswith(words)
    assert (await the_concern(house)).state is SafeguardingState.ACKNOWLEDGED
    assert DECIDE in await duties(house)


async def test_nobody_decides_before_somebody_has_it(sqlite_house: House) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    await taken(house, grace)
    hearing = Hearing.of(house)
    await decide(house, grace)
    sent = next(h.body for h in hearing.heard if h.body.get("type") == "view_submission")
    await house.move_to(london("2026-09-08T10:16"))
    await report(house.visitor(alderwick.TOM), DANGER, HURT)
    await house.settle()
    untaken = await the_concern(house)

    assert "Record the decision" not in await window(grace)
    about = json.dumps({"concern": untaken.id.hex, "seen": "0"})
    forged = {**sent, "view": {**sent["view"], "id": "V0FORGED", "private_metadata": about}}
    answer = await send_again(house, forged)

    assert "Please press I have this first" in str(answer)
    assert (await the_concern(house)).decided_at is None


@pytest.mark.parametrize("who", ["PRIYA", "TOM", "CARA", "excluded", "taken off"])
async def test_neither_the_contract_lead_nor_an_excluded_lead_nor_one_taken_off_the_route_decides(
    sqlite_house: House, who: str
) -> None:
    house, grace, nadia = sqlite_house, sqlite_house.visitor(alderwick.GRACE), alderwick.NADIA
    await taken(house, grace)
    hearing = Hearing.of(house)
    await in_window(grace, "Record the decision")
    await fill_in_decision(grace)
    sent = next(h.body for h in hearing.heard if h.body.get("type") == "view_submission")
    concern = await the_concern(house)

    def bar(work: UnitOfWork) -> None:
        known = work.people.in_slack(alderwick.COUNCIL, nadia.user_id)
        assert known is not None
        if who == "excluded":
            for row in work.safeguarding.named(concern.id):
                row.is_excluded = row.is_excluded or row.person_id == known.id
        else:
            known.is_active = False

    character = nadia if who in {"excluded", "taken off"} else getattr(alderwick, who)
    if character is nadia:
        await house.handrail.services.database.write(bar)
    forged = {**sent, "view": {**sent["view"], "id": "V0FORGED"}}
    before = await events(house)
    answer = await send_again(house, as_somebody_else(house, forged, character.user_id, alderwick.COUNCIL))

    assert await events(house) == before
    assert HURT not in str(answer)
    assert "not yours to open" in str(answer) or "not known here yet" in str(answer)


async def test_the_same_decision_sent_twice_is_one(sqlite_house: House) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    await taken(house, grace)
    hearing = Hearing.of(house)
    await decide(house, grace)
    sent = next(h.body for h in hearing.heard if h.body.get("type") == "view_submission")

    await send_again(house, sent)

    assert (await events(house)).count(Event.SAFEGUARDING_DECIDED) == 1


@on_both_databases
async def test_two_leads_deciding_at_once_do_not_decide_past_each_other(house: House, grace: Visitor) -> None:
    nadia = house.visitor(alderwick.NADIA)
    await taken(house, grace)
    for lead in (grace, nadia):
        await in_window(lead, "Record the decision")

    answers = await asyncio.gather(fill_in_decision(grace), fill_in_decision(nadia))

    assert sorted(answer.response_action or "" for answer in answers) == ["errors", "update"]
    assert (await events(house)).count(Event.SAFEGUARDING_DECIDED) == 1
    late = grace if answers[0].response_action == "errors" else nadia
    form = await late.modal()
    assert form is not None
    assert "recorded a decision at 10:15" in "".join(form.faults.values())


async def test_each_referral_is_chased_until_its_own_answer_is_recorded(sqlite_house: House) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    await taken(house, grace)
    await decide(house, grace)
    await decide(house, grace, TO_POLICE)
    await replied(house, grace)
    assert (await duties(house))[REPLY] == "Wed 09 Sep 17:00"

    await replied(house, grace, "They do not take it on")

    assert REPLY not in await duties(house)
    read = await window(grace)
    assert "They have taken it on" in read
    assert "*They have not taken it on*" in read
    assert "I do not agree" in read


async def test_the_answer_that_is_missing_is_asked_for_each_working_day_and_above_the_lead_after_two(
    sqlite_house: House,
) -> None:
    house, grace, helen = (
        sqlite_house,
        sqlite_house.visitor(alderwick.GRACE),
        sqlite_house.visitor(alderwick.HELEN),
    )
    await taken(house, grace)
    await decide(house, grace)

    days = {}
    for day in (9, 10, 11):
        await house.move_to(london(f"2026-09-{day:02d}T12:00"))
        days[day] = [
            sum("ask the body it was referred to" in said or "ask for an answer" in said for said in messages)
            for messages in (await grace.direct_messages(), await helen.direct_messages())
        ]
    assert days == {9: [1, 0], 10: [2, 0], 11: [3, 1]}
    assert "please see that Grace Obi can ask" in "\n".join(await helen.direct_messages())


@pytest.mark.parametrize(
    ("nation", "label", "due"),
    [
        (Nation.ENGLAND, TO_LADO, "Wed 09 Sep 17:00"),
        (Nation.WALES, "Referred to the designated officer for allegations (LADO)", "Wed 09 Sep 10:15"),
        (Nation.SCOTLAND, "Referred to the body your own procedure names for allegations", None),
        (Nation.NORTHERN_IRELAND, "Referred to the body your own procedure names for allegations", None),
    ],
)
async def test_an_allegation_against_somebody_who_works_with_children_runs_by_the_nations_clock(
    sqlite_house: House, nation: Nation, label: str, due: str | None
) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    await in_nation(house, nation)
    await taken(house, grace)

    await decide(house, grace, TO_POLICE, applies=[ALLEGATION])
    assert (await duties(house)).get(LADO) == due

    await decide(house, grace, label)
    assert LADO not in await duties(house)


@pytest.mark.parametrize(
    ("nation", "said", "unsaid"),
    [
        (Nation.ENGLAND, "The duty to enquire rests on three questions", "7 working days"),
        (Nation.WALES, "within 7 working days of its receiving the report", "three questions"),
        (Nation.SCOTLAND, "No time limits are known here: follow your own procedure.", "working day"),
        (Nation.NORTHERN_IRELAND, "of Northern Ireland are known here: follow your own", "working day"),
    ],
)
async def test_the_form_says_what_the_nation_gives_and_no_more(
    sqlite_house: House, nation: Nation, said: str, unsaid: str
) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    await in_nation(house, nation)
    await taken(house, grace)
    await in_window(grace, "Record the decision")

    form = await grace.modal()
    assert form is not None
    read = "\n".join(form.texts)
    assert said in read
    assert unsaid not in read


async def test_in_wales_the_window_says_when_an_enquiry_normally_ends(sqlite_house: House) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    await in_nation(house, Nation.WALES)
    await taken(house, grace)
    await decide(house, grace)

    assert "within 7 working days of being received: by 17:00 on Thursday 17 September 2026" in await window(
        grace
    )


async def test_what_was_decided_stands_in_no_message_channel_or_chronology(
    house: House, hearing: Hearing, grace: Visitor
) -> None:
    typed = ("WX-88", "To stay at home", "Because of bed 7")
    await taken(house, grace)
    await decide(house, grace, reference=typed[0], wishes=typed[1], why=typed[2])
    await tell_reporter(house, grace)
    await hand_over(house, grace, "Nadia Shah, deputy safeguarding lead")

    entries = await ask(house, lambda work: [str(each.facts) for each in work.chronology.stream(None)])
    contract = await ask(
        house, lambda work: [each.event.value for each in work.chronology.stream(alderwick.contract_id(work))]
    )
    for text in typed:
        assert text not in hearing.outside_forms()
        assert text not in "".join(entries)
    assert [event for event in contract if "safeguarding" in event] == []
    for channel in (alderwick.SHARED, alderwick.INTERNAL, alderwick.LEADS):
        assert "SG-" not in hearing.in_channel(channel)
