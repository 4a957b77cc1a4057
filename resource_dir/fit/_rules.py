"""Criteria that keep people out or bind them: exclusions, where one lives, how long one stays."""

from resource_dir.fit.criterion import Criterion, Words, accepts, detail, excludes, requires

EXCLUSIONS = "exclusions"
RESIDENCE = "residence"
STAY = "stay"

RULES: tuple[Criterion, ...] = (
    excludes(
        "excludes_recent_overdose",
        EXCLUSIONS,
        Words(
            "Recent overdose excluded",
            "Do you take a person who has just had an overdose?",
            "Not after a recent overdose",
            "Takes people after a recent overdose",
        ),
        Words(
            "Excluye sobredosis reciente",
            "¿Reciben a una persona que acaba de tener una sobredosis?",
            "No recibe tras una sobredosis reciente",
            "Recibe personas tras una sobredosis reciente",
        ),
        asked_as="recent_overdose",
    ),
    excludes(
        "excludes_sex_offence",
        EXCLUSIONS,
        Words(
            "Sex offence excluded",
            "Do you take a person with a sex offence on record?",
            "Not with a sex offence on record",
            "Takes people with a sex offence on record",
        ),
        Words(
            "Excluye delito sexual",
            "¿Reciben a una persona con antecedentes de delito sexual?",
            "No recibe con antecedentes de delito sexual",
            "Recibe personas con antecedentes de delito sexual",
        ),
        asked_as="sex_offence_record",
    ),
    excludes(
        "excludes_arson",
        EXCLUSIONS,
        Words(
            "Arson excluded",
            "Do you take a person with arson on record?",
            "Not with arson on record",
            "Takes people with arson on record",
        ),
        Words(
            "Excluye incendio provocado",
            "¿Reciben a una persona con antecedentes de incendio provocado?",
            "No recibe con antecedentes de incendio provocado",
            "Recibe personas con antecedentes de incendio provocado",
        ),
        asked_as="arson_record",
    ),
    excludes(
        "excludes_violence",
        EXCLUSIONS,
        Words(
            "Violence excluded",
            "Do you take a person with violence on record?",
            "Not with violence on record",
            "Takes people with violence on record",
        ),
        Words(
            "Excluye violencia",
            "¿Reciben a una persona con antecedentes de violencia?",
            "No recibe con antecedentes de violencia",
            "Recibe personas con antecedentes de violencia",
        ),
        asked_as="violence_record",
    ),
    requires(
        "residents_only",
        RESIDENCE,
        Words(
            "Residents only",
            "Do you take a person who lives outside your area?",
            "Residents only",
            "Not only for residents",
        ),
        Words(
            "Solo residentes",
            "¿Reciben a una persona que vive fuera de su zona?",
            "Solo para residentes",
            "No solo para residentes",
        ),
        asked_as="non_resident",
    ),
    requires(
        "county_of_responsibility_needed",
        RESIDENCE,
        Words(
            "County of responsibility",
            "Must your county be the one responsible for the person?",
            "Only if its county is responsible for the person",
            "Any county may be responsible",
        ),
        Words(
            "Condado responsable",
            "¿Su condado tiene que ser el responsable de la persona?",
            "Solo si su condado es responsable de la persona",
            "Cualquier condado puede ser responsable",
        ),
        asked_as="other_county",
    ),
    requires(
        "tribal_membership_needed",
        RESIDENCE,
        Words(
            "Tribal membership needed",
            "Does the person have to be a member of a tribe?",
            "Tribal members only",
            "Not only for tribal members",
        ),
        Words(
            "Se necesita ser miembro de una tribu",
            "¿La persona tiene que ser miembro de una tribu?",
            "Solo miembros de una tribu",
            "No solo para miembros de una tribu",
        ),
        asked_as="without_tribal_membership",
    ),
    requires(
        "ihs_eligibility_needed",
        RESIDENCE,
        Words(
            "Indian Health Service eligibility needed",
            "Does the person have to be eligible for the Indian Health Service?",
            "Only if eligible for the Indian Health Service",
            "Indian Health Service eligibility not needed",
        ),
        Words(
            "Se necesita derecho al Servicio de Salud Indígena",
            "¿La persona tiene que tener derecho al Servicio de Salud Indígena?",
            "Solo con derecho al Servicio de Salud Indígena",
            "No hace falta derecho al Servicio de Salud Indígena",
        ),
        asked_as="without_ihs_eligibility",
    ),
    accepts(
        "tribal_members",
        RESIDENCE,
        Words(
            "Tribal members",
            "Do you have a program for tribal members?",
            "Serves tribal members",
            "No program for tribal members",
        ),
        Words(
            "Miembros de una tribu",
            "¿Tienen un programa para miembros de una tribu?",
            "Atiende a miembros de una tribu",
            "Sin programa para miembros de una tribu",
        ),
    ),
    accepts(
        "ihs_eligible",
        RESIDENCE,
        Words(
            "Indian Health Service eligible",
            "Do you take a person eligible for the Indian Health Service?",
            "Takes people eligible for the Indian Health Service",
            "Does not take people through the Indian Health Service",
        ),
        Words(
            "Con derecho al Servicio de Salud Indígena",
            "¿Reciben a una persona con derecho al Servicio de Salud Indígena?",
            "Recibe personas con derecho al Servicio de Salud Indígena",
            "No recibe personas por el Servicio de Salud Indígena",
        ),
    ),
    detail(
        "stay_limit",
        STAY,
        Words("Stay limit", "How long can a person stay?", "Stay at most", "No stay limit"),
        Words(
            "Límite de estancia",
            "¿Cuánto tiempo puede quedarse una persona?",
            "Estancia máxima",
            "Sin límite de estancia",
        ),
    ),
)
