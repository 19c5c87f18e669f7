"""The ways outside Slack: a mail server and a gateway, gone up to without sending anything."""

from bot.doctor.findings import Finding, fault, good, note
from bot.outside import Outside, OutsideFault
from domain.routes import Means

ABOUT = {Means.EMAIL: "e-mail", Means.WEBHOOK: "texts and calls"}
UNSET = {
    Means.EMAIL: ("No mail server is set: nobody is reached by e-mail.", "Settings: SMTP_HOST and its like."),
    Means.WEBHOOK: ("No gateway is set: nobody is reached by text or call.", "Settings: WEBHOOK_URL."),
}
WRONG = {
    "mail_password": ("The mail server refuses the user or the password.", "SMTP_USER and SMTP_PASSWORD"),
    "mail_security": ("The connection to the mail server cannot be made secret.", "SMTP_TLS and SMTP_PORT"),
    "mail_refused": ("The mail server refuses us.", "SMTP_HOST and SMTP_PORT"),
    "mail_later": ("The mail server is busy.", "the mail server"),
    "mail_not_reached": ("The mail server does not answer.", "SMTP_HOST and SMTP_PORT"),
    "webhook_security": ("The gateway's certificate is not in order.", "WEBHOOK_URL"),
    "webhook_not_reached": ("The gateway does not answer.", "WEBHOOK_URL"),
}


async def look_at_ways(outside: Outside) -> list[Finding]:
    """Look at each way that is set up."""
    found = []
    for means, about in ABOUT.items():
        if not outside.has(means):
            found.append(note(about, *UNSET[means]))
            continue
        try:
            await outside.look(means)
        except OutsideFault as refused:
            words, settings = WRONG[refused.code]
            found.append(fault(about, words, f"Please look at {settings}."))
        else:
            found.append(
                good(about, "Can be reached; nothing was sent. To try it: /contract drill in Slack.")
            )
    if not any(outside.has(means) for means in ABOUT):
        words = "There is no way outside Slack at all, and Slack wakes nobody."
        found.append(fault("outside Slack", words, "Please set SMTP_HOST or WEBHOOK_URL, or both."))
    return found
