"""Pages that answer 200 and are not what was asked for: challenges, maintenance, consent walls, soft 404s.

Each is named before any layout sees the page, kept as a capture, and never read. The marks are those that scrapers of
these sites met (published descriptions of 2020-2026). A mark counts only on a page too short to be a release: a release
may well speak of maintenance, and the scripts of those who guard a site stand on its ordinary pages too.
"""

import re
from collections.abc import Sequence

from crawler.sources.page import Page
from storage.errors import LayoutError
from storage.records import Release, Verdict

LOOKED_AT = 100_000  # characters of one string of a page
FEW_WORDS = 600  # characters of visible text: challenge stubs have under 300, the shortest real release about 700

Mark = tuple[re.Pattern[str], Verdict, str]


def _mark(pattern: str, verdict: Verdict, name: str) -> Mark:
    return re.compile(pattern, re.IGNORECASE), verdict, name


_END = r"\W*(?:$|\s[|–—-]\s)"
# How sites say in the languages of the sources, and in some others, that a page is not there.
NOT_FOUND = {
    "ar": r"الصفحة غير موجودة|لم يتم العثور على الصفحة|الصفحة المطلوبة غير",
    "be": r"Старонка не знойдзена",
    "cs": r"Stránka (?:nebyla )?nenalezena|Stránka nebyla nalezena",
    "de": r"nicht gefunden",
    "el": r"[ηΗ] σελίδα δεν βρέθηκε",
    "en": r"(?:page|file) not found",
    "es": r"página no encontrada|página (?:que busca|solicitada) no (?:existe|se encuentra)|no se encontró la página",
    "fa": r"صفحه (?:مورد نظر )?(?:یافت|پیدا) نشد",
    "fr": r"non trouv[ée]e|page (?:est )?introuvable",
    "hi": r"पृष्ठ नहीं मिला",
    "id": r"Halaman tidak ditemukan|Laman tidak dijumpai",
    "it": r"Pagina non trovata|pagina (?:richiesta|cercata) non (?:esiste|è stata trovata)",
    "ja": r"ページ(?:が|は)(?:見つかりません|存在しません)|ページは見つかりませんでした",
    "ko": r"페이지를 찾을 수 없습니다|존재하지 않는 페이지",
    "nb": r"Sid[ae]n (?:ble |blei |vart )?ikkj?e funnet|(?:Fant|Finner|Fann|Finn) ikkj?e (?:siden|sida)",
    "nl": r"Pagina niet gevonden",
    "pl": r"Nie znaleziono strony|Strona (?:nie istnieje|nie została znaleziona|nieznaleziona)",
    "pt": r"Página não encontrada|página (?:que procura|solicitada) não (?:existe|foi encontrada)",
    "ro": r"Pagina nu a fost găsită",
    "ru": r"Страница не найдена|(?:запрашиваемая|запрошенная) (?:вами )?страница не (?:найдена|существует)",
    "sv": r"Sidan (?:kunde inte hittas|hittades inte)",
    "th": r"ไม่พบหน้า",
    "tr": r"Sayfa bulunamadı|aradığınız sayfa",
    "uk": r"Сторінку не знайдено|Сторінка не знайдена|сторінки не існує",
    "uz": r"Sahifa topilmadi|Саҳифа топилмади",
    "vi": r"Không tìm thấy trang",
    "zh": r"[页頁]面不存在|(?:找不到|未找到|無法找到|无法找到)[\w，]{0,9}(?:[页頁]面|[网網][页頁])|查無此[页頁]",
}
SCRIPTS: Sequence[Mark] = (
    _mark(r"window\[\s*['\"]bobcmn['\"]\s*\]", "blocked", "an F5 challenge"),
    _mark(r"/cdn-cgi/challenge-platform/\S*orchestrate|_cf_chl_opt", "blocked", "a Cloudflare challenge"),
    _mark(r"_Incapsula_Resource", "blocked", "an Incapsula challenge"),
    _mark(r"validate\.perfdrive\.com|Radware (?:Captcha|Bot Manager)", "blocked", "a Radware challenge"),
)
TITLES: Sequence[Mark] = (
    _mark(r"^\s*(?:Just a moment|Attention Required|Checking your browser)", "blocked", "a Cloudflare challenge"),
    _mark(r"^\s*(?:Access Denied|Request Rejected|403 Forbidden)\b", "blocked", "an access-denied page"),
    # The title and nothing else, or the site's name behind it: a consulate's difficulties are news.
    _mark(rf"^\W*(?:we are experiencing )?technical difficulties{_END}", "blocked", "a technical-difficulties page"),
    _mark(
        rf"^\W*(?:(?:(?:the|this|our) )?(?:web ?)?site is (?:currently )?)?under maintenance{_END}"
        rf"|^\W*Estamos em manuten[cç][aã]o|^\W*(?:ただいま|現在)?メンテナンス中(?:です)?{_END}",
        "blocked",
        "a maintenance page",
    ),
    _mark(r"Accesso temporaneamente limitato|human verification", "blocked", "a captcha page"),
    _mark(r"^\s*Client Challenge", "blocked", "a challenge page"),
    # India's answer for a number it has no release of (status 200, 2026).
    _mark(r"Sorry for the inconvenience", "soft_404", "a not-found page"),
    # A number alone is no mark: "Resolution 404 (1977)" is a title.
    _mark(r"^\W*404\W*$|\b404\s*(?:[-–—|:]|error|not found)|\berror\s*404\b", "soft_404", "a not-found page"),
    *(_mark(said, "soft_404", "a not-found page") for said in NOT_FOUND.values()),
)
WORDS: Sequence[Mark] = (
    *TITLES,
    _mark(r"Data processing\W+Please,? wait|The requested URL was rejected", "blocked", "an F5 challenge"),
    _mark(r"verify (?:that )?you are (?:a )?human|enable JavaScript and cookies", "blocked", "a challenge page"),
    _mark(
        r"JavaScript is (?:disabled|required)|enable JavaScript to (?:continue|proceed)", "blocked", "a challenge page"
    ),
    _mark(r"this page isn.t working", "blocked", "an error page"),
    _mark(
        r"(?:page you (?:are looking for|requested)|requested page) (?:cannot|could not|can't) be found",
        "soft_404",
        "a not-found page",
    ),
    _mark(r"page you are refer+ing is not available", "soft_404", "a not-found page"),
    _mark(r"^\W*we are experiencing technical difficulties\b", "blocked", "a technical-difficulties page"),
    # The banner, and nothing after it: gov.br has served bodies of that kind.
    _mark(r"^\W*(?:we|this (?:web)?site) uses? cookies|^\W*(?:usamos|utilizamos) cookies", "blocked", "a consent page"),
)


# Where India sends clients that it takes for robots (2026), and China whoever asks for what is not there (2020).
ADDRESSES: Sequence[Mark] = (_mark(r"^https?://[^/]+/error\.html?(?:$|[?#])", "blocked", "an error page"),)
# Japan's words on a page that is there before its text is.
_ANNOUNCED = re.compile(r"\W*The text will be coming soon\W*", re.IGNORECASE)


def fault(page: Page) -> tuple[Verdict, str] | None:
    """The verdict on a page that is not what was asked for, and its name; None for a page worth reading."""
    if not page.body.strip():
        return "empty", "the answer has no body"
    if page.body.lstrip()[:1] in (b"{", b"[") or page.body[:2] == b"\x1f\x8b":  # JSON, gzip
        return None
    if found := _first(ADDRESSES, page.url):
        return found
    try:
        title = page.tree.findtext(".//title") or ""
    except LayoutError:
        return None  # the layout says better what is wrong
    words = _visible(page)
    telling = _first(TITLES, title) if words and len(words) < 4 * FEW_WORDS else None
    if telling is None and len(words) < FEW_WORDS:
        telling = _first(SCRIPTS, page.text) or _first(WORDS, words)
    return telling or (None if words else ("empty", "the page has no words"))


def only_announced(release: Release) -> bool:
    """Whether a release's whole text is a promise that there will be one: no version of it, nothing to compare with."""
    return bool(release.blocks) and all(_ANNOUNCED.fullmatch(block.text) for block in release.blocks)


def _first(marks: Sequence[Mark], text: str) -> tuple[Verdict, str] | None:
    return next(((verdict, name) for pattern, verdict, name in marks if pattern.search(text)), None)


def _visible(page: Page) -> str:
    """The words of a page's body, as far as they are needed to tell a stub from a release."""
    found: list[str] = []
    length = 0
    body = page.tree.find(".//body")
    for element in (page.tree if body is None else body).iter("*"):
        for text in (element.text if element.tag not in ("script", "style", "noscript") else None, element.tail):
            if text and (text := text[:LOOKED_AT].strip() or text.strip()):
                found.append(text)
                length += len(text)
        if length > 4 * FEW_WORDS:
            break
    return " ".join(found)
