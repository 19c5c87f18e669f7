"""What only an administrator does: setting our organisation up, with who is told of risk and when."""

from bot.casework.access import require_act
from domain.people import Act, Role
from storage.people import Person
from storage.unit_of_work import UnitOfWork

SET_UP_FIRST = "Please set your organisation up first, with /contract setup."


def may_set_up(work: UnitOfWork, person: Person) -> None:
    """Refuse whoever is no administrator, and name those who are."""
    names = " or ".join(each.name for each in work.people.holding((Role.ADMINISTRATOR,), None))
    refusal = f"This is set up by an administrator. Please ask {names or 'whoever runs Handrail'}."
    require_act(work, person, None, Act.SET_UP_ORGANISATION, refusal)
