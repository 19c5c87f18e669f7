"""People of the safeguarding route who can no longer be reached, each in the way that it happens."""

from domain.people import SAFEGUARDING_ROLES
from playground.alderwick import ANITA, GRACE, HELEN, LEAH, NADIA, Character
from playground.house import House
from storage.unit_of_work import UnitOfWork
from tests.engine.stage import known

FIRST_LINE = (GRACE, NADIA)
ROUTE = (*FIRST_LINE, HELEN, LEAH, ANITA)


def lose_conversation(house: House, *people: Character) -> None:
    """Their conversations with the bot are gone, as when a workspace is moved; Slack knows the people still."""
    channels = house.playground.workspace.channels
    users = {who.user_id for who in people}
    for key in [key for key, channel in channels.items() if channel.is_im and users & set(channel.members)]:
        del channels[key]


def leave_slack(house: House, *people: Character) -> None:
    """They leave: their accounts are switched off, and nobody can write to them any more."""
    lose_conversation(house, *people)
    for who in people:
        house.playground.workspace.people[who.user_id].deleted = True


async def switch_off(house: House, *people: Character) -> None:
    """They are no longer active in our own tables; Slack would still take a message for them."""

    def change(work: UnitOfWork) -> None:
        for who in people:
            known(work, who).is_active = False

    await house.handrail.services.database.write(change, within=10)


async def empty_the_route(house: House) -> None:
    """Nobody holds any safeguarding role."""

    def change(work: UnitOfWork) -> None:
        for role in SAFEGUARDING_ROLES:
            work.people.take_organisation_role(role)

    await house.handrail.services.database.write(change, within=10)
