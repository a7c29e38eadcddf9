"""Archives: very many articles read into a folder, and a folder loaded into the ledger."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from foedus.model.errors import FoedusError

if TYPE_CHECKING:
    from foedus.api.session import Foedus
    from foedus.archive.load import Loaded
    from foedus.archive.local import Progress, Report
    from foedus.archive.schema import How


def read_archive(
    session: Foedus,
    source: str | Path,
    out: str | Path,
    *,
    engine: str = "local",
    processes: int | None = None,
    columns: dict[str, str] | None = None,
    on_model: bool = True,
    told: Callable[[Progress], None] = lambda progress: None,
) -> Report:
    """Read Parquet, JSON lines, WARC or a folder of them into ``out``: tables of claims, documents and faults.

    ``columns``: our name of a column (text, published, url, id, publisher) to the source's name. ``told`` hears of the
    progress (engine local). Raises `FoedusError` FOE001, FOE820 to FOE826, or FOE829 where pyarrow is missing.
    """
    how = _how(session, columns or {}, on_model)
    if engine == "spark":
        from foedus.archive.spark import SparkRun

        return SparkRun(str(source), str(out), how).run()
    if engine != "local":
        raise FoedusError("FOE004", f'"{engine}" is no engine', help="local or spark")
    from foedus.archive.local import LocalRun

    return LocalRun(str(source), Path(out), how, processes=processes, told=told).run()


def _how(session: Foedus, columns: dict[str, str], on_model: bool) -> How:
    try:
        import pyarrow  # noqa: F401
    except ImportError as error:
        raise FoedusError("FOE829", "reading archives needs pyarrow", help='pip install "foedus[archive]"') from error
    from foedus.archive.schema import Columns, How

    return How(Columns(**columns), session.handles(), on_model)


def load_archive(
    session: Foedus,
    folder: str | Path,
    *,
    author: str = "foedus",
    told: Callable[[int, int], None] | None = None,
) -> Loaded:
    """Load what a run kept into the session's ledger: all or nothing a part, twice the same adds nothing."""
    from foedus.archive.load import load

    return load(Path(folder), session.ledger, author=author, told=told)
