"""One export, read from beginning to end: months of counts come out, and its audit.

reading = CallReading(file, profile)
for month in reading.months(): …       # one at a time: a large file is never held whole
reading.audit()
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from resource_dir.errors import BadInput, PackageRefused
from resource_dir.gaps.areas.locating import AreaFinder
from resource_dir.gaps.calls.auditing import Audit
from resource_dir.gaps.calls.cleaning import cleaning_query, columns_found
from resource_dir.gaps.calls.clock import HOURS_A_DAY, Seen, clock_shares, day_of, seen_hours
from resource_dir.gaps.calls.coarsening import Coarsener, Kept
from resource_dir.gaps.calls.engine import connect
from resource_dir.gaps.calls.gathering import MOST_ROWS, Gatherer
from resource_dir.gaps.calls.judging import Judged, audit_of
from resource_dir.gaps.calls.memory import release
from resource_dir.gaps.calls.months import MonthOfCalls
from resource_dir.gaps.calls.opening import CallFile
from resource_dir.gaps.calls.period import Body, Possible, body_of
from resource_dir.gaps.calls.profiles import CallProfile
from resource_dir.gaps.calls.rejects import UNENDED, rejected_rows
from resource_dir.gaps.calls.relations import How
from resource_dir.gaps.calls.tallying import Tally
from resource_dir.gaps.calls.wrapped import RELATION, batches

BATCH_ROWS = 100_000
ANY_DAY = Possible()
Progress = Callable[[int], None]


def _silent(rows: int) -> None:
    pass


class CallReading:
    """Reads a file by a profile. Raises BadInput or PackageRefused for what can't be read.

    `possible` says which days calls can be of.
    """

    def __init__(
        self,
        file: CallFile,
        profile: CallProfile,
        *,
        areas: AreaFinder | None = None,
        known_types: frozenset[str] | None = None,
        possible: Possible = ANY_DAY,
        most_rows: int = MOST_ROWS,
        progress: Progress = _silent,
    ) -> None:
        self._file, self._profile = file, profile
        self._columns = columns_found(file, profile)
        self._gatherer = Gatherer(profile.officer_initiated.leave_out, areas, most_rows)
        self._known_types = known_types
        self._progress = progress
        self._tally, self._kept = Tally(), Kept()
        self._rejected: dict[str, Any] = {}
        self._how: How = "strict"
        self._possible = possible
        self._body: Body | None = None
        self._seen: Seen | None = None
        self._read(part=0)
        self._judge_period()

    @property
    def seen(self) -> Seen | None:
        """What was observed; None without a single call."""
        return self._seen

    def months(self) -> Iterator[MonthOfCalls]:
        """Each month of counts. A file of very many rows is read again for some of them."""
        if self._seen is None:
            return
        coarsener = Coarsener(self._gatherer.codes, self._seen, self._possible, self._absent())
        for part in range(self._gatherer.parts):
            if part:
                self._read(part=part)
            for number in self._gatherer.months():
                release()  # what the engine held while it read, what the month before needed
                month = coarsener.month(number, *self._gatherer.take(number), self._kept)
                if month.calls or month.observed:
                    yield month
        release()

    def audit(self) -> Audit:
        """What was wrong; complete once all months were taken."""
        return audit_of(
            Judged(
                self._file.name, self._profile, self._columns, self._tally, self._kept, self._body,
                self._seen, self._rejected, self._gatherer.codes.types.texts, self._known_types,
            )
        )  # fmt: skip

    def _read(self, *, part: int) -> None:
        """The first part is counted as well, and shows how the file has to be read. Where quotes
        stand so oddly that a strict reading gives up, it is read once more, loosely."""
        try:
            self._read_once(part)
        except duckdb.InvalidInputException:
            self._how = "loose"
            self._read_once(part)
        if part == 0 and self._may_have_swallowed():
            self._read_by_line()

    def _may_have_swallowed(self) -> bool:
        """Whether a quote was never closed: what came after it is then one field, and lost."""
        reasons = self._rejected.get("reasons", {})
        is_odd = UNENDED in reasons or (self._how == "loose" and bool(reasons))
        return is_odd and not self._file.is_line_quoted

    def _read_by_line(self) -> None:
        """Each line for itself, unless that reads fewer rows (of fields with line breaks)."""
        before, rows = self._how, self._tally.rows
        self._how = "lines"
        self._read_once(0)
        if self._tally.rows < rows:
            self._how = before
            self._read_once(0)

    def _read_once(self, part: int) -> None:
        self._gatherer.begin(part)
        tally = None
        if part == 0:
            self._tally = tally = Tally()
        query = cleaning_query(self._file, self._profile, how=self._how)
        try:
            with connect() as connection:
                self._register(connection)
                self._stream(connection.sql(query).to_arrow_reader(BATCH_ROWS), tally)
                if tally is not None:
                    self._rejected = rejected_rows(connection, self._file, how=self._how)
        except duckdb.OutOfMemoryException:
            raise PackageRefused(
                "%(name)s needs more memory than an import may take: is a quote never closed, or "
                "everything on one line?",
                name=self._file.name,
            ) from None
        except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException):
            raise  # our own SQL
        except duckdb.InvalidInputException:
            if self._how == "strict" and self._file.kind == "csv":
                raise
            raise self._damaged() from None
        except (duckdb.Error, pa.ArrowException, OSError):  # Arrow passes a broken stream on so
            raise self._damaged() from None

    def _register(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Rows that DuckDB can't open itself."""
        file = self._file
        if file.wrapping:
            rows = batches(Path(file.source), file.wrapping, file.columns, is_packed=file.is_packed)
            connection.register(RELATION, rows)

    def _damaged(self) -> PackageRefused:
        """What the engine says holds the row, and nobody may read that in a log."""
        return PackageRefused(
            "%(name)s can't be read as %(kind)s: it is damaged, or ends too early.",
            name=self._file.name,
            kind=self._file.kind,
        )

    def _stream(self, reader: pa.RecordBatchReader, tally: Tally | None) -> None:
        for batch in reader:
            self._gatherer.add(batch, tally)
            if tally is not None:
                self._progress(tally.rows)

    def _judge_period(self) -> None:
        self._body = body = body_of(self._tally.hours, self._possible)
        if body is None:
            if self._tally.rows:
                raise BadInput(
                    "No time of %(name)s could be read from the column %(column)s: say in the "
                    "profile how it is written (time.forms).",
                    field="time.forms",
                    name=self._file.name,
                    column=self._columns["time"][0],
                )
            raise PackageRefused("%(name)s holds no calls.", name=self._file.name)
        first = self._tally.by_hour.first_of(body.first_hour)
        last = self._tally.by_hour.last_of(body.last_hour)
        self._seen = seen_hours(body.days, first, last, self._profile.zone)

    def _absent(self) -> frozenset[int]:
        """Hours since 1970 that the clock never showed, and calls were written at."""
        return frozenset(
            hour
            for hour in self._tally.hours
            if self._possible.has(hour // HOURS_A_DAY)
            and clock_shares(day_of(hour // HOURS_A_DAY), self._profile.zone)[hour % 24] == 0
        )
