"""`make bench`: prints each figure as `name: value unit`."""

import asyncio
import sys

from benchmarks import command
from bot.logs import set_up_logs


def main() -> None:
    """Measure everything and print it."""
    set_up_logs("ERROR")
    for name, figure in asyncio.run(command.measure()).items():
        sys.stdout.write(f"{name}: {figure}\n")


if __name__ == "__main__":
    main()
