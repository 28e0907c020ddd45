"""About how many road vehicles each country has: what is likely where nobody says which plates to expect."""

VEHICLES_M: dict[str, float] = {
    **{"AT": 7, "BE": 8, "BG": 4, "HR": 2.5, "CY": 0.8, "CZ": 8.5, "DK": 3.5, "EE": 1, "FI": 4},
    **{"FR": 47, "DE": 60, "GR": 8.5, "HU": 5, "IE": 3, "IT": 53, "LV": 1, "LT": 2, "LU": 0.6},
    **{"MT": 0.4, "NL": 12, "PL": 34, "PT": 7.5, "RO": 10, "SK": 3.5, "SI": 1.5, "ES": 35, "SE": 7},
    **{
        "GB": 41,
        "NO": 4.5,
        "CH": 6.5,
        "IS": 0.4,
        "UA": 11,
        "TR": 30,
        "RS": 3,
        "BA": 1.3,
        "AL": 0.9,
    },
    **{
        "ME": 0.3,
        "MK": 0.6,
        "MD": 1.1,
        "XK": 0.5,
        "RU": 60,
        "BY": 4,
        "KZ": 5,
        "GE": 1.7,
        "IL": 4.2,
    },
    **{"US": 290, "CA": 26, "MX": 57, "BR": 120, "AR": 15, "UY": 2.5, "PY": 2.8, "CL": 6.5},
    **{"CO": 19, "PE": 7, "EC": 3, "BO": 2.5, "VE": 4.5, "IN": 340, "PK": 32, "AE": 4, "SA": 14},
    **{"MY": 36, "SG": 1, "PH": 14, "ID": 150, "VN": 75, "HK": 0.9, "TW": 23, "ZA": 13, "NG": 12},
    **{"KE": 4.5, "UG": 2.5, "TZ": 3, "GH": 3, "AU": 21, "NZ": 4.5},
}
"""Millions, rounded."""
