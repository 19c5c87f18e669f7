"""`make bench`: prints each figure as `name: value unit`. Named parts, such as `command cycle`, alone if any are."""

import asyncio
import sys
from importlib import import_module

from bot.logs import set_up_logs

PARTS = (
    "command",
    "locked",
    "home",
    "urgent",
    "cycle",
    "reminders",
    "replicas",
    "process",
    "evaluation",
    "evaluation_of_process",
    "records",
)


def main() -> None:
    """Measure everything, or the parts that were named, and print each figure as soon as it is known."""
    set_up_logs("CRITICAL")
    for name in sys.argv[1:] or PARTS:
        for figure, value in asyncio.run(import_module(f"benchmarks.{name}").measure()).items():
            sys.stdout.write(f"{figure}: {value}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
