"""Identities, and days in titles and names, against the real addresses of the corpus."""

import csv

import pytest

from crawler.families import maec, meae
from crawler.sources.registry import source


@pytest.fixture
def listed(corpus):
    def rows(name):
        with (corpus / f"lists/{name}.tsv").open(encoding="utf-8") as file:
            return list(csv.DictReader(file, delimiter="\t"))

    return rows


@pytest.mark.parametrize(
    ("name", "file", "owned"),
    [
        ("au_fm_en", "au-dfat", 756),
        ("cn_fmprc_en", "cn-fmprc", 123),
        ("de_aa_en", "de-aa", 635),
        ("es_maec_en", "es-maec", 361),
        ("fr_meae_fr", "fr-meae", 2396),  # of 2,476; the others are travel advice and PDFs
        ("gb_fcdo", "uk-fcdo", 241),
        ("in_mea_en", "in-mea", 1848),
        ("it_maeci_en", "it-maeci", 1834),
        ("jp_mofa_en", "jp-mofa", 361),  # of 409; the others stand in other trees of the site
        ("ru_mid_en", "ru-mid", 401),
    ],
)
def test_every_release_has_an_identity_of_its_own_and_is_no_listing(listed, name, file, owned):
    found = source(name)
    mine = [row["url"] for row in listed(file) if found.owns(row["url"])]
    assert len(mine) == len({found.key_of(url) for url in mine}) == owned
    assert not [url for url in mine if found.listing_of(url)]


@pytest.mark.parametrize(
    ("name", "key", "addresses"),
    [
        ("in_mea_en", "41032", ["https://www.mea.gov.in/press-releases.htm?dtl/41032/",
                                "http://mea.gov.in/lok-sabha.htm?dtl/41032/QUESTION+NO+7"]),
        ("ru_mid_en", "2093833", ["https://mid.ru/en/foreign_policy/news/2093833",
                                  "http://www.mid.ru/en/press_service/spokesman/briefings/2093833/"]),
        ("ru_mid_en", "57221", ["https://mid.ru/en/foreign_policy/news/57221/",
                                "https://www.mid.ru/en/foreign_policy/news/57221?lang=en"]),
        ("ru_mid_ru", "10456789", ["https://mid.ru/ru/foreign_policy/news/10456789/"]),
        ("ru_mid_en", "content/id/2799001",
         ["https://archive.mid.ru/en/foreign_policy/news/-/asset_publisher/cKNonkJE02Bw/content/id/2799001",
          "http://www.mid.ru/en/foreign_policy/news/-/asset_publisher/cKNonkJE02Bw/content/id/2799001?p_p_id=101"]),
        ("no_ud_no", "3050001", ["https://www.regjeringen.no/no/aktuelt/samtaler-i-zenda/id3050001/",
                                 "https://www.regjeringen.no/no/aktuelt/samtaler/id3050001"]),
        ("it_maeci_it", "2026/04/nota", ["https://www.esteri.it/it/sala_stampa/archivionotizie/comunicati/2026/04/nota/",
                                         "http://esteri.it/it/sala_stampa/archivionotizie/comunicati/2026/04/nota"]),
        ("fr_meae_fr", "dossiers-pays/libye/article/libye",
         ["https://www.diplomatie.gouv.fr/fr/dossiers-pays/libye/article/libye",
          "https://diplomatie.gouv.fr/z_archives/fr/archives-autres/archives-2016/dossiers-pays/libye/article/libye"]),
        ("es_maec_en", "Comunicados/Paginas/2026_COMUNICADOS/isra%C3%ADl",
         ["https://www.exteriores.gob.es/en/Comunicacion/Comunicados/Paginas/2026_COMUNICADOS/isra%c3%adl.aspx",
          "https://exteriores.gob.es/en/Comunicacion/Comunicados/Paginas/2026_COMUNICADOS/isra%C3%ADl.aspx"]),
    ],
)  # fmt: skip
def test_every_address_of_a_release_names_the_same_one(name, key, addresses):
    found = source(name)
    assert {found.key_of(address) for address in addresses} == {key}


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("fr_meae_en", f"https://www.diplomatie.gouv.fr/fr/{meae.NEWS}/pont"),
        ("fr_meae_fr", f"https://www.diplomatie.gouv.fr/en/{meae.NEWS}/pont"),
        ("it_maeci_en", "https://www.esteri.it/it/sala_stampa/archivionotizie/comunicati/2026/04/nota/"),
        ("es_maec_es", "https://www.exteriores.gob.es/en/Comunicacion/Comunicados/Paginas/2026_COMUNICADOS/a.aspx"),
        ("ru_mid_ru", "https://mid.ru/en/foreign_policy/news/2093833/"),
        ("ru_mid_en", "https://mid.ru/en/foreign_policy/news/2021/"),
        ("ru_mid_en", "https://mid.ru/en/foreign_policy/news/?PAGEN_1=20938"),
        ("no_ud_no", "https://www.regjeringen.no/no/dokumenter/horing/id3167072/"),
        ("no_ud_no", "https://www.regjeringen.no/no/dokument/hoyringar/id1763/"),
        ("no_ud_no", "https://www.regjeringen.no/no/tema/klima-og-miljo/id1298/"),
        ("no_ud_no", "https://www.regjeringen.no/en/aktuelt/talks/id3050001/"),
        ("no_ud_en", "https://www.regjeringen.no/en/whatsnew/news-and-press-releases/id2006120/"),
        ("un_press_en", "https://press.un.org/en/blog/sc16444"),
        ("us_state_2021", "https://2021-2025.state.gov/reports/2021-country-reports-on-human-rights-practices/canada/"),
        ("ua_mfa_uk", "https://mfa.gov.ua/en/news/komentar"),
        ("ua_mfa_en", "https://mfa.gov.ua/news/komentar"),
        ("au_fm_en", "https://www.foreignminister.gov.au/minister/penny-wong/media-releases"),
        ("eu_eeas_en", "https://www.eeas.europa.eu/eeas/press-material_en"),
        ("eu_eeas_en", "https://www.eeas.europa.eu/delegations/lakeland_en"),
        ("eu_eeas_en", "https://www.eeas.europa.eu/eeas/declaration-sur-le-lac_fr"),
    ],
)
def test_what_belongs_to_another_language_or_is_a_listing_is_not_owned(name, address):
    assert not source(name).owns(address)


def test_numbers_of_liferay_are_another_sequence_than_those_of_bitrix():
    found = source("ru_mid_en")
    liferay = "https://www.mid.ru/en/foreign_policy/news/-/asset_publisher/cKNonkJE02Bw/content/id/2093833"
    assert found.key_of(liferay) == "content/id/2093833"
    assert found.key_of("https://mid.ru/en/foreign_policy/news/2093833") == "2093833"


def test_days_at_the_end_of_french_titles_are_those_of_the_list(listed):
    """The list took its dates from titles, addresses or texts; where it differs it is mostly the day of an event."""
    found = [(meae.day_at_the_end(row["title"], "fr"), row["published_at"]) for row in listed("fr-meae")]
    dated = [(day.isoformat(), day_listed) for day, day_listed in found if day]
    assert len(dated) > 1_400
    assert sum(day == day_listed for day, day_listed in dated) > 0.97 * len(dated)


def test_days_in_the_names_of_spanish_files_are_those_of_the_list(listed):
    found = [(maec.day_in_name(row["url"]), row["published_at"]) for row in listed("es-maec")]
    dated = [(day.isoformat(), day_listed) for day, day_listed in found if day]
    assert len(dated) == 172
    assert sum(day == day_listed for day, day_listed in dated) == 168
