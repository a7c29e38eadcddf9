"""A cluster: the same parts read by the same function inside PySpark's ``mapInArrow``, copies joined by a shuffle.

What a run writes is what `foedus.archive.local` writes; Spark brings the work to the machines, repeats what a lost
machine had, and commits each portion whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from typing import Any

from foedus.archive.finish import DOCUMENT, FAULTS
from foedus.archive.local import Report
from foedus.archive.manifest import Counts, as_json, differences, settings, whole_manifest
from foedus.archive.near import bands, joined, pairs_in
from foedus.archive.parts import Part, Source, parts_of, read_part, sources_of
from foedus.archive.schema import COUNT, FAULT, KEPT, How, spark_rows_out
from foedus.model.errors import FoedusError, Problem

_PORTION = 2000  # tasks committed together: what a driver that dies loses at most

_SUMS = ("articles", "scanned_in", "kept", "claims", "faults", "bytes")
Task = Part | Source
"""What one Spark task reads: rows of a Parquet file, or a whole file of another kind."""


def reading(how: How) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """The function for ``mapInArrow``: batches with a column of tasks in, batches of `rows_out` out."""

    def read(batches: Iterable[Any]) -> Iterator[Any]:
        for batch in batches:
            for packed in batch.column("task").to_pylist():
                task: Task = pickle.loads(packed)  # made by this run's own driver
                parts = [task] if isinstance(task, Part) else parts_of(task, how.columns)
                for part in parts:
                    yield from read_part(part, how)

    return read


def to_bands(batches: Iterable[Any]) -> Iterator[Any]:
    """Documents to the keys of their bands, with what they say, so that only texts that say the same can meet."""
    import pyarrow as pa

    for batch in batches:
        rows = [
            {"key": row["says"].encode() + key, "id": row["document"], "sketch": row["sketch"]}
            for row in batch.to_pylist()
            for key in bands(row["sketch"])
        ]
        kinds = {"key": pa.binary(), "id": pa.string(), "sketch": pa.binary()}
        yield pa.RecordBatch.from_pylist(rows, schema=pa.schema(list(kinds.items())))


def to_pairs(batches: Iterable[Any]) -> Iterator[Any]:
    """Buckets to the pairs of texts in them that are alike."""
    import pyarrow as pa

    for batch in batches:
        rows = [
            {"one": one, "other": other}
            for bucket in batch.column("bucket").to_pylist()
            for one, other in pairs_in([(item["id"], item["sketch"]) for item in bucket])
        ]
        yield pa.RecordBatch.from_pylist(rows, schema=pa.schema([("one", pa.string()), ("other", pa.string())]))


class SparkRun:
    """A run over a source on Spark. ``session``: one that is there already, else the one that is configured."""

    def __init__(self, source: str, out: str, how: How, *, session: Any = None, portion: int = _PORTION) -> None:
        self.how, self.portion = how, portion
        self.out = out if "://" in out else os.path.abspath(out)
        self.sources = sources_of(source if "://" in source else os.path.abspath(source))
        self.about = settings(self.sources, how)
        self.spark = session or spark_session()
        self.problems: list[Problem] = []

    def run(self) -> Report:
        """Read in portions, each committed whole, then join the copies and write the tables and the manifest."""
        held = self._held("manifest.json")
        if held is None:
            self._begin()
            portions = self._read()
            held = self._finish(portions)
        elif differences(held, self.about, finished=True):
            raise self._another()
        counts = Counts(**{name: held["counts"][name] for name in _SUMS})
        refused = tuple(Problem(**problem) for problem in held["counts"]["sources_refused"])
        return Report(counts, held["counts"]["documents"], problems=refused)

    # Files, through Hadoop, so that the folder may be on object storage

    def _path(self, name: str) -> Any:
        return self.spark._jvm.org.apache.hadoop.fs.Path(f"{self.out}/{name}")

    def _system(self) -> Any:
        return self._path("x").getFileSystem(self.spark._jsc.hadoopConfiguration())

    def _held(self, name: str) -> dict[str, Any] | None:
        system, path = self._system(), self._path(name)
        if not system.exists(path):
            return None
        stream = system.open(path)
        text = self.spark._jvm.org.apache.commons.io.IOUtils.toString(stream, "UTF-8")
        stream.close()
        found: dict[str, Any] = json.loads(text)
        return found

    def _write(self, name: str, value: Any) -> None:
        system, fresh, path = self._system(), self._path(f".{name}.new"), self._path(name)
        stream = system.create(fresh, True)
        stream.write(as_json(value).encode())
        stream.close()
        system.delete(path, False)
        system.rename(fresh, path)

    def _begin(self) -> None:
        held = self._held("settings.json")
        started = self._system().exists(self._path("rows"))
        if held is not None and held != self.about and started:
            raise self._another()
        self._write("settings.json", self.about)

    def _another(self) -> FoedusError:
        return FoedusError("FOE826", "the folder holds another run", where=self.out, help="give a new --out")

    # Reading

    def _tasks(self) -> Iterator[Task]:
        for source in self.sources:
            if source.kind != "parquet":
                yield source
                continue
            try:
                yield from parts_of(source, self.how.columns)
            except FoedusError as error:
                self.problems += error.problems
                if len(self.problems) == len(self.sources):
                    raise FoedusError.of(self.problems) from error

    def _read(self) -> list[str]:
        tasks = [pickle.dumps(task) for task in self._tasks()]
        written = []
        for start in range(0, len(tasks), self.portion):
            some = tasks[start : start + self.portion]
            name = f"rows/portion-{start // self.portion:06d}"
            written.append(f"{self.out}/{name}")
            if self._system().exists(self._path(f"{name}/_SUCCESS")):
                continue
            spread = self.spark.sparkContext.parallelize([(task,) for task in some], len(some))
            frame = self.spark.createDataFrame(spread, "task binary")
            frame.mapInArrow(reading(self.how), spark_rows_out()).write.mode("overwrite").parquet(written[-1])
        return written

    # Joining and writing

    def _finish(self, portions: list[str]) -> dict[str, Any]:
        from pyspark.sql import functions as f

        rows = self.spark.read.schema(spark_rows_out()).parquet(*portions)
        kept = self._carried(rows.filter(f.col("kind") == KEPT))
        last = ("first", "is_first", "publications")
        claims = kept.select(f.explode("claims").alias("c"), *DOCUMENT, *last).select("c.*", *DOCUMENT, *last)
        documents = kept.select(*DOCUMENT, *last, "document_json", "reading_json")
        faults = rows.filter(f.col("kind") == FAULT).select(*FAULTS)
        for name, frame in {"claims": claims, "documents": documents, "faults": faults}.items():
            frame.write.mode("overwrite").parquet(f"{self.out}/{name}")
        refused = [problem.to_dict() for problem in self.problems]
        parts = self._counts(rows)
        manifest = whole_manifest(self.about, parts, documents=_kept(parts), sources_refused=refused)
        self._write("manifest.json", manifest)
        for name in ("settings.json", "rows"):
            self._system().delete(self._path(name), True)
        return manifest

    def _carried(self, kept: Any) -> Any:
        """The kept rows with the columns ``first``, ``is_first`` and ``publications``: see `finish.carried`."""
        from pyspark.sql import Window
        from pyspark.sql import functions as f

        once = kept.select("document", "says", "sketch").dropDuplicates(["document"])
        buckets = (
            once.mapInArrow(to_bands, "key binary, id string, sketch binary")
            .groupBy("key")
            .agg(f.collect_list(f.struct("id", "sketch")).alias("bucket"))
            .filter(f.size("bucket") > 1)
            .select("bucket")
        )
        pairs = buckets.mapInArrow(to_pairs, "one string, other string").distinct().collect()
        roots = joined((row["one"], row["other"]) for row in pairs)  # only copies: few beside what was read
        mapped = self.spark.createDataFrame(sorted(roots.items()), "document string, root string")
        found = kept.join(f.broadcast(mapped), "document", "left")
        group = Window.partitionBy(f.coalesce("root", "document"))
        order = group.orderBy(f.coalesce("published", f.lit("9999")), "document", "part", "where")
        return found.select(
            "*",
            f.first("document").over(order).alias("first"),
            (f.row_number().over(order) == 1).alias("is_first"),
            f.size(f.collect_set("publication").over(group)).alias("publications"),
        )

    def _counts(self, rows: Any) -> dict[str, Counts]:
        from pyspark.sql import functions as f

        def of_kind(kind: str) -> Any:
            return f.sum((f.col("kind") == kind).cast("bigint"))

        found = rows.groupBy("part").agg(
            f.sum("articles").alias("articles"),
            f.sum("scanned_in").alias("scanned_in"),
            of_kind(KEPT).alias("kept"),
            f.sum(f.when(f.col("kind") == KEPT, f.size("claims"))).alias("claims"),
            of_kind(FAULT).alias("faults"),
            f.sum("bytes").alias("bytes"),
            f.sort_array(f.collect_list(f.when(f.col("kind") == COUNT, f.col("input_hash")))).alias("hashes"),
        )
        return {
            row["part"]: Counts(
                **{name: row[name] or 0 for name in _SUMS},
                input_hash=hashlib.sha256("".join(row["hashes"]).encode()).hexdigest(),
            )
            for row in found.collect()
        }


def _kept(parts: dict[str, Counts]) -> int:
    return sum(asdict(counts)["kept"] for counts in parts.values())


def spark_session() -> Any:
    """The session that ``spark-submit`` configured, else one on this machine, in which a lost worker is repeated.

    Raises `FoedusError` FOE829 where PySpark or, for this machine, Java is missing.
    """
    try:
        from pyspark import SparkConf
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise FoedusError("FOE829", "Spark needs PySpark", help='pip install "foedus[spark]"') from error
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise FoedusError("FOE829", "Spark needs Java 17", help="on Debian: apt install openjdk-17-jre-headless")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("foedus archive").config("spark.sql.session.timeZone", "UTC")
    if not SparkConf().contains("spark.master"):
        cores = os.cpu_count() or 1
        builder = (
            builder.master(f"local[{cores},4]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", str(2 * cores))
            .config("spark.ui.showConsoleProgress", "false")
        )
    made = builder.getOrCreate()
    made.sparkContext.setLogLevel("ERROR")
    return made
