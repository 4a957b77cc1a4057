"""Criteria of police drop-off, holds and medical clearance; the entrance itself is for partners."""

from resource_dir.fit.criterion import Criterion, Words, accepts, detail, requires

DROP_OFF = "police_drop_off"
LEGAL = "legal"
CLEARANCE = "clearance"

POLICE: tuple[Criterion, ...] = (
    accepts(
        "police_drop_off",
        DROP_OFF,
        Words(
            "Police drop-off",
            "Can officers bring a person to you now?",
            "Police drop-off accepted",
            "No police drop-off",
        ),
        Words(
            "Entrega por la policía",
            "¿Pueden los agentes llevarles a una persona ahora?",
            "La policía puede llevar a la persona",
            "La policía no puede llevar a la persona",
        ),
    ),
    detail(
        "police_entrance",
        DROP_OFF,
        Words(
            "Police entrance",
            "Which entrance should officers use?",
            "Police entrance",
            "No separate police entrance",
        ),
        Words(
            "Entrada para la policía",
            "¿Qué entrada deben usar los agentes?",
            "Entrada para la policía",
            "Sin entrada aparte para la policía",
        ),
        audience="partner",
    ),
    detail(
        "drop_off_minutes",
        DROP_OFF,
        Words(
            "Minutes a drop-off takes",
            "How many minutes does a drop-off take?",
            "Minutes a drop-off takes",
            "No stated time for a drop-off",
        ),
        Words(
            "Minutos que toma la entrega",
            "¿Cuántos minutos toma la entrega?",
            "Minutos que toma la entrega",
            "Sin tiempo fijo para la entrega",
        ),
        audience="partner",
    ),
    detail(
        "after_hours_bell",
        DROP_OFF,
        Words(
            "After-hours bell",
            "Where do we ring after hours?",
            "After-hours bell",
            "No after-hours bell",
        ),
        Words(
            "Timbre fuera de horario",
            "¿Dónde tocamos fuera de horario?",
            "Timbre fuera de horario",
            "Sin timbre fuera de horario",
        ),
        audience="partner",
    ),
    detail(
        "drop_off_phone",
        DROP_OFF,
        Words(
            "Back-line phone",
            "Which number should officers call on the way?",
            "Back line",
            "No back line",
        ),
        Words(
            "Teléfono interno",
            "¿A qué número deben llamar los agentes en camino?",
            "Línea interna",
            "Sin línea interna",
        ),
        audience="partner",
    ),
    detail(
        "weapons_policy",
        DROP_OFF,
        Words(
            "Weapons policy",
            "What is your policy on officers' weapons inside?",
            "Weapons policy",
            "No weapons policy",
        ),
        Words(
            "Norma sobre armas",
            "¿Qué norma tienen sobre las armas de los agentes adentro?",
            "Norma sobre armas",
            "Sin norma sobre armas",
        ),
        audience="partner",
    ),
    detail(
        "belongings",
        DROP_OFF,
        Words(
            "Belongings",
            "What belongings can the person bring, and where are they kept?",
            "Belongings",
            "No belongings kept",
        ),
        Words(
            "Pertenencias",
            "¿Qué pertenencias puede traer la persona y dónde se guardan?",
            "Pertenencias",
            "No se guardan pertenencias",
        ),
        audience="partner",
    ),
    accepts(
        "involuntary_hold",
        LEGAL,
        Words(
            "Involuntary hold",
            "Do you take a person on an involuntary hold?",
            "Takes involuntary holds",
            "No involuntary holds",
        ),
        Words(
            "Retención involuntaria",
            "¿Reciben a una persona en retención involuntaria?",
            "Recibe retenciones involuntarias",
            "No recibe retenciones involuntarias",
        ),
    ),
    detail(
        "hold_writers",
        LEGAL,
        Words(
            "Who may write the hold",
            "Whose hold do you accept: an officer's, a clinician's, a doctor's?",
            "Holds may be written by",
            "Does not accept holds written elsewhere",
        ),
        Words(
            "Quién puede ordenar la retención",
            "¿Qué orden aceptan: de un agente, de un clínico, de un médico?",
            "La retención la puede ordenar",
            "No acepta retenciones ordenadas en otro lugar",
        ),
    ),
    accepts(
        "under_arrest",
        LEGAL,
        Words(
            "Under arrest",
            "Do you take a person who is under arrest?",
            "Takes people under arrest",
            "Does not take people under arrest",
        ),
        Words(
            "Bajo arresto",
            "¿Reciben a una persona bajo arresto?",
            "Recibe personas bajo arresto",
            "No recibe personas bajo arresto",
        ),
    ),
    accepts(
        "warrant",
        LEGAL,
        Words(
            "Open warrant",
            "Do you take a person with an open warrant?",
            "Takes people with a warrant",
            "Does not take people with a warrant",
        ),
        Words(
            "Orden de arresto",
            "¿Reciben a una persona con una orden de arresto?",
            "Recibe personas con orden de arresto",
            "No recibe personas con orden de arresto",
        ),
    ),
    accepts(
        "court_referred",
        LEGAL,
        Words(
            "Sent by a court",
            "Do you take a person sent by a court?",
            "Takes people sent by a court",
            "Does not take people sent by a court",
        ),
        Words(
            "Enviado por un tribunal",
            "¿Reciben a una persona enviada por un tribunal?",
            "Recibe personas enviadas por un tribunal",
            "No recibe personas enviadas por un tribunal",
        ),
    ),
    requires(
        "medical_clearance_needed",
        CLEARANCE,
        Words(
            "Medical clearance needed",
            "Does the person need medical clearance first?",
            "Needs medical clearance",
            "No medical clearance needed",
        ),
        Words(
            "Se necesita alta médica previa",
            "¿La persona necesita antes una revisión médica?",
            "Necesita revisión médica previa",
            "No necesita revisión médica previa",
        ),
        asked_as="without_clearance",
    ),
    detail(
        "clearance_kind",
        CLEARANCE,
        Words(
            "Kind of clearance",
            "What must the clearance include: vitals, blood work, a doctor's note?",
            "Clearance must include",
            "No certain kind of clearance",
        ),
        Words(
            "Tipo de revisión médica",
            "¿Qué debe incluir la revisión: signos vitales, análisis, nota del médico?",
            "La revisión debe incluir",
            "Sin tipo de revisión determinado",
        ),
    ),
    detail(
        "clearance_by",
        CLEARANCE,
        Words(
            "Who can clear",
            "Who can do the clearance: paramedics, urgent care, your own nurse?",
            "Clearance can be done by",
            "Does not accept a clearance done elsewhere",
        ),
        Words(
            "Quién puede hacer la revisión",
            "¿Quién puede hacer la revisión: paramédicos, urgencias, su enfermería?",
            "La revisión la puede hacer",
            "No acepta una revisión hecha en otro lugar",
        ),
    ),
    detail(
        "clearance_holds",
        CLEARANCE,
        Words(
            "How long clearance holds",
            "How long does the clearance hold?",
            "Clearance holds",
            "Clearance has no time limit",
        ),
        Words(
            "Cuánto vale la revisión",
            "¿Cuánto tiempo vale la revisión médica?",
            "La revisión vale",
            "La revisión no vence",
        ),
    ),
)
