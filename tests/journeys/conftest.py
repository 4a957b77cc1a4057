"""The demonstration county, once for each process of a test run: these tests only read it."""

from collections.abc import Iterator

import pytest

from tests.stocked import Store

from .county import County, application, load_county


@pytest.fixture(scope="session")
def county(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """The county, loaded once."""
    folder = tmp_path_factory.mktemp("juniper")
    with application(store.new(folder), folder) as app:
        yield County(app, load_county(app))
