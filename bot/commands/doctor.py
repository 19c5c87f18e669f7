"""`python -m bot doctor`: what is wrong, each with its remedy. It sends nothing, and runs beside a bot that serves."""

import asyncio
import json
from typing import Annotated

import typer

from bot.clock import Clock, MachineClock
from bot.doctor.findings import Finding, Standing, fault
from bot.doctor.machine import (
    look_at_database,
    look_at_door,
    look_at_holidays,
    look_at_keys,
    look_at_seals,
    look_at_server_clock,
)
from bot.doctor.outside import look_at_ways
from bot.doctor.people import look_at_channels, look_at_people
from bot.doctor.slack import look_at_slack
from bot.outside import Outside
from bot.services import Services
from bot.settings import Settings, SettingsRefused, read_settings
from bot.slack import Slack
from storage.database import Database, NotRecorded

SHOWN = {Standing.GOOD: "ok   ", Standing.NOTE: "note ", Standing.FAULT: "FAULT"}


def doctor(
    *, as_json: Annotated[bool, typer.Option("--json", help="For another program: one list.")] = False
) -> None:
    """Look at everything that Handrail needs, and name each fault with its remedy. Ends with 1 when there is one."""
    found = asyncio.run(_look())
    faults = [each for each in found if each.standing is Standing.FAULT]
    if as_json:
        typer.echo(json.dumps([each.as_data() for each in found], indent=2, ensure_ascii=False))
    else:
        for each in found:
            typer.echo(f"{SHOWN[each.standing]}  {each.about}: {each.words}")
            if each.remedy:
                typer.echo(f"         {each.remedy}")
        typer.echo(_summary(len(faults)))
    if faults:
        raise typer.Exit(1)


def _summary(faults: int) -> str:
    return "Nothing is wrong." if not faults else f"{faults} {'fault' if faults == 1 else 'faults'}."


async def _look() -> list[Finding]:
    try:
        settings = read_settings()
    except SettingsRefused as refused:
        remedy = "Please set it right in .env or the environment; .env.example says what it is for."
        return [fault("settings", line, remedy) for line in str(refused).splitlines()]
    return await examine(settings, MachineClock())


async def examine(settings: Settings, clock: Clock) -> list[Finding]:
    """Look at everything, in the order in which it is best mended; nothing is kept, and nothing sent."""
    of_database = look_at_database(settings)
    found = [*of_database.found]
    database = Database(settings.database_url, settings.keys) if of_database.can_be_asked else None
    slack = Slack(
        settings.slack_bot_token.get_secret_value(), settings.slack_api_url, settings.post_timeout_seconds
    )
    services = Services(settings, clock, database, slack, Outside(settings)) if database else None
    try:
        if database is not None:
            found += await look_at_keys(settings, database)
            found += await look_at_seals(settings, database)
            found += await look_at_holidays(database, clock.now())
            found += await look_at_server_clock(database, clock)
        found += await look_at_door(settings)
        of_slack, own_team = await look_at_slack(settings, slack, database, clock.real())
        found += of_slack
        if services is not None and own_team:
            services.own_team = own_team
            found += await look_at_channels(services)
            found += await look_at_people(services)
        found += await look_at_ways(Outside(settings))
    except NotRecorded:
        found.append(fault("database", "It did not answer in time.", "Please try again in a minute."))
    finally:
        await slack.close()
        if database is not None:
            database.close()
    return found
