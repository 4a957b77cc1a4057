"""Gap tables that were worked out a moment ago: a thousand draws are not made again for the next
page of the same figures.

A table is kept under the digests of everything it was worked out of, so that a change of any of
them makes a new one; ages of counts run on, so it is also let go after some minutes.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from resource_dir.gaps.table.gap_table import GapTable

MOST = 4  # of a planner or two who go from page to page; one may take some megabytes
FRESH = timedelta(minutes=5)


class KeptTables:
    """The last few tables of this process. Safe for threads; two may work out the same one."""

    def __init__(self) -> None:
        self._tables: OrderedDict[Hashable, tuple[datetime, GapTable]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], "GapTable"], *, now: datetime) -> "GapTable":
        """The table of a key, made where there is none of the last minutes."""
        with self._lock:
            made, table = self._tables.get(key, (None, None))
            if made is not None and table is not None and abs(now - made) < FRESH:
                self._tables.move_to_end(key)
                return table
        table = make()
        with self._lock:
            self._tables[key] = (now, table)
            self._tables.move_to_end(key)
            while len(self._tables) > MOST:
                self._tables.popitem(last=False)
        return table


TABLES = KeptTables()
