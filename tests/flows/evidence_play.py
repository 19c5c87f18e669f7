"""Evidence kept from a message and beside a record, and one that names somebody, so that all of it has been offered."""

from playground import alderwick
from playground.house import House
from playground.visitor import Answer, Visitor
from tests.flows.action_story import agree
from tests.flows.reporting import INTERNAL, SHARED

KEEP = "keep_evidence"
RECORD, SHOWS, SEEN_AT = "Which record is it for?", "What does it show?", "Where can it be seen?"
KEEPING, ONLY_WHERE, WORDS_TOO = (
    "What is kept of the message?",
    "Only where it stands",
    "Its words too, as they stand below",
)
WORDS, READERS = "Its words", "Who may read it?"
FOR_ALL, FOR_PARTNERS, FOR_OURS = (
    "Everybody of the contract, the provider too",
    "The commissioners, not the provider",
    "Only our own organisation",
)
SAID = "The night charts of week 37 are whole, both nurses signed"
NAMED = "Mrs Ferncombe has missed her tablets twice"


async def say_and_keep(who: Visitor, author: Visitor, text: str = SAID, channel: str = SHARED) -> Answer:
    """Somebody writes in a channel, and somebody else takes the shortcut on it."""
    assert (await author.say(channel, text)).ok
    return await who.message_shortcut(KEEP, channel, text)


async def choose_record(who: Visitor, starts: str, **answers: str) -> Answer:
    """Choose the first record whose line starts so in the open form, fill in the rest, and send it."""
    labels = await pick_record(who, starts)
    readers = {READERS: FOR_ALL} if READERS in labels else {}
    await who.fill({SHOWS: "Second checks are done"} | readers | answers)
    return await who.submit()


async def pick_record(who: Visitor, starts: str) -> list[str]:
    """Choose a record in the open form; return what it asks then."""
    form = await who.modal()
    assert form is not None
    options = form.input(RECORD)["element"]["options"]
    chosen = next(each["text"]["text"] for each in options if each["text"]["text"].startswith(starts))
    assert (await who.choose("kept_evidence_record", chosen)).ok
    asked = await who.modal()
    assert asked is not None
    return asked.labels


async def add(who: Visitor, seen_at: str, **answers: str) -> Answer:
    """Press *Add evidence* in the window that is open, fill it in and send it."""
    await who.press("Add evidence")
    await who.fill({SEEN_AT: seen_at, SHOWS: "Second checks are done"} | answers)
    return await who.submit()


async def play_evidence(house: House) -> None:
    """Tom keeps a message of Joanne's and asks her to delete another; both add to her action until not all fits."""
    tom, priya, joanne = (house.visitor(who) for who in (alderwick.TOM, alderwick.PRIYA, alderwick.JOANNE))
    await agree(house, tom, joanne, title="Sign each chart twice at night")
    assert (await say_and_keep(tom, joanne)).ok
    assert (await choose_record(tom, "A-", **{KEEPING: WORDS_TOO, READERS: FOR_OURS})).ok
    await tom.close()
    assert (await say_and_keep(tom, joanne, NAMED)).ok
    assert (await tom.submit()).ok
    await tom.close()
    await house.settle()
    await joanne.press("Note a data incident", "direct")
    await joanne.close()
    for _ in range(5):  # all alike: which of what was kept at one moment stands first is chance
        await joanne.press("Open", "direct")
        assert (await add(joanne, "Night folder")).ok
    await priya.command("/action", INTERNAL)
    await joanne.press("Open", "direct")
    await joanne.press("All evidence")
    await joanne.close()
    await joanne.close()
