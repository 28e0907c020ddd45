"""The national formats: plates that were issued so fit, others do not, and what is drawn by them fits."""

from random import Random

import pytest

from mosaic_contracts.plate_formats import (
    FORMATS,
    PlateFormat,
    codes_from,
    expected_formats,
    formats_of,
    known_countries,
)
from mosaic_contracts.plate_formats.asia import singapore_check
from mosaic_contracts.plate_formats.format import SEPARATORS, folded

ISSUED = {
    "AT": ["W 12345A", "GU 123AB"],
    "BE": ["1-ABC-123", "ABC-123"],
    "BG": ["CA 1234 BH", "B 1234 KT"],
    "HR": ["ZG 1234-AB", "ST 123-A"],
    "CY": ["KLM 123"],
    "CZ": ["1A2 3456", "3AB 1234", "EL 001AA"],
    "DK": ["AB 12 345"],
    "EE": ["123 ABC"],
    "FI": ["ABC-123", "AB-123"],
    "FR": ["AB-123-CD", "1234 AB 75"],
    "DE": ["B MW 1234", "HH A 12", "STA XY 99", "M AB 123E", "K L 123H"],
    "GR": ["YKH-1234"],
    "HU": ["AA BB-123", "ABC-123"],
    "IE": ["131-D-12345", "12-MO-1234", "241-WW-12"],
    "IT": ["AB 123CD"],
    "LV": ["AB-1234"],
    "LT": ["ABC 123"],
    "LU": ["AB 1234", "12345"],
    "MT": ["ABC 123"],
    "NL": ["12-BDF-3", "GB-12-ZD", "X-123-XX"],
    "PL": ["WA 12345", "KR 1234A", "WPI 12AC", "PO 1A234"],
    "PT": ["12-AB-34", "AB-12-CD"],
    "RO": ["B 123 ABC", "CJ 12 ABC"],
    "SK": ["BA-123CD"],
    "SI": ["LJ AB-123", "MB 12-ABC"],
    "ES": ["1234 BCD", "M-1234-AB"],
    "SE": ["ABC 123", "ABC 12D"],
    "GB": ["AB12 CDE", "P123 ABC", "ABC 123D", "AZ 1234", "BIG 1234", "ABC 1", "1 ABC"],
    "NO": ["AB 12345", "EL 98765"],
    "CH": ["ZH·123456", "GE·1234", "UR·12"],
    "IS": ["AB 123", "AB C12"],
    "UA": ["AA 1234 BB"],
    "TR": ["34 ABC 123", "06 AB 1234", "35 A 1234"],
    "RS": ["BG 123-AB", "NS 1234-CD"],
    "BA": ["A12-K-345"],
    "RU": ["A123BC 77", "X001XX 199", "AB123 77"],
    "BY": ["1234 AB-7"],
    "KZ": ["123 ABC 02", "A 123 BCD"],
    "GE": ["AB-123-CD", "ABC-123"],
    "IL": ["123-45-678", "12-345-67"],
    "US-CA": ["7ABC123", "8X12345"],
    "US-TX": ["BCD-1234"],
    "US-NY": ["ABC 1234"],
    "US-FL": ["ABC D12", "A12 3BC"],
    "US-IL": ["AB 12345"],
    "US-PA": ["ABC-1234"],
    "US-OH": ["ABC 1234"],
    "US-GA": ["ABC1234"],
    "US-NC": ["ABC-1234"],
    "US-MI": ["1AB C23"],
    "US-NJ": ["A12-BCD"],
    "US-VA": ["ABC-1234"],
    "US-WA": ["ABC1234", "123-ABC"],
    "US-MA": ["1AB C23"],
    "US-MD": ["1AB2345"],
    "US-WV": ["1AB 234", "NAB 234"],
    "US-CT": ["AB-12345"],
    "US-IN": ["123ABC"],
    "US": ["HELLO", "GR8 CAR"],
    "CA-ON": ["ABCD 123"],
    "CA-QC": ["A12 BCD"],
    "CA-BC": ["AB1 23C"],
    "CA-AB": ["ABC-1234"],
    "MX": ["ABC-123-D", "A12-BCD"],
    "BR": ["ABC1D23", "ABC-1234"],
    "AR": ["AB 123 CD", "ABC 123"],
    "CL": ["BCDF·12", "AB·1234"],
    "CO": ["ABC 123"],
    "PE": ["A1B-234"],
    "IN": ["KA 01 AB 1234", "DL 1C AB 1234", "22 BH 1234 AA"],
    "PK": ["LEA-12-1234", "ABC-123"],
    "AE": ["A 12345", "12 12345"],
    "SA": ["1234 ABD"],
    "MY": ["WAB 1234", "B 1234", "W 1234 A"],
    "SG": ["SBA 1234 G", "SGX 12 " + singapore_check("SGX12")],
    "PH": ["ABC 1234"],
    "ID": ["B 1234 ABC", "AB 1234 CD"],
    "VN": ["30A-123.45"],
    "AU-NSW": ["ABC-12D"],
    "AU-VIC": ["1AB-2CD"],
    "AU-QLD": ["123-AB4"],
    "AU-WA": ["1ABC-123"],
    "NZ": ["ABC123"],
    "ZA": ["BC 12 DF GP", "CA 123-456", "ND 12345", "BCD 123 EC"],
    "NG": ["ABC-123DE"],
    "KE": ["KAA 123A"],
}

NEVER_ISSUED = {
    "AT": "12345 AB",
    "BE": "0-ABC-123",
    "BG": "CD 1234 FG",
    "CZ": "1G2 3456",
    "DE": "B MW 0123",
    "DK": "IO 12 345",
    "FR": "AO-123-CD",
    "GB": "IB12 CDE",
    "GR": "ABC-1234",
    "IE": "133-D-12345",
    "IT": "AQ 123CD",
    "NO": "GM 12345",
    "ES": "1234 ABC",
    "SE": "IQV 123",
    "RU": "D123FG 77",
    "UA": "DF 1234 GJ",
    "BA": "B12-K-345",
    "TR": "99 ABC 123",
    "US-CA": "ABC1234",
    "US-TX": "AEI-1234",
    "BR": "ABC12D3",
    "CL": "ABCD·12",
    "IN": "QQ 01 AB 1234",
    "SA": "1234 COP",
    "SG": "SBA 1234 H",
    "AU-SA": "T123-ABC",
    "ZA": "ABC 123 XX",
    "KE": "KAI 123A",
    "BY": "1234 AB-9",
    "PL": "WA 1234B",
    "NL": "12-AEI-3",
}


@pytest.mark.parametrize(
    ("code", "text"), [(code, text) for code, texts in ISSUED.items() for text in texts]
)
def test_a_text_of_an_issued_kind_fits_a_format_of_its_country(code: str, text: str) -> None:
    assert any(plate.fits(text) for plate in formats_of([code]))


@pytest.mark.parametrize(("code", "text"), NEVER_ISSUED.items())
def test_a_text_that_is_never_issued_fits_no_format_of_that_country(code: str, text: str) -> None:
    assert not any(plate.fits(text) for plate in formats_of([code]))


@pytest.mark.parametrize("plate", FORMATS, ids=lambda f: f"{f.country} {f.name} {f.pattern}")
def test_what_is_drawn_by_a_format_fits_it_and_shows_its_separators(plate: PlateFormat) -> None:
    rng = Random(plate.pattern)
    for _ in range(50):
        text = plate.random_text(rng)
        assert plate.fits(text)
        assert len(text) == len(plate.pattern)
        assert [c for c in text if c in SEPARATORS] == [c for c in plate.pattern if c in SEPARATORS]
        assert folded(text).isascii()
        assert folded(text).isalnum()


def test_the_same_seed_draws_the_same_texts() -> None:
    once, again = Random(7), Random(7)
    assert [f.random_text(once) for f in FORMATS] == [f.random_text(again) for f in FORMATS]


def test_every_format_has_characters_for_each_position_and_can_be_drawn_at_its_size() -> None:
    for plate in FORMATS:
        assert all(plate.positions), plate
        assert 2 <= len(plate.positions) <= 12, plate
        assert plate.weight > 0, plate
        assert 100 <= plate.size_mm[1] <= plate.size_mm[0] <= 600, plate
        assert plate.background != plate.ink, plate


def test_no_format_of_a_country_is_there_twice() -> None:
    seen = [(f.country, f.name, f.pattern, f.positions) for f in FORMATS]
    assert len(seen) == len(set(seen))


def test_more_than_forty_five_countries_are_covered() -> None:
    assert len({f.country.partition("-")[0] for f in FORMATS}) >= 70


def test_the_code_of_a_country_means_its_subdivisions_too() -> None:
    assert {f.country for f in formats_of(["AU"])} == {
        *("AU-NSW", "AU-VIC", "AU-QLD", "AU-WA", "AU-SA")
    }
    assert {f.country for f in formats_of(["US-CA"])} == {"US-CA"}
    assert formats_of(["U"]) == ()


def test_a_text_fits_in_any_case_and_with_any_separators() -> None:
    assert any(f.fits("ab12cde") for f in formats_of(["GB"]))
    assert not any(f.fits("") for f in FORMATS)
    assert not any(f.fits("ÄB12 CDÉ") for f in FORMATS)
    assert not any(f.fits("AB١٢ CDE") for f in FORMATS)


def test_countries_when_given_by_people_then_codes_each_once_or_refused() -> None:
    assert codes_from("gb, ie,US-CA") == codes_from(["gb", "ie", "us-ca"]) == ["GB", "IE", "US-CA"]
    assert known_countries(["US", "US", "DE"]) == ("US", "DE")
    with pytest.raises(ValueError, match="ZZ, US-"):
        known_countries(["GB", "ZZ", "US-"])


def test_expected_formats_then_country_by_country_as_given_or_by_vehicles() -> None:
    given = [each.country for each in expected_formats(["GB", "DE"])]
    assert given == sorted(given, reverse=True)
    assert set(given) == {"GB", "DE"}
    everywhere = expected_formats(())
    assert everywhere[0].country == "IN"
    assert len(everywhere) == len(FORMATS) == len(set(everywhere))
