"""Criteria of the front door: how one gets in, through whom, until when, and with which papers."""

from resource_dir.fit.criterion import Criterion, Words, accepts, detail, requires

FRONT_DOOR = "front_door"
PAPERS = "papers"

DOOR: tuple[Criterion, ...] = (
    accepts(
        "walk_in",
        FRONT_DOOR,
        Words("Walk-in", "Can a person just walk in now?", "Walk in", "No walk-ins"),
        Words(
            "Sin cita",
            "¿Puede una persona llegar ahora sin cita?",
            "Se puede llegar sin cita",
            "No se puede llegar sin cita",
        ),
    ),
    requires(
        "appointment_needed",
        FRONT_DOOR,
        Words(
            "Appointment needed",
            "Does the person need an appointment?",
            "Needs an appointment",
            "No appointment needed",
        ),
        Words(
            "Se necesita cita",
            "¿La persona necesita una cita?",
            "Necesita cita",
            "No necesita cita",
        ),
        asked_as="without_appointment",
    ),
    detail(
        "intake_through",
        FRONT_DOOR,
        Words(
            "Intake through",
            "Who does the intake: you, or somebody we have to call first?",
            "Intake through",
            "No intake through others",
        ),
        Words(
            "Ingreso a través de",
            "¿Quién hace el ingreso: ustedes, o hay que llamar antes a alguien?",
            "Ingreso a través de",
            "Sin ingreso a través de otros",
        ),
        is_noted=True,
    ),
    detail(
        "intake_call_window",
        FRONT_DOOR,
        Words("When to call", "At what time should we call for a place?", "Call", "Call any time"),
        Words(
            "Cuándo llamar",
            "¿A qué hora hay que llamar para pedir un lugar?",
            "Llamar",
            "Llamar a cualquier hora",
        ),
        is_noted=True,
    ),
    detail(
        "intake_cut_off",
        FRONT_DOOR,
        Words(
            "Latest arrival",
            "Until what time can a person arrive tonight?",
            "Arrive by",
            "No latest arrival time",
        ),
        Words(
            "Última hora de llegada",
            "¿Hasta qué hora se puede llegar esta noche?",
            "Llegar antes de",
            "Sin hora límite de llegada",
        ),
        is_noted=True,
    ),
    detail(
        "intake_hours",
        FRONT_DOOR,
        Words(
            "Intake hours",
            "At which hours do you admit people?",
            "Intake hours",
            "No separate intake hours",
        ),
        Words(
            "Horas de ingreso",
            "¿A qué horas hacen ingresos?",
            "Horas de ingreso",
            "Sin horas de ingreso aparte",
        ),
        is_noted=True,
    ),
    detail(
        "lottery",
        FRONT_DOOR,
        Words(
            "Lottery",
            "Are places drawn by lottery, and when?",
            "Places by lottery",
            "No lottery",
        ),
        Words("Sorteo", "¿Los lugares se sortean, y cuándo?", "Lugares por sorteo", "Sin sorteo"),
        kind="flag",
        is_noted=True,
    ),
    detail(
        "waiting_list",
        FRONT_DOOR,
        Words(
            "Waiting list",
            "Is there a waiting list, and how long is it?",
            "Has a waiting list",
            "No waiting list",
        ),
        Words(
            "Lista de espera",
            "¿Hay lista de espera, y de cuánto?",
            "Tiene lista de espera",
            "Sin lista de espera",
        ),
        kind="flag",
        is_noted=True,
    ),
    detail(
        "hotline",
        FRONT_DOOR,
        Words("Hotline", "Is there a hotline to call first?", "Call the hotline", "No hotline"),
        Words(
            "Línea directa",
            "¿Hay una línea directa a la que llamar antes?",
            "Llamar a la línea directa",
            "Sin línea directa",
        ),
        is_noted=True,
    ),
    requires(
        "referral_needed",
        FRONT_DOOR,
        Words(
            "Referral needed",
            "Does the person need a referral, and from whom?",
            "Needs a referral",
            "No referral needed",
        ),
        Words(
            "Se necesita derivación",
            "¿La persona necesita una derivación, y de quién?",
            "Necesita una derivación",
            "No necesita derivación",
        ),
        asked_as="without_referral",
    ),
    requires(
        "coordinated_entry_needed",
        FRONT_DOOR,
        Words(
            "Coordinated entry only",
            "Does the person have to come through coordinated entry?",
            "Only through coordinated entry",
            "Not only through coordinated entry",
        ),
        Words(
            "Solo por entrada coordinada",
            "¿La persona tiene que venir por la entrada coordinada?",
            "Solo por entrada coordinada",
            "No solo por entrada coordinada",
        ),
        asked_as="without_coordinated_entry",
    ),
    requires(
        "authorization_needed",
        PAPERS,
        Words(
            "Authorization needed",
            "Does an insurer or agency have to authorize it first?",
            "Needs an authorization",
            "No authorization needed",
        ),
        Words(
            "Se necesita autorización",
            "¿Un seguro o una agencia tiene que autorizarlo antes?",
            "Necesita autorización",
            "No necesita autorización",
        ),
        asked_as="without_authorization",
    ),
    requires(
        "plan_needed",
        PAPERS,
        Words(
            "Health plan needed",
            "Does the person have to be in a certain health plan?",
            "Only for members of a health plan",
            "No certain health plan needed",
        ),
        Words(
            "Se necesita plan de salud",
            "¿La persona tiene que estar en cierto plan de salud?",
            "Solo para miembros de un plan de salud",
            "No necesita un plan de salud determinado",
        ),
        asked_as="without_plan",
    ),
    requires(
        "guardian_consent_needed",
        PAPERS,
        Words(
            "Guardian's consent needed",
            "Do you need a parent's or guardian's consent?",
            "Needs a guardian's consent",
            "No guardian's consent needed",
        ),
        Words(
            "Se necesita permiso del tutor",
            "¿Necesitan el permiso de los padres o del tutor?",
            "Necesita el permiso del tutor",
            "No necesita permiso del tutor",
        ),
        asked_as="without_guardian_consent",
    ),
    requires(
        "id_needed",
        PAPERS,
        Words(
            "ID needed",
            "Do you take a person without an ID?",
            "Needs a photo ID",
            "No ID needed",
        ),
        Words(
            "Se necesita identificación",
            "¿Reciben a una persona sin identificación?",
            "Necesita identificación con foto",
            "No necesita identificación",
        ),
        asked_as="without_id",
    ),
)
