"""Tables, the questions asked of them, and the unit of work. Plain synchronous Python; no Slack here."""
