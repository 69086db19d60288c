"""What goes past Django's cursors heeds all the same what Django knows of the connection and the transaction."""

import pytest
from django.db import close_old_connections, connection, transaction
from django.db.transaction import TransactionManagementError

from amends.lib import prepared


@pytest.mark.django_db
def test_nothing_is_sent_in_a_transaction_that_must_be_undone() -> None:
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic(savepoint=False):
            raise ZeroDivisionError
        with pytest.raises(TransactionManagementError):
            prepared.rows("SELECT 1", [])
        transaction.set_rollback(False)


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_lost_between_two_requests_is_made_anew() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server that could go away")
    ((lost,),) = prepared.rows("SELECT pg_backend_pid()", [])
    close_old_connections()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 60000)", [lost])
    other.close()
    assert prepared.rows("SELECT 1", []) == [(1,)]
