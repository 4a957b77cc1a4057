"""The states, the District of Columbia and the five inhabited territories."""

from collections.abc import Mapping
from types import MappingProxyType

from resource_dir.geo.folding import fold

# Code, FIPS number, name. The number is the first two digits of a county's.
_TABLE = """
AL 01 Alabama|AK 02 Alaska|AZ 04 Arizona|AR 05 Arkansas|CA 06 California|CO 08 Colorado
CT 09 Connecticut|DE 10 Delaware|DC 11 District of Columbia|FL 12 Florida|GA 13 Georgia
HI 15 Hawaii|ID 16 Idaho|IL 17 Illinois|IN 18 Indiana|IA 19 Iowa|KS 20 Kansas|KY 21 Kentucky
LA 22 Louisiana|ME 23 Maine|MD 24 Maryland|MA 25 Massachusetts|MI 26 Michigan|MN 27 Minnesota
MS 28 Mississippi|MO 29 Missouri|MT 30 Montana|NE 31 Nebraska|NV 32 Nevada|NH 33 New Hampshire
NJ 34 New Jersey|NM 35 New Mexico|NY 36 New York|NC 37 North Carolina|ND 38 North Dakota
OH 39 Ohio|OK 40 Oklahoma|OR 41 Oregon|PA 42 Pennsylvania|RI 44 Rhode Island
SC 45 South Carolina|SD 46 South Dakota|TN 47 Tennessee|TX 48 Texas|UT 49 Utah|VT 50 Vermont
VA 51 Virginia|WA 53 Washington|WV 54 West Virginia|WI 55 Wisconsin|WY 56 Wyoming
AS 60 American Samoa|GU 66 Guam|MP 69 Northern Mariana Islands|PR 72 Puerto Rico
VI 78 U.S. Virgin Islands
"""
_ALSO_CALLED = {
    "virgin islands": "VI",
    "us virgin islands": "VI",
    "united states virgin islands": "VI",
    "cnmi": "MP",
    "commonwealth of the northern mariana islands": "MP",
    "washington state": "WA",
    "new york state": "NY",
    "calif": "CA",
    "d c": "DC",
}
_ROWS = [entry.split(" ", 2) for line in _TABLE.strip().splitlines() for entry in line.split("|")]

STATE_NAMES: Mapping[str, str] = MappingProxyType({code: name for code, _, name in _ROWS})
STATE_FIPS: Mapping[str, str] = MappingProxyType({code: fips for code, fips, _ in _ROWS})
STATE_OF_FIPS: Mapping[str, str] = MappingProxyType({fips: code for code, fips, _ in _ROWS})

_CODES = {fold(name): code for code, _, name in _ROWS} | _ALSO_CALLED
_CODES |= {code.lower(): code for code in STATE_NAMES}
_MOST_WORDS = max(len(name.split()) for name in _CODES)


def state_code(text: str | None) -> str | None:
    """The two-letter code of a state's name or code in any spelling; None when it is neither."""
    return _CODES.get(fold(text)) if text else None


def split_state(folded: str) -> tuple[str, str | None]:
    """What stands before a state at the end of folded text, and that state's code.

    ``"fresno california"`` gives ``("fresno", "CA")``; text without a state comes back whole.
    The longest name wins: "west virginia" is never a place called "west" in Virginia.
    """
    words = folded.split()
    for count in range(min(_MOST_WORDS, len(words)), 0, -1):
        code = _CODES.get(" ".join(words[-count:]))
        if code:
            return " ".join(words[:-count]), code
    return folded, None
