"""Case files of scenarios: one scenario a file, with the answers that are right; and bad files with their faults.

A file in ``cases/obligations`` is a scenario (``docs/scenarios.md``) with ``[[expect]]`` tables; a bad one says in
its head which fault it must give (``# fault: FOE502 line 9``).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from foedus.api.assess import check_case, differences
from foedus.api.session import Foedus
from foedus.model.errors import FoedusError, Problem
from foedus.model.scenarios import Scenario


def run_scenario_file(path: Path, session: Foedus | None = None) -> list[str]:
    """The ways in which one scenario file fails; an empty list is a pass."""
    return [str(problem) for problem in check_case(session or Foedus(), path)]


def check_obligations(path: Path) -> list[Problem]:
    """The problems of one scenario file, for ``foedus check``."""
    return check_case(Foedus(), path)


def run_obligations(path: Path, file: Mapping[str, Any], case: Mapping[str, Any]) -> list[str]:
    """A scenario written as a ``[[case]]`` of a file with several: its keys are those of a scenario file.

    Raises `FoedusError` FOE425 where the case is no scenario.
    """
    data = {key: value for key, value in case.items() if key not in ("name", "bad")}
    try:
        scenario = Scenario.model_validate({"id": str(case.get("name", path.stem)), **data})
    except ValueError as error:
        raise FoedusError("FOE425", f"the case is no scenario: {error}", where=str(path)) from error
    return differences(Foedus(), scenario)
