"""Brings a store to the present schema, and gives a new one its clock and its log."""

from datetime import datetime
from importlib import resources

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from infra.store import audit, clock
from infra.store.engine import Store


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option(
        "script_location", str(resources.files("infra.store").joinpath("migrations"))
    )
    config.attributes["connection"] = connection
    return config


ONE_AT_A_TIME = 0x6265737465
"""The advisory lock of PostgreSQL that a program holds while it migrates."""


def migrate(connection: Connection) -> None:
    """Run the migrations that this store lacks, inside the caller's transaction.

    Programs that start together on PostgreSQL wait for each other.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"select pg_advisory_xact_lock({ONE_AT_A_TIME})")
    command.upgrade(_config(connection), "head")


async def prepare(store: Store, demo: bool = False, start: datetime | None = None) -> bool:
    """Make the store ready for use; True when it is new.

    A new store is a demo store only if `demo` says so, and its time then begins at `start`. What
    a store is never changes afterwards.
    """

    def work(connection: Connection) -> bool:
        migrate(connection)
        if clock.exists(connection):
            return False
        clock.create(connection, demo, start)
        audit.create(connection)
        return True

    return await store.write(work)
