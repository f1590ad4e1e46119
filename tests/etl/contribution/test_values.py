"""What a cell was meant to say: proposals in seven languages, and none where several could be meant."""

import pytest

import codebook
from codebook import uploads
from etl.contribution.degrees import parse_degrees
from etl.contribution.values import find_value, propose
from geo.country_names import find_country


@pytest.mark.parametrize(
    ("factor", "text", "value"),
    [
        *(("union_presence", "strong ", "strong"), ("union_presence", "STRONG", "strong")),
        *(
            ("union_presence", "Yes", "weak"),
            ("union_presence", "não", "absent"),
            ("union_presence", "stron", "strong"),
        ),
        *(("effluent_plant", "CETP", "common"), ("effluent_plant", "ETP", "individual")),
        *(("law_enforcement", "débil", "weak"), ("law_enforcement", "कमज़ोर", "weak")),
        ("pollution", "grave", "severe"),
        *(("child_labour", "হ্যাঁ", "present"), ("csr_capacity", "élevée", "high"), ("pollution", "شدید", "severe")),
        *(("pollution", "yes", None), ("union_presence", "perhaps", None), ("union_presence", "", None)),
        *(("union_presence", "unions bargain or organise many", None), ("effluent_plant", "maybe", None)),
    ],
)
def test_a_value_in_other_words_is_proposed(factor: str, text: str, value: str | None) -> None:
    assert propose(codebook.column("evidence", "value"), text, factor) == value


def test_a_value_that_is_right_is_not_proposed_again() -> None:
    assert propose(codebook.column("evidence", "value"), "strong", "union_presence") is None


def test_every_proposal_is_an_allowed_value() -> None:
    for item in uploads.own_uploads().synonyms:
        for domain in (item.domain, *codebook.FACTORS):
            if domain in codebook.DOMAINS:
                found = find_value(domain, item.synonym)
                assert found is None or found in {value.value for value in codebook.values(domain)}


def test_synonyms_of_a_vocabulary_lead_to_their_value() -> None:
    for domain in ("sector", "tier", "confidence", "mode", "scope", "location_precision", "source_type"):
        for item in uploads.synonyms(domain):
            assert find_value(domain, item.synonym) in {item.value, None}, item


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        *(("year", "2012-05-01", "2012"), ("year", "c. 2010", "2010"), ("year", "२०१२", "2012")),
        *(("year", "2010-2012", None), ("year", "12", None), ("year", "1850", None)),
    ],
)
def test_a_year_is_read_from_a_date(column: str, text: str, value: str | None) -> None:
    assert propose(codebook.column("evidence", column), text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("5,000", "5000"), ("5.000", "5000"), ("1,20,000", "120000"), ("5000.0", "5000"), ("১২০০", "1200")),
        *((" 7", "7"), ("many", None), ("0", None), ("5,00", None), ("9" * 30, None)),
    ],
)
def test_a_whole_number_is_read_without_its_thousands(text: str, value: str | None) -> None:
    assert propose(codebook.column("clusters", "workers"), text) == value


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        *(("31.52", 31.52), ("-31,5", -31.5), ("−7.5", -7.5), ("31°31'12\"N", 31.52), ("31 31 12 S", -31.52)),
        *(("N 31° 31.2'", 31.52), ("74,35 O", -74.35), ("74.35W", -74.35), ("31d31m12s", 31.52), ("३१.५", 31.5)),
        *(("31:31:12", 31.52), ("31º 31′ 12″ S", -31.52)),
        *(
            ("abc", None),
            ("", None),
            ("31 75 0", None),
            ("-31 S", None),
            ("N 31 S", None),
            ("999", None),
            ("1 2 3 4", None),
        ),
    ],
)
def test_degrees_are_read_as_people_write_them(text: str, degrees: float | None) -> None:
    assert parse_degrees(text) == (None if degrees is None else pytest.approx(degrees))


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        *(("url", "www.ilo.org/a", "https://www.ilo.org/a"), ("url", "http:/ilo.org", "https://ilo.org")),
        *(
            ("url", "https://a.org/x y", "https://a.org/x%20y"),
            ("url", "javascript:alert(1)", None),
            ("url", "see report", None),
        ),
        *(("doi", "https://doi.org/10.1000/a(b)", "10.1000/a(b"), ("doi", "doi:10.1/x", "10.1/x"), ("doi", "10", None)),
    ],
)
def test_links_are_completed_and_never_made_up(column: str, text: str, value: str | None) -> None:
    assert propose(codebook.column("sources", column), text) == value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(
            ("pak", "PAK"),
            ("Pakistán", "PAK"),
            ("پاکستان", "PAK"),
            ("भारत", "IND"),
            ("বাংলাদেশ", "BGD"),
            ("brésil", "BRA"),
        ),
        *(("Turkey", "TUR"), ("Ivory Coast", "CIV"), ("Atlantis", None), ("", None), ("ZZZ", None)),
    ],
)
def test_a_country_is_known_by_its_names(text: str, code: str | None) -> None:
    assert propose(codebook.column("clusters", "country_iso3"), text) == code


def test_a_code_in_capitals_needs_no_proposal() -> None:
    assert find_country("PAK") == "PAK"
    assert propose(codebook.column("clusters", "country_iso3"), "PAK") is None
