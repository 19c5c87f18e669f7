"""One file for each story that a person tells through Slack: its command, forms, buttons and words."""

from bot.flows import concern, concern_record, delivery, digest, safeguarding, triage

STORIES = (concern, triage, concern_record, safeguarding, digest, delivery)
