"""Needs of daily life, of getting there, and of an age or a past."""

from resource_dir.needs.need import Need, need

BASICS: tuple[Need, ...] = (
    need(
        "secure_ride",
        "Secure ride",
        "Traslado seguro",
        "transport",
        en="secure transport|secure transportation|psychiatric transport|crisis transport"
        "|behavioral health transport|mental health transport",
        es="transporte seguro|traslado psiquiátrico|transporte psiquiátrico",
    ),
    need(
        "transport",
        "Transport",
        "Transporte",
        "transport",
        en="=transportation|=transportation assistance|=bus pass|=bus ticket|=bus token"
        "|=medical transportation|=non emergency medical transportation|=help pay for transit"
        "|=help pay for gas|=ride service|~ride|~bus|~taxi",
        es="=pase de autobús|=boleto de autobús|=transporte médico|~autobús|~camión",
    ),
    need(
        "food",
        "Food",
        "Comida",
        "basics",
        en="food pantry|food bank|soup kitchen|free meals|hot meals|community meals|emergency food"
        "|meal program|food distribution|food box|meals on wheels|=food delivery|=food assistance"
        "|=meal|~hungry|~eat|~groceries",
        es="despensa de alimentos|banco de alimentos|comedor comunitario|comida caliente|=alimentos"
        "|=comedor|~hambre|~despensa",
    ),
    # A description that names papers nearly always asks for them: names and terms only.
    need(
        "id_documents",
        "ID documents",
        "Documentos de identidad",
        "basics",
        en="=id document|=photo id|=getting photo id|=birth certificate|=id card"
        "|=identification card"
        "|=state id|=id recovery|=identification recovery|=identification document|=id voucher"
        "|~id|~ids|~social security card|~driver license",
        es="=documentos de identidad|=acta de nacimiento|=certificado de nacimiento"
        "|=tarjeta de identidad|=tarjeta de identificación|~identificación|~cédula",
    ),
    need(
        "benefits",
        "Benefits",
        "Beneficios públicos",
        "basics",
        en="benefits enrollment|=public benefits|=government benefits|=government food benefits"
        "|=food benefits|=food stamps|=snap benefits|=disability benefits|=benefits assistance"
        "|=benefits counseling|=veterans benefits|=medicaid enrollment|=ssi|=ssdi|=benefits"
        "|~snap|~calfresh|~welfare|~medicaid|~disability",
        es="=estampillas de comida|=cupones de alimentos|=beneficios|~ayuda del gobierno",
    ),
    need(
        "geriatric",
        "Help for older adults",
        "Ayuda para personas mayores",
        "people",
        en="=geriatric|geriatric psychiatry|=older adult services|=older adult|=senior services"
        "|=senior center|~senior|~elderly|~old age",
        es="=personas mayores|=adultos mayores|=geriátrico|~tercera edad|~anciano",
        findtreatment=("SG:Seniors or older adults",),
    ),
    need(
        "youth",
        "Help for youth",
        "Ayuda para jóvenes",
        "people",
        en="=youth services|=youth|=teen|=adolescent|homeless youth|runaway youth"
        "|transition age youth|transitional age youth|=foster youth|~kid|~minor|~teenager",
        es="=jóvenes|=juvenil|=adolescentes|~menores",
        findtreatment=(
            "SG:Adolescents",
            "FT:Residential treatment center (RTC) for children",
        ),
    ),
    need(
        "veteran",
        "Help for veterans",
        "Ayuda para veteranos",
        "people",
        en="=veteran|=veterans services|=veterans affairs|=va medical center|=vet center|=ssvf"
        "|~va|~vet|~military",
        es="=veteranos|~militar",
        findtreatment=("SG:Veterans",),
    ),
)
