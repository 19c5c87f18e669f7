"""`python -m bot records verify`: whether anybody altered the record, in words for whoever runs Handrail."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

import typer

from bot.commands.answering import answer_lost_file, answer_restored, write_seals
from bot.commands.settings import settings_for_record_or_exit
from bot.settings import Settings
from domain.chains import Break, Broken
from domain.seals import SealBreak, SealFault
from storage.verification import Verified, verify, verify_copy

app = typer.Typer(no_args_is_help=True, help="The record: what happened, and what people typed.")

MOST = 20  # faults named; the rest is counted

BROKEN = {
    Broken.ALTERED: "it was altered",
    Broken.MISSING: "it is missing",
    Broken.OUT_OF_PLACE: "it is out of place: the one before it is another than it was",
    Broken.ADDED: "it was added beside the chain",
    Broken.HEAD_ALTERED: "it is not the one that the chain says it ends with",
    Broken.HEAD_MISSING: "where the chain ends was removed",
    Broken.NOT_AS_SEALED: "it is not the one that was sealed: the chain was written anew",
    Broken.TEXT_ALTERED: "the text that it speaks of was altered",
    Broken.TEXT_MISSING: "the text that it speaks of was removed",
    Broken.TEXT_ADDED: "no entry speaks of it: it was added by somebody else",
    Broken.TEXT_ERASED: "it was erased, and no entry says so",
    Broken.TEXT_RESTORED: "it was erased, and somebody put it back",
}

COLUMN_BROKEN = "what was typed there was altered, removed, moved, or put back as it stood earlier."

SEALS = {
    SealFault.ROW_ALTERED: "The seal of {until} in the database was altered.",
    SealFault.ROW_MISSING: "A seal before that of {until} was removed from the database, or put in another's place.",
    SealFault.LINE_ALTERED: "Line {at} of SEALS_FILE was altered.",
    SealFault.LINE_MISSING: "A line before line {at} of SEALS_FILE was removed.",
    SealFault.FILE_MISSING: "SEALS_FILE is not there, so that nobody can tell whether this database is an older one. "
    "If nobody can bring it back: python -m bot records answer --seals-lost",
    SealFault.FILE_BEHIND: "SEALS_FILE lacks the seal of {until}, which the database has: the end of it was removed, "
    "or the bot cannot write it.",
    SealFault.OTHER_KEY: "No seal was made with this CHAIN_KEY: it is another one, or every seal was made by somebody "
    "else.",
}


@app.command(name="verify")
def verify_record() -> None:
    """Look whether the record is whole. Ends with 1 and names what is broken when it is not."""
    settings = settings_for_record_or_exit()
    found = verify(settings.database_url, settings.keys, settings.seals_file)
    typer.echo(_counts(found))
    for line in _answered(found):
        typer.echo(line)
    if found.is_whole:
        typer.echo("The record is whole.")
        return
    faults = faults_of(found)
    typer.echo("The record is NOT whole. First of all:", err=True)
    for fault in faults[:MOST]:
        typer.echo(f"- {fault}", err=True)
    if len(faults) > MOST:
        typer.echo(f"- and {len(faults) - MOST} more.", err=True)
    raise typer.Exit(1)


def _counts(found: Verified) -> str:
    texts = found.texts
    count = found.seals.count
    sealed = f"{_of(count, 'seal')}, the last of {found.seals.latest}" if count else "no seal yet"
    erased = f", {texts.erased} of them erased" if texts.erased else ""
    unsealed = f" {texts.unsealed} texts are not sealed yet: python -m bot migrate." if texts.unsealed else ""
    typed = texts.count + found.columns.count
    counts = f"{_of(found.entries, 'entry', 'entries')} in {_of(found.chains, 'chain')}; {_of(typed, 'text')}"
    return f"{counts}{erased}; {sealed}.{unsealed}"


def _of(count: int, one: str, more: str = "") -> str:
    return f"{count} {one if count == 1 else more or one + 's'}"


def faults_of(found: Verified) -> list[str]:
    """Say everything that is broken, the first fault of each chain first."""
    missing = found.texts.keys_missing.keys() | found.columns.keys_missing.keys()
    return [
        *(_of_chain(each, found) for each in found.breaks),
        *(f"{column}: {COLUMN_BROKEN}" for column in found.columns.broken),
        *(
            f"{found.texts.keys_missing.get(key, 0) + found.columns.keys_missing.get(key, 0)} texts cannot be read: "
            f"the key named {key} is not set."
            for key in sorted(missing)
        ),
        *(words_of_seals(each) for each in found.seals.breaks),
    ]


def _of_chain(broken: Break, found: Verified) -> str:
    text = f" (text {broken.detail})" if broken.detail else ""
    if not broken.stream:
        return f"Text {broken.detail}: {BROKEN[broken.how]}."
    name = found.names.get(broken.stream, f"the chain {broken.stream}")
    return f"Entry {broken.number} of {name}: {BROKEN[broken.how]}{text}."


def words_of_seals(broken: SealBreak) -> str:
    """Say what is wrong with the seals."""
    if broken.how is not SealFault.OLDER_DATABASE:
        return SEALS[broken.how].format(at=broken.at, until=broken.until)
    since = f"after {broken.since}" if broken.since else "from the first seal on"
    missing = f"entries {since} are missing, up to {broken.until} at least"
    return f"An older database was put in place of this one: {missing}."


@app.command()
def answer(
    *,
    restored: Annotated[
        bool, typer.Option("--restored", help="You have put a backup in place by other means than `restore`.")
    ] = False,
    seals_lost: Annotated[
        bool, typer.Option("--seals-lost", help="SEALS_FILE is lost, and cannot be brought back.")
    ] = False,
) -> None:
    """Answer, with the key, for a record that cannot prove itself any more. It stays on the record for good."""
    if restored == seals_lost:
        typer.echo("Please say which: --restored or --seals-lost.", err=True)
        raise typer.Exit(2)
    settings = settings_for_record_or_exit()
    found = verify(settings.database_url, settings.keys, settings.seals_file)
    is_older = any(each.how is SealFault.OLDER_DATABASE for each in found.seals.breaks)
    if restored != is_older:
        words = "This database is older than SEALS_FILE says: please answer for that with --restored."
        typer.echo(words if is_older else "This database is no older than SEALS_FILE says.", err=True)
        raise typer.Exit(2)
    if restored:
        _require_whole_as_a_copy(settings)
        kept = answer_restored(settings, settings.database_url)
        write_seals(settings)
    else:
        kept = answer_lost_file(settings)
    for line in gone_in_words(kept.kept.gone, found.names):
        typer.echo(line)
    if kept.set_aside:
        typer.echo(f"What was left of SEALS_FILE is kept as {kept.set_aside}.")
    typer.echo("That you have answered for it stays on the record. Please run: python -m bot records verify")


def _require_whole_as_a_copy(settings: Settings) -> None:
    """A backup lacks what came after it, and nothing else: for what was altered in it nobody can answer."""
    found = verify_copy(settings.database_url, settings.keys, settings.seals_file)
    # What the file lacks of this database's own seals is written with the answer.
    found.seals.breaks = [each for each in found.seals.breaks if each.how is not SealFault.FILE_BEHIND]
    if found.is_whole:
        return
    typer.echo("This is no backup as it was made, so there is nothing to answer for:", err=True)
    for fault in faults_of(found)[:MOST]:
        typer.echo(f"- {fault}", err=True)
    raise typer.Exit(1)


def gone_in_words(gone: Mapping[str, Sequence[int]], names: Mapping[str, str]) -> list[str]:
    """Say which entries are known to be gone, chain by chain."""
    lines = []
    for stream, (first, last) in sorted(gone.items()):
        which = f"entry {first}" if first == last else f"entries {first} to {last}"
        name = names.get(stream, f"the chain {stream}")
        lines.append(f"Known to be gone: {which} of {name}, and whatever came after its last seal.")
    return lines


def _answered(found: Verified) -> Iterator[str]:
    for each in found.seals.answered:
        if each.is_restore:
            yield f"A backup was put in place on {each.at}, and an operator answered for it."
            yield from gone_in_words(each.gone, found.names)
        if each.has_new_file:
            yield f"SEALS_FILE was begun anew on {each.at}: until then only the database can say what was sealed."
