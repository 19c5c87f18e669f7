"""`python -m bot backup` and `restore`: a copy of the whole database, and putting one in its place."""

import asyncio
import hashlib
import hmac
import json
import os
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.answering import Answer, answer_restored, moment_for_names, seal_before_leaving, write_seals
from bot.commands.own_file import refused
from bot.commands.records import faults_of, gone_in_words
from bot.commands.settings import settings_for_record_or_exit, settings_or_exit
from bot.settings import Settings
from storage.alone import ServedAlready
from storage.backups import BackupFailed, Backups, backups_of
from storage.database import Database
from storage.schema import HEAD, NotMigrated, is_of_others, migrate, require_migrated, revision_of
from storage.verification import Verified, verify_copy

OURS_ALONE = 0o600
AT_A_TIME = 1024**2  # bytes
WITHIN = 60.0  # seconds


@dataclass(frozen=True)
class About:
    """What stands beside a backup, as JSON: whether it is as it was made, and what it needs. Never a key.

    It is signed with CHAIN_KEY, so that nobody with the file alone can alter it and write down its new digest.
    """

    made_at: str
    tables: str
    sha256: str
    keys: dict[str, list[str]] = field(default_factory=dict)
    signed: str = ""

    def sign(self, key: bytes) -> str:
        """Return its signature."""
        said = {name: value for name, value in asdict(self).items() if name != "signed"}
        body = json.dumps({"backup": said}, sort_keys=True, separators=(",", ":"))
        return hmac.new(key, body.encode(), hashlib.sha256).hexdigest()

    def is_signed_with(self, key: bytes) -> bool:
        """Say whether it was signed with this key and is as it was then."""
        return hmac.compare_digest(self.sign(key).encode(), str(self.signed).encode())


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write. One that is there is never replaced.")],
    *,
    drill: Annotated[bool, typer.Option(help="Restore it into a new place at once, and check that.")] = False,
) -> None:
    """Copy the whole database into a file that only you can read, while the bot serves. No key is in it."""
    settings = settings_for_record_or_exit()
    try:
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OURS_ALONE))
    except FileExistsError:
        raise refused(f"{file} is there already. Please choose another name.") from None
    except FileNotFoundError:
        raise refused(f"There is no folder {file.parent}. Please make it first, or choose another.") from None
    except OSError as error:
        raise refused(f"{file} cannot be written: {error.strerror}.") from None
    try:
        backups_of(settings.database_url).write(file)
    except BackupFailed as failed:
        file.unlink()
        raise refused(str(failed)) from None
    about = About(moment_for_names(), HEAD, digest_of(file), _keys_needed(settings))
    about = replace(about, signed=about.sign(settings.keys.chain))
    about_file(file).write_text(json.dumps(asdict(about), indent=2) + "\n")
    typer.echo(
        f"{file} is written ({file.stat().st_size // 1024} kB), and beside it {about_file(file).name}."
    )
    named = "; ".join(f"{setting}: {', '.join(names)}" for setting, names in about.keys.items())
    typer.echo(f"To be read it needs keys that are not in it. {named}; CHAIN_KEY.")
    typer.echo(
        f"Not in it either: SEALS_FILE ({settings.seals_file}). Please back it up apart, and the keys too."
    )
    if drill:
        _drill(settings, file)


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `backup` wrote.")],
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="There is a database: put this in its place, and keep that one.")
    ] = False,
    drill: Annotated[
        bool, typer.Option("--drill", help="Only try it: restore into a new place, check, and clear up.")
    ] = False,
) -> None:
    """Put a backup in place of the database that DATABASE_URL names, once it has been checked. No bot may serve."""
    settings = settings_or_exit()
    _require_as_made(settings, file)
    if drill:
        _drill(settings, file)
        return
    backups = backups_of(settings.database_url)
    try:
        with backups.alone():
            _restore(settings, backups, file, replace=replace)
    except (BackupFailed, ServedAlready, NotMigrated) as why_not:
        raise refused(str(why_not)) from None


def _restore(settings: Settings, backups: Backups, file: Path, *, replace: bool) -> None:
    if is_of_others(settings.database_url):
        raise BackupFailed(
            "DATABASE_URL names a database that is not Handrail's: it has other tables. Nothing was touched. "
            "Please give Handrail a database of its own."
        )
    if _holds_something(settings):
        if not replace:
            raise BackupFailed(
                "DATABASE_URL names a database that holds something. To put the backup in its place, which keeps that "
                "one under another name, add --replace."
            )
        _seal_what_goes(settings)
    with backups.restored(file) as url:
        found = _checked(settings, url)
        if not found.is_whole:
            _say_broken(found)
        answer = answer_restored(settings, url)
        aside = backups.put_in_place(url, moment_for_names())
    write_seals(settings)
    _say_restored(answer, found, aside)


def _seal_what_goes(settings: Settings) -> None:
    try:
        require_migrated(settings.database_url)
        seal_before_leaving(settings)
    except Exception as error:  # noqa: BLE001  whatever is wrong with it, it is about to be replaced
        kind = type(error).__name__
        typer.echo(
            f"The present database could not be sealed once more ({kind}): what it holds since its last seal"
        )
        typer.echo("will be missing without anybody being able to say how much that is.")


def _holds_something(settings: Settings) -> bool:
    try:
        return revision_of(settings.database_url) is not None
    except Exception:  # noqa: BLE001  whatever keeps it from being read, it is there and is not to be lost
        return True


def _checked(settings: Settings, url: str) -> Verified:
    """Bring a restored copy to the tables of this version, and look at all that it holds."""
    migrate(url)
    return verify_copy(url, settings.keys, settings.seals_file)


def _drill(settings: Settings, file: Path) -> None:
    try:
        with backups_of(settings.database_url).restored(file) as url:
            found = _checked(settings, url)
    except (BackupFailed, NotMigrated) as failed:
        raise refused(f"The drill failed. {failed}") from None
    if not found.is_whole:
        _say_broken(found)
    typer.echo(
        f"The drill went well: restored in a new place, {found.entries} entries in {found.chains} chains and "
        f"{found.texts.count + found.columns.count} texts were read again and are whole. The place was cleared up."
    )


def _say_broken(found: Verified) -> None:
    typer.echo("The backup is NOT whole, and was not put in place:", err=True)
    for each in faults_of(found):
        typer.echo(f"- {each}", err=True)
    raise typer.Exit(1)


def _say_restored(answer: Answer, found: Verified, aside: str) -> None:
    typer.echo(f"The backup is in place: {found.entries} entries in {found.chains} chains, all whole.")
    for line in gone_in_words(answer.kept.gone, found.names):
        typer.echo(line)
    if aside:
        typer.echo(f"The database that was there is kept as {aside}. Remove it once nobody needs it.")
    typer.echo(
        "That it was restored stays on the record, and the administrators are told once the bot serves again."
    )


def _require_as_made(settings: Settings, file: Path) -> None:
    if not file.is_file():
        raise refused(f"{file} is no file.")
    try:
        about = About(**json.loads(about_file(file).read_text()))
    except FileNotFoundError:
        typer.echo(
            f"{about_file(file).name} is not there, so whether the file is as it was made is not known."
        )
        return
    except (OSError, ValueError, TypeError):
        raise refused(f"{about_file(file)} cannot be read.") from None
    if not about.is_signed_with(settings.keys.chain):
        raise refused(
            f"{about_file(file).name} was not signed with this CHAIN_KEY: another one is set, or somebody wrote it."
        )
    if about.sha256 != digest_of(file):
        raise refused(
            f"{file} is not as it was made: its digest differs from the one in {about_file(file).name}."
        )


def _keys_needed(settings: Settings) -> dict[str, list[str]]:
    database = Database(settings.database_url, settings.keys)
    try:
        used = asyncio.run(database.read(lambda work: work.resealing.keys_in_use(), WITHIN))
    finally:
        database.close()
    return {setting: sorted(filter(None, names)) or ["none yet"] for setting, names in used.items()}


def about_file(file: Path) -> Path:
    """Return the file beside a backup that says what it needs."""
    return file.with_name(f"{file.name}.json")


def digest_of(file: Path) -> str:
    """Return the SHA-256 of a file, as hex."""
    digest = hashlib.sha256()
    with file.open("rb") as content:
        while part := content.read(AT_A_TIME):
            digest.update(part)
    return digest.hexdigest()
