"""The address of a database, looked at before anything is asked of it. It may hold a password: no word quotes it."""

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

ESCAPE = "write : as %3A, @ as %40, / as %2F and % as %25 in a password"


def require_address(url: str) -> None:
    """Raise ValueError, in words that hold nothing of it, unless an address can be read as one of a database."""
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        raise ValueError("begins neither with sqlite:/// nor with postgresql://")
    try:
        found = make_url(url)
        options = found.get_dialect()().create_connect_args(found)[1]
    except (ArgumentError, ValueError):
        raise ValueError(f"cannot be read as an address: its port must be a number; {ESCAPE}") from None
    if found.get_backend_name() == "sqlite":
        return
    # Loaded only where there is a PostgreSQL to talk to: its driver takes more memory than all our tables.
    from psycopg import ProgrammingError
    from psycopg.conninfo import make_conninfo

    if "@" in (found.host or ""):  # the end of a password, which would be shown as the name of a machine
        raise ValueError(f"has more than one @: {ESCAPE}")
    try:
        make_conninfo(**options)
    except ProgrammingError:
        raise ValueError("has an option that PostgreSQL does not know") from None
