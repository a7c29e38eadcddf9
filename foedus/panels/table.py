"""Tables out: Arrow, polars, pandas; Parquet, CSV and Stata files; each with its own description."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from foedus.model.errors import FoedusError
from foedus.panels.needs import load
from foedus.panels.version import version

SLICE = 262_144
"""Rows that are written at a time: few enough to keep memory low, enough for good compression."""


class Table:
    """Columns of equal length with a description. What is missing is null, never zero."""

    def __init__(self, arrow: Any, about: dict[str, Any], cite: tuple[str, ...] = ()) -> None:
        self._arrow = arrow
        self._about = about
        self._cite = cite

    def __len__(self) -> int:
        return int(self._arrow.num_rows)

    def __repr__(self) -> str:
        about = self.describe()
        return f"<{about.get('unit', 'table')}: {len(self):,} rows, {', '.join(self.names)}>"

    @property
    def names(self) -> list[str]:
        """The names of all columns, keys first."""
        return list(self._arrow.column_names)

    def describe(self) -> dict[str, Any]:
        """What the table is: unit, rules, sources with coverage and version, and each column. Plain values."""
        return {**self._about, "rows": len(self)}

    def batches(self, size: int = SLICE) -> Iterator[Any]:
        """The table as Arrow tables of at most ``size`` rows."""
        for begin in range(0, max(len(self), 1), size):
            yield self._arrow.slice(begin, size)

    def to_arrow(self) -> Any:
        """The table as a `pyarrow.Table`; its description is in the schema's metadata under ``foedus``."""
        pa = load("pyarrow")
        whole = pa.concat_tables(list(self.batches()))
        return whole.replace_schema_metadata(self._metadata())

    def to_polars(self) -> Any:
        """The table as a `polars.DataFrame`. Raises `FoedusError` FOE601 without polars."""
        return load("polars").from_arrow(self.to_arrow())

    def to_pandas(self) -> Any:
        """The table as a `pandas.DataFrame`; whole numbers with gaps are nullable integers, not floats."""
        pandas, pa = load("pandas"), load("pyarrow")
        nullable = {
            pa.int8(): pandas.Int8Dtype(),
            pa.int16(): pandas.Int16Dtype(),
            pa.int32(): pandas.Int32Dtype(),
            pa.int64(): pandas.Int64Dtype(),
        }
        arrow = self.to_arrow()
        holes = {arrow.schema.field(n).type for n in arrow.column_names if arrow[n].null_count}
        return arrow.to_pandas(types_mapper=lambda kind: nullable.get(kind) if kind in holes else None)

    def rows(self) -> list[dict[str, Any]]:
        """The rows as dictionaries; meant for short tables."""
        return list(self.to_arrow().to_pylist())

    def write(self, path: str | Path) -> Path:
        """Write ``.parquet`` (description in the file's metadata), ``.csv`` or ``.dta``.

        Beside a CSV file goes ``<name>.about.json`` with the description; a Stata file carries the year rule in its
        label. Raises `FoedusError` FOE615 for another ending.
        """
        path = Path(path)
        writers = {".parquet": self._parquet, ".pq": self._parquet, ".csv": self._csv, ".dta": self._stata}
        writer = writers.get(path.suffix.lower())
        if writer is None:
            raise FoedusError(
                "FOE615",
                f'tables are not written as "{path.suffix or path.name}"',
                where=str(path),
                help="use .parquet, .csv or .dta",
            )
        if not path.parent.is_dir():
            raise FoedusError("FOE001", "no such folder", where=str(path.parent), help="make the folder first")
        writer(path)
        return path

    def cite(self) -> str:
        """BibTeX of every source and method that this table used."""
        from foedus.panels.cite import bibtex

        return bibtex(self._cite)

    def _metadata(self) -> dict[bytes, bytes]:
        return {b"foedus": json.dumps(self.describe(), ensure_ascii=False).encode()}

    def _parquet(self, path: Path) -> None:
        parquet = load("pyarrow.parquet")
        writer, about = None, self._metadata()
        try:
            for batch in self.batches():
                if writer is None:
                    schema = batch.schema.with_metadata(about)
                    # Flags gain nothing from a dictionary or from their least and greatest value; keys do.
                    keys = [field.name for field in schema if str(field.type) not in ("int8", "double")]
                    writer = parquet.ParquetWriter(
                        path, schema, compression="zstd", use_dictionary=keys, write_statistics=keys
                    )
                writer.write_table(batch.replace_schema_metadata(about))
        finally:
            if writer is not None:
                writer.close()

    def _csv(self, path: Path) -> None:
        csv = load("pyarrow.csv")
        with path.open("wb") as file:
            # Arrow puts quotation marks around every name of a header, which not every reader takes off.
            file.write((",".join(self.names) + "\n").encode())
            for batch in self.batches():
                options = csv.WriteOptions(include_header=False, quoting_style="needed")
                csv.write_csv(batch.replace_schema_metadata(None), file, options)
        about = json.dumps(self.describe(), ensure_ascii=False, indent=2)
        path.with_name(path.stem + ".about.json").write_text(about + "\n", "utf-8")

    def _stata(self, path: Path) -> None:
        about = self.describe()
        frame = self.to_pandas()
        labels = {name: str(said)[:80] for name, said in about.get("columns", {}).items()}
        rule = about.get("year_rule", {})
        label = f"{about.get('unit', 'table')}, {rule.get('name', '')} ({about.get('made_by', '')})"[:80]
        frame.to_stata(
            path,
            write_index=False,
            version=118,
            data_label=label,
            variable_labels={name: text for name, text in labels.items() if name in frame.columns},
        )


def table(columns: dict[str, Any], about: dict[str, Any], cite: tuple[str, ...] = ()) -> Table:
    """A table out of named lists or arrays."""
    pa = load("pyarrow")
    return Table(pa.table(columns), {**made_by(), **about}, cite)


def made_by() -> dict[str, Any]:
    """Who made a table."""
    return {"made_by": f"Foedus {version()}"}
