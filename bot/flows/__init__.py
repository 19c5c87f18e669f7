"""One file for each story that a person tells through Slack: its command, forms, buttons and words."""

from bot.flows import (
    action,
    action_record,
    channel,
    concern,
    concern_record,
    contract,
    delivery,
    digest,
    evidence,
    extension,
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
    action,
    action_record,
    evidence,
    extension,
    hub,
    items,
    contract,
    organisation,
    channel,
    people,
)
