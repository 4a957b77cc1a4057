"""Is this a shelter for victims of violence? A yes withholds its place: when in doubt, yes.

A wrong yes costs an address until a steward publishes the listing. A wrong no shows an abuser the
door. So only offices are let through: a hotline, counseling or legal help of an organization
that nowhere speaks of shelter. Both word lists are looked for in one name, term or sentence, in
neighbouring sentences, and across texts where one of them is a name; victims and a shelter
anywhere in one description.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from resource_dir.needs.words import fold

# A text up to this many words without a sentence end is a name or a term, not a description.
_NAME_WORDS = 12

_SENTENCE_END = re.compile(r"[.;!?]+(?:\s+|$)|[\n\r|•]+")
# "D.V." would end two sentences.
_DOTTED_DV = re.compile(r"\bd\.\s?v\.?(?=\W|$)", re.IGNORECASE)


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(alternatives) + r")\b")


# Words about violence that are no victims of it, and mentions of shelter that others run.
_CATASTROPHE = r"(?:fire|disaster|flood|hurricane|tornado|earthquake|storm|burn|accident|war)s?"
_ILLNESS = r"(?:cancer|stroke|holocaust|suicide|overdose|covid|polio|brain injury)"
_ADJECTIVE = (
    r"(?:emergency|safe|other|local|area|community|nearby|appropriate|temporary"
    r"|domestic violence|dv|family violence|battered womens|womens|a|an)"
)
_IGNORED = _words(
    r"(?:substance|drug|alcohol|opioid|chemical) abuse",
    rf"(?:{_CATASTROPHE}|{_ILLNESS}) (?:victims?|survivors?)",
    r"(?:victims?|survivors?) of (?:a |an |the )?(?:house |natural )?"
    rf"(?:{_CATASTROPHE}|{_ILLNESS})",
    r"(?:victimas|sobrevivientes) de(?:l| la| un| una)? (?:incendios?|desastres?|inundacion(?:es)?"
    r"|huracan(?:es)?|terremotos?|cancer|guerras?)",
    r"(?:animal|pet|wildlife|tax|bus) (?:shelters?|refuges?)",
    r"abused (?:and neglected )?(?:animals?|dogs?|cats?|horses?)",
    rf"(?:referrals to|refers? to|refer (?:\w+ )?to|(?:help|assistance)(?: in| with)? finding) "
    rf"(?:{_ADJECTIVE} )*(?:shelters?|housing|safe houses?|refuges?)",
    r"(?:shelter|housing|safe house) referrals?",
    r"housing (?:advoca\w+|assistance|advice|counsel\w+|navigat\w+|authority|rights|law"
    r"|discrimination|court)",
    r"(?:affordable|public|fair) housing",
    r"shelter (?:in place|plus care)",
    r"(?:derivaciones|referencias|remisiones) a (?:otros )?(?:albergues|refugios)",
    r"non ?residential|no residencial(?:es)?",
    r"residential (?:treatment|rehab\w*|substance)",
    r"(?:in|at) home|home (?:visit\w*|based|care|health)|open house|nursing homes?|in the home",
    r"en (?:casa|el hogar)",
)

# Words for those who suffered it, in both languages.
_VICTIM_WORDS = (
    r"batter(?:ed|ing)",
    r"abused",
    r"abusive",
    r"abusers?",
    r"(?:flee\w*|fled|escap\w*|leav\w+|runn\w+ from) (?:\w+ ){0,4}?(?:violen\w+|abus\w+|danger\w*)",
    r"(?:violence|abuse|assault) (?:victims?|survivors?)",
    r"help escape violence",
    r"victims?",
    r"survivors?",
    r"maltrat\w+",
    r"golpead[ao]s?",
    r"abus(?:ad[ao]s?|iv[ao]s?)",
    r"(?:huy\w+|huir|escap\w+) (?:\w+ ){0,4}?(?:violen\w+|abuso|maltrato|agresor\w*)",
    r"victimas?",
    r"sobrevivientes?",
)
_VICTIMS = _words(*_VICTIM_WORDS)
_VIOLENCE = _words(
    *_VICTIM_WORDS,
    r"domestic(?:ally)? (?:\w+ ){0,2}?(?:violen\w+|abus\w+|assault\w*)",
    r"dv",
    r"ipv",
    r"(?:family|partner|relationship|dating|spous\w+|marital|gender(?: based)?|sexual"
    r"|interpersonal) (?:\w+ ){0,2}?(?:violence|abuse|assault)",
    r"violence (?:against|toward|towards) (?:women|girls|a partner|partners)",
    r"(?:human|sex|labor) trafficking",
    r"trafficked",
    r"stalking",
    r"violencia (?:\w+ ){0,2}?(?:domestica|intrafamiliar|familiar|genero|pareja|conyugal|machista"
    r"|mujer(?:es)?|hogar|sexual)",
    r"abuso (?:\w+ )?(?:domestico|conyugal|pareja|familiar|sexual)",
    r"(?:pareja|esposo|marido)s? violent[ao]s?",
    r"trata de personas",
)

# Sure words for shelter: they count across texts too.
_SHELTER = _words(
    r"shelter(?:s|ed|ing)?",
    r"refuges?",
    r"safe ?houses?",
    r"safe (?:homes?|havens?|housing|lodging|dwellings?|residences?|beds?|accommodations?)",
    r"(?:secure|confidential|emergency|crisis)"
    r" (?:housing|lodging|residences?|beds?|accommodations?)",
    r"(?:confidential|undisclosed|secret) (?:locations?|sites?|address(?:es)?)",
    r"(?:safe |a )?place (?:to (?:stay|sleep|live)|of refuge)",
    r"transitional (?:housing|living|homes?|houses?|apartments?)",
    r"albergues?",
    r"refugios?",
    r"casas? (?:de )?(?:seguras?|refugio|hogar|acogida|transicion|transitorias?)",
    r"hogar(?:es)? (?:segur[ao]s?|de acogida|temporal(?:es)?|de transicion)",
    r"viviendas? (?:segura|temporal|transitoria|de emergencia|de transicion)s?",
    r"alojamiento",
    r"hospedaje",
    r"lugar seguro (?:para|donde)",
)
# Words that mean shelter beside violence in the same name or sentence.
_HOUSING = _words(
    r"hous(?:ing|ed)",
    r"residen(?:ces?|tial)",
    r"beds?",
    r"apartments?",
    r"lodging",
    r"viviendas?",
    r"residencias?",
    r"residencial(?:es)?",
    r"camas?",
)
# Words that name a shelter in a name, unless the name speaks of an office ("… House hotline").
_HOUSE = _words(r"houses?", r"homes?", r"havens?", r"sanctuar(?:y|ies)", r"casas?", r"hogar(?:es)?")
_OFFICE = _words(
    r"hotlines?",
    r"help ?lines?",
    r"lines?",
    r"counsel\w+",
    r"legal",
    r"advoca\w+",
    r"class(?:es)?",
    r"education",
    r"prevention",
    r"intervention",
    r"groups?",
    r"court",
    r"training",
    r"coalition",
    r"linea",
    r"consejeria",
    r"asesoria",
    r"abogad\w+",
    r"prevencion",
    r"grupos?",
)
# Wordings that mean such a shelter without any other word.
_ALONE = _words(
    r"safe ?houses?",
    r"(?:womens?|womans) refuges?",
    r"refuges? for women",
    r"refugios? (?:para|de) (?:la |las )?mujer(?:es)?",
    r"casas? (?:de )?refugio",
    r"(?:confidential|undisclosed|secret) shelters?",
    r"undisclosed locations?",
)


# A slip of the typist must not open the door: these are also known with one letter wrong.
_KEYWORDS = (
    "domestic",
    "violence",
    "shelter",
    "shelters",
    "battered",
    "domestica",
    "violencia",
    "albergue",
    "refugio",
)
# Real words one letter away from a keyword.
_NOT_SLIPS = frozenset({"refugia", "skelter", "swelter", "buttered", "bettered"})


@dataclass(frozen=True, slots=True)
class _Said:
    """What one sentence says."""

    has_violence: bool
    has_victims: bool
    has_shelter: bool
    has_housing: bool
    is_sure: bool


def is_domestic_violence_shelter(*texts: str | None) -> bool:
    """Say whether these texts of one listing together speak of a shelter for victims of violence.

    Give the organization's name, the service's name, its terms and its description, each as a
    text of its own. Counseling, a hotline or legal advocacy alone are no shelter; neither are
    referrals to one. A shelter that says it takes victims, and any doubt, is True.
    """
    read = [_read(text) for text in texts if text and text.strip()]
    if any(said.is_sure for sentences, _ in read for said in sentences):
        return True
    return any(_spans_sentences(sentences) for sentences, _ in read) or _spans_texts(read)


def _read(text: str) -> tuple[tuple[_Said, ...], bool]:
    """Read one text: what its sentences say, and whether it is a name or term."""
    parts = [fold(part) for part in _SENTENCE_END.split(_DOTTED_DV.sub("dv ", text))]
    sentences = [part for part in parts if part]
    is_name = len(sentences) == 1 and len(sentences[0].split()) <= _NAME_WORDS
    return tuple(_said(one, is_name=is_name) for one in sentences), is_name


def _said(sentence: str, *, is_name: bool) -> _Said:
    rest = _IGNORED.sub(" ", " ".join(map(_respell, sentence.split())))
    has_violence = _VIOLENCE.search(rest) is not None
    has_victims = _VICTIMS.search(rest) is not None
    has_shelter = _SHELTER.search(rest) is not None
    is_housed = has_shelter or _HOUSING.search(rest) is not None
    if is_name and not is_housed:
        is_housed = _HOUSE.search(rest) is not None and _OFFICE.search(rest) is None
    is_sure = (has_violence and is_housed) or _ALONE.search(rest) is not None
    return _Said(has_violence, has_victims, has_shelter, is_housed, is_sure)


def _one_less(word: str) -> set[str]:
    """Give the word and each word with one letter left out."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


@lru_cache(maxsize=65536)
def _respell(word: str) -> str:
    """Mend one wrong, missing, doubled or swapped letter of a keyword ("domesitc" → "domestic")."""
    if word in _KEYWORDS or word in _NOT_SLIPS:
        return word
    near = (key for key in _SLIPS if abs(len(word) - len(key)) <= 1)
    return next((key for key in near if _SLIPS[key] & _one_less(word)), word)


_SLIPS = {key: _one_less(key) for key in _KEYWORDS}


def _spans_sentences(sentences: tuple[_Said, ...]) -> bool:
    """Look past the full stop: "We serve survivors of abuse. Shelter is open day and night."

    A large agency that offers counseling on violence here and a night shelter there is none; one
    that speaks of victims and of a shelter anywhere in the same description is in doubt.
    """
    if any(one.has_victims for one in sentences) and any(one.has_shelter for one in sentences):
        return True
    return any(
        (one.has_violence and two.has_housing) or (one.has_housing and two.has_violence)
        for one, two in pairwise(sentences)
    )


def _spans_texts(read: list[tuple[tuple[_Said, ...], bool]]) -> bool:
    """Look across texts: an organization against domestic violence whose service is "Shelter"."""
    violent = [is_name for said, is_name in read if any(one.has_violence for one in said)]
    sheltering = [is_name for said, is_name in read if any(one.has_shelter for one in said)]
    return bool(violent and sheltering) and (any(violent) or any(sheltering))
