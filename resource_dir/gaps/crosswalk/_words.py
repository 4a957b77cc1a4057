"""Words of call types, and what those calls ask for. Weights are judgement (docs/methods.md).

One line is phrases between bars, then needs with weights. A phrase's words have to stand one after
another; the longest phrase wins, and each word serves one phrase. All words are compared without
plural s, after abbreviations were written out.
"""

from collections.abc import Mapping

Rule = tuple[str, Mapping[str, float]]

# What dispatchers write for what. Each is a whole word; none is a word of its own in English.
ABBREVIATIONS: Mapping[str, str] = {
    "subj": "subject", "sub": "subject", "pers": "person", "per": "person", "ppl": "person",
    "mh": "mental health", "bh": "behavioral health", "mhu": "mental health", "ment": "mental",
    "mntl": "mental", "psyc": "psychiatric", "psy": "psychiatric", "psych": "psychiatric",
    "mhcris": "mental health crisis", "bhcris": "behavioral health crisis", "cris": "crisis",
    "edp": "emotionally disturbed", "eds": "emotionally disturbed", "ep": "emotional person",
    "suic": "suicide", "suicid": "suicide", "suicidl": "suicide", "od": "overdose",
    "odose": "overdose", "intox": "intoxicated", "intx": "intoxicated", "etoh": "alcohol",
    "alc": "alcohol", "drnk": "drunk", "ams": "altered mental status", "alt": "altered",
    "loc": "unconscious", "unc": "unconscious", "uncon": "unconscious", "uncons": "unconscious",
    "unresp": "unresponsive", "welf": "welfare", "wlfr": "welfare", "welfchk": "welfare check",
    "welchk": "welfare check", "chk": "check", "ck": "check", "wb": "well being",
    "wbc": "well being check", "dv": "domestic violence", "dom": "domestic", "domes": "domestic",
    "dist": "disturbance", "distb": "disturbance", "distrb": "disturbance", "dstrb": "disturbance",
    "trbl": "trouble", "trb": "trouble", "w": "with", "juv": "juvenile", "veh": "vehicle",
    "acc": "accident", "inj": "injury", "med": "medical", "emer": "emergency",
    "emerg": "emergency", "amb": "ambulance", "fam": "family", "homels": "homeless",
    "hmls": "homeless", "unhous": "homeless", "susp": "suspicious",
    "burg": "burglary", "robb": "robbery", "rob": "robbery", "aslt": "assault", "thft": "theft",
    "tfc": "traffic", "trf": "traffic", "eld": "elderly", "pt": "patient", "dui": "drunk driving",
    "dwi": "drunk driving", "prop": "property", "sw": "with", "susps": "suspicious",
}  # fmt: skip

_MOBILE, _CHAIRS, _HELD = "mobile_crisis", "crisis_receiving", "inpatient_psychiatric_involuntary"
_SOBER, _DETOX, _HOSPITAL = "sobering_center", "withdrawal_management", "emergency_department"
_SHELTER, _SAFE, _OLD, _YOUNG = (
    "emergency_shelter",
    "domestic_violence_shelter",
    "geriatric",
    "youth",
)

# Words that say who was sent rather than why: used where no other word says more.
GENERAL = "medical|ambulance|ems|paramedic"

RULES: tuple[Rule, ...] = (
    (
        "suicide|suicidal|suicide attempt|suicide threat|self harm|harm self|harm to self|jumper",
        {_MOBILE: 0.8, _CHAIRS: 0.3},
    ),
    (
        "mental|mental health|mental health crisis|mental case|mental subject|mental person"
        "|mental patient|mental complaint|mentally ill|mental illness|psychiatric"
        "|psychiatric emergency|psychotic|psychosis|emotionally disturbed"
        "|emotionally disturbed person|disturbed person|emotional person|emotional crisis"
        "|behavioral health|behavioral health crisis|behavioral|behavioral emergency"
        "|abnormal behavior|crisis|crisis intervention|crisis call|delusional|hallucinating",
        {_MOBILE: 0.8, _CHAIRS: 0.3},
    ),
    ("crisis complaint|crisis complaint general|person in crisis", {_MOBILE: 0.8, _CHAIRS: 0.25}),
    (
        "mental hold|psychiatric hold|emergency detention|involuntary commitment|commitment"
        "|mental commitment|mental health commitment|mental transport|mental health transport"
        "|mental warrant|mental health warrant|mental pick up|mental pickup|baker act|m1 hold",
        {_HELD: 0.7, _CHAIRS: 0.3},
    ),
    ("overdose|drug overdose|overdosed", {_HOSPITAL: 0.8, _SOBER: 0.1, _DETOX: 0.1}),
    ("poison|poisoning|ingestion", {_HOSPITAL: 0.8}),
    (
        "intoxicated|intoxicated person|intoxicated subject|intoxication|public intoxication"
        "|drunk|drunk person|drunk subject|drunkenness|public drunkenness|inebriate|inebriated"
        "|public inebriate|under the influence|drunk in public|drunk down",
        {_SOBER: 0.7},
    ),
    ("alcohol|alcohol problem", {_SOBER: 0.3}),
    ("detox|detox request|request for detox|detoxification", {_DETOX: 0.8}),
    (
        "welfare check|check welfare|check the welfare|check on welfare|welfare|welfare concern"
        "|welfare citizen|well being|well being check|wellbeing|wellbeing check|wellness check"
        "|check well being|check on well being|wellness",
        {_MOBILE: 0.15, _CHAIRS: 0.05, _OLD: 0.05},
    ),
    ("homeless|homeless person|homelessness|unhoused|unsheltered|transient", {_SHELTER: 0.5}),
    ("encampment|homeless encampment|illegal camping|camping|unlawful camping", {_SHELTER: 0.4}),
    ("sleeper|sleeping|person sleeping|sleeping in public", {_SHELTER: 0.4, _SOBER: 0.1}),
    ("eviction|evicted|evict", {_SHELTER: 0.3}),
    ("loitering|vagrant|vagrancy|panhandling|panhandler", {_SHELTER: 0.1}),
    ("person down|man down|subject down|down subject|woman down", {_SOBER: 0.3, _HOSPITAL: 0.2}),
    ("unconscious|unresponsive|unconscious person", {_HOSPITAL: 0.8, _SOBER: 0.1}),
    (
        "altered mental status|altered mental|altered unconscious",
        {_HOSPITAL: 0.7, _MOBILE: 0.1, _CHAIRS: 0.05},
    ),
    ("delirium|excited delirium", {_HOSPITAL: 0.6, _MOBILE: 0.3}),
    ("domestic violence|domestic abuse|domestic assault|domestic battery", {_SAFE: 0.15}),
    ("domestic|domestic disturbance|domestic dispute|domestic trouble", {_SAFE: 0.1}),
    ("family trouble|family disturbance|family fight|family dispute", {_MOBILE: 0.1, _SAFE: 0.05}),
    ("trouble with subject|trouble with person|unwanted person|unwanted guest", {_MOBILE: 0.1}),
    ("disturbance|disturbing peace|disorderly|disorderly conduct", {_MOBILE: 0.05}),
    ("elder|elderly|elder abuse|senile|dementia|alzheimer|aged", {_OLD: 0.5}),
    ("abuse of elder", {_OLD: 0.3}),
    ("lift assist|assist invalid|assist the invalid|invalid assist|fall|fallen", {_OLD: 0.3}),
    ("fall victim|fall injury", {_HOSPITAL: 0.5, _OLD: 0.2}),
    ("runaway|runaway juvenile|juvenile runaway|missing juvenile|found juvenile", {_YOUNG: 0.3}),
    ("juvenile|trouble with juvenile|juvenile trouble|juvenile disturbance", {_YOUNG: 0.1}),
    ("hypothermia|cold exposure|exposure cold|frostbite", {"warming_center": 0.8}),
    ("heat exhaustion|heat stroke|heat exposure", {_HOSPITAL: 0.5, "cooling_center": 0.2}),
    (
        "medical emergency|medical call|medical assist|sick|sick person|ill person|injured"
        "|injured person|injury|injury person",
        {_HOSPITAL: 0.5},
    ),
    (
        "breathing|respiratory|cardiac|heart|heart attack|chest pain|seizure|stroke|cva|bleeding"
        "|hemorrhaging|diabetic|allergic|syncopal|abdominal pain|abdominal|choking|fracture"
        "|laceration|head injury|burn victim|stabbing|drowning|maternity|labor pain",
        {_HOSPITAL: 0.7},
    ),
    ("medical alarm|medical alert|medical alert alarm", {_HOSPITAL: 0.2, _OLD: 0.2}),
    (GENERAL, {_HOSPITAL: 0.5}),
    ("citizen transport|courtesy transport|courtesy ride|citizen convey", {"transport": 0.5}),
)

# Words that say the call asks no house of this directory for anything; used where no rule above
# fits. Phrases of two words also use up a word that would mean something alone.
NOTHING = (
    "drunk driver|drunk driving|intoxicated driver|driving under the influence|driver"
    "|indecent exposure|animal welfare|animal cruelty|cruelty to animal|animal abuse|animal|dog"
    "|vicious animal|animal bite|theft|larceny|stolen|shoplifter|shoplifting|burglary|robbery"
    "|break in|breaking and entering|entry|traffic|traffic stop|stop|parking|parked|accident"
    "|collision|crash|hit and run|hit run|vehicle|vehicle accident|auto|car|tow|road|roadway"
    "|hazard|obstruction|speeding|reckless|pursuit|alarm|burglary alarm|fire alarm|panic alarm"
    "|fire|smoke|gas leak|gas odor|gas|wire|leak|explosion|hazardous|bomb|vandalism|graffiti"
    "|damage|fraud|forgery|counterfeit|identity|scam|embezzlement|noise|loud music|loud party"
    "|noise disturbance|disturbance noise|disturbing peace noise|disturbance fight"
    "|disturbance party|loud|music|party|firework|gun|weapon|shot|shooting|shotspotter|firearm"
    "|fight|battery|strike|commit|intend to commit|delinquent|delinquency|bodily injury"
    "|serious bodily injury|intoxication manslaughter|intoxication assault|manslaughter"
    "|boating under the influence|medical sexual assault|alcohol premise|transport prisoner"
    "|transport evidence|admin transport"
    "|assault|threat|harassment|stalking|trespass|trespassing|trespasser|prowler|suspicious"
    "|suspicious person|suspicious vehicle|prisoner|prisoner transport|prisoner transportation"
    "|booking|warrant|warrant service|wanted|court|subpoena|probation|parole|escort|guard"
    "|property|lost property|found property|evidence|patrol|follow up|directed patrol|extra patrol"
    "|foot patrol|business check|building check|area check|house check|premise check|walk and talk"
    "|park and walk|bar check|tavern|community|meeting|meet|assignment|special assignment|detail"
    "|administrative|admin|report|training|school|out of service|return station|investigation"
    "|notification|information|message|hang up|hangup|open line|misdial|wrong number|callback"
    "|phone call|contact|citizen contact|motor|motor vehicle|narcotic|narcotic violation loiter"
    "|drug|drug dealing|drug sale|drug activity|drug traffic loitering|controlled substance|liquor"
    "|liquor violation|open container|prostitution|solicitation|soliciting|sex|rape|molest"
    "|kidnap|abduction|arson|gambling|littering|dumping|code violation|ordinance|civil|standby"
    "|civil standby|landlord|tenant|contract|custody|restraining order|order violation"
    "|water main|power|debris|elevator|helicopter|boat|train|plane|assist ems|assist fire"
    "|assist officer|assist motorist|motorist|disabled vehicle|disabled motorist|license|plate"
)
# A death asks for a coroner, whatever else is written beside it.
DEATH = "death|dead|dead body|dead person|deceased|doa|dead on arrival|coroner|homicide|murder"

# A phrase after one of these is not what the call is about: "non injury", "no welfare check or".
NOT_SO = frozenset({"no", "non", "not", "without"})
ALSO_NOT_SO = "or"
