"""How a person does an act of the matrix: all that is played before, the step itself, and who may take it."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass

from domain.confidentiality import ContentClass, may_read
from domain.errors import NotYours
from domain.people import MATRIX, PARTY_OF_ROLE, Act, Party, Role, require_other_side
from playground import alderwick
from playground.house import House
from playground.visitor import Answer, Visitor

JOANNE, SAM = "Joanne Field, Alderwick Care", "Sam Whitlock, Westermere Integrated Care Board"
DELE = "Dele Akande, Alderwick Care"

Step = Callable[[], Awaitable[Answer]]
Side = Callable[[Party], bool]


@dataclass(frozen=True)
class Way:
    """An act, as somebody does it who may: `prepare` plays all before it, and returns the step itself.

    `side` is what the rules of the sides add to the matrix for this very record.
    """

    act: Act
    about: str
    prepare: Callable[[House], Awaitable[Step]]
    side: Side
    or_act: tuple[Act, Party] | None = None
    """Another act by which people of one side may do the same, such as recording for the provider what they said."""
    besides: frozenset[Role] = frozenset()
    """Roles to which this very record is given besides, by a rule of its own; see the rule that is named there."""

    @property
    def name(self) -> str:
        """What a reader of a failing test sees."""
        return f"{self.act.value} ({self.about})"

    def allows(self, role: Role) -> bool:
        """Say whether whoever holds this role alone may do it, by the matrix and the rules of the sides."""
        party = PARTY_OF_ROLE.get(role, Party.OWN)
        if role in self.besides:
            return True
        if self.or_act is not None and self.or_act[0] in MATRIX[role] and party is self.or_act[1]:
            return True
        return self.act in MATRIX[role] and self.side(party)


WAYS: list[Way] = []


def any_side(_party: Party) -> bool:
    return True


def but_not(owner: Party) -> Side:
    """Nobody checks an action of their own side."""

    def allowed(party: Party) -> bool:
        try:
            require_other_side(party, owner)
        except NotYours:
            return False
        return True

    return allowed


def nobody_by_role(_party: Party) -> bool:
    """For what is given to people whom the record itself names, and to nobody for a role."""
    return False


def ours_and(owner: Party) -> Side:
    """Our own side everything, each other side what is its own."""
    return lambda party: party in {Party.OWN, owner}


def readers_of(content_class: ContentClass) -> Side:
    return lambda party: may_read(party, content_class)


def way(
    act: Act,
    about: str,
    side: Side = any_side,
    or_act: tuple[Act, Party] | None = None,
    besides: Collection[Role] = (),
) -> Callable[[Callable[[House], Awaitable[Step]]], None]:
    """Keep how something is done."""
    return lambda prepare: WAYS.append(Way(act, about, prepare, side, or_act, frozenset(besides)))


def people(house: House, *who: alderwick.Character) -> list[Visitor]:
    """Some of the cast at their screens."""
    return [house.visitor(each) for each in who]


async def close_all(who: Visitor) -> None:
    """Close every window that is open."""
    while await who.modal() is not None:
        await who.close()
