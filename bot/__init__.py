"""Handrail, the Slack bot."""
