"""Runs migrations within the transaction that `storage.schema.migrate` holds; all of them are kept, or none."""

from alembic import context
from sqlmodel import SQLModel

import storage.unit_of_work  # noqa: F401  every table, for drafting
from storage.migrations.drawing import draw_type

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_item=draw_type,
    render_as_batch=True,  # SQLite alters a table by making it anew
)
context.run_migrations()
