"""Builds the explorer's islands when an archive or a wheel is made from the repository; they are never in git."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class IslandsHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs npm and Vite; not where the files are there already, nor for an editable install.

    A wheel made from a source archive takes the files the archive carries and needs no Node. From the repository
    without Node the wheel is made all the same, with a warning: its pages work without scripts. A release sets
    ``FOEDUS_NEED_ISLANDS=1``, which makes that an error.
    """

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what is missing before the files are gathered. Raises `RuntimeError` where islands are needed."""
        root = Path(self.root)
        ui = root / "ui"
        if version == "editable" or (root / "PKG-INFO").exists() or _is_built(root, ui):
            return
        try:
            _build(ui)
        except (OSError, subprocess.CalledProcessError) as error:
            says = f"the explorer's islands were not built: {error}"
            if os.environ.get("FOEDUS_NEED_ISLANDS"):
                raise RuntimeError(says) from error
            self.app.display_warning(f"{says}; its pages will do without scripts")


def _is_built(root: Path, ui: Path) -> bool:
    built = root / "foedus" / "web" / "static" / "manifest.json"
    return built.exists() and built.stat().st_mtime >= max(file.stat().st_mtime for file in _sources(ui))


def _build(ui: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise FileNotFoundError("npm is missing: install Node 20 or newer")
    how = ["ci"] if (ui / "package-lock.json").exists() else ["install", "--no-package-lock"]
    subprocess.run([npm, *how, "--no-audit", "--no-fund"], cwd=ui, check=True)
    subprocess.run([npm, "run", "build"], cwd=ui, check=True)


def _sources(ui: Path) -> list[Path]:
    return [ui / "package.json", ui / "vite.config.ts", ui / "tsconfig.json", *sorted((ui / "src").glob("*.ts"))]
