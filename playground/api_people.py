"""The Web API's methods about people, tokens and connections."""

import secrets
from datetime import timedelta

from playground.call import Call, Method, visible_person
from playground.live import LiveSlack
from playground.refusal import RefusedError
from playground.workspace import Json, Person


async def auth_test(slack: LiveSlack, _call: Call) -> Json:
    team = slack.workspace.teams[slack.home_team]
    return {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "team_id": team.id,
        "user": slack.bot.name.lower(),
        "user_id": slack.bot.id,
        "bot_id": slack.app.bot_id,
        "is_enterprise_install": False,
    }


async def api_test(_slack: LiveSlack, call: Call) -> Json:
    given = {key: value for key, value in call.arguments.items() if key != "token"}
    if "error" in given:
        raise RefusedError(str(given["error"]), args=given)
    return {"args": given}


async def user_info(slack: LiveSlack, call: Call) -> Json:
    return {"user": user_body(slack, visible_person(slack, call.required("user")))}


async def list_users(slack: LiveSlack, call: Call) -> Json:
    """Everybody of the home team. Outsiders are never listed."""
    own = [person for person in slack.workspace.people.values() if not slack.workspace.is_outsider(person)]
    part, cursor = call.page(own)
    return {
        "members": [user_body(slack, person) for person in part],
        "cache_ts": int(slack.clock.now().timestamp()),
        "response_metadata": {"next_cursor": cursor},
    }


async def dnd_info(slack: LiveSlack, call: Call) -> Json:
    return _quiet_hours(slack, visible_person(slack, call.required("user")))


async def dnd_team_info(slack: LiveSlack, call: Call) -> Json:
    asked = [name for name in call.required("users").split(",") if name in slack.workspace.people]
    return {"users": {name: _quiet_hours(slack, slack.workspace.people[name]) for name in asked}}


async def open_connection(slack: LiveSlack, _call: Call) -> Json:
    """An address for one WebSocket, good for one use."""
    if slack.sockets is None:
        raise RefusedError("socket_mode_not_enabled")
    ticket = secrets.token_urlsafe(16)
    slack.sockets.expect(ticket)
    return {"url": f"{slack.url.replace('http', 'ws', 1)}/socket/{ticket}"}


METHODS = {
    "auth.test": Method(auth_test),
    "api.test": Method(api_test, token="any"),  # noqa: S106 - the kind of token, not a token
    "users.info": Method(user_info, "users:read"),
    "users.list": Method(list_users, "users:read"),
    "dnd.info": Method(dnd_info, "dnd:read"),
    "dnd.teamInfo": Method(dnd_team_info, "dnd:read"),
    "apps.connections.open": Method(open_connection, token="app"),  # noqa: S106 - the kind of token, not a token
}


def user_body(slack: LiveSlack, person: Person) -> Json:
    """Somebody as Slack describes them. Outsiders bring less: no time zone, no address."""
    body: Json = {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.name.lower().replace(" ", "."),
        "real_name": person.name,
        "deleted": person.deleted,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "profile": {"real_name": person.name, "display_name": person.name, "team": person.team_id},
    }
    if slack.workspace.is_outsider(person):
        return {**body, "is_stranger": slack.is_stranger(person)}
    if person.email and "users:read.email" in slack.app.scopes:
        body["profile"]["email"] = person.email
    return {
        **body,
        "tz": person.tz,
        "is_admin": person.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
        "updated": 0,
    }


def _quiet_hours(slack: LiveSlack, person: Person) -> Json:
    """Do-not-disturb as switched on for this person: from now for eight hours, or not at all."""
    if not person.do_not_disturb:
        return {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}
    now = slack.clock.now()
    return {
        "dnd_enabled": True,
        "next_dnd_start_ts": int(now.timestamp()),
        "next_dnd_end_ts": int((now + timedelta(hours=8)).timestamp()),
    }
