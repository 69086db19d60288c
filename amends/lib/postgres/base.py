"""The backend itself: what Django calls a DatabaseWrapper. Name it as ENGINE "amends.lib.postgres"."""

import select
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.pq import Format, TransactionStatus

# psycopg's own, in C where there is one; Django's is in Python, and a page of a case reads hundreds of moments.
_MOMENTS = psycopg.adapters.get_loader(psycopg.adapters.types["timestamptz"].oid, Format.TEXT)


class DatabaseWrapper(base.DatabaseWrapper):
    """Knows without a way to the server whether that has hung up, and reads moments fast."""

    remembers = False
    """Whether values travel apart from what is asked, so that the server remembers it (`amends.lib.prepared`)."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        if _MOMENTS is not None:
            connection.adapters.register_loader("timestamptz", _MOMENTS)
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        """As Django makes it, but for its own reader of moments; they come in UTC, which is the connection's zone."""
        if name is None:
            kind: Any = base.ServerBindingCursor
            return kind(self.connection) if self.remembers else self.connection.cursor()
        in_portions: Any = base.ServerSideCursor
        return in_portions(self.connection, name=name, scrollable=False, withhold=self.connection.autocommit)

    def is_usable(self) -> bool:
        """Asked before every request. A silent server is there; where it says something unasked, it is asked.

        So it is where a transaction was left open or has failed: the asking finds out.
        """
        if self.connection is None or self.connection.closed:
            return False
        line = select.poll()
        line.register(self.connection.fileno(), select.POLLIN)
        is_idle = self.connection.info.transaction_status == TransactionStatus.IDLE
        return True if is_idle and not line.poll(0) else super().is_usable()
