"""`make bench`: prints each figure as `name: value unit`."""

import asyncio
import sys

from benchmarks import command, evaluation, records
from bot.logs import set_up_logs


def main() -> None:
    """Measure everything and print it."""
    set_up_logs("ERROR")
    for part in (command, evaluation, records):
        for name, figure in asyncio.run(part.measure()).items():
            sys.stdout.write(f"{name}: {figure}\n")


if __name__ == "__main__":
    main()
