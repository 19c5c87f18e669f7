"""Putting a concern right and withdrawing it: what was written first is always kept, and everybody learns in time."""

from datetime import timedelta

from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from tests.flows.hearing import Hearing
from tests.flows.reporting import GAPS, INTERNAL, SHARED, decide, reference_in, report, report_by_hub

WHY = "Why is it withdrawn?"


async def open_own(who: Visitor, channel: str = "alderwick-internal") -> None:
    """The window of what somebody logged last."""
    await who.command("/concern", channel, "mine")
    await who.press("Open", channel)


async def test_a_wrong_text_is_put_right_and_the_first_stays_readable(
    house: House, hearing: Hearing, tom: Visitor, priya: Visitor
) -> None:
    await report(tom)
    await house.settle()
    await open_own(tom)
    await tom.press("Correct the text")
    form = await tom.modal()
    assert form is not None
    assert form.input("What happened")["element"]["initial_value"] == GAPS
    await tom.fill({"What happened": "It was bed 14, not bed 4"})
    assert (await tom.submit()).ok
    kept = await tom.modal()
    assert kept is not None
    assert "*The new text is kept, and the first stays readable.*" in kept.texts[0]
    await tom.press("See where it stands")
    assert "It was bed 14, not bed 4" in await tom.sees()

    await priya.press("Open", "direct")
    window = await priya.modal()
    assert window is not None
    texts = window.texts
    assert texts.index("It was bed 14, not bed 4") < texts.index(GAPS)
    assert any("An earlier version, kept as it was written" in text for text in texts)
    assert "bed 14" not in hearing.outside_forms()


async def test_what_is_withdrawn_stays_on_the_record_and_asks_nothing_more(
    house: House, tom: Visitor, priya: Visitor
) -> None:
    await report(tom)
    await house.settle()
    reference = reference_in((await priya.direct_messages())[-1])
    await open_own(tom)
    await tom.press("Withdraw")
    await tom.fill({WHY: "Logged twice by mistake"})
    assert (await tom.submit()).ok
    await house.settle()

    assert (await priya.direct_messages())[-1].startswith(f"*{reference}* is withdrawn.")
    assert "I will take this" not in await priya.sees()
    await priya.press("Open", "direct")
    window = await priya.modal()
    assert window is not None
    assert {GAPS, "Logged twice by mistake"} <= set(window.texts)


async def test_a_reporter_hears_when_the_lead_withdraws_what_they_logged(
    house: House, joanne: Visitor, priya: Visitor
) -> None:
    await report_by_hub(joanne, what="The lift was out for a day")
    await house.settle()
    await priya.press("Open", "direct")
    await priya.press("Withdraw")
    await priya.fill({WHY: "Belongs to another house; seen by me on Monday"})
    assert (await priya.submit()).ok
    await house.settle()

    told = (await joanne.direct_messages())[-1]
    assert told.startswith(f"*{reference_in(told)}, which you logged, was withdrawn.*")
    await joanne.press("Open", "direct")
    window = await joanne.modal()
    assert window is not None
    assert "The lift was out for a day" in window.texts
    assert "another house" not in await joanne.sees()


async def test_the_channel_is_told_when_a_shared_matter_is_withdrawn(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await report(tom)
    await house.settle()
    await priya.press("Decide what happens" if "Decide" in await priya.sees() else "Open", "direct")
    await priya.press("Decide what happens")
    await decide(priya, "Now", "Please look at the charts")
    await house.settle()
    assert "is open. Please look." in (await joanne.messages(SHARED))[-1]

    await open_own(tom)
    await tom.press("Withdraw")
    await tom.fill({WHY: "The charts were in the other folder"})
    await tom.submit()
    await house.settle()

    said = (await joanne.messages(SHARED))[-1]
    assert said.startswith(f"*Quality matter {reference_in(said)} is withdrawn.*")
    assert "other folder" not in await joanne.sees()


async def test_a_withdrawal_without_a_reason_is_refused_beside_the_field(house: House, tom: Visitor) -> None:
    await report(tom)
    await house.settle()
    await open_own(tom)
    await tom.press("Withdraw")
    await tom.fill({WHY: "  "})

    assert "say why" in (await tom.submit()).errors["reason"]


async def test_many_versions_are_shown_newest_first_and_what_does_not_fit_is_counted(
    house: House, tom: Visitor
) -> None:
    await report(tom, what="Version 0 " + "🙂" * 2900)
    for number in range(1, 9):
        await open_own(tom)
        await tom.press("Correct the text")
        await tom.fill({"What happened": f"Version {number} " + "🙂" * 2900})
        assert (await tom.submit()).ok
    await house.settle()
    await open_own(tom)

    window = await tom.modal()
    assert window is not None
    text = "\n".join(window.texts)
    assert text.index("Version 8 ") < text.index("Version 7 ")
    shown = sum(f"Version {number} " in text for number in range(9))
    assert 2 < shown < 9
    assert f"{9 - shown} earlier versions do not fit in this window." in text


async def test_what_is_read_is_never_cut(house: House, tom: Visitor) -> None:
    for letter in ("&<>", "𝄞"):
        written = letter * (3000 // len(letter))
        assert (await report(tom, what=written)).errors == {}
        await open_own(tom)
        window = await tom.modal()
        assert window is not None
        sections = [b["text"] for b in window.view["blocks"] if b["type"] == "section"]
        assert "".join(t["text"] for t in sections if t["type"] == "plain_text") == written
        await tom.close()
        await house.move_to(house.clock.now() + timedelta(minutes=1))


async def test_a_text_sent_unchanged_is_no_new_version(sqlite_house: House) -> None:
    house, tom = sqlite_house, sqlite_house.visitor(alderwick.TOM)
    await report(tom)
    await house.settle()
    await tom.command("/concern", INTERNAL, "mine")
    await tom.press("Open", INTERNAL)
    await tom.press("Correct the text")
    answer = await tom.submit()
    assert answer.errors == {
        "what_happened": "Nothing is changed yet. Please correct the text, or press Cancel."
    }
