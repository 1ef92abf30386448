"""Codes that others have fixed: countries and currencies. Anyone may read them."""

from __future__ import annotations

COUNTRIES = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF
    CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH
    GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW
    KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG
    NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN
    SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT
    ZA ZM ZW XK
    """.split()  # noqa: SIM905 (as a list it would be a page)
)
"""Source: ISO 3166-1 alpha-2, the 249 codes assigned; and XK, which the European Union uses for Kosovo."""

CURRENCIES = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC
    CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK
    JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR
    MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP
    STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
    """.split()  # noqa: SIM905 (as a list it would be a page)
)
"""Source: ISO 4217, the codes of money in use."""

COUNTRIES_ALSO_CALLED = {
    "BY": ("Vitryssland", "White Russia"),
    "CD": ("DR Kongo", "DR Congo", "Demokratiska republiken Kongo"),
    "CI": ("Ivory Coast",),
    "CN": ("Folkrepubliken Kina", "P.R. China", "PR China", "People's Republic of China"),
    "CV": ("Cape Verde",),
    "CZ": ("Czech Republic", "Tjeckiska republiken"),
    "GB": ("England", "Skottland", "Scotland", "Wales", "Nordirland", "Northern Ireland", "Great Britain"),
    "HK": ("Hongkong", "Hong Kong"),
    "IE": ("Republic of Ireland",),
    "KP": ("Korea",),
    "KR": ("Korea", "Republic of Korea"),
    "MK": ("Makedonien", "Macedonia"),
    "MM": ("Burma",),
    "MO": ("Macau", "Macao"),
    "NL": ("Holland",),
    "PS": ("Palestina", "Palestine"),
    "SZ": ("Swaziland",),
    "TL": ("Östtimor", "East Timor"),
    "US": ("Förenta staterna", "Amerika", "America"),
    "VA": ("Vatikanen",),
}
"""What people call countries beside their names in the CLDR; several have one such name."""
