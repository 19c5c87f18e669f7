"""Words for people, from `prompts/`: escaped for Slack in one place, strict about gaps."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from domain.calendar import words_for_day, words_for_moment

PROMPTS = Path(__file__).resolve().parent.parent / "prompts"

# Characters that hide or turn text around on a screen; line breaks and tabs are kept.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)


class Markup(str):
    """Text that is already safe for Slack, such as a mention that we built ourselves."""

    __slots__ = ()


def escape(value: object) -> Markup:
    """Disarm the three characters that Slack reads (slack-platform.md 6.2), and drop invisible ones."""
    if isinstance(value, Markup):
        return value
    text = _INVISIBLE.sub("", str(value))
    return Markup(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def mention(user_id: str | None, name: str) -> Markup:
    """Return a live mention of somebody in Slack, or their name when they are not there."""
    return Markup(f"<@{user_id}>") if user_id else escape(name)


def channel_mention(channel_id: str) -> Markup:
    """Return the live name of a channel; somebody who cannot see it is not shown its name."""
    return Markup(f"<#{channel_id}>")


def _day(value: date) -> str:
    return words_for_day(value)


def _moment(value: datetime) -> str:
    return words_for_moment(value)


@cache
def _environment() -> Environment:
    environment = Environment(  # noqa: S701  Slack is not HTML: `finalize` below does the escaping
        loader=FileSystemLoader(PROMPTS),
        undefined=StrictUndefined,
        finalize=escape,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,  # else each message asks the disk whether its prompt has changed since
    )
    environment.filters["day"] = _day
    environment.filters["moment"] = _moment
    return environment


_is_in_slack: ContextVar[bool] = ContextVar("is_in_slack", default=True)


@contextmanager
def said_outside_slack() -> Iterator[None]:
    """Within it, whatever is rendered is read by somebody without Slack: no prompt tells them to press anything."""
    token = _is_in_slack.set(False)
    try:
        yield
    finally:
        _is_in_slack.reset(token)


def render(prompt: str, facts: dict[str, Any]) -> str:
    """Return the words of one prompt; a missing fact raises, so that nobody is sent a gap.

    Every prompt may ask `is_in_slack`: whether whoever it is for reads it in Slack, and so can press something.
    """
    told = {"is_in_slack": _is_in_slack.get()}
    text = _environment().get_template(f"{prompt}.j2").render(told | facts)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


@cache
def words(form: str) -> Any:
    """Return the words of a form or a set of buttons: each `{% set name = "…" %}` of the file is an attribute.

    They are shown as plain text, which Slack does not interpret.
    """
    module = _environment().get_template(f"{form}.j2").make_module({})
    return SimpleNamespace(
        **{name: str(value) for name, value in vars(module).items() if isinstance(value, str)}
    )
