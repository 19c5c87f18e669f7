"""One file for each story that a person tells through Slack: its command, forms, buttons and words."""

from bot.flows import (
    channel,
    concern,
    concern_record,
    contract,
    delivery,
    digest,
    hub,
    items,
    organisation,
    people,
    safeguarding,
    triage,
)

STORIES = (
    concern,
    triage,
    concern_record,
    safeguarding,
    digest,
    delivery,
    hub,
    items,
    contract,
    organisation,
    channel,
    people,
)
