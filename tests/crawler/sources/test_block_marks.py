"""What servers, guards and content management systems say in place of a page, as their own templates write it."""

from datetime import UTC, datetime

import pytest

from crawler.sources.block_pages import fault
from crawler.sources.page import Page

AT = datetime(2026, 4, 10, 9, tzinfo=UTC)
PROSE = "The ministers of both countries met and spoke about the lake, its water and its fish. " * 40


def page(title: str, body: str) -> Page:
    whole = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return Page(whole.encode(), "https://ministry.example/r/1", AT)


ERRORS = [
    page("WordPress › Error", "<p>There has been a critical error on this website.</p><p><a href=/>Learn more</a></p>"),
    page("Ministry", "<p>The website encountered an unexpected error. Please try again later.</p>"),
    page("Error | Ministry", "<p>The website encountered an unexpected error. Try again later.</p>"),
    page("", "<b>Fatal error</b>: Uncaught Error: Call to undefined function in /var/www/html/index.php:12"),
    page("Error", "<h1>Sorry, something went wrong</h1><p>An unexpected error has occurred.</p>"),
    page("503 Backend fetch failed", "<h1>Error 503 Backend fetch failed</h1><h3>Guru Meditation:</h3><p>XID: 42</p>"),
    page("ERROR: The requested URL could not be retrieved", "<h1>ERROR</h1><p>Connection to 192.0.2.1 failed.</p>"),
    page("ministry.example | 522: Connection timed out", "<p>What happened?</p>"),
    page("ministry.example | 520: Web server is returning an unknown error", "<p>Ray ID: 1</p>"),
    page("429 Too Many Requests", "<center><h1>429 Too Many Requests</h1></center><hr><center>nginx</center>"),
    page("Access | Ministry", "<h1>Unauthorized</h1><p>You are not authorized to access this page.</p>"),
    page("ministry.example", "<h1>This domain is for sale</h1>"),
    page("Ministry", "<h1>Website coming soon</h1>"),
]
CHALLENGES = [
    page("Nur einen Moment…", "<p>Wir prüfen Ihre Verbindung.</p>"),
    page("Один момент…", "<p>ministry.example</p>"),
    page("请稍候…", "<p>正在验证</p>"),
    page("しばらくお待ちください...", "<p>接続を確認しています</p>"),
    page("잠시만 기다리십시오…", "<p>연결을 확인하고 있습니다</p>"),
    page("Bir dakika lütfen...", "<p>Bağlantı denetleniyor</p>"),
    page("", "Request unsuccessful. Incapsula incident ID: 123-456"),
    page("Web Page Blocked!", "<p>The page cannot be displayed. Please contact the administrator.</p>"),
    page("Blocked", "<p>Your request was blocked by the Barracuda Web Application Firewall.</p>"),
    page("提示", "<p>您的请求带有不合法参数，已被网站管理员设置拦截！</p>"),
    page("Ministry", "<p>Access to this website is restricted from your country.</p>"),
    page("React App", "<p>You need to enable JavaScript to run this app.</p>"),
    page("Ministère", "<p>Veuillez activer JavaScript.</p>"),
    page("Министерство", "<p>Пожалуйста, включите JavaScript в браузере.</p>"),
    page("Ministerium", "<p>Bitte aktivieren Sie JavaScript.</p>"),
    page("省", "<p>JavaScriptを有効にしてください。</p>"),
]
MISSING = [
    page("Ministry", "<h1>Resource at '/content/mfa/a b.html' not found: No resource found</h1>"),
    page("मंत्रालय", "<p>क्षमा करें। पृष्ठ नहीं मिला।</p>"),
]


NAMED = [
    ("blocked", "an error page", ERRORS),
    ("blocked", "challenge", CHALLENGES),
    ("soft_404", "a not-found page", MISSING),
]


@pytest.mark.parametrize(("verdict", "name", "pages"), NAMED)
def test_what_stands_in_place_of_a_page_is_named(verdict, name, pages):
    for one in pages:
        found = fault(one)
        assert found is not None, one.text
        assert found[0] == verdict, one.text
        assert name in found[1], one.text


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Un momento decisivo", "<p>Il ministro ha parlato. È stato un momento decisivo.</p>"),
        ("Statement on unauthorized arms", "<h1>Statement on unauthorized arms</h1><p>We condemn it.</p>"),
        ("Too many requests for visas", "<h1>Too many requests for visas</h1><p>Our missions are busy.</p>"),
        ("Visa centre coming soon to Baku", "<h1>Visa centre coming soon to Baku</h1><p>It opens in May.</p>"),
        ("Entry restricted", "<p>Entry to your country of residence is restricted from Monday on.</p>"),
        ("New portal", "<p>The portal asks travellers to fill in a form. Visitors need no JavaScript.</p>"),
        ("Call between the ministers", "<h1>Coming Soon</h1><p>The text will be coming soon.</p>"),
        ("Error in our statement", "<p>An error occurred in the statement of 4 May. It read 50; 15 is right.</p>"),
        ("Just a moment", f"<h1>Just a moment</h1><p>{PROSE}</p>"),
        ("Too Many Requests", f"<h1>Too Many Requests</h1><p>{PROSE}</p>"),
    ],
)
def test_a_release_that_says_the_like_is_a_release(title, body):
    assert fault(page(title, body)) is None
