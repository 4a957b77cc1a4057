"""Whether a text gives a place away: a street address, a crossing, a point or a map link.

Used on the public texts of withheld listings only, where a false alarm costs a sentence and a
miss costs a refuge. PO boxes pass: they are how such places receive post.
"""

import re

_SUFFIX = (
    r"(?:street|str|st|avenue|aven|ave|av|road|rd|boulevard|blvd|drive|dr|lane|ln|court|ct|"
    r"place|pl|square|sq|terrace|ter|terr|parkway|pkwy|pky|highway|hwy|freeway|expressway|"
    r"circle|cir|way|trail|trl|pike|turnpike|tpke|alley|aly|plaza|plz|loop|row|route|rte|crescent|"
    r"cres|close|mews|crossing|xing|point|pt|ridge|run|bend|walk|path|pass|commons|heights|hts)"
)
_WORD = r"[^\W\d_][\w'’.-]*"
_DIRECTION = r"(?:(?:north|south|east|west|n|s|e|w|ne|nw|se|sw)\.?\s+)?"
_NUMBER = r"\b\d{1,6}(?:\s?[a-z]|-\d{1,5}|\s1/2)?"
_NUMBERED = r"\d{1,3}(?:st|nd|rd|th)"
_UNIT = r"(?:apt|apartment|suite|ste|unit|bldg|building|floor|room)\b"
_SPANISH = (
    r"(?:calle|avenida|av(?:da)?\.|carrera|camino|paseo|callej[oó]n|carretera|"
    r"boulevard|bulevar|calzada|plaza|privada)"
)
_TIMES = r"(?!\s*(?:am|pm|a\.m|p\.m|hours?|days?|weeks?|months?|years?|minutes?|beds?|people)\b)"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # "1234 N. Elm Park Street", "12-14 Oak Ave", "100 5th St"
        rf"{_NUMBER}{_TIMES},?\s+{_DIRECTION}(?:(?:{_WORD}|{_NUMBERED})\s+){{1,4}}{_SUFFIX}\b",
        # "12 Broadway, Suite 4", "1600 Broadway #3"
        rf"{_NUMBER}{_TIMES}\s+{_DIRECTION}(?:{_WORD}\s+){{0,3}}{_WORD},?\s+(?:{_UNIT}|\#\s?\d)",
        rf"{_NUMBER}\s+{_DIRECTION}broadway\b",
        # "Highway 12", "County Road 7", "Route 9 East, mile 3"
        r"\b(?:highway|hwy|route|rte|county road|cr|state road|sr|rural route|rr|us)\.?\s*\#?\s?"
        r"\d{1,4}\b",
        # "corner of Elm and 5th", "Elm St & Oak Ave", "Elm Street and Oak Avenue"
        rf"\b(?:corner|intersection|junction)\s+(?:of|at)\s+{_WORD}",
        r"\b(?:esquina|cruce)\s+(?:de|con)\s+",
        rf"\b(?:{_WORD}|{_NUMBERED})\s+{_SUFFIX}\.?\s+(?:and|&|at|/|y)\s+"
        rf"(?:{_WORD}\s+|{_NUMBERED}\s+){{1,3}}{_SUFFIX}\b",
        rf"\b(?:{_NUMBERED}|[A-Z][\w'’-]+)\s+(?:&|and)\s+{_NUMBERED}\b",
        # "calle Olmo 123", "Avenida de los Robles No. 45"
        rf"\b{_SPANISH}\s+(?:{_WORD}\s+){{1,5}}(?:n(?:[oº°]|[uú]m(?:ero)?)?\.?\s*|\#\s?|,\s*)?\d{{1,6}}",
        rf"{_NUMBER}\s+{_SPANISH}\s+{_WORD}",
        # "38.90123, -77.03654", "38°54'N"
        r"[-+]?\d{1,3}\.\d{3,}°?\s*[NS]?\s*[,;/ ]\s*[-+]?\d{1,3}\.\d{3,}",
        r"\d{1,3}°\s*\d{1,2}['′]",
        r"\blat(?:itude)?\b\s*[:=]?\s*[-+]?\d{1,3}\.\d+",
        # map links and codes that are points
        r"(?:maps\.(?:google|apple)|google\.[a-z.]+/maps|goo\.gl/maps|maps\.app\.goo|"
        r"openstreetmap\.org|osm\.org|bing\.com/maps|waze\.com|mapquest\.|what3words|w3w\.co|"
        r"plus\.codes|geo:[-+\d])",
        r"///\w+\.\w+\.\w+",
        r"\b[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}\b",
    )
)
_BOX = re.compile(r"\b(?:p\.?\s?o\.?\s*box|apartado(?:\s+postal)?|casilla)\s*\#?\s*\d+", re.I)
_BROAD = re.compile(
    r"\b(?:located|ubicad[oa]|situad[oa]|find us|our house|the house|entrance|behind|next to|"
    r"across from|detr[aá]s de|frente a|junto a)\b[^.]{0,60}\b(?:street|st\.|avenue|ave\b|road|"
    r"rd\b|"
    r"boulevard|blvd|drive|lane|calle|avenida|church|school|iglesia|escuela)",
    re.IGNORECASE,
)


def looks_like_street_address(text: str) -> bool:
    """Whether the text has something like a street address, crossing, point or map link."""
    rest = " ".join(_BOX.sub(" ", text).replace("%20", " ").replace("+", " ").split())
    return any(p.search(rest) or p.search(text) for p in _PATTERNS) or bool(_BROAD.search(rest))
