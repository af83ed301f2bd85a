"""Pages that are not what was asked for: each mark on a page like those it was met on, and none on a real release."""

from datetime import UTC, datetime

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType

from crawler.sources.block_pages import fault
from crawler.sources.interpret import read
from crawler.sources.notices import NOT_FOUND, UNDER_MAINTENANCE
from crawler.sources.page import Page
from crawler.sources.registry import source, sources
from storage.records import Capture

AT = datetime(2026, 4, 10, 9, tzinfo=UTC)
PROSE = "The ministers of both countries met and spoke about the lake, its water and its fish. " * 40


def page(body="<p>Body</p>", title="Release", head="", url="https://ministry.example/r/1"):
    return Page(f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode(), url, AT)


BLOCKED = {
    "f5": page("Data processing... Please, wait.", head="<script>window['bobcmn'] = '1';</script>"),
    "f5-words": page("<p>Data processing...</p><p>Please, wait.</p>", title=""),
    "f5-rejected": page("The requested URL was rejected. Your support ID is: 42", title="Request Rejected"),
    "cloudflare": page("<p>Enable JavaScript and cookies to continue</p>", title="Just a moment..."),
    "cloudflare-script": page("<p>Wait.</p>", head="<script src='/cdn-cgi/challenge-platform/h/b/orchestrate/x'>"),
    "cloudflare-wordy": page(
        f"<p>Checking. {PROSE[:400]}</p>", head="<script>window._cf_chl_opt = {cType: 'managed'};</script>"
    ),
    "incapsula": page("", head="<script src='/_Incapsula_Resource?SWJIYLWA=1'></script>"),
    "qrator": page("<p>Подождите</p>", title="", head="<script src='/__qrator/qauth_utm_v2.js'></script>"),
    "imperva": page("<p>Complete the check.</p>", title="Pardon Our Interruption"),
    "radware": page("<p>Confermi</p>", head="<script src='https://validate.perfdrive.com/x'></script>"),
    "radware-title": page("<p>Confermi di essere una persona.</p>", title="Accesso temporaneamente limitato"),
    "united-nations": page("<p>JavaScript is disabled in your browser.</p>", title="Client Challenge"),
    "anubis": page(
        "<h1>Making sure you're not a bot!</h1><p>Loading...</p>", title="Making sure you&#39;re not a bot!"
    ),
    "human-verification": page("<h1>Human Verification</h1><p>Press the button.</p>", title="dfa.example"),
    "state-department": page("<p>We are experiencing technical difficulties.</p>", title="Technical Difficulties"),
    "state-department-words": page("<p>This page isn’t working</p>", title="state.example"),
    "brazil": page("<p>Voltaremos em breve.</p>", title="Estamos em manutenção"),
    "brazil-cookies": page("<p>Usamos cookies para melhorar sua experiência.</p><p>Aceitar</p>", title="gov.example"),
    "cookies": page("<p>This website uses cookies to ensure the best experience.</p>", title="Ministry"),
    "akamai": page("You don't have permission to access this page. Reference #18", title="Access Denied"),
    "india-robots": page(PROSE, url="https://www.mea.example/error.htm?from=list"),
}
SOFT = {
    "india": page(f"<p>{PROSE[:900]}</p>", title="Sorry for the inconvenience."),
    "india-language": page("<p>The page you are refering is not available in selected language</p>"),
    "australia": page("<p>The requested page could not be found.</p>", title="Ministry"),
    "australia-title": page(f"<p>{PROSE[:900]}</p>", title="Page not found | Minister"),
    "germany": page("<p>Zur Startseite</p>", title="Seite nicht gefunden"),
    "japan": page("<p>トップへ</p>", title="ページが見つかりません"),
}
SAID = {
    "de-it-is-not": "Diese Seite gibt es nicht (mehr)",
    "de-we": "Leider konnten wir die gewünschte Seite nicht finden.",
    "fr-we": "Nous ne pouvons trouver cette page Web (Erreur 404)",
    "es-oops": "¡Ups! Esta página no existe",
    "pt-we": "Ops! Não encontramos a página que procura",
    "it-is-not": "Ops! La pagina che cerchi non c’è",
    "ru-none": "Такой страницы нет",
    "ru-element": "Элемент не найден!",
    "ja-comma": "お探しのページは、移動または削除された可能性があります。",
    "zh-lost": "很抱歉，您要访问的页面走丢了",
    "ko-or": "해당 게시물이 삭제되었거나 존재하지 않습니다.",
    "fa-sought": "متاسفانه صفحه\u200cای که به دنبال آن هستید پیدا نشد",
    "he-oops": "אופס! העמוד המבוקש לא נמצא",
    "el-verb-first": "Δεν βρέθηκε η σελίδα",
    "nl-more": "Helaas, deze pagina bestaat niet (meer)",
    "hu-sought": "A keresett oldal nem található",
    "sr-sought": "Stranica koju tražite ne postoji",
    "th-longer": "ไม่พบหน้าที่คุณต้องการ",
    "vi-sought": "Trang bạn tìm kiếm không tồn tại.",
    "ar": "الصفحة غير موجودة",
    "es": "Página no encontrada",
    "fr": "Page introuvable",
    "it": "Pagina non trovata",
    "nb": "Siden ble ikke funnet",
    "pl": "Nie znaleziono strony",
    "pt": "Página não encontrada",
    "ru": "Страница не найдена",
    "tr": "Sayfa bulunamadı",
    "uk": "Сторінку не знайдено",
    "zh": "找不到頁面",
    "zh-say": "很抱歉，找不到您要的網頁",
    "ko": "페이지를 찾을 수 없습니다",
    "ja": "お探しのページは見つかりませんでした",
    "uz": "Sahifa topilmadi",
    "de": "Die von Ihnen gesuchte Seite konnte nicht gefunden werden.",
    "de-gone": "Diese Seite existiert nicht",
    "en": "Sorry, we couldn’t find that page",
    "en-or": "The page you are looking for doesn't exist or has been moved.",
    "es-or": "Lo sentimos, la página que busca no existe o ha cambiado de dirección.",
    "fr-say": "La page que vous recherchez n’existe pas",
    "it-say": "La pagina che stai cercando non esiste",
    "ja-say": "お探しのページは削除されたか、名前が変更されました",
    "ko-say": "요청하신 페이지가 존재하지 않습니다",
    "nb-say": "Siden du leter etter finnes ikke",
    "nn": "Sida finst ikkje",
    "pl-say": "Podana strona nie istnieje",
    "pt-br": "A página que você procura não existe",
    "ru-say": "К сожалению, запрашиваемая вами страница не найдена",
    "tr-say": "Böyle bir sayfa yok",
    "uk-say": "Сторінка не існує",
    "zh-tw": "您所查詢的網頁不存在",
    "zh-number": "404错误",
    "zh-perhaps": "您要查看的网页可能已被删除",
    "pl-address": "Przepraszamy, strona pod tym adresem nie istnieje.",
    "pl-we": "Nie znaleźliśmy takiej strony",
    "ko-wrong": "잘못된 주소이거나 삭제된 페이지입니다",
    "ko-post": "해당 게시글은 존재하지 않습니다",
    "tr-reach": "Ulaşmak istediğiniz sayfa bulunamadı",
    "tr-content": "Aradığınız içerik bulunamadı",
    "uk-seek": "Вибачте, сторінку, яку ви шукали, не знайдено",
    "ru-seek": "Страница, которую вы искали, не найдена",
    "uz-seek": "Kechirasiz, siz qidirgan sahifa topilmadi",
    "uz-cyrillic": "Сиз қидирган саҳифа мавжуд эмас",
    "ja-access": "アクセスしようとしたページは存在しません",
    "fr-oops": "Oups ! Cette page est introuvable",
    "es-visit": "La página que desea ver no existe",
    "pt-seems": "Parece que a página que está procurando não existe",
    "it-oops": "Ops! La pagina che hai richiesto non esiste",
    "en-server": "The requested URL was not found on this server.",
    "en-were": "The page you were trying to reach doesn't seem to exist",
    "en-file": "404 - File or directory not found.",
    "two-sentences": "Page not found. We looked everywhere.",
    "bg": "Страницата не е намерена",
    "da": "Siden blev ikke fundet",
    "fi": "Sivua ei löydy",
    "he": "העמוד המבוקש לא נמצא",
    "hu": "Az oldal nem található",
    "sr": "Страница није пронађена",
    **{f"number-{word}": f"{word} 404" for word in ("Error", "Fehler", "Erreur", "Ошибка", "Hata", "Błąd", "خطأ")},
}
MAINTAINED = {
    "en-being": "This page is currently being maintained",
    "de-reason": "Aufgrund von Wartungsarbeiten ist die Seite derzeit nicht erreichbar.",
    "fr-reason": "Le site est momentanément indisponible pour cause de maintenance.",
    "ru-reason": "Сайт временно недоступен по техническим причинам.",
    "ja-doing": "現在、システムメンテナンスを実施しております。",
    "ar-now": "الموقع قيد الصيانة حالياً",
    "bg": "Сайтът е в процес на поддръжка",
    "da-down": "Hjemmesiden er midlertidigt utilgængelig",
    "hu": "Karbantartás",
    "ms": "Laman web sedang diselenggara",
    "sr": "Сајт је тренутно у фази одржавања",
    "de": "Die Website ist vorübergehend nicht erreichbar",
    "en": "This site is currently undergoing maintenance",
    "en-back": "We’ll be back soon!",
    "es": "Estamos en mantenimiento",
    "fr": "Le site est actuellement en maintenance",
    "it": "Il sito è in manutenzione",
    "ja": "ただいまメンテナンス中です",
    "ko": "시스템 점검 중입니다",
    "nb": "Nettstedet er midlertidig utilgjengelig",
    "pl": "Przerwa techniczna",
    "pt": "Site em manutenção",
    "ru": "На сайте ведутся технические работы",
    "tr": "Sitemiz bakım çalışması nedeniyle hizmet verememektedir",
    "uk": "Сайт тимчасово недоступний",
    "zh": "网站正在维护",
    "zh-tw": "系統維護中",
    "en-brief": "Briefly unavailable for scheduled maintenance. Check back in a minute.",
    "es-tasks": "Estamos realizando tareas de mantenimiento",
    "fr-we": "Nous effectuons une maintenance",
    "ja-service": "メンテナンスのため、サービスを停止しております",
    "ko-homepage": "홈페이지 서비스 점검 안내",
    "ru-two": "Сайт временно недоступен. Ведутся технические работы.",
    "be": "На сайце вядуцца тэхнічныя работы",
    "cs": "Stránky jsou dočasně nedostupné",
    "da": "Hjemmesiden er under vedligeholdelse",
    "el": "Ο ιστότοπος βρίσκεται υπό συντήρηση",
    "fa": "سایت در حال به‌روزرسانی است",
    "fi": "Sivusto on huollossa",
    "he": "האתר אינו זמין כעת",
    "hi": "वेबसाइट रखरखाव के अधीन है",
    "id": "Situs ini sedang dalam perbaikan",
    "nl": "De website is tijdelijk niet beschikbaar",
    "ro": "Site-ul este în mentenanță",
    "sv": "Webbplatsen är tillfälligt otillgänglig",
    "th": "เว็บไซต์ปิดปรับปรุง",
    "uz": "Saytda texnik ishlar olib borilmoqda",
    "uz-cyrillic": "Сайт вақтинча ишламаяпти",
    "vi": "Trang web đang được bảo trì",
    "tr-for-now": "Sitemiz bakım nedeniyle geçici olarak hizmet verememektedir",
}
OF_SERVERS = (
    "502 Bad Gateway",
    "504 Gateway Time-out",
    "HTTP Error 500 - Internal Server Error",
    "Server Error in '/' Application.",
    "Error establishing a database connection",
    "IIS Windows Server",
    "Apache2 Ubuntu Default Page: It works",
    "Welcome to nginx!",
    "Index of /",
)
LINK = "<li><a href='/m'>Another item of the menu</a></li>"
MENU = f"<nav><ul>{LINK * 90}</ul></nav><div class=menu>{LINK * 90}</div><footer>{PROSE}</footer>"
BEACONS = {
    "cloudflare": "<script>a.src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'</script>",
    "incapsula": "<script src='/_Incapsula_Resource?SWJIYLWA=1'></script>",
    "radware": "<script src='https://validate.perfdrive.com/x'></script>",
    "f5": "<script>window['bobcmn'] = '1';</script>",
}
RELEASES = {
    "of-a-challenge": page(f"<p>{PROSE}</p><p>Data processing... Please, wait.</p>"),
    "of-cookies": page(f"<p>{PROSE}</p><p>This website uses cookies.</p>"),
    "short-of-cookies": page("<p>The Minister says that this website uses cookies.</p>", title="On cookies"),
    "titled-like-a-fault": page(f"<p>{PROSE}</p>", title="Sorry for the inconvenience: remarks at the bridge"),
    "on-an-error": page(f"<p>{PROSE}</p>", url="https://ministry.example/r/error.html"),
    "with-a-notice-for-browsers": page(f"<noscript>JavaScript is required</noscript><p>{PROSE[:300]}</p>"),
    "below-a-request-en": page(f"<div>Enable JavaScript to view this page.</div><p>{PROSE[:300]}</p>"),
    "below-a-request-ru": page(f"<div>Для работы сайта включите JavaScript</div><p>{PROSE[:300]}</p>"),
    "below-a-request-pl": page(f"<p>{PROSE[:300]}</p><p>Aby przeglądać stronę, należy włączyć JavaScript.</p>"),
    "numbered-404": page("<p>The text.</p>", title="Resolution 404 (1977)"),
    "of-difficulties": page(f"<p>{PROSE[:300]}</p>", title="Technical difficulties at the consulate resolved"),
    "of-maintenance": page("<p>The visa portal will be under maintenance on Sunday.</p>", title="Visa portal"),
    "of-servers": page("<p>The index of prices rose.</p>", title="Index of prices, bad gateways and databases"),
    "of-dead-links": page(f"<p>{PROSE[:250]}</p>", title="Page not found: how the ministry mends its links"),
    "quoting-en": page("<h1>Statement</h1><p>Our site said 'page not found' for two hours.</p>", title="Statement"),
    "quoting-de": page(
        "<p>Derzeit erscheint die Meldung „Seite nicht gefunden“. Wir arbeiten daran.</p>", title="Hinweis"
    ),
    "quoting-ru": page("<p>На сайте появлялось сообщение «Страница не найдена».</p>", title="Заявление"),
    "quoting-zh": page("<p>部分用户访问领事服务网时显示“页面不存在”，现已修复。</p>", title="通知"),
    "not-found-de": page(f"<p>{PROSE[:250]}</p>", title="Lösung im Streit um die Grenze nicht gefunden"),
    "not-found-fr": page(f"<p>{PROSE[:250]}</p>", title="Solution introuvable au Conseil"),
    "long-of-difficulties": page(f"<p>{PROSE[:900]}</p>", title="Technical difficulties"),
    "works-de": page("<p>Am Sonntag wird das Visaportal gewartet.</p>", title="Wartungsarbeiten am Visaportal"),
    "works-fr": page("<p>Le portail sera fermé.</p>", title="Site en maintenance : le portail fermé dimanche"),
    "works-ru": page("<p>В воскресенье работ не будет.</p>", title="Технические работы на портале"),
    "works-es": page("<p>El portal de citas estará en mantenimiento el domingo.</p>", title="Comunicado"),
    "pages-of-history": page(f"<p>{PROSE[:250]}</p>", title="Страница истории, которую не забыть"),
    "a-site": page(f"<p>{PROSE[:250]}</p>", title="La página que cambió la historia"),
    "denied": page(f"<p>{PROSE[:250]}</p>", title="Access denied to inspectors"),
    "moment": page(f"<p>{PROSE[:250]}</p>", title="Just a moment of peace: speech"),
    "script-form": page("<p>JavaScript is required for the visa form since May.</p>", title="Visa form"),
    "short-with-beacon": page(f"<p>{PROSE[:300]}</p>", head=BEACONS["incapsula"] + BEACONS["radware"]),
    **{f"beacon-{name}": page(f"<p>{PROSE}</p>", head=script) for name, script in BEACONS.items()},
    **{
        f"headed-{name}": page("<h1>Visit</h1><p>They met.</p>", title="Visit | Ministry", head=script)
        for name, script in BEACONS.items()
    },
}


@pytest.mark.parametrize("found", BLOCKED.values(), ids=BLOCKED)
def test_what_stands_in_the_way_is_blocked(found):
    verdict, name = fault(found)
    assert verdict == "blocked"
    assert name


@pytest.mark.parametrize("found", SOFT.values(), ids=SOFT)
def test_a_page_that_says_there_is_nothing_is_a_soft_404(found):
    assert fault(found)[0] == "soft_404"


@pytest.mark.parametrize("said", SAID.values(), ids=SAID)
def test_that_there_is_nothing_is_said_in_every_language(said):
    for title, body in ((f"{said} - MFA", PROSE[:700]), ("MFA", f"<h1>{said}</h1>")):
        found = page(f"<p>{body}</p>", title=title)
        assert fault(found)[0] == "soft_404"


@pytest.mark.parametrize("said", SAID.values(), ids=SAID)
def test_that_there_is_nothing_is_said_among_menus(said):
    for title, body in (
        (f"{said} | MFA", "<p>MFA</p>"),
        ("MFA", f"<main><h1>{said}</h1></main>"),
        ("MFA", f"<p>{said}</p>"),
    ):
        assert fault(page(MENU + body, title=title))[0] == "soft_404"


@pytest.mark.parametrize("said", MAINTAINED.values(), ids=MAINTAINED)
def test_a_notice_of_maintenance_says_little_else(said):
    for title, body in ((f"{said} - MFA", "<p>MFA</p>"), ("MFA", f"<h1>{said}</h1>"), ("MFA", f"<div>{said}</div>")):
        assert fault(page(body, title=title))[0] == "blocked"
        assert fault(page(f"{body}<p>{PROSE[:700]}</p>", title=title)) is None


@pytest.mark.parametrize("said", OF_SERVERS)
def test_what_a_server_says_by_itself_is_no_release(said):
    assert fault(page("<p>Try later.</p>", title=said)) == ("blocked", "an error page")
    assert fault(page(f"<h1>{said}</h1><hr><p>nginx</p>", title="MFA")) == ("blocked", "an error page")
    assert fault(page(f"<h1>{said}</h1><p>{PROSE[:700]}</p>", title=said)) is None


def test_every_language_of_the_sources_has_its_words():
    languages = {one.language.partition("-")[0] for one in sources().values()} - {"und"}
    assert languages <= NOT_FOUND.keys()
    assert languages <= UNDER_MAINTENANCE.keys()


@pytest.mark.parametrize("found", RELEASES.values(), ids=RELEASES)
def test_a_release_that_speaks_of_such_things_is_none(found):
    assert fault(found) is None


def test_a_text_that_is_only_promised_is_empty():
    body = '<div id="contents-header"><h2 class="title2">Talks</h2></div><div id="maincontents">{}</div>'
    date = '<div class="rightalign">April 9, 2026</div>'
    for text, verdict in (
        ("The text will be coming soon.", "empty"),
        ("The text will be coming soon, he said.", "read"),
    ):
        held = page(body.format(f"{date}<div><p>{text}</p></div>"), url="https://www.mofa.go.jp/press/x.html").body
        url = "https://www.mofa.go.jp/press/release/pressite_000001_09901.html"
        reading = read(source("jp_mofa_en"), Capture(url=url, at=AT, kind="release", status=200, body=held))
        assert reading.verdict == verdict


def test_of_the_real_pages_of_china_only_the_error_page_is_named_so(corpus):
    with (corpus / "cn_fmprc.warc.gz").open("rb") as file:
        records = [
            (record.headers["WARC-Target-URI"], record.reader.read(), record.http_headers.get("Content-Type"))
            for record in ArchiveIterator(file, record_types=WarcRecordType.response)
        ]
    pages = [Page(body, url, AT, {"content-type": kind or ""}) for url, body, kind in records if "robots" not in url]
    assert len(pages) > 1_300
    faults = {found.url: fault(found) for found in pages}
    # The file holds the site's own error page, and nothing else is one.
    assert {url for url, found in faults.items() if found} == {"https://www.fmprc.gov.cn/error.htm"}


def test_no_real_page_of_other_ministries_is_taken_for_another(corpus):
    files = sorted(path for path in (corpus / "pages").rglob("*") if path.suffix in (".html", ".xml", ".json"))
    assert {"by", "cm", "de", "gb", "jp", "kr", "my", "tl", "uz"} <= {
        file.relative_to(corpus).parts[1] for file in files
    }
    faults = {file.name: fault(Page(file.read_bytes(), "https://ministry.example/r", AT)) for file in files}
    assert {name: found for name, found in faults.items() if found} == {}
