"""The bot's own web address: Slack's requests, health, metrics."""
