"""The files of the demonstration county: nothing in them is real."""

import csv
import re

from resource_dir.operations.demonstrating import seed_folder


def test_the_files_hold_nothing_but_invented_numbers_and_addresses() -> None:
    with (seed_folder() / "phones.csv").open(newline="", encoding="utf-8") as file:
        numbers = {row["number"] for row in csv.DictReader(file)}
    text_of_all = "\n".join(path.read_text() for path in sorted(seed_folder().glob("*.csv")))

    assert all(re.fullmatch(r"\+1719555010\d|\+171955501[1-9]\d", number) for number in numbers)
    assert all(
        host.endswith("example.org")
        for host in re.findall(r"(?:@|https?://)([\w.-]+)", text_of_all)
    )
