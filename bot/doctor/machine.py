"""This machine: the database and its tables, keys, seals, bank holidays, the port, and the bot's own address."""

import asyncio
import errno
import shutil
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import aiohttp

from bot.casework.running import running_contracts
from bot.clock import Clock
from bot.commands.readable import NotReadable, require_readable
from bot.commands.records import words_of_seals
from bot.doctor.findings import Finding, fault, good, note
from bot.engine.clock_watch import MOST_APART, ahead_of_server
from bot.outside import go_up_to
from bot.settings import Settings, Transport
from domain.calendar import LONDON, Nation, bank_holidays
from domain.seals import check_seals
from storage.database import Database, NotRecorded
from storage.schema import NotMigrated, require_migrated
from storage.seals_file import SealsFile
from storage.unit_of_work import UnitOfWork
from storage.writable import file_of, refusal_to_write

WITHIN = 30.0  # seconds: nobody waits in Slack for it
SCARCE = 1024**3  # bytes
DATABASE, KEYS, SEALS, HOLIDAYS, DOOR = "database", "keys", "seals", "bank holidays", "address"
CLOCK = "clock"
MIGRATE = "Please run: python -m bot migrate"


@dataclass(frozen=True)
class DatabaseLook:
    """What was found of the database, and whether anything else can be asked of it before that is mended."""

    found: list[Finding]
    can_be_asked: bool


def look_at_database(settings: Settings) -> DatabaseLook:
    """Look whether the database answers, has the tables of this version and can be written to."""
    try:
        require_migrated(settings.database_url)
    except NotMigrated as refused:
        words, _, remedy = str(refused).partition(" Please ")
        found = [fault(DATABASE, words, f"Please {remedy}" if remedy else MIGRATE)]
        return DatabaseLook(found, can_be_asked=False)
    found = [good(DATABASE, "It answers, and its tables are of this version.")]
    refusal = refusal_to_write(settings.database_url)
    if refusal:
        remedy = (
            "Please let the account that runs Handrail write to it: the file, and the folder that it lies in."
        )
        found.append(fault(DATABASE, f"It cannot be written to: {refusal}.", remedy))
    path = file_of(settings.database_url)
    free = shutil.disk_usage(path.parent).free if path else SCARCE
    if free < SCARCE:
        words = f"Only {free // 1024**2} MB are left on its disk."
        found.append(
            fault(DATABASE, words, "Please make room: when the disk is full nothing more is recorded.")
        )
    return DatabaseLook(found, can_be_asked=True)


async def look_at_keys(settings: Settings, database: Database) -> list[Finding]:
    """Look whether everything that was typed can be read with the keys that are set."""
    try:
        await require_readable(settings)
    except NotReadable as refused:
        return [fault(KEYS, str(refused), "Please set the keys that were made for this database.")]
    except NotRecorded:
        return [fault(KEYS, "The database did not answer in time.", "Please try again in a minute.")]
    used = await database.read(lambda work: work.resealing.keys_in_use(), WITHIN)
    rings = {"NARRATIVE_KEYS": settings.keys.narratives, "SPEAK_UP_KEYS": settings.keys.speak_up}
    missing = [
        fault(
            KEYS,
            f"{setting} has no key named {name}, and something is sealed with it.",
            f"Please add it to {setting}, after the others: {name}:…",
        )
        for setting, ring in rings.items()
        for name in sorted(used[setting] - set(ring.names))
        if name
    ]
    return missing or [good(KEYS, "What was typed can be read with the keys that are set.")]


async def look_at_seals(settings: Settings, database: Database) -> list[Finding]:
    """Look whether the seals outside the database are there, apart from it, and as the database has them."""
    file = SealsFile(settings.seals_file)
    before = file.lines()
    made = await database.read(lambda work: work.seals.all(), WITHIN)
    # The bot that serves may seal meanwhile, first in the database and then in the file.
    broken = check_seals(made, file.lines_as_of(made, before), settings.keys.chain).breaks
    found = [
        fault(
            SEALS, words_of_seals(each), "Please read “The record cannot be trusted” in docs/operations.md."
        )
        for each in broken
    ]
    path = file_of(settings.database_url)
    if path is not None and file.path.resolve().parent == path.resolve().parent:
        words = "SEALS_FILE lies beside the database: whoever puts an older folder back puts older seals back too."
        found.append(note(SEALS, words, "Please keep it in another place, and back it up apart."))
    return found or [good(SEALS, f"{len(made)} seals, the same in the database and outside it.")]


async def look_at_holidays(database: Database, now: datetime) -> list[Finding]:
    """Look whether the bank holidays of this year and the next are known for every nation in use."""
    nations = await database.read(partial(nations_in_use, now=now), WITHIN)
    year = now.astimezone(LONDON).year
    return [
        fault(
            HOLIDAYS,
            f"Those of {each} in {wanted} are not known, so they would be counted as working days.",
            "Please bring Handrail up to date; until then enter them as closure days with /contract setup.",
        )
        for each in nations
        for wanted in (year, year + 1)
        if not bank_holidays(each, wanted)
    ] or [good(HOLIDAYS, f"Known up to {year + 1}.")]


async def look_at_server_clock(database: Database, clock: Clock) -> list[Finding]:
    """Look whether this machine's clock and the database server's agree; SQLite's is this machine's own."""
    if database.is_sqlite:
        return []
    ahead = await database.read(partial(ahead_of_server, shown=clock.machine), WITHIN)
    if abs(ahead) <= MOST_APART:
        return [good(CLOCK, "It and the database server's agree.")]
    direction = "ahead of" if ahead > timedelta(0) else "behind"
    words = (
        f"This machine's is {abs(round(ahead.total_seconds()))} seconds {direction} the database server's."
    )
    return [
        fault(
            CLOCK, words, "Please let both be set by the network's time (on Linux: timedatectl set-ntp true)."
        )
    ]


def nations_in_use(work: UnitOfWork, now: datetime) -> list[Nation]:
    """Return whose bank holidays are kept: those of our own organisation and of every contract that goes on."""
    own = work.organisations.settings()
    nations = {each.nation for each in running_contracts(work, now)}
    return sorted(nations | ({own.nation} if own else set()))


async def look_at_door(settings: Settings) -> list[Finding]:
    """Look whether the port is free or ours, and whether the bot's own address leads here."""
    where = f"port {settings.handrail_port}"
    if await _answers_as_handrail(settings):
        found = [good(DOOR, f"Handrail serves at {where} now.")]
    elif words := _refusal_to_listen(settings):
        remedy = "Please stop what listens there, or choose another HANDRAIL_PORT."
        found = [fault(DOOR, f"Handrail could not listen at {where}: {words}.", remedy)]
    else:
        found = [
            note(DOOR, f"No bot serves at {where} now; the port is free.", "To serve: python -m bot run")
        ]
    if not settings.public_url and settings.handrail_transport is Transport.HTTP:
        found.append(note(DOOR, "PUBLIC_URL is not set: copies of the record are made by command alone."))
    for name, address in (("PUBLIC_URL", settings.public_url), ("HEARTBEAT_URL", settings.heartbeat_url)):
        if address:
            found.append(await _look_at_address(name, address, settings.post_timeout_seconds))
    return found


async def _answers_as_handrail(settings: Settings) -> bool:
    address = f"http://127.0.0.1:{settings.handrail_port}/healthz"
    try:
        async with aiohttp.ClientSession() as web, asyncio.timeout(5), web.get(address) as answer:
            return await answer.text() in {"ok\n", "stuck\n"}
    except (TimeoutError, aiohttp.ClientError, OSError):
        return False


def _refusal_to_listen(settings: Settings) -> str:
    family = socket.AF_INET6 if ":" in settings.handrail_host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.handrail_host, settings.handrail_port))
        except OSError as error:
            return "something else does" if error.errno == errno.EADDRINUSE else str(error.strerror)
    return ""


async def _look_at_address(name: str, address: str, within: float) -> Finding:
    """See whether a connection can be opened. The address may hold a key, so it is never shown."""
    try:
        await go_up_to(address, within)
    except (TimeoutError, OSError) as error:
        words = f"{name} cannot be reached from here ({type(error).__name__})."
        return fault(DOOR, words, "Please look at the address, its certificate, and what stands before it.")
    return good(DOOR, f"{name} can be reached.")
