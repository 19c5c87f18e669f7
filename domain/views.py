"""What people who use a service, their families and their advocates say when somebody asks them (practice.md 3).

They are asked and reminded once: asked twice. No reply holds nothing up, and is shown as one where a judgement is made.
"""

from collections.abc import Sequence
from enum import StrEnum

from domain.errors import NotAllowed
from domain.steps import step

ANSWER_WITHIN = 5
"""Working days after which somebody who was asked is reminded, once."""
LONGEST_QUESTION = 300
LONGEST_VIEW = 3000


class ViewState(StrEnum):
    """A view that was asked for. Whoever has none to give says so, and need not say why."""

    ASKED = "asked"
    GIVEN = "given"
    NONE_TO_GIVE = "none_to_give"


_NEXT: dict[ViewState, frozenset[ViewState]] = {
    ViewState.ASKED: frozenset({ViewState.GIVEN, ViewState.NONE_TO_GIVE}),
    ViewState.GIVEN: frozenset({ViewState.GIVEN}),
    ViewState.NONE_TO_GIVE: frozenset({ViewState.GIVEN}),
}


def move(current: ViewState, wanted: ViewState) -> ViewState:
    """Return the wanted state: a view can be given late, and again in other words; what was said before is kept."""
    return step(_NEXT, current, wanted, "You have answered this already. Thank you.")


def require_question(question: str, people: Sequence[object]) -> None:
    """Raise NotAllowed beside the field where nobody is asked, or nothing."""
    if not people:
        raise NotAllowed("Please choose whom to ask.", "people")
    if not question.strip():
        raise NotAllowed("Please write what you ask them.", "question")


def require_view(view: str) -> None:
    """Raise NotAllowed beside the field for a view without words."""
    if not view.strip():
        raise NotAllowed("Please write what you think, or say that you have nothing to say.", "view")
