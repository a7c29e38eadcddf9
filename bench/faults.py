"""What a ledger survives. Kills, full disks, locks, a restarted server, damaged files, and many writers at once.

    python bench/faults.py                    # everything, about ten minutes
    python bench/faults.py kill --rounds 20   # one trial, shorter
    python bench/faults.py --store sqlite

Each trial prints how many faults were made and how many were survived; the last line is the sum. A fault is survived
where the error is a clear one (a number, a sentence, no traceback), everything committed before is still there whole,
nothing is there twice or in part, and a look over the chain finds nothing.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from foedus.ledger import Ledger, open_ledger
from foedus.ledger.recover import recover
from foedus.model.claims import Claim, Evidence, Reading
from foedus.model.documents import Document
from foedus.model.errors import FoedusError

CLAIMS = 3
"""Claims of each article of the trials."""


def article(number: int, words: str = "They ratified it.") -> tuple[Document, Reading]:
    """An article with three claims."""
    document = Document.of(f"Report {number}. {words}", name=f"{number}.txt", publisher="Gazette")
    evidence = Evidence(document=document.id, start=0, end=6, quote="Report")
    claims = tuple(
        Claim(treaty=f"t-{number % 7}", act="ratification", actors=(state,), evidence=evidence)
        for state in ("PRK", "RUS", "CHN")
    )
    return document, Reading(document=document.id, claims=claims)


def is_whole(ledger: Ledger, numbers: range | None = None) -> list[str]:
    """What is wrong: half or doubled documents, a broken chain, or articles that are missing."""
    wrong = [str(item) for item in ledger.verify().problems[:3]]
    documents = ledger.documents()
    texts = Counter(item.value.text for item in documents)
    wrong += [f"{text} stands {count} times" for text, count in texts.items() if count > 1]
    claims = Counter(item.document for item in ledger.claims())
    wrong += [f"{item.id} has {claims[item.id]} claims" for item in documents if claims[item.id] != CLAIMS]
    if numbers is not None and len(documents) != len(numbers):
        wrong.append(f"{len(documents)} documents of {len(numbers)}")
    return wrong[:5]


def _ingest(where: str, start: int, step: int, until: int, at_work: Any) -> None:
    """A process that records the articles that are not there yet, in batches of one to five."""
    ledger = open_ledger(where)
    there = {item.id for item in ledger.documents()}
    numbers = [number for number in range(start, until, step) if article(number)[0].id not in there]
    chance = random.Random(start * 1000 + os.getpid())
    at_work.set()
    while numbers:
        with ledger.batch(author=f"process {start}") as batch:
            for _ in range(chance.randint(1, 5)):
                if numbers:
                    batch.add(*article(numbers.pop(0)))
    ledger.close()


def kills(where: str, rounds: int, documents: int = 2000) -> Iterator[list[str]]:
    """Two processes record 2,000 articles; at a random moment of their work both are killed, and begin again.

    The moments are so short that the articles outlast the kills: each falls into the recording. A fault is survived
    where after it no document is there in part or twice and the chain holds.
    """
    chance = random.Random(3)
    context = multiprocessing.get_context("spawn")
    open_ledger(where).close()
    longest, idle = 0.04, 0
    for left in range(rounds, 0, -1):
        events = [context.Event() for _ in range(2)]
        workers = [
            context.Process(target=_ingest, args=(where, start, 2, documents, event))
            for start, event in enumerate(events)
        ]
        for worker in workers:
            worker.start()
        for event in events:
            event.wait(60)
        time.sleep(chance.random() * longest)
        idle += not any(worker.is_alive() for worker in workers)
        for worker in workers:
            if worker.pid is not None and worker.is_alive():
                os.kill(worker.pid, signal.SIGKILL)
        for worker in workers:
            worker.join()
        with open_ledger(where) as ledger:
            yield is_whole(ledger)
            # What is left to record is spread over the kills that are left.
            written = len(ledger.documents())
            done = max(written / (rounds - left + 1), 1)
            longest = min(max(longest * (documents - written) / max(left, 1) / done, 0.002), 0.3)
    print(
        f"    {rounds - idle} of {rounds} kills fell into the recording; {written:,} of {documents:,} were there then"
    )
    events = [context.Event() for _ in range(2)]
    workers = [
        context.Process(target=_ingest, args=(where, start, 2, documents, event)) for start, event in enumerate(events)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with open_ledger(where) as ledger:
        yield is_whole(ledger, range(documents)) + [f"exit {worker.exitcode}" for worker in workers if worker.exitcode]


def refused(deed: Callable[[], object], *codes: str) -> list[str]:
    """What is wrong where a deed should fail with one of these numbers."""
    try:
        deed()
    except FoedusError as error:
        return [] if error.code in codes else [f"told as {error}"]
    except Exception as error:
        return [f"{type(error).__name__}: {error}"]
    return ["no error"]


def write(ledger: Ledger, *numbers: int, words: str = "They ratified it.") -> None:
    """Record articles as one batch."""
    with ledger.batch(author="bench") as batch:
        for number in numbers:
            batch.add(*article(number, words))


def full_disk(folder: Path) -> Iterator[list[str]]:
    """A small file system of its own that fills up."""
    small = folder / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", small], capture_output=True).returncode:
        yield ["no file system could be mounted here (it needs root)"]
        return
    try:
        ledger = open_ledger(small / "l.sqlite")
        done = 0
        wrong = ["the disk never filled up"]
        for number in range(5000):
            try:
                write(ledger, number, words="word " * 2000)
            except FoedusError as error:
                wrong = [] if error.code == "FOE305" else [str(error)]
                break
            done += 1
        yield wrong
        yield is_whole(ledger, range(done))
        ledger.close()
        subprocess.run(["mount", "-o", "remount,size=8m", small], check=True)
        with open_ledger(small / "l.sqlite") as again:
            write(again, done)
            yield is_whole(again, range(done + 1))
    finally:
        subprocess.run(["umount", small], check=False)


def read_only_file(folder: Path) -> Iterator[list[str]]:
    """A file and folder without the right to write, for a user who is not root."""
    place = folder / "ro"
    place.mkdir()
    with open_ledger(place / "l.sqlite") as ledger:
        write(ledger, 1)
    (place / "l.sqlite").chmod(0o444)
    place.chmod(0o555)
    folder.chmod(0o755)
    yield _as_nobody(place / "l.sqlite")
    place.chmod(0o755)
    with open_ledger(place / "l.sqlite") as ledger:
        yield is_whole(ledger, range(1))


def _as_nobody(path: Path) -> list[str]:
    """Read, then try to write, as an unprivileged user."""
    inside, outside = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.geteuid() == 0:
                os.setuid(65534)
            with open_ledger(path, read_only=True) as ledger:
                wrong = is_whole(ledger, range(1))
            wrong += refused(lambda: write(open_ledger(path), 2), "FOE306")
        except BaseException as error:
            wrong = [f"{type(error).__name__}: {error}"]
        os.write(outside, "\n".join(wrong).encode())
        os._exit(0)
    os.close(outside)
    os.waitpid(child, 0)
    with os.fdopen(inside) as told:
        return [line for line in told.read().split("\n") if line]


def held_lock(folder: Path) -> Iterator[list[str]]:
    """Another process holds the lock for writing."""
    path = folder / "locked.sqlite"
    with open_ledger(path, wait=0.5) as ledger:
        write(ledger, 1)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield refused(lambda: write(ledger, 2), "FOE304")
        yield is_whole(ledger, range(1))
        other.execute("ROLLBACK")
        other.close()
        write(ledger, 2)
        yield is_whole(ledger, range(2))


def damaged_files(folder: Path, rounds: int) -> Iterator[list[str]]:
    """Truncated and bit-flipped copies: told, never taken for sound, and what can be read is saved."""
    path = folder / "sound.sqlite"
    with open_ledger(path) as ledger:
        for start in range(0, 200, 10):
            write(ledger, *range(start, start + 10))
    data = path.read_bytes()
    chance = random.Random(5)
    for trial in range(rounds):
        broken = bytearray(data)
        if trial % 2:
            broken = broken[: chance.randrange(100, len(data))]
        else:
            place = chance.randrange(len(broken))
            broken[place] ^= 1 << chance.randrange(8)
        copy = folder / f"broken{trial}.sqlite"
        copy.write_bytes(broken)
        yield _told(copy, folder / f"saved{trial}.sqlite", sound=data)


def _told(copy: Path, saved: Path, sound: bytes) -> list[str]:
    """Either nothing of the ledger changed (an unused byte, the index), or it is told; what is saved is sound."""
    try:
        with open_ledger(copy) as ledger:
            clean = ledger.verify().is_clean
            if clean:
                wrong = is_whole(ledger, range(200))
                return [f"taken for sound: {wrong}"] if wrong else []
    except FoedusError as error:
        if not error.code.startswith("FOE30"):
            return [str(error)]
    except Exception as error:
        return [f"{type(error).__name__}: {error}"]
    try:
        added, _ = recover(copy, saved)
    except FoedusError as error:
        return [] if error.code in ("FOE307", "FOE302") else [str(error)]
    except Exception as error:
        return [f"recover: {type(error).__name__}: {error}"]
    with open_ledger(saved) as ledger:
        return is_whole(ledger, range((added.batch or 0) * 10))


def restarted_server(url: str, server: Any, rounds: int) -> Iterator[list[str]]:
    """The server is stopped (cleanly or as in a crash) while articles are recorded, and comes back."""
    with open_ledger(url, wait=10) as ledger:
        number, chance = 0, random.Random(11)
        for trial in range(rounds):
            how = signal.SIGQUIT if trial % 2 else signal.SIGINT
            stopper = threading.Timer(chance.random() * 0.3, server.restart, [how])
            stopper.start()
            wrong: list[str] = []
            until = time.monotonic() + 3
            while stopper.is_alive() or time.monotonic() < until:
                try:
                    write(ledger, number)
                except FoedusError as error:
                    if error.code != "FOE308":
                        wrong.append(str(error))
                    time.sleep(0.05)
                    continue
                number += 1
                if not stopper.is_alive() and time.monotonic() > until - 2:
                    break
            stopper.join()
            yield wrong[:3] + is_whole(ledger, range(number))


def _writer(where: str, name: int, seconds: float, told: Any) -> None:
    ledger = open_ledger(where, wait=60)
    until, number = time.monotonic() + seconds, 0
    try:
        while time.monotonic() < until:
            # Half of the articles are the writer's own, half are written by all.
            mine = name * 1_000_000 + number if number % 2 else number
            write(ledger, mine)
            number += 1
        told.put(("writer", name, number, ""))
    except BaseException as error:
        told.put(("writer", name, number, f"{type(error).__name__}: {error}"))


def _reader(where: str, seconds: float, told: Any) -> None:
    ledger = open_ledger(where, wait=60)
    until, reads, wrong = time.monotonic() + seconds, 0, ""
    try:
        while time.monotonic() < until:
            with ledger.store.read() as cursor:
                rows = cursor.all(
                    "SELECT document, count(*) FROM entries WHERE kind = 'claim' GROUP BY document HAVING count(*) <> 3"
                )
                documents = cursor.all("SELECT count(*) FROM entries WHERE kind = 'document'")[0][0]
                claims = cursor.all("SELECT count(*) FROM entries WHERE kind = 'claim'")[0][0]
            if rows or claims != documents * CLAIMS:
                wrong = f"{claims} claims of {documents} documents"
                break
            ledger.record("t-3")
            ledger.search("ratified", limit=5)
            reads += 1
    except BaseException as error:
        wrong = f"{type(error).__name__}: {error}"
    told.put(("reader", 0, reads, wrong))


def many_at_once(where: str, writers: int, readers: int, seconds: float) -> Iterator[list[str]]:
    """Writers and readers for a minute: nothing lost or doubled, readers see whole documents only."""
    context = multiprocessing.get_context("spawn")
    told = context.Queue()
    open_ledger(where).close()
    crowd = [context.Process(target=_writer, args=(where, name, seconds, told)) for name in range(writers)]
    crowd += [context.Process(target=_reader, args=(where, seconds, told)) for _ in range(readers)]
    for one in crowd:
        one.start()
    said = [told.get(timeout=seconds + 120) for _ in crowd]
    for one in crowd:
        one.join()
    expected: set[int] = set()
    for kind, name, number, _ in said:
        if kind == "writer":
            expected |= {name * 1_000_000 + place if place % 2 else place for place in range(number)}
    reads = sum(number for kind, _, number, _ in said if kind == "reader")
    wrong = [text for _, _, _, text in said if text]
    with open_ledger(where) as ledger:
        wrong += is_whole(ledger)
        texts = {item.value.text for item in ledger.documents()}
        lost = [number for number in expected if article(number)[0].text not in texts]
        wrong += [f"{len(lost)} articles lost"] if lost else []
        wrong += ["articles nobody wrote"] if len(texts) != len(expected) else []
    print(f"    {len(expected):,} articles by {writers} writers, {reads:,} rounds of reading by {readers} readers")
    yield wrong


@contextlib.contextmanager
def places(stores: list[str]) -> Iterator[tuple[Path, Any]]:
    """A folder for files, and a server where PostgreSQL is asked for."""
    folder = Path(tempfile.mkdtemp(prefix="faults"))
    try:
        if "postgresql" in stores:
            from tests.contract.server import server

            with server() as here:
                yield folder, here
        else:
            yield folder, None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def trials(folder: Path, server: Any, options: argparse.Namespace) -> Iterator[tuple[str, str, Iterator[list[str]]]]:
    """Every trial: its key, its name, and what it yields."""
    rounds, seconds = options.rounds, options.seconds
    if "sqlite" in options.stores:
        yield "kill", f"{rounds} kills, SQLite", kills(str(folder / "kills.sqlite"), rounds)
        yield "disk", "a full disk, SQLite", full_disk(folder)
        yield "readonly", "a read-only file", read_only_file(folder)
        yield "lock", "a lock held by another process", held_lock(folder)
        yield "damage", "truncated and bit-flipped files", damaged_files(folder, rounds)
        yield "crowd", "2 writers, 2 readers, SQLite", many_at_once(str(folder / "crowd.sqlite"), 2, 2, seconds)
    if server is not None:
        yield "kill", f"{rounds} kills, PostgreSQL", kills(f"{server.url}&schema=kills", rounds)
        yield "restart", "a server restarted in the middle", restarted_server(f"{server.url}&schema=again", server, 6)
        yield "crowd", "8 writers, 8 readers, PostgreSQL", many_at_once(f"{server.url}&schema=crowd", 8, 8, seconds)


def main() -> int:
    """Run the trials and print the counts; 1 where a fault was not survived."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("trial", nargs="*", help="kill, disk, readonly, lock, damage, restart, crowd (default: all)")
    asked.add_argument("--rounds", type=int, default=200, help="kills and damaged files")
    asked.add_argument("--seconds", type=float, default=60, help="how long the crowd works")
    asked.add_argument("--store", dest="stores", action="append", choices=["sqlite", "postgresql"])
    options = asked.parse_args()
    options.stores = options.stores or ["sqlite", "postgresql"]
    made = survived = 0
    with places(options.stores) as (folder, server):
        for key, name, trial in trials(folder, server, options):
            if options.trial and key not in options.trial:
                continue
            start, count, good = time.monotonic(), 0, 0
            for wrong in trial:
                count += 1
                good += not wrong
                for line in wrong:
                    print(f"    {line}")
            made, survived = made + count, survived + good
            print(f"{name:40} {good:4} of {count:4} survived, {time.monotonic() - start:.0f} s", flush=True)
    print(f"{'all':40} {survived:4} of {made:4} survived")
    return 0 if made == survived else 1


if __name__ == "__main__":
    sys.exit(main())
