"""Styles, scripts and pictures under names that change with their content, laid into the data folder when they changed."""

import fcntl
import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

from asgiref.sync import async_to_sync
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.http import Http404, HttpRequest, HttpResponse
from servestatic.middleware import ServeStaticMiddleware

from amends import __version__


class StaticFiles:
    """Middleware that serves what lies under STATIC_URL.

    servestatic speaks async only. Only for its own files is it called, so that no other answer costs a thread and a loop.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._serve = async_to_sync(ServeStaticMiddleware(_is_not_there))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        serve = self._serve if request.path_info.startswith(settings.STATIC_URL) else self.get_response
        return serve(request)


async def _is_not_there(request: HttpRequest) -> HttpResponse:
    raise Http404


def prepare() -> bool:
    """Collects when the sources are not those of last time. Two processes that start at once do it once."""
    root = Path(settings.STATIC_ROOT)
    root.parent.mkdir(parents=True, exist_ok=True)
    with open(root.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp, now = root / ".of", _fingerprint()
        if stamp.is_file() and stamp.read_text() == now:
            return False
        shutil.rmtree(root, ignore_errors=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(now)
        return True


def _fingerprint() -> str:
    digest = hashlib.sha256(__version__.encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            about = Path(storage.path(name)).stat()
            digest.update(f"{name} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()
