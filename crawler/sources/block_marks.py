"""What challenges, notices of maintenance, consent walls and soft 404s say, each with its verdict and its name.

The marks are those that scrapers of these sites met (published descriptions of 2020-2026).
"""

import re
from collections.abc import Sequence

from crawler.sources import notices
from storage.records import Verdict

Mark = tuple[re.Pattern[str], Verdict, str]


def _mark(pattern: str, verdict: Verdict, name: str) -> Mark:
    return re.compile(pattern, re.IGNORECASE), verdict, name


# The scripts of those who guard a site stand on its ordinary pages too: these are of a challenge alone, or else they
# count where there is next to nothing besides, not even a heading that is the page's title.
CHALLENGES: Sequence[Mark] = (
    _mark(r"/cdn-cgi/challenge-platform/\S*orchestrate|_cf_chl_opt", "blocked", "a Cloudflare challenge"),
    _mark(r"/_sec/cp_challenge|sec-if-cpt-container|bm-verify=", "blocked", "an Akamai challenge"),
)
SCRIPTS: Sequence[Mark] = (
    *CHALLENGES,
    _mark(r"window\[\s*['\"]bobcmn['\"]\s*\]", "blocked", "an F5 challenge"),
    _mark(r"_Incapsula_Resource", "blocked", "an Incapsula challenge"),
    _mark(r"validate\.perfdrive\.com|Radware (?:Captcha|Bot Manager)", "blocked", "a Radware challenge"),
    _mark(
        r"captcha-delivery\.com|px-captcha|awsWafCookieDomainList|wzwschallenge|_jsl_clearance|/__qrator/qauth",
        "blocked",
        "a challenge page",
    ),
)
_END = r"\W*$"
# Of a title that says nothing else, but for the site's name: a consulate's difficulties are news.
TITLES: Sequence[Mark] = (
    _mark(
        rf"^\W*(?:Just a moment|Attention Required){_END}|^\W*Checking your browser\b",
        "blocked",
        "a Cloudflare challenge",
    ),
    _mark(rf"^\W*(?:Access Denied|Request Rejected|403 Forbidden){_END}", "blocked", "an access-denied page"),
    _mark(rf"^\W*(?:Accesso temporaneamente limitato|human verification){_END}", "blocked", "a captcha page"),
    # Cloudflare's title in the language of whoever visits.
    _mark(
        rf"^\W*(?:Nur einen Moment|Un momento|Un instant|Um momento|Один момент|Одну хвилину|Proszę czekać"
        rf"|Bir dakika lütfen|Een moment(?: geduld)?|请稍候|請稍候"
        rf"|しばらくお待ちください|잠시만 기다리십시오|لحظة){_END}",
        "blocked",
        "a Cloudflare challenge",
    ),
    _mark(
        rf"^\W*(?:Web Page Blocked|Client Challenge|Making sure you[’']re not a bot){_END}",
        "blocked",
        "a challenge page",
    ),
    _mark(
        rf"^\W*(?:Pardon Our Interruption|Vercel Security Checkpoint|You are being redirected){_END}",
        "blocked",
        "a challenge page",
    ),
    # India's answer for a number it has no release of (status 200, 2026).
    _mark(rf"^\W*Sorry for the inconvenience{_END}", "soft_404", "a not-found page"),
    # A number alone is no mark: "Resolution 404 (1977)" is a title.
    _mark(r"^\W*Resource at '.{1,300}' not found", "soft_404", "a not-found page"),  # Adobe Experience Manager
    (notices.NUMBER, "soft_404", "a not-found page"),
    (notices.MISSING_TITLE, "soft_404", "a not-found page"),
)
# What servers and their gateways say by themselves.
_OF_SERVERS = (
    r"(?:HTTP )?(?:Error )?(?:5\d\d\W+)?(?:Bad Gateway|Gateway Time-?out|(?:Internal )?Server Error|Runtime Error)"
    r"(?: in '/' Application)?|Database Error|Error establishing a database connection|Account Suspended"
    r"|(?:Welcome to )?nginx|IIS Windows Server|Apache2? (?:\w+ )?Default Page(?:: It works)?|It works|Index of /"
    r"|Application error: a (?:client|server)-side exception has occurred|WordPress › Error"
    r"|(?:Error )?503 Backend fetch failed|Guru Meditation|ERROR: The requested URL could not be retrieved"
    r"|5\d\d: (?:Connection timed out|Web server is (?:down|returning an unknown error)|Origin is unreachable"
    r"|A timeout occurred|SSL handshake failed|Invalid SSL certificate)|(?:(?:Error )?429 )?Too Many Requests"
    r"|(?:(?:Error )?401 )?Unauthorized|This domain(?: name)? is for sale|Website coming soon"
)
_FAILED = (
    r"(?:There has been a critical error on (?:this|your) website|The website encountered an unexpected error"
    r"|An unexpected error (?:has )?occurred|Sorry, something went wrong"
    r"|(?:PHP )?Fatal error\W+(?:Uncaught|Allowed memory)|You are not authori[sz]ed to access this page)"
)
MAINTENANCE_TITLES: Sequence[Mark] = (
    (notices.MAINTENANCE_TITLE, "blocked", "a maintenance page"),
    _mark(rf"^\W*(?:{_OF_SERVERS}){_END}", "blocked", "an error page"),
)
SENTENCES: Sequence[Mark] = (
    (notices.NAMED_NUMBER, "soft_404", "a not-found page"),
    (notices.MISSING, "soft_404", "a not-found page"),
)
MAINTENANCE_SENTENCES: Sequence[Mark] = (
    (notices.MAINTENANCE, "blocked", "a maintenance page"),
    _mark(rf"^\W*{_FAILED}", "blocked", "an error page"),
)
WORDS: Sequence[Mark] = (
    _mark(r"Data processing\W+Please,? wait|The requested URL was rejected", "blocked", "an F5 challenge"),
    _mark(r"verify (?:that )?you are (?:a )?human|enable JavaScript and cookies", "blocked", "a challenge page"),
    _mark(
        r"JavaScript is (?:disabled|required)(?:\W*$| in your | to (?:continue|proceed|view|use))"
        r"|(?:enable|turn on) JavaScript to (?:continue|proceed|run this app)",
        "blocked",
        "a challenge page",
    ),
    _mark(
        r"^\W*(?:Проверка (?:вашего )?браузера|请开启JavaScript)|귀하의 접[근속]이 차단"
        r"|您的(?:访问|请求)(?:被阻断|被拒绝|带有不合法参数)",
        "blocked",
        "a challenge page",
    ),
    _mark(
        r"^\W*Request unsuccessful\W+Incapsula incident|blocked by the Barracuda|restricted (?:from|in) your country",
        "blocked",
        "a challenge page",
    ),
    _mark(r"page you are refer+ing is not available", "soft_404", "a not-found page"),
    _mark(r"this page isn.t working", "blocked", "an error page"),
    # The banner, and nothing after it: gov.br has served bodies of that kind.
    _mark(r"^\W*(?:we|this (?:web)?site) uses? cookies|^\W*(?:usamos|utilizamos) cookies", "blocked", "a consent page"),
)
# What sites also ask of browsers above their releases: of a challenge where a page says next to nothing else.
REQUESTS: Sequence[Mark] = (
    _mark(
        r"(?:enable|turn on) JavaScript to (?:view|use) (?:this|the) (?:web)?(?:site|page|app)"
        r"|(?:activer|habilitar?|activar?|ativar?|attivare|włączyć|включит[ье]|увімкн\w{1,8}"
        r"|aktivieren Sie) (?:le )?JavaScript"
        r"|JavaScript\s?を有効に",
        "blocked",
        "a challenge page",
    ),
)

# Where India sends clients that it takes for robots (2026), and China whoever asks for what is not there (2020).
ADDRESSES: Sequence[Mark] = (_mark(r"^https?://[^/]+/error\.html?(?:$|[?#])", "blocked", "an error page"),)
