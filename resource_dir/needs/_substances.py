"""Needs around alcohol and drugs. Level numbers are names only; no criteria text is shipped."""

from resource_dir.needs.need import Need, need

GROUP = "substance_use"


def _level(kind: str, number: str, name: str, name_es: str, *, more: str, more_es: str) -> Need:
    """Build one level of care: 3.7 is found as "3.7-WM", "3.7 WM" or "level 3.7 withdrawal…"."""
    slug = f"{kind}_{number.replace('.', '_')}"
    if kind == "withdrawal_management":
        forms = (
            f"{number}-WM|{number}WM|level {number} WM|ASAM {number} WM|ASAM level {number} WM"
            f"|WM {number}|level {number} withdrawal management|level {number} detox"
        )
    else:
        forms = (
            f"=level {number}|=ASAM {number}|=ASAM level {number}|level {number} residential"
            f"|ASAM {number} residential|ASAM level {number} residential|{number} residential"
        )
    prefix, suffix = ("", "-WM") if kind == "withdrawal_management" else ("~", "")
    return need(
        slug,
        name,
        name_es,
        GROUP,
        en=f"{forms}|{more}",
        es=f"{prefix}nivel {number}{suffix}|{more_es}",
        parent=kind,
    )


SUBSTANCES: tuple[Need, ...] = (
    need(
        "sobering_center",
        "Sobering center",
        "Centro de sobriedad",
        GROUP,
        en="sobering unit|sobering station|sobering services|!sobering|~drunk tank|~sober up"
        "|~sleep it off|~drunk|~intoxicated",
        es="centro de desembriaguez|~borracho|~pasar la borrachera|~ebrio",
    ),
    need(
        "withdrawal_management",
        "Withdrawal management (detox)",
        "Desintoxicación",
        GROUP,
        en="withdrawal management|!detox|!detoxification|detox center|medical detox|alcohol detox"
        "|drug detox|outpatient detox|ambulatory detox|residential detox|~drying out|~dry out"
        "|~withdrawal|~detoxing",
        es="!desintoxicación|manejo de abstinencia|manejo de la abstinencia|~abstinencia"
        "|~desintoxicar",
        parent="substance_use_treatment",
        findtreatment=(
            "TC:Detoxification",
            "SET:Outpatient detoxification",
            "SET:Residential detoxification",
            "SET:Hospital inpatient detoxification",
        ),
    ),
    _level(
        "withdrawal_management",
        "1",
        "Withdrawal management at home (1-WM)",
        "Desintoxicación en casa (1-WM)",
        more="~home detox",
        more_es="~desintoxicación en casa",
    ),
    _level(
        "withdrawal_management",
        "2",
        "Withdrawal management by day (2-WM)",
        "Desintoxicación de día (2-WM)",
        more="~day detox",
        more_es="~desintoxicación de día",
    ),
    _level(
        "withdrawal_management",
        "3.2",
        "Withdrawal management, social (3.2-WM)",
        "Desintoxicación social (3.2-WM)",
        more="social detox|social model detox|non medical detox",
        more_es="desintoxicación social",
    ),
    _level(
        "withdrawal_management",
        "3.7",
        "Withdrawal management with nursing (3.7-WM)",
        "Desintoxicación con enfermería (3.7-WM)",
        more="medically monitored detox|medically monitored withdrawal management",
        more_es="desintoxicación con supervisión médica",
    ),
    _level(
        "withdrawal_management",
        "4",
        "Withdrawal management in hospital (4-WM)",
        "Desintoxicación en hospital (4-WM)",
        more="hospital detox|medically managed detox|inpatient hospital detoxification",
        more_es="desintoxicación hospitalaria|desintoxicación en hospital",
    ),
    need(
        "residential_treatment",
        "Residential treatment",
        "Tratamiento residencial",
        GROUP,
        en="residential treatment center|residential rehab|residential drug treatment"
        "|residential addiction treatment|residential substance use treatment"
        "|residential substance abuse treatment|residential recovery program"
        "|long term residential treatment|short term residential treatment|~rehab|~inpatient rehab"
        "|~therapeutic community|~rehabilitation",
        es="tratamiento residencial de adicciones|rehabilitación residencial|~rehabilitación"
        "|~centro de rehabilitación|~internamiento",
        findtreatment=(
            "SET:Residential",
            "SET:Short-term residential",
            "SET:Long-term residential",
            "FT:Residential treatment center (RTC) for adults",
            "FT:Residential treatment center (RTC) for children",
        ),
    ),
    _level(
        "residential_treatment",
        "3.1",
        "Residential treatment, low intensity (3.1)",
        "Tratamiento residencial de baja intensidad (3.1)",
        more="low intensity residential",
        more_es="residencial de baja intensidad",
    ),
    _level(
        "residential_treatment",
        "3.5",
        "Residential treatment, high intensity (3.5)",
        "Tratamiento residencial de alta intensidad (3.5)",
        more="high intensity residential",
        more_es="residencial de alta intensidad",
    ),
    _level(
        "residential_treatment",
        "3.7",
        "Residential treatment with nursing (3.7)",
        "Tratamiento residencial con enfermería (3.7)",
        more="medically monitored residential",
        more_es="residencial con supervisión médica",
    ),
    need(
        "intensive_outpatient",
        "Intensive outpatient treatment",
        "Tratamiento ambulatorio intensivo",
        GROUP,
        en="intensive outpatient|intensive outpatient program|!iop|~day treatment",
        es="ambulatorio intensivo|programa ambulatorio intensivo|~tratamiento de día",
        findtreatment=("SET:Intensive outpatient treatment",),
    ),
    need(
        "partial_hospitalization",
        "Partial hospitalization",
        "Hospitalización parcial",
        GROUP,
        en="partial hospitalization program|partial hospital program|~php|~day hospital",
        es="hospital de día",
        findtreatment=(
            "SET:Partial hospitalization/day treatment",
            "SET:Outpatient day treatment or partial hospitalization",
            "FT:Partial hospitalization/day treatment",
        ),
    ),
    need(
        "opioid_treatment_program",
        "Opioid treatment program",
        "Programa de tratamiento de opioides",
        GROUP,
        en="opioid treatment|methadone clinic|methadone maintenance|methadone treatment"
        "|methadone program|narcotic treatment program|=otp|~methadone|~suboxone|~buprenorphine"
        "|~medication assisted treatment|~mat|~opioid|~heroin|~fentanyl",
        es="tratamiento de opioides|clínica de metadona|tratamiento con metadona|~metadona"
        "|~opioides|~heroína|~fentanilo",
        parent="substance_use_treatment",
        findtreatment=(
            "OT:SAMHSA-certified Opioid Treatment Program",
            "EXCL:All Clients in Opioid Treatment Program",
            "OT:Methadone maintenance",
            "OT:Methadone maintenance for predetermined time",
        ),
    ),
    need(
        "outpatient_substance_use",
        "Outpatient substance use treatment",
        "Tratamiento ambulatorio de adicciones",
        GROUP,
        en="outpatient substance use|outpatient substance abuse"
        "|outpatient substance abuse treatment"
        "|outpatient drug treatment|outpatient addiction treatment|substance use counseling"
        "|substance abuse counseling|addiction counseling|drug and alcohol counseling",
        es="consejería de adicciones|consejería sobre drogas y alcohol",
        parent="substance_use_treatment",
        findtreatment=(
            "SET:Regular outpatient treatment",
            "SET:Outpatient methadone/buprenorphine or naltrexone treatment",
        ),
    ),
    need(
        "substance_use_treatment",
        "Substance use treatment",
        "Tratamiento de adicciones",
        GROUP,
        en="substance abuse treatment|substance use disorder treatment|addiction treatment"
        "|drug treatment|alcohol treatment|drug and alcohol treatment|drug abuse treatment"
        "|alcoholism treatment|chemical dependency treatment|drug rehab|alcohol rehab"
        "|drug rehabilitation|alcohol rehabilitation|=chemical dependency|=substance abuse"
        "|=substance use|=addiction recovery|=addiction services|=drug and alcohol"
        "|=alcohol and drug"
        "|~addiction|~drugs|~alcohol|~alcoholic",
        es="tratamiento de drogas|tratamiento del alcoholismo|rehabilitación de drogas"
        "|=adicciones|~adicción|~drogas|~alcoholismo",
        findtreatment=("TC:Substance use treatment",),
    ),
    need(
        "recovery_housing",
        "Recovery housing",
        "Vivienda sobria",
        GROUP,
        en="recovery residence|recovery home|sober living|sober living home|sober house|sober home"
        "|oxford house|halfway house",
        es="casa sobria|casa de recuperación|vivienda de recuperación",
        findtreatment=("TC:Transitional housing, halfway house, or sober home",),
    ),
)
