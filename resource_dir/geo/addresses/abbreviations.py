"""Street types, directions and number words with the abbreviations in use.

The types are those of USPS Publication 28, appendix C1, with the short forms listed there; a few
that would swallow a name more often than they stand for a type ("via", "is") are left out.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_TYPES: Final = """
alley allee ally aly|annex anex annx anx|arcade arc|avenue av ave aven avenu avn avnue
bayou bayoo byu|beach bch|bend bnd|bluff bluf blf|bluffs blfs|bottom bot bottm btm
boulevard blvd boul boulv bl bvd|branch br brnch|bridge brdge brg|brook brk|brooks brks
burg bg|burgs bgs|bypass byp bypa bypas byps|camp cp cmp|canyon canyn cnyn cyn|cape cpe
causeway causwa cswy|center cen cent centr centre cnter cntr ctr|centers ctrs
circle cir circ circl crcl crcle|circles cirs|cliff clf|cliffs clfs|close|club clb|common cmn
commons cmns|corner cor|corners cors|course crse|court ct crt|courts cts|cove cv|coves cvs
creek crk|crescent cres crsent crsnt|crest crst|crossing crssng xing|crossroad xrd
crossroads xrds|curve curv|dale dl|dam dm|divide div dv dvd|drive dr driv drv|drives drs
estate est|estates ests|expressway exp expr express expw expy|extension ext extn extnsn
extensions exts|fall|falls fls|ferry frry fry|field fld|fields flds|flat flt|flats flts|ford frd
fords frds|forest forests frst|forge forg frg|forges frgs|fork frk|forks frks|fort frt ft
freeway freewy frway frwy fwy|garden gardn grden grdn gdn|gardens gdns grdns
gateway gatewy gatway gtway gtwy|glen gln|glens glns|green grn|greens grns|grove grov grv
groves grvs|harbor harb harbr hbr hrbor|harbors hbrs|haven hvn|heights ht hts
highway highwy hiway hiwy hway hwy|hill hl|hills hls|hollow hllw hollows holw holws|inlet inlt
island islnd|islands islnds|isle isles|junction jct jction jctn junctn juncton
junctions jcts jctns|key ky|keys kys|knoll knl knol|knolls knls|lake lk|lakes lks|land
landing lndg lndng|lane ln la|light lgt|lights lgts|loaf lf|lock lck|locks lcks
lodge ldg ldge lodg|loop loops lp|mall|manor mnr|manors mnrs|meadow mdw|meadows mdws medows|mews
mill ml|mills mls|mission missn mssn msn|motorway mtwy|mount mnt mt
mountain mntain mntn mountin mtin mtn|mountains mntns mtns|neck nck|orchard orch orchrd|oval ovl
overpass opas|park prk parks|parkway parkwy pkway pkwy pky parkways pkwys|pass|passage psge
path paths|pike pikes|pine pne|pines pnes|place pl|plain pln|plains plns|plaza plz plza|point pt
points pts|port prt|ports prts|prairie pr prr|promenade prom|radial rad radl radiel|ramp
ranch ranches rnch rnchs|rapid rpd|rapids rpds|rest rst|ridge rdg rdge|ridges rdgs
river riv rvr rivr|road rd|roads rds|route rte rt|row|rue|run|shoal shl|shoals shls
shore shoar shr|shores shoars shrs|skyway skwy|spring spg spng sprng|springs spgs spngs sprngs
spur spurs|square sq sqr sqre squ|squares sqs sqrs|station sta statn stn
stravenue stra strav straven stravn strvn strvnue|stream strm streme|street st str strt
streets sts|summit smt sumit sumitt|terrace ter terr|throughway trwy|trace trce traces
track trak trk trks tracks|trafficway trfy|trail trl trails trls|trailer trlr trlrs
tunnel tunel tunl tunls tunnels tunnl|turnpike trnpk turnpk tpke tpk|underpass upas|union un
unions uns|valley vally vlly vly|valleys vlys|viaduct vdct viadct|view vw|views vws
village vill villag villg villiage vlg|villages vlgs|ville vl|vista vis vist vst vsta
walk walks|wall|way wy|ways|well wl|wells wls
"""

_ROWS: Final = [entry.split() for line in _TYPES.strip().splitlines() for entry in line.split("|")]
TYPES: Final[Mapping[str, str]] = MappingProxyType({form: row[0] for row in _ROWS for form in row})
"""Every form of a type, to the type written out: "st" → "street"."""
TYPE_NAMES: Final = tuple(row[0] for row in _ROWS)

DIRECTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        form: row[0]
        for row in (
            ("n", "north", "no"),
            ("s", "south", "so"),
            ("e", "east"),
            ("w", "west"),
            ("ne", "northeast"),
            ("nw", "northwest"),
            ("se", "southeast"),
            ("sw", "southwest"),
        )
        for form in row
    }
)
DIRECTION_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "n": "North",
        "s": "South",
        "e": "East",
        "w": "West",
        "ne": "Northeast",
        "nw": "Northwest",
        "se": "Southeast",
        "sw": "Southwest",
    }
)

_ONES: Final = (
    "one first|two second|three third|four fourth|five fifth|six sixth|seven seventh|eight eighth|"
    "nine ninth|ten tenth|eleven eleventh|twelve twelfth|thirteen thirteenth|"
    "fourteen fourteenth|fifteen fifteenth|sixteen sixteenth|seventeen seventeenth|"
    "eighteen eighteenth|nineteen nineteenth"
)
_TENS: Final = (
    "twenty twentieth|thirty thirtieth|forty fortieth|fifty fiftieth|sixty sixtieth|"
    "seventy seventieth|eighty eightieth|ninety ninetieth"
)
ONES: Final[Mapping[str, int]] = MappingProxyType(
    {word: at for at, pair in enumerate(_ONES.split("|"), start=1) for word in pair.split()}
)
TENS: Final[Mapping[str, int]] = MappingProxyType(
    {word: at * 10 for at, pair in enumerate(_TENS.split("|"), start=2) for word in pair.split()}
)

_UNITS: Final = (
    "apartment apt apts unit suite ste room rm building bldg floor fl lot space spc trailer trlr "
    "hangar hngr slip dept department office ofc pier stop penthouse ph"
)
_LONE_UNITS: Final = "rear basement bsmt lower lowr upper uppr front frnt lobby lbby"
UNIT_WORDS: Final = tuple(_UNITS.split())
"""Words before the mark of a unit (Publication 28, appendix C2)."""
LONE_UNIT_WORDS: Final = tuple(_LONE_UNITS.split())
"""Those that stand without a mark."""
