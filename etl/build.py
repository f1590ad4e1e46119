"""The build: read, check, derive, score and store the case base, in one transaction or not at all."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import codebook
from codebook.errors import RejectedDataError
from codebook.records import Finding
from etl.derivation import derive
from etl.findings import check_tables
from etl.place_checks import check_places
from etl.reading import RawTable
from etl.sources import Input, read_input
from etl.validating import judge
from model.prediction import model_version
from store import writer
from store.clock import now_utc
from store.connection import Cursor, Lake
from store.staging import Staging
from store.transaction import write

AUTHOR = "etl build"
MOST_JUDGED = 500
"""Clusters up to which a build judges the model too: leaving each out in turn takes the square of their number."""

CODEBOOK_FOLDER = Path(codebook.__file__).parent
Progress = Callable[[str, float], None]
"""Told the name of the step that begins and the share of the work done, 0 to 1."""


@dataclass(frozen=True)
class BuildResult:
    """What a build did.

    Attributes
    ----------
    snapshot
        Number of the snapshot that holds the state.
    changed
        Whether this build made it; False when the lake held the same already.
    clusters, evidence, sources
        Rows of the shipped case base.
    coverage
        Clusters with at least one row, by factor, in the codebook's order.
    findings
        Warnings; errors never get this far.
    seconds
        Wall time.
    """

    snapshot: int
    changed: bool
    clusters: int
    evidence: int
    sources: int
    coverage: dict[str, int]
    findings: tuple[Finding, ...]
    seconds: float

    def as_dict(self) -> dict[str, object]:
        """Return the result as plain values for JSON."""
        return {**vars(self), "findings": [finding.as_dict() for finding in self.findings]}


def ignore_progress(step: str, share: float) -> None:
    """Take a report of progress and do nothing with it."""


def build(
    lake: Lake, source: Input | None = None, progress: Progress = ignore_progress, *, with_judgement: bool = False
) -> BuildResult:
    """Load the case base into the lake and return what changed.

    Batch 0, the shipped case base, is replaced; other batches stay. The same input twice makes no second
    snapshot.

    Parameters
    ----------
    lake
        The lake to build into.
    source
        Where to read from; the shipped data by default.
    progress
        Called at the start of each step.
    with_judgement
        Whether to judge the model on the coded cases too, which takes some seconds more, and keep the result in the
        same snapshot; more than MOST_JUDGED clusters are not judged.

    Raises
    ------
    RejectedDataError
        When a check found an error; it carries all findings and the lake is as it was.
    InputError
        When a named folder lacks a required file.
    BusyLakeError
        When other writers kept winning.
    """
    started = time.monotonic()
    progress("Reading files", 0.0)
    tables = read_input(source or Input())
    staging = Staging(lake)
    for table, raw in tables.items():
        staging.add(table, raw.rows)
    progress("Checking", 0.15)
    findings = _check(staging, tables)
    for table in tables:
        staging.type_rows(table, writer.SHIPPED_BATCH)
    input_hash = _input_hash(tables)
    if lake.is_empty() or writer.input_hash_of(staging.cursor) != input_hash:
        is_judged = with_judgement and tables["clusters"].rows.num_rows <= MOST_JUDGED
        judgement = _judgement(staging, progress) if is_judged else None
        progress("Storing", 0.6)
        changed = _store(lake, staging, tables, input_hash, judgement, progress)
    else:
        changed = False
    progress("Done", 1.0)
    return BuildResult(
        snapshot=lake.snapshot(),
        changed=changed,
        clusters=tables["clusters"].rows.num_rows,
        evidence=tables["evidence"].rows.num_rows,
        sources=tables["sources"].rows.num_rows,
        coverage=_coverage(tables["evidence"]),
        findings=tuple(findings),
        seconds=round(time.monotonic() - started, 2),
    )


def _check(staging: Staging, tables: dict[str, RawTable]) -> list[Finding]:
    """Return the warnings, or raise with everything that was found when there is an error."""
    findings = [finding for raw in tables.values() for finding in raw.findings]
    findings += check_tables(staging, tables)
    findings += check_places(tables["clusters"])
    errors = sum(finding.severity == "error" for finding in findings)
    if errors:
        message = f"The data were not stored: {errors} error{'s' if errors > 1 else ''} in the files."
        raise RejectedDataError(message, findings)
    return findings


def _judgement(staging: Staging, progress: Progress) -> str:
    """Return how the model does on the staged cases, as JSON."""
    progress("Judging the model", 0.2)
    names = ("clusters", "evidence", "countries", "country_context")
    return judge(*(staging.typed_rows(name) for name in names)).to_json()


def _store(
    lake: Lake,
    staging: Staging,
    tables: dict[str, RawTable],
    input_hash: str,
    judgement: str | None,
    progress: Progress,
) -> bool:
    """Write everything in one transaction; return False when another process stored the same meanwhile."""

    def work(cursor: Cursor) -> None:
        for table in tables:
            writer.replace_rows(cursor, table)
        progress("Deriving and scoring", 0.7)
        derive(cursor)
        progress("Committing", 0.9)
        writer.record_batch(cursor, _batch(tables, input_hash))
        if judgement is not None:
            writer.record_validation(cursor, model_version(), input_hash, judgement)

    def is_stored(cursor: Cursor) -> bool:
        return writer.input_hash_of(cursor) == input_hash

    message = f"case base of {tables['clusters'].rows.num_rows} clusters"
    return write(lake, work, author=AUTHOR, message=message, cursor=staging.cursor, is_done=is_stored)


def _batch(tables: dict[str, RawTable], input_hash: str) -> writer.Batch:
    return writer.Batch(
        batch_id=writer.SHIPPED_BATCH,
        kind="build",
        author=AUTHOR,
        message="shipped case base",
        created_at=now_utc(),
        input_hash=input_hash,
        cluster_rows=tables["clusters"].rows.num_rows,
        evidence_rows=tables["evidence"].rows.num_rows,
        source_rows=tables["sources"].rows.num_rows,
    )


def _input_hash(tables: dict[str, RawTable]) -> str:
    """Return one checksum over everything a prediction depends on: files, codebook, model version."""
    digest = hashlib.sha256(model_version().encode())
    for path in sorted(CODEBOOK_FOLDER.glob("*.csv")):
        digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    for table, raw in sorted(tables.items()):
        digest.update(f"{table}:{raw.sha256}".encode())
    return digest.hexdigest()


def _coverage(evidence: RawTable) -> dict[str, int]:
    """Return the number of clusters with at least one row, by factor."""
    counts = evidence.rows.group_by("factor").aggregate([("cluster_id", "count_distinct")])
    clusters = dict(zip(counts["factor"].to_pylist(), counts["cluster_id_count_distinct"].to_pylist(), strict=True))
    return {factor: clusters.get(factor, 0) for factor in codebook.FACTORS}
