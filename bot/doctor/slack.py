"""Slack: the tokens, what they may do, the clocks, and whether events can reach us."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from bot.doctor.findings import Finding, fault, good, note
from bot.manifest import OPTIONAL_SCOPES, SCOPES
from bot.settings import Settings, Transport
from bot.slack import Slack, SlackFault
from domain.notices import Outcome
from storage.database import Database
from storage.unit_of_work import UnitOfWork

TOKEN, PERMISSIONS, CLOCK, TRANSPORT = "token", "permissions", "clock", "transport"
MOST_APART = timedelta(seconds=10)
"""Signatures, leases and urgent waits go by the clock: two machines that pass are less than a lease apart."""

INSTALL = "Please open the app at api.slack.com/apps, install it to the workspace again, and set"
SCOPES_HEADER = "x-oauth-scopes"


async def look_at_slack(
    settings: Settings, slack: Slack, database: Database | None, real: datetime
) -> tuple[list[Finding], str]:
    """Look at the bot's token and everything that its first answer tells; return our workspace too, once it is known.

    `database` is None where it cannot be asked.
    """
    try:
        me, headers = await slack.introduction()
    except SlackFault as refused:
        return [_of_token(refused)], ""
    found = [good(TOKEN, f"SLACK_BOT_TOKEN is that of {me['user']} ({me['user_id']}) in {me['team']}.")]
    found += _look_at_permissions(headers)
    found += _look_at_clock(headers, real)
    if database is not None and (other := await _other_workspace(database, me)):
        found.append(other)
    return found + await look_at_transport(settings), str(me["team_id"])


def _of_token(refused: SlackFault) -> Finding:
    if refused.outcome is Outcome.REFUSED:
        words = f"Slack does not take SLACK_BOT_TOKEN ({refused.code})."
        return fault(TOKEN, words, f"{INSTALL} SLACK_BOT_TOKEN to the bot token that it shows (xoxb-…).")
    words = f"Slack cannot be reached at SLACK_API_URL ({refused.code})."
    remedy = "Please look at this machine's way to the internet, its proxy and its firewall; then status.slack.com."
    return fault(TOKEN, words, remedy)


def _look_at_permissions(headers: Mapping[str, str]) -> list[Finding]:
    if SCOPES_HEADER not in headers:
        return [note(PERMISSIONS, "Slack did not say what the token may do.")]
    granted = {each.strip() for each in headers[SCOPES_HEADER].split(",")}
    missing = [
        fault(
            PERMISSIONS,
            f"The app has no permission {scope}, which is for {purpose}.",
            "Please paste the manifest into the app again (python -m bot manifest), and install it once more.",
        )
        for scope, purpose in SCOPES.items()
        if scope not in granted
    ]
    without = [
        note(PERMISSIONS, f"Without the permission {scope}, which may be left out, there is no {purpose}.")
        for scope, purpose in OPTIONAL_SCOPES.items()
        if scope not in granted
    ]
    return [*missing, *without] or [good(PERMISSIONS, "The app has every permission that it uses.")]


def _look_at_clock(headers: Mapping[str, str], real: datetime) -> list[Finding]:
    try:
        apart = real - parsedate_to_datetime(headers["date"])
    except (KeyError, ValueError, TypeError):
        return [note(CLOCK, "Slack did not say what time it is there.")]
    seconds = abs(round(apart.total_seconds()))
    if abs(apart) > MOST_APART:
        direction = "ahead of" if apart > timedelta(0) else "behind"
        words = f"This machine's clock is {seconds} seconds {direction} Slack's."
        remedy = "Please let it be set by the network's time (on Linux: timedatectl set-ntp true)."
        return [fault(CLOCK, words, remedy)]
    return [good(CLOCK, f"Within {seconds + 1} seconds of Slack's.")]


async def _other_workspace(database: Database, me: Mapping[str, Any]) -> Finding | None:
    def is_other(work: UnitOfWork) -> bool:
        own = work.organisations.own()
        return own is not None and work.organisations.of_team(str(me["team_id"])) != own.id

    if not await database.read(is_other):
        return None
    words = "The token is for another workspace than the one that this database was set up in."
    return fault(TOKEN, words, "Please set the token of that workspace, or DATABASE_URL of this one.")


async def look_at_transport(settings: Settings) -> list[Finding]:
    """Look whether Slack's events can come: a socket can be asked for, or requests can be checked."""
    if settings.handrail_transport is Transport.HTTP:
        words = "Requests come by HTTP, and SLACK_SIGNING_SECRET is there to check them."
        remedy = "Whether it is the right one shows at the first command: a wrong one is answered with 401."
        return [note(TRANSPORT, words, remedy)]
    token = settings.slack_app_token.get_secret_value() if settings.slack_app_token else ""
    asking = Slack(token, settings.slack_api_url, settings.post_timeout_seconds)
    try:
        await asking.call("apps.connections.open")
    except SlackFault as refused:
        words = f"Socket Mode cannot be opened: Slack says {refused.code}."
        remedy = (
            "Please turn Socket Mode on in the app's settings, and set SLACK_APP_TOKEN to an app-level token (xapp-…) "
            "with connections:write."
        )
        return [fault(TRANSPORT, words, remedy)]
    finally:
        await asking.close()
    return [good(TRANSPORT, "Socket Mode can be opened.")]
