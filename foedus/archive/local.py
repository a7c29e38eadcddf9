"""One machine: a pool of processes over the parts of an archive, memory bounded, resumed after a kill."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread

from foedus.archive.finish import finish
from foedus.archive.manifest import Counts, Journal, settings
from foedus.archive.parts import Part, parts_of, read_part, sources_of
from foedus.archive.schema import COUNT, FAULT, How
from foedus.model.errors import FoedusError, Problem

_TRIES = 3


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: articles and bytes of text read, articles a second, seconds left (None: not known yet)."""

    articles: int
    claims: int
    bytes: int
    rate: float
    left: float | None
    processes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """What a process says of a part: its counts, processor seconds, and the most memory it ever had (bytes)."""

    counts: Counts
    seconds: float
    peak: int


@dataclass
class Report:
    """A whole run. ``seconds`` of processors in all processes, ``peak`` bytes of the largest, ``problems`` of files."""

    counts: Counts
    documents: int = 0
    seconds: float = 0.0
    peak: int = 0
    resumed: int = 0
    problems: tuple[Problem, ...] = ()


_how = How()


def _prepare(how: How) -> None:
    """Once a process: what it reads with, the scan compiled before the first part, and an end with the driver's."""
    global _how
    _how = how
    Thread(target=_end_with_driver, daemon=True).start()
    from foedus.claims.scan import scanner

    scanner()


def _end_with_driver() -> None:
    """A driver that was killed tells nobody: without this its processes would wait for work for ever."""
    driver = parent_process()
    if driver is not None:
        driver.join()
        os._exit(1)


def _work(part: Part, folder: str) -> Done:
    """Read one part into ``rows/<part>.parquet``, whole or not at all."""
    started = time.process_time()
    counts = write_rows(part, _how, Path(folder))
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return Done(counts, time.process_time() - started, used)


def write_rows(part: Part, how: How, folder: Path) -> Counts:
    """Read a part and write its kept documents and faults. A part that cannot be read is one fault, FOE824."""
    import hashlib

    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    from foedus.archive.schema import rows_out

    total, hashes = Counts(), []
    held = []
    try:
        for batch in read_part(part, how):
            kinds = batch.column("kind")
            last = batch.slice(batch.num_rows - 1, 1).to_pylist()[0]
            hashes.append(last["input_hash"])
            rows = batch.filter(pc.not_equal(kinds, COUNT))
            total = total.plus(_counts(rows, last))
            held.append(rows)
    except (OSError, ValueError, RuntimeError) as error:  # a damaged row group; what stood before it was read
        held.append(_broken(part, error))
        total = total.plus(Counts(faults=1))
    table = pa.Table.from_batches(held, schema=rows_out())
    if table.num_rows:
        target = folder / f"{part.id}.parquet"
        fresh = folder / f".{part.id}.{os.getpid()}"
        pq.write_table(table, fresh, compression="zstd")
        os.replace(fresh, target)
    return replace(total, input_hash=hashlib.sha256("".join(sorted(hashes)).encode()).hexdigest())


def _counts(rows: object, last: dict[str, int]) -> Counts:
    import pyarrow.compute as pc

    kinds = rows.column("kind")  # type: ignore[attr-defined]
    faults = pc.sum(pc.equal(kinds, FAULT)).as_py() or 0
    claims = pc.sum(pc.list_value_length(rows.column("claims"))).as_py() or 0  # type: ignore[attr-defined]
    return Counts(last["articles"], last["scanned_in"], len(kinds) - faults, claims, faults, last["bytes"])


def _broken(part: Part, error: Exception) -> object:
    import pyarrow as pa

    from foedus.archive.schema import rows_out

    says = " ".join(str(error).split())[:300]
    row = {
        "kind": FAULT,
        "part": part.id,
        "where": f"{part.source.name}:{part.first + part.start}",
        "code": "FOE824",
        "fault": f"the part cannot be read to its end: {says}",
        "help": "fetch or write the file anew",
    }
    return pa.RecordBatch.from_pylist([row], schema=rows_out())


class LocalRun:
    """A run over a source with so many processes. ``told`` is called after each part."""

    def __init__(
        self,
        source: str,
        out: Path,
        how: How,
        *,
        processes: int | None = None,
        told: Callable[[Progress], None] = lambda progress: None,
    ) -> None:
        self.out, self.how, self.told = out, how, told
        self.processes = processes or os.cpu_count() or 1
        self.sources = sources_of(source)
        self.journal = Journal(out, settings(self.sources, how))
        self.rows = out / "rows"
        self.report = Report(Counts(), resumed=len(self.journal.parts))
        self._suspects: list[Part] = []
        self._waiting: dict[Future[Done], Part] = {}
        self._bytes = sum(item.size for item in self.sources) or 1
        self._share = 0.0
        self._pool: ProcessPoolExecutor | None = None

    def run(self) -> Report:
        """Read all parts that are not done, then join the copies and write the tables."""
        if not self.journal.finished:
            self.rows.mkdir(exist_ok=True)
            self._started = time.monotonic()
            try:
                self._read()
            finally:
                self._stop()
            self.report.documents = finish(self.rows, self.out)
            problems = [problem.to_dict() for problem in self.report.problems]
            self.journal.finish(documents=self.report.documents, sources_refused=problems)
        self.report.counts = self.journal.total
        return self.report

    def _parts(self) -> Iterator[Part]:
        """All parts of all sources; a source that cannot be opened is a problem, and the others go on."""
        known = frozenset(self.journal.parts)
        problems: list[Problem] = []
        for source in self.sources:
            try:
                yield from parts_of(source, self.how.columns, known)
            except FoedusError as error:
                problems += error.problems
                self.report.problems = tuple(problems)
                if len(problems) == len(self.sources):
                    raise FoedusError.of(problems) from error

    def _read(self) -> None:
        parts = self._parts()
        more = True
        while more or self._waiting or self._suspects:
            while self._suspects:
                self._alone(self._suspects.pop(0))
            while more and not self._suspects and len(self._waiting) < 2 * self.processes:
                part = next(parts, None)
                more = part is not None
                if part is not None:
                    self._submit(part)
            if self._waiting:
                self._collect()

    def _submit(self, part: Part) -> None:
        try:
            self._waiting[self._pooled().submit(_work, part, str(self.rows))] = part
        except BrokenProcessPool:
            self._rebuild([part])

    def _pooled(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # fresh interpreters: a fork would carry over the threads and locks of Arrow and of the caller
            self._pool = ProcessPoolExecutor(
                self.processes, mp_context=get_context("spawn"), initializer=_prepare, initargs=(self.how,)
            )
        return self._pool

    def _collect(self) -> None:
        done, _ = wait(self._waiting, return_when=FIRST_COMPLETED)
        lost: list[Part] = []
        for future in done:
            part = self._waiting.pop(future)
            try:
                self._take(part, future.result())
            except BrokenProcessPool:
                lost.append(part)
        if lost:
            self._rebuild(lost)

    def _take(self, part: Part, done: Done) -> None:
        self.journal.done(part.id, done.counts)
        self.report.seconds += done.seconds
        self.report.peak = max(self.report.peak, done.peak)
        self._share += part.share
        total = self.journal.total
        spent = max(time.monotonic() - self._started, 1e-6)
        fraction = self._share / self._bytes
        left = spent / fraction * (1 - fraction) if fraction > 0.001 else None
        workers = tuple(getattr(self._pool, "_processes", None) or ())
        rate = total.articles / spent
        self.told(Progress(total.articles, total.claims, total.bytes, rate, left, workers))

    def _rebuild(self, lost: list[Part]) -> None:
        """A process died: which part killed it is not known, so all that were under way are read again, one by one."""
        lost += self._waiting.values()
        self._waiting.clear()
        self._stop()
        self._suspects += sorted(lost, key=lambda item: item.id)

    def _alone(self, part: Part) -> None:
        for _ in range(_TRIES):
            try:
                self._take(part, self._pooled().submit(_work, part, str(self.rows)).result())
                return
            except BrokenProcessPool:
                self._stop()
        self._give_up(part)

    def _give_up(self, part: Part) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        died = RuntimeError(f"the process that reads it died {_TRIES} times")
        pq.write_table(pa.Table.from_batches([_broken(part, died)]), self.rows / f"{part.id}.parquet")
        self.journal.done(part.id, Counts(faults=1))

    def _stop(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None
