"""How address layers name their columns, as one declarative table.

OpenAddresses (CSV and GeoJSON), the NENA data model of 911 address points and mile markers, and
the variants that county layers have. Names are compared without case, blanks and underscores;
where a layer has several of one kind, the first that says something in a row counts.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

ALIASES: Mapping[str, tuple[str, ...]] = {
    "number": (
        "number", "addnumber", "housenum", "housenumber", "houseno", "housenbr", "hseno",
        "addrnum", "addrnumber", "addressnum", "addressnumber", "addnum", "strnum", "streetnum",
        "streetnumber", "stnum", "hno",
    ),
    "number_prefix": ("addnumpre", "numberprefix", "housepre"),
    "number_suffix": ("addnumsuf", "numbersuffix", "housesuf", "housesuffix", "addrnumsuf"),
    "street": (
        "street", "fullstreet", "streetfull", "fullstname", "stfullname", "streetfullname",
        "fullname", "fullrdname", "roadname",
    ),
    "street_modifier": ("stpremod",),
    "street_direction": ("stpredir", "predir", "predirection", "predirectional", "prefixdir"),
    "street_type_before": ("stpretyp", "pretype", "streetpretype"),
    "street_separator": ("stpresep",),
    "street_name": ("stname", "streetname", "strname", "rdname"),
    "street_type": (
        "stpostyp", "posttype", "sttype", "streettype", "streetsuffix", "stsuffix", "strtype",
    ),
    "street_direction_after": (
        "stposdir", "postdir", "postdirection", "postdirectional", "sufdir", "suffixdir",
    ),
    "street_modifier_after": ("stposmod",),
    "full": (
        "fulladdr", "fulladdress", "address", "siteaddress", "siteaddr", "addressfull",
        "fulladd", "situsaddress", "locaddr",
    ),
    "unit": ("unit", "unitvalue", "unitnumber", "unitnum", "unitno", "apt", "aptno", "subaddress"),
    "city": (
        "city", "postcity", "postcomm", "postalcity", "incmuni", "uninccomm", "msagcomm",
        "municipality", "muni", "town", "community", "placename",
    ),
    "state": ("state", "region", "stateabbr", "stateabbrev", "stateprovince"),
    "postal_code": ("postcode", "zip", "zipcode", "zip5", "postalcode"),
    "lat": ("lat", "latitude", "y", "ycoord", "pointy", "latdd", "latitudey"),
    "lon": ("long", "lon", "longitude", "lng", "x", "xcoord", "pointx", "londd", "longitudex"),
    "mile_post": (
        "milepost", "mileposts", "milepostn", "milemarker", "milemvalue", "distmarker", "mp",
    ),
    "route": (
        "milemrte", "routename", "route", "rtename", "routeid", "hwyname", "highway", "hwy",
    ),
}  # fmt: skip
STREET_PARTS = (
    "street_modifier",
    "street_direction",
    "street_type_before",
    "street_separator",
    "street_name",
    "street_type",
    "street_direction_after",
    "street_modifier_after",
)
_PLAIN = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of one layer say what: canonical name to positions, the best first."""

    positions: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, names: Sequence[str]) -> "Columns":
        """Recognise the columns of a layer by their names."""
        plain = [_PLAIN.sub("", name.lower()) for name in names]
        found = {
            kind: tuple(plain.index(alias) for alias in aliases if alias in plain)
            for kind, aliases in ALIASES.items()
        }
        return cls({kind: at for kind, at in found.items() if at})

    def __contains__(self, kind: str) -> bool:
        return kind in self.positions

    def value(self, kind: str, row: Sequence[str]) -> str:
        """The first value of a kind that a row has, or ""."""
        for at in self.positions.get(kind, ()):
            if at < len(row) and (text := row[at].strip()):
                return text
        return ""

    def street(self, row: Sequence[str]) -> str:
        """The street's whole name, put together where the layer has it in parts."""
        whole = self.value("street", row)
        if whole or "street_name" not in self:
            return whole
        return " ".join(part for kind in STREET_PARTS if (part := self.value(kind, row)))

    def missing(self, *, has_geometry: bool) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What a layer lacks to be one: (what it is, the names that were looked for)."""
        has_street = "street" in self or "street_name" in self
        is_address = "full" in self or ("number" in self and has_street)
        is_mile_post = "mile_post" in self and ("route" in self or has_street)
        lacks = []
        if not is_address and not is_mile_post:
            if "number" not in self:
                lacks.append(("a house number", looked_for("number", "full")))
            if not has_street:
                lacks.append(("a street", looked_for("street", "street_name")))
        if not has_geometry:
            for kind, what in (("lat", "a latitude"), ("lon", "a longitude")):
                if kind not in self:
                    lacks.append((what, looked_for(kind)))
        return tuple(lacks)


def looked_for(*kinds: str) -> tuple[str, ...]:
    """Every name by which something is known, for people to compare with their file."""
    return tuple(alias.upper() for kind in kinds for alias in ALIASES[kind])


def lacks_text(lacks: Iterable[tuple[str, tuple[str, ...]]]) -> str:
    """What is missing, as a sentence."""
    return "; ".join(f"{what} (looked for {', '.join(names)})" for what, names in lacks)
