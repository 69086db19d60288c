"""`amends run`: try Amends on this machine. Sets up a demo office the first time, then serves it."""

import argparse
import os
import sys

from amends.commands import Commands
from amends.commands.serve import refuse_taken_port


def register(commands: Commands) -> None:
    parser = commands.add_parser("run", help="try Amends on this machine", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints the addresses and the demo accounts, then serves until Ctrl-C. Keeps its data from one run to the next."""
    refuse_taken_port("127.0.0.1", args.port)
    os.environ.setdefault("AMENDS_BASE_URL", f"http://localhost:{args.port}")
    if os.environ.setdefault("AMENDS_REQUIRE_MFA", "none") == "none":
        print("For trying only: no second proof of identity is asked for (AMENDS_REQUIRE_MFA=none).", file=sys.stderr)
    _prepare()
    # The server takes the place of this process, so that nothing of the preparation stays in memory.
    os.execv(sys.executable, [sys.executable, "-m", "amends", "serve", "--port", str(args.port)])


def _prepare() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.utils import timezone

    from amends.commands import init
    from amends.core.models import Complaint
    from amends.demo.load import load

    init.prepare()
    if not Complaint.objects.exists():
        load("small", timezone.now())
    accounts = settings.DATA_DIR / "demo-accounts.txt"
    print(f"\n  File a complaint   {settings.BASE_URL}/\n  Follow one         {settings.BASE_URL}/follow")
    print(f"  The desk           {settings.BASE_URL}/desk/\n")
    if accounts.is_file():
        print(accounts.read_text(encoding="utf-8"))
    print("Ctrl-C stops everything.", flush=True)
