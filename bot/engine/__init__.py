"""The cycle: what is due, what is owed, the courier, the self-audit. No story here."""
