"""Compiles the catalogues of translations into every wheel, so that `uv build` on a fresh clone leaves no language out."""

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogues(BuildHookInterface[Any]):
    """An editable install compiles them by itself when the house is set up; then nothing is done here."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "editable":
            # By its path: the package itself is not installed yet.
            house = runpy.run_path(str(Path(self.root) / "amends/config/catalogues.py"))
            house["compile_stale"](always=True)
