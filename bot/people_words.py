"""How somebody is called where people are chosen or listed."""

from bot.templates import words
from storage.people import Person


def listed(person: Person, side: str = "") -> str:
    """Return a name, and a side where it is not plain, with a word where Slack does not reach somebody.

    What goes to them then goes to the contract lead, to be passed on: whoever chooses them is to know it beforehand.
    """
    called = f"{person.name}, {side}" if side else person.name
    return called if person.user_id else f"{called} ({words('roles').not_in_slack})"
