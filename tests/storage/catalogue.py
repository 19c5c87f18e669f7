"""What a database says it consists of, line by line; Alembic's own comparison sees no CHECK and no trigger."""

import re

from sqlalchemy import Connection, Engine, text

# Alembic's own note of the version is no part of the models.
POSTGRES = """
SELECT 'column ' || relation.relname || '.' || attribute.attname || ' ' || format_type(atttypid, atttypmod)
    || CASE WHEN attnotnull THEN ' not null' ELSE '' END || coalesce(' default ' || pg_get_expr(adbin, adrelid), '')
FROM pg_attribute attribute JOIN pg_class relation ON relation.oid = attrelid
LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
    AND relname <> 'alembic_version'
UNION ALL
SELECT 'constraint ' || conrelid::regclass || '.' || conname || ' ' || pg_get_constraintdef(oid)
FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'alembic_version'
UNION ALL
SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'
"""

POSTGRES_TRIGGERS = "SELECT tgrelid::regclass || '.' || tgname FROM pg_trigger WHERE NOT tgisinternal"

SQLITE = """
SELECT type, name, sql FROM sqlite_master
WHERE sql IS NOT NULL AND type IN ('table', 'index') AND tbl_name NOT IN ('alembic_version', 'sqlite_sequence')
"""

SQLITE_TRIGGERS = "SELECT tbl_name || '.' || name FROM sqlite_master WHERE type = 'trigger'"


def catalogue(engine: Engine) -> set[str]:
    """Return every column, constraint and index of a database."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            return _sqlite(connection)
        return set(connection.execute(text(POSTGRES)).scalars())


def triggers(engine: Engine) -> set[str]:
    """Return every trigger of a database, as `table.trigger`."""
    with engine.connect() as connection:
        asked = SQLITE_TRIGGERS if engine.dialect.name == "sqlite" else POSTGRES_TRIGGERS
        return set(connection.execute(text(asked)).scalars())


def _sqlite(connection: Connection) -> set[str]:
    """SQLite keeps what it was told, a column or a constraint to a line; their order means nothing to us."""
    lines = set()
    for kind, name, sql in connection.execute(text(SQLITE)):
        parts = re.findall(r"^[\t ]+(.+?),? *$", sql, re.MULTILINE) if kind == "table" else [sql]
        assert parts, sql
        lines |= {f"{kind} {name} {part}" for part in parts}
    return lines
