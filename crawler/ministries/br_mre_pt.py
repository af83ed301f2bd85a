"""Ministério das Relações Exteriores (Ministry of Foreign Affairs of Brazil): notas à imprensa, in Portuguese.

Site     https://www.gov.br/mre/pt-br/canais_atendimento/imprensa/notas-a-imprensa (Plone, thirty a page, newest first)
Caveats  The note's number stands in its text ("Nota à imprensa nº 123"), not in its address; slugs are cut at about a
         hundred characters. What stands after the text (category, subjects) is not read.
"""

from crawler.families.govbr import MINISTRY, ZONE, notes, release
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release

FOLDER = "/mre/pt-br/canais_atendimento/imprensa/notas-a-imprensa/"


def layout(page: Page) -> Release:
    """Today's page."""
    return release(page, "pt-BR")


SOURCE = Source(
    name="br_mre_pt", ministry=MINISTRY, country="BR", language="pt-BR", timezone=ZONE,
    listings=[notes(f"https://www.gov.br{FOLDER[:-1]}", releases=FOLDER)], layout=layout,
    identity=rf"{FOLDER}(?!RSS$)([^/?#]+)/?$", family="govbr", expect=Expect(longest_gap=days(10)),
    checked_against="published descriptions of 2022-2026; no page has been seen",
)  # fmt: skip
