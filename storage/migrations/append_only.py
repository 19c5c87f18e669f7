"""Triggers that let a table be added to and never altered. For use in migrations."""

from alembic import op

REFUSAL = "This table is only ever added to: an entry is not changed or removed"

POSTGRES = (
    f"""
    CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '{REFUSAL} (%)', TG_TABLE_NAME;
    END
    $$
    """,
    """
    CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
)

SQLITE = tuple(
    f"""
    CREATE TRIGGER {{table}}_no_{change.lower()} BEFORE {change} ON {{table}}
    BEGIN SELECT RAISE(ABORT, '{REFUSAL} ({{table}})'); END
    """
    for change in ("UPDATE", "DELETE")
)


def protect(table: str) -> None:
    """Refuse UPDATE and DELETE on a table, and TRUNCATE on PostgreSQL.

    On SQLite, REPLACE deletes without a word unless `recursive_triggers` is on, as our connections have it. A batch
    alteration there makes the table anew without its triggers: protect it again afterwards.
    """
    statements = SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRES
    for statement in statements:
        op.execute(statement.format(table=table))
