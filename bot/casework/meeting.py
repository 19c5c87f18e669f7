"""Meeting people: somebody unknown may report, and reads nothing until somebody who may do so adds them."""

from bot.casework.administrators import SET_UP_FIRST
from bot.inbound import Actor, Member
from domain.errors import NotAllowed
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def meet(work: UnitOfWork, met: Person | None, actor: Actor) -> Person:
    """Return the person, keeping them as not confirmed when they are new: reporting is never refused."""
    return met or work.people.add(
        Person(name=actor.name or actor.user_id, team_id=actor.team_id, user_id=actor.user_id)
    )


def keep_as_slack_says(person: Person, member: Member | None) -> None:
    """Keep the name and the standing that Slack shows of somebody whom nobody has confirmed yet."""
    if member is not None:
        person.name, person.is_guest = member.name, member.is_guest


def meet_staff(work: UnitOfWork, member: Member | None, field: str) -> Person:
    """Return one of our own people, met now if they are new. Refuses guests, outsiders and apps, beside `field`."""
    own = work.organisations.own()
    if own is None:
        raise NotAllowed(SET_UP_FIRST)
    if member is None:
        raise NotAllowed("Slack does not show us somebody you chose. Please choose somebody else.", field)
    if member.is_bot or not member.is_active:
        raise NotAllowed(f"{member.name} is not a person at work here. Please choose somebody else.", field)
    if member.is_guest or work.organisations.of_team(member.team_id) != own.id:
        raise NotAllowed(
            f"{member.name} is not one of your own organisation's people; a guest counts as an outsider. "
            "Please choose somebody else.",
            field,
        )
    person = work.people.in_slack(member.team_id, member.user_id) or work.people.add(
        Person(name=member.name, team_id=member.team_id, user_id=member.user_id)
    )
    if person.organisation_id is None:
        person.organisation_id, person.name = own.id, member.name
    if person.organisation_id != own.id:
        raise NotAllowed(f"{member.name} is known here for another organisation.", field)
    come_back(person)  # chosen by whoever may say so, and at work as Slack shows it
    return person


def come_back(person: Person) -> None:
    """Let somebody who had left take part again: whoever may add people has said so."""
    person.is_active, person.left_at, person.is_guest = True, None, False
