"""The rules of the trade: plain values in, answers out. No Slack, SQL, template, clock or settings here."""
