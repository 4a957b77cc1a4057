"""The fields of the federal bed database, 42 USC 290bb-37(c): bed, patient, security, free now."""

from resource_dir.fit.criterion import Criterion, Words, detail

BEDS_GROUP = "beds"

BEDS: tuple[Criterion, ...] = (
    detail(
        "bed_type",
        BEDS_GROUP,
        Words("Bed type", "What type of bed is it?", "Bed type", "No beds"),
        Words("Tipo de cama", "¿Qué tipo de cama es?", "Tipo de cama", "Sin camas"),
    ),
    detail(
        "patients_admitted",
        BEDS_GROUP,
        Words(
            "Patients admitted",
            "Which patients do you admit to these beds?",
            "Patients admitted",
            "No patients admitted",
        ),
        Words(
            "Pacientes que se admiten",
            "¿Qué pacientes admiten en estas camas?",
            "Pacientes que se admiten",
            "No se admiten pacientes",
        ),
    ),
    detail(
        "security_level",
        BEDS_GROUP,
        Words(
            "Level of security",
            "Is the unit locked, staff-secured or open?",
            "Level of security",
            "Open, not secured",
        ),
        Words(
            "Nivel de seguridad",
            "¿La unidad está cerrada, vigilada por personal o abierta?",
            "Nivel de seguridad",
            "Abierta, sin seguridad",
        ),
    ),
    # Whether counts are reported at all; the counts themselves are capacity, with their own age.
    detail(
        "beds_in_real_time",
        BEDS_GROUP,
        Words(
            "Free beds in real time",
            "Do you report free beds as they change, and where?",
            "Reports free beds in real time",
            "Does not report free beds in real time",
        ),
        Words(
            "Camas libres en tiempo real",
            "¿Informan de las camas libres al momento, y dónde?",
            "Informa de las camas libres en tiempo real",
            "No informa de las camas libres en tiempo real",
        ),
        kind="flag",
        audience="partner",
    ),
)
