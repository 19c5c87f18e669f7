"""`make chaos`: kills the bot at every boundary, then at random in bad weather, and prints what came of it."""

import argparse
import asyncio
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from bot.logs import set_up_logs
from tests.chaos.boundaries import BOUNDARIES, Boundary, Trial, try_all
from tests.chaos.houses import Houses, PostgresHouses, SqliteHouses, build
from tests.chaos.ledger import PROMISES, Ledger
from tests.chaos.storm import Aftermath, Rage, Storm
from tests.chaos.world import World
from tests.postgres import start_postgres

PROCESSES = {"SQLite": 1, "PostgreSQL": 4}
NOTICES = {"SQLite": 4_000, "PostgreSQL": 6_000}
KILLS = {"SQLite": 80, "PostgreSQL": 120}


def main() -> int:
    """Do all that was asked for; 1 when a promise is broken."""
    wanted = _asked()
    set_up_logs("CRITICAL")
    began, is_kept = monotonic(), True
    with tempfile.TemporaryDirectory(prefix="handrail-chaos-") as folder:
        for name in wanted.on or PROCESSES:
            with _houses(name, Path(folder)) as houses:
                is_kept &= asyncio.run(_on(name, houses, Path(folder), wanted))
    _say(
        f"\n{'Every promise was kept.' if is_kept else 'A PROMISE IS BROKEN.'} {monotonic() - began:.0f} s in all"
    )
    return 0 if is_kept else 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--on", action="append", choices=list(PROCESSES), help="only this database")
    parser.add_argument("--notices", type=int, help="so many messages in each storm")
    parser.add_argument("--kills", type=int, help="so many kills in each storm; 0 for no storm")
    parser.add_argument("--seed", type=int, default=7, help="another chance, and another")
    parser.add_argument("--without-boundaries", action="store_true", help="the storms alone")
    return parser.parse_args()


@contextmanager
def _houses(name: str, folder: Path) -> Iterator[Houses]:
    template = folder / f"template-{name}"
    template.mkdir()
    workspace = template / "workspace.json"
    if name == "SQLite":
        asyncio.run(build(f"sqlite:///{template / 'handrail.db'}", workspace))
        yield SqliteHouses(template)
        return
    with start_postgres() as server:
        asyncio.run(build(server.create_database("handrail_chaos"), workspace))
        yield PostgresHouses(server, "handrail_chaos", workspace)


async def _on(name: str, houses: Houses, folder: Path, wanted: argparse.Namespace) -> bool:
    is_kept = True
    place = folder / name
    place.mkdir()
    if not wanted.without_boundaries:
        began = monotonic()
        trials = await try_all(BOUNDARIES, houses, place)
        is_kept &= _tell_trials(name, trials, monotonic() - began)
    kills = KILLS[name] if wanted.kills is None else wanted.kills
    if kills:
        storm = Storm(wanted.notices or NOTICES[name], kills, PROCESSES[name], seed=wanted.seed)
        async with houses.one(place) as furnished, World(furnished.url, place, furnished.workspace) as world:
            aftermath = await Rage(world, storm).run()
        is_kept &= _tell_storm(name, aftermath)
    return is_kept


def _tell_trials(name: str, trials: Sequence[Trial], seconds: float) -> bool:
    _say(f"\n{name}: killed at {len(trials)} boundaries ({seconds:.0f} s)")
    _say(f"  {'boundary':<44}{'kills':>6}{'owed':>6}{'sent':>6}{'marked':>8}  ")
    for trial in trials:
        _say(f"  {trial.boundary.name:<44}{_counts(trial.boundary, trial.ledger)}  {_verdict(trial)}")
    return all(trial.is_kept for trial in trials)


def _counts(boundary: Boundary, ledger: Ledger) -> str:
    return f"{len(boundary.deaths):>6}{ledger.owed:>6}{ledger.sent:>6}{ledger.repeats_marked:>8}"


def _verdict(trial: Trial) -> str:
    if trial.is_kept:
        return "kept, a person was told" if trial.boundary.is_left else "kept"
    return f"BROKEN: {'; '.join(trial.complaints)}"


def _tell_storm(name: str, aftermath: Aftermath) -> bool:
    storm, ledger = aftermath.storm, aftermath.ledger
    _say(f"\n{name}: {aftermath.kills} random kills of {storm.processes} at work ({aftermath.seconds:.0f} s)")
    faults = Counter({mode: times for mode, times in aftermath.met.items() if mode != "none"})
    figures = {
        "owed": ledger.owed,
        "sent": ledger.sent,
        "cancelled, answered meanwhile": ledger.cancelled,
        "left to a person, who was told": ledger.left_to_a_person,
        "repeated where there was no proof, marked": ledger.repeats_marked,
        **{promise: ledger.count(promise) for promise in PROMISES},
        "repeated after its receipt had come": len(aftermath.proven_yet_repeated),
        "calls that met a fault of Slack's": faults.total(),
    }
    for what, figure in figures.items():
        _say(f"  {what:<44}{figure:>6}")
    _say(f"  faults: {', '.join(f'{mode} {times}' for mode, times in faults.most_common())}")
    for promise, broken in ledger.broken.items():
        if broken:
            _say(f"  BROKEN, {promise}: {'; '.join(broken[:5])}")
    return aftermath.is_kept


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
