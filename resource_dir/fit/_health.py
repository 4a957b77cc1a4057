"""Criteria about the person's health: intoxication, medication, care and equipment."""

from resource_dir.fit.criterion import Criterion, Words, accepts, requires

SUBSTANCES = "substances"
MEDICATION = "medication"
CARE = "care"

HEALTH: tuple[Criterion, ...] = (
    accepts(
        "intoxicated",
        SUBSTANCES,
        Words(
            "Intoxicated",
            "Do you take a person who is intoxicated now, and up to what limit?",
            "Takes intoxicated people",
            "Does not take intoxicated people",
        ),
        Words(
            "Bajo los efectos del alcohol o drogas",
            "¿Reciben a una persona que está intoxicada ahora, y hasta qué límite?",
            "Recibe personas intoxicadas",
            "No recibe personas intoxicadas",
        ),
    ),
    requires(
        "sobriety_needed",
        SUBSTANCES,
        Words(
            "Sobriety required",
            "Does the person have to be sober?",
            "Must be sober",
            "Need not be sober",
        ),
        Words(
            "Se exige sobriedad",
            "¿La persona tiene que estar sobria?",
            "Hay que estar sobrio",
            "No hace falta estar sobrio",
        ),
        asked_as="not_sober",
    ),
    accepts(
        "methadone",
        MEDICATION,
        Words(
            "Methadone continued",
            "Can a person on methadone stay on it with you?",
            "Methadone continued",
            "Methadone not continued",
        ),
        Words(
            "Continúa la metadona",
            "¿Puede una persona seguir con su metadona allí?",
            "Se continúa la metadona",
            "No se continúa la metadona",
        ),
    ),
    accepts(
        "buprenorphine",
        MEDICATION,
        Words(
            "Buprenorphine continued",
            "Can a person on buprenorphine stay on it with you?",
            "Buprenorphine continued",
            "Buprenorphine not continued",
        ),
        Words(
            "Continúa la buprenorfina",
            "¿Puede una persona seguir con su buprenorfina allí?",
            "Se continúa la buprenorfina",
            "No se continúa la buprenorfina",
        ),
    ),
    accepts(
        "naltrexone",
        MEDICATION,
        Words(
            "Naltrexone continued",
            "Can a person on naltrexone stay on it with you?",
            "Naltrexone continued",
            "Naltrexone not continued",
        ),
        Words(
            "Continúa la naltrexona",
            "¿Puede una persona seguir con su naltrexona allí?",
            "Se continúa la naltrexona",
            "No se continúa la naltrexona",
        ),
    ),
    accepts(
        "psychiatric_medication",
        MEDICATION,
        Words(
            "Psychiatric medication continued",
            "Can a person stay on their psychiatric medication with you?",
            "Psychiatric medication continued",
            "Psychiatric medication not continued",
        ),
        Words(
            "Continúa la medicación psiquiátrica",
            "¿Puede una persona seguir con su medicación psiquiátrica allí?",
            "Se continúa la medicación psiquiátrica",
            "No se continúa la medicación psiquiátrica",
        ),
    ),
    accepts(
        "insulin",
        CARE,
        Words(
            "Insulin",
            "Do you take a person who uses insulin?",
            "Takes people who use insulin",
            "Does not take people who use insulin",
        ),
        Words(
            "Insulina",
            "¿Reciben a una persona que usa insulina?",
            "Recibe personas que usan insulina",
            "No recibe personas que usan insulina",
        ),
    ),
    accepts(
        "oxygen",
        CARE,
        Words(
            "Oxygen",
            "Do you take a person on oxygen?",
            "Takes people on oxygen",
            "Does not take people on oxygen",
        ),
        Words(
            "Oxígeno",
            "¿Reciben a una persona que usa oxígeno?",
            "Recibe personas que usan oxígeno",
            "No recibe personas que usan oxígeno",
        ),
    ),
    accepts(
        "daily_living_help",
        CARE,
        Words(
            "Help with daily living",
            "Can you help a person with washing, dressing or the toilet?",
            "Helps with daily living",
            "No help with daily living",
        ),
        Words(
            "Ayuda en la vida diaria",
            "¿Pueden ayudar a una persona a lavarse, vestirse o ir al baño?",
            "Ayuda en la vida diaria",
            "Sin ayuda en la vida diaria",
        ),
    ),
    accepts(
        "dementia",
        CARE,
        Words(
            "Dementia",
            "Do you take a person with dementia?",
            "Takes people with dementia",
            "Does not take people with dementia",
        ),
        Words(
            "Demencia",
            "¿Reciben a una persona con demencia?",
            "Recibe personas con demencia",
            "No recibe personas con demencia",
        ),
    ),
    accepts(
        "developmental_disability",
        CARE,
        Words(
            "Developmental disability",
            "Do you take a person with a developmental disability?",
            "Takes people with a developmental disability",
            "Does not take people with a developmental disability",
        ),
        Words(
            "Discapacidad del desarrollo",
            "¿Reciben a una persona con discapacidad del desarrollo?",
            "Recibe personas con discapacidad del desarrollo",
            "No recibe personas con discapacidad del desarrollo",
        ),
    ),
    accepts(
        "brain_injury",
        CARE,
        Words(
            "Brain injury",
            "Do you take a person with a brain injury?",
            "Takes people with a brain injury",
            "Does not take people with a brain injury",
        ),
        Words(
            "Lesión cerebral",
            "¿Reciben a una persona con una lesión cerebral?",
            "Recibe personas con lesión cerebral",
            "No recibe personas con lesión cerebral",
        ),
    ),
    accepts(
        "co_occurring",
        CARE,
        Words(
            "Mental illness and substance use together",
            "Do you take a person with both a mental illness and substance use?",
            "Treats mental illness and substance use together",
            "Does not treat mental illness and substance use together",
        ),
        Words(
            "Enfermedad mental y consumo a la vez",
            "¿Reciben a una persona con enfermedad mental y consumo de sustancias?",
            "Trata enfermedad mental y consumo a la vez",
            "No trata enfermedad mental y consumo a la vez",
        ),
    ),
)
