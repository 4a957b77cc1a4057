"""Needs of a crisis, and the hospital."""

from resource_dir.needs.need import Need, need

CRISIS: tuple[Need, ...] = (
    need(
        "crisis_line",
        "Crisis line",
        "Línea de crisis",
        "crisis",
        en="crisis hotline|suicide hotline|suicide prevention hotline|suicide prevention lifeline"
        "|crisis text line|mental health hotline|!988|~hotline|~lifeline|~warmline|~suicide",
        es="línea de ayuda en crisis|línea de prevención del suicidio|~línea de ayuda|~suicidio",
    ),
    need(
        "mobile_crisis",
        "Mobile crisis team",
        "Equipo móvil de crisis",
        "crisis",
        en="mobile crisis|mobile crisis response|mobile response team|crisis outreach team"
        "|psychiatric mobile response|psychiatric emergency response team|~crisis team",
        es="crisis móvil|unidad móvil de crisis|~equipo de crisis",
    ),
    need(
        "tele_crisis",
        "Crisis help by video",
        "Ayuda en crisis por video",
        "crisis",
        en="tele crisis|telecrisis|telehealth crisis|crisis telehealth|virtual crisis"
        "|crisis telepsychiatry|video crisis",
        es="telecrisis|crisis por video|crisis por telesalud",
    ),
    need(
        "crisis_receiving",
        "Crisis receiving (23-hour chairs)",
        "Recepción de crisis (23 horas)",
        "crisis",
        en="crisis receiving|crisis receiving center|crisis stabilization|crisis stabilization unit"
        "|crisis triage center|23 hour observation|23 hour crisis|23 hour chairs|walk in crisis"
        "|crisis walk in|psychiatric urgent care|behavioral health urgent care"
        "|mental health urgent care|psychiatric emergency program|psychiatric emergency services"
        "|~crisis center|~csu|~crisis|~psych emergency|~23 hour",
        es="centro de recepción de crisis|estabilización de crisis|unidad de estabilización"
        "|~centro de crisis|~unidad de crisis",
        findtreatment=("EMS:Psychiatric emergency walk-in services",),
    ),
    need(
        "crisis_residential",
        "Short-term crisis residential",
        "Residencia de crisis de corta estancia",
        "crisis",
        en="crisis residential|crisis residential treatment|crisis bed|crisis house"
        "|=crisis respite",
        es="residencia de crisis|casa de crisis",
    ),
    need(
        "peer_respite",
        "Peer respite",
        "Casa de respiro entre pares",
        "crisis",
        en="peer run respite|peer crisis respite|peer respite house|~respite",
        es="respiro entre pares|respiro de pares|~respiro",
    ),
    need(
        "next_day_appointment",
        "Next-day appointment",
        "Cita para el día siguiente",
        "crisis",
        en="next day appointments|same or next day appointment|same day psychiatric appointment"
        "|same day mental health appointment|~same day appointment|~bridge appointment",
        es="cita al día siguiente|~cita el mismo día",
    ),
    need(
        "inpatient_psychiatric",
        "Inpatient psychiatric care",
        "Hospitalización psiquiátrica",
        "hospital",
        en="inpatient psychiatric|psychiatric inpatient|psychiatric hospital|psychiatric unit"
        "|inpatient mental health|mental health inpatient|inpatient behavioral health"
        "|mental hospital"
        "|psychiatric bed|acute psychiatric|~psych ward|~psych bed|~psych hospital",
        es="hospital psiquiátrico|internamiento psiquiátrico|~psiquiátrico",
        findtreatment=("FT:Psychiatric hospital or psychiatric unit of a general hospital",),
    ),
    need(
        "inpatient_psychiatric_voluntary",
        "Inpatient psychiatric care, voluntary",
        "Hospitalización psiquiátrica voluntaria",
        "hospital",
        en="voluntary inpatient psychiatric|voluntary psychiatric admission|voluntary psychiatric"
        "|voluntary inpatient mental health",
        es="ingreso psiquiátrico voluntario|ingreso voluntario",
        parent="inpatient_psychiatric",
    ),
    need(
        "inpatient_psychiatric_involuntary",
        "Inpatient psychiatric care, involuntary",
        "Hospitalización psiquiátrica involuntaria",
        "hospital",
        en="involuntary inpatient psychiatric|involuntary psychiatric admission"
        "|involuntary psychiatric|involuntary psychiatric hold|=involuntary hold|=lps designated"
        "|=baker act|~5150|~72 hour hold|~psych hold|~civil commitment"
        "|~baker act receiving facility",
        es="ingreso psiquiátrico involuntario|=retención involuntaria|~internamiento involuntario",
        parent="inpatient_psychiatric",
    ),
    need(
        "emergency_department",
        "Emergency department",
        "Sala de emergencias",
        "hospital",
        en="=hospital emergency department|=emergency department|=emergency room|~er|~ed|~hospital",
        es="=sala de emergencias|=sala de urgencias|=urgencias hospitalarias|~emergencias"
        "|~urgencias",
    ),
    need(
        "outpatient_mental_health",
        "Outpatient mental health",
        "Salud mental ambulatoria",
        "mental_health",
        en="mental health clinic|community mental health|community mental health center"
        "|mental health counseling|mental health outpatient|outpatient psychiatric"
        "|outpatient behavioral health|behavioral health clinic|=mental health center"
        "|=mental health services|=mental health care|=mental health treatment"
        "|=psychotherapy|~therapy|~therapist|~counseling|~psychiatrist|~mental health",
        es="clínica de salud mental|centro de salud mental|consejería de salud mental"
        "|=psicoterapia|~terapia|~consejería|~psicólogo|~psiquiatra|~salud mental",
        findtreatment=("FT:Outpatient mental health facility", "FT:Community mental health center"),
    ),
)
