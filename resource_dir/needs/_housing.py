"""Needs for a roof, for tonight or for good."""

from resource_dir.needs.need import Need, need

GROUP = "shelter_housing"

HOUSING: tuple[Need, ...] = (
    need(
        "emergency_shelter",
        "Emergency shelter",
        "Albergue de emergencia",
        GROUP,
        en="homeless shelter|night shelter|overnight shelter|family shelter|men's shelter"
        "|women's shelter|winter shelter|low barrier shelter|temporary shelter|shelter bed"
        "|shelter for the homeless|=shelter|~bed for the night|~place to sleep|~homeless|~sleep",
        es="=albergue|=refugio|albergue nocturno|refugio de emergencia|albergue temporal"
        "|albergue para personas sin hogar|~sin hogar|~sin techo|~dormir|~dónde dormir",
        hud=("ES",),
    ),
    need(
        "transitional_housing",
        "Transitional housing",
        "Vivienda de transición",
        GROUP,
        en="transitional living|transitional living program|transitional shelter",
        es="vivienda transitoria|vivienda transicional",
        hud=("TH",),
    ),
    need(
        "permanent_supportive_housing",
        "Permanent supportive housing",
        "Vivienda permanente con apoyo",
        GROUP,
        en="supportive housing|supported housing|permanent supported housing|shelter plus care"
        "|~psh",
        es="vivienda con apoyo|vivienda de apoyo permanente",
        hud=("PSH",),
    ),
    need(
        "rapid_rehousing",
        "Rapid rehousing",
        "Realojamiento rápido",
        GROUP,
        en="rapid re-housing|~rrh|~rehousing",
        es="reubicación rápida|realojo rápido",
        hud=("RRH",),
    ),
    need(
        "day_shelter",
        "Day shelter",
        "Albergue de día",
        GROUP,
        en="homeless day center|day center for the homeless|homeless drop in center|~drop in center"
        "|~day center|~showers|~shower|~laundry",
        es="centro de día para personas sin hogar|~centro de día|~ducha|~duchas|~bañarse",
        hud=("DAY",),
    ),
    # Recognised in listings by victim_shelters.py alone, because it withholds the place.
    need(
        "domestic_violence_shelter",
        "Domestic violence shelter",
        "Refugio para víctimas de violencia doméstica",
        GROUP,
        en="dv shelter|battered women's shelter|shelter for battered women"
        "|domestic violence safe house"
        "|women's refuge|shelter for abused women|~domestic violence|~domestic abuse|~safe house"
        "|~abused|~battered women|~abusive partner|~fleeing violence",
        es="refugio para mujeres maltratadas|albergue para víctimas de violencia doméstica"
        "|casa de refugio para mujeres|~violencia doméstica|~violencia de género|~maltrato"
        "|~violencia intrafamiliar|~casa de refugio",
        is_withheld_by_default=True,
    ),
    need(
        "warming_cooling_center",
        "Warming or cooling center",
        "Centro contra el frío o el calor",
        GROUP,
        en="warming and cooling center|extreme weather shelter|severe weather shelter"
        "|inclement weather shelter|~extreme weather",
        es="refugio por clima extremo|centro de clima extremo",
    ),
    need(
        "warming_center",
        "Warming center",
        "Centro para calentarse",
        GROUP,
        en="warming shelter|warming station|hypothermia shelter|cold weather shelter|~warm up"
        "|~cold",
        es="centro de calentamiento|refugio contra el frío|~frío",
        parent="warming_cooling_center",
    ),
    need(
        "cooling_center",
        "Cooling center",
        "Centro para refrescarse",
        GROUP,
        en="cooling station|heat relief station|heat relief center|~cool down|~heat",
        es="centro de enfriamiento|refugio contra el calor|~calor",
        parent="warming_cooling_center",
    ),
    need(
        "motel_voucher",
        "Motel voucher",
        "Vale de motel",
        GROUP,
        en="hotel voucher|motel room voucher|hotel and motel voucher|emergency motel|~motel|~hotel",
        es="vale de hotel|cupón de hotel|cupón de motel|~motel|~hotel",
    ),
)
