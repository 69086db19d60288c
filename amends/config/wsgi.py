"""The door for the web server. A process that serves dies with the one that started it."""

import multiprocessing
import multiprocessing.connection
import os
import sys
import threading

import django
from django.conf import settings
from django.core.cache import close_caches
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connection, reset_queries

from amends.config import statics
from amends.config.gate import Gate

PLACES = 8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.config.settings")


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def _say_how_to_begin() -> None:
    """While nobody has an account; an office that is not set up yet says so on its pages and in /readyz."""
    try:
        from amends.office.setup_code import how_to_begin  # models can be read only after setup

        if words := how_to_begin():
            print(words, file=sys.stderr, flush=True)
    except (DatabaseError, OSError) as error:
        print(f"amends: the office is not set up yet: run amends init ({type(error).__name__})", file=sys.stderr)
    finally:
        connection.close()


def _spare_each_request() -> None:
    """What Django does after each request and we have no use for: our caches keep no connection, our queries no list."""
    request_finished.disconnect(close_caches)
    request_started.disconnect(reset_queries)


threading.Thread(target=_die_with_parent, daemon=True, name="lifeline").start()
os.umask(0o077)
django.setup(set_prefix=False)
statics.prepare()
_spare_each_request()
_say_how_to_begin()
application = Gate(get_wsgi_application(), places=PLACES, largest=settings.REQUEST_LIMIT)
