"""Makes one table in a process of its own, so that its seconds and memory are its own; run as ``python -m``.

The order is a JSON object: ``unit`` (``dyad_years``, ``state_years``), ``system``, ``first``, ``last``, ``directed``,
``source`` (``reader``, ``path``, ``options``), ``similarity`` and ``out``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module
from typing import Any

from foedus.model.errors import FoedusError, Problem
from foedus.panels.measured import Measured, measured
from foedus.panels.needs import load


def make(order: dict[str, Any]) -> Any:
    """The panel that an order asks for."""
    panels = import_module("foedus.panels")
    options = {"directed": order["directed"]} if "directed" in order else {}
    panel = getattr(panels, order["unit"])(order["system"], order["first"], order["last"], **options)
    source = order.get("source")
    if source:
        panel.add(getattr(panels, source["reader"])(source["path"], **source.get("options", {})))
    if order.get("similarity"):
        panel.similarity()
    return panel


def run(order: dict[str, Any]) -> dict[str, Any]:
    """Make the table and write it, measured; libraries are loaded before the clock starts."""
    for library in ("numpy", "pyarrow.parquet", "pyarrow.csv", "pyarrow.compute"):
        load(library)
    for part in ("build", "from_atop", "atop_years", "from_cow", "cow_years"):
        import_module(f"foedus.panels.{part}")
    with measured() as cost:
        panel = make(order)
        panel.write(order["out"])
    return {"seconds": cost.seconds, "peak_mb": cost.peak_mb, "rows": len(panel)}


def apart(order: dict[str, Any]) -> Measured:
    """Run an order in a new Python process. Raises the `FoedusError` that it met there."""
    done = subprocess.run(
        [sys.executable, "-m", "foedus.panels.job", json.dumps(order)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise FoedusError(
            "FOE610", "the table could not be made in a process of its own", help=done.stderr.strip()[-400:]
        )
    found = json.loads(done.stdout)
    if "problems" in found:
        raise FoedusError.of(Problem(**problem) for problem in found["problems"])
    return Measured(found["seconds"], found["peak_mb"], found["rows"])


def main() -> None:
    """Run the order given as the first argument and print the measures as JSON."""
    try:
        found = run(json.loads(sys.argv[1]))
    except FoedusError as error:
        found = {"problems": [problem.to_dict() for problem in error.problems]}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
