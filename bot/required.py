"""What a form cannot do without. Slack asks for it itself; should it not have, it is asked for beside its field."""

from datetime import date
from enum import StrEnum
from typing import TypeVar

from bot.inbound import Form
from bot.templates import words
from domain.errors import NotAllowed

Kind = TypeVar("Kind", bound=StrEnum)


def required_day(answers: Form, name: str) -> date:
    """Return the day chosen. Raises NotAllowed beside the field."""
    chosen = answers.day(name)
    if chosen is None:
        raise NotAllowed(words("common").choose_day, name)
    return chosen


def required_choice(answers: Form, name: str) -> str:
    """Return the value chosen. Raises NotAllowed beside the field."""
    chosen = answers.choice(name)
    if not chosen:
        raise NotAllowed(words("common").choose_one, name)
    return chosen


def required_kind(kinds: type[Kind], answers: Form, name: str, missing: str = "") -> Kind:
    """Return which of the kinds was chosen. Raises NotAllowed beside the field, in its own words where it has any."""
    try:
        return kinds(answers.choice(name))
    except ValueError:
        raise NotAllowed(missing or words("common").choose_one, name) from None
