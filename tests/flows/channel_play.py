"""A channel that changes and a data incident, with every button and form of both offered once."""

from playground import alderwick, channel_changes
from playground.alderwick import HEALTH, INTERNAL, PRIYA
from playground.house import House


async def play_channels(house: House) -> None:
    """Our own channel is shared for a moment; its lead looks, thinks about unlinking it, and confirms it in the end."""
    slack, priya = house.playground.slack, house.visitor(PRIYA)
    actor, step = slack.workspace.people[PRIYA.user_id], {"channel": INTERNAL, "team": HEALTH}
    await channel_changes.share(slack, actor, step)
    await channel_changes.unshare(slack, actor, step)
    await house.settle()
    await priya.press("Unlink this channel", "direct")
    await priya.close()
    await priya.press("See who can read it", "direct")
    assert (await priya.submit()).ok
    await house.settle()
    await priya.command("/contract", INTERNAL, "channels")
    await priya.close()


async def play_incident(house: House) -> None:
    """Somebody notes a data incident, and the administrator opens it."""
    tom, anita = house.visitor(alderwick.TOM), house.visitor(alderwick.ANITA)
    await tom.say_to_the_bot("Mrs Ferncombe in room 4 has not had her tablets")
    await tom.press("Note a data incident", "direct")
    await tom.fill({"What kind of detail was it?": ["Somebody's name"]})
    assert (await tom.submit()).ok
    await house.settle()
    await anita.press("Decide about it", "direct")
    await anita.close()
    await anita.command("/contract", INTERNAL, "incidents")
    await anita.close()
