from urllib.parse import unquote_to_bytes

import pytest

from crawler.sources.addresses import canonical
from storage.edits.content import address

NOISE = [
    *(
        "utm_source=x",
        "utm_id=9",
        "utm_term=t",
        "UTM_Campaign=x",
        "utm_made_up=1",
        "utm%5Fsource=x",
        "amp;utm_source=x",
    ),
    *(
        "fbclid=IwAR0",
        "mibextid=Zxz2&sfnsn=mo",
        "et_rid=9&et_cid=4",
        "elqTrackId=0a&elq=1",
        "__cf_chl_tk=a.b",
        "gclid=C",
        "mc_cid=1",
        "mc_eid=2",
        "msclkid=3",
        "yclid=4",
        "ysclid=5",
        "igshid=6",
        "_ga=2.1",
        "xtor=R",
    ),
    *("PHPSESSID=0a1b", "jsessionid=77", "ASPSESSIONIDQQ=AB", "session_id=1", "CFTOKEN=5", "sid=0123456789abcdef0123"),
    *(
        "_=1700000000000",
        "nocache=1",
        "cb=77",
        "rnd=0.5",
        "ts=17",
        "v=20260106",
        "t=1700000000",
        "ver=6.4.2",
        "hash=0a1b2c3d",
    ),
    *("share=facebook", "from=timeline", "fb_action_ids=8", "share=twitter&nb=1", "feature=youtu.be"),
    *("ref=twitter", "source=facebook", "via=Telegram", "src=rss", "ns_mchannel=email&ns_source=x&ns_fee=0", "ved=0ah"),
    *("r=0.8412345678", "_t=1700000000123", "t=1763856000", "emci=0a&emdi=1b", "hootPostID=9", "gs_lcp=Cgdn"),
    *("_x_tr_sl=auto&_x_tr_tl=en", "sfmc_id=1", "guccounter=1&guce_referrer=aHR0", "rdt_cid=1", "_t=1700000000"),
]


@pytest.mark.parametrize("noise", NOISE)
def test_what_identifies_nothing_tells_neither_releases_nor_files_apart(noise):
    for url in ("https://mfa.example/show.asp?id=41", "https://mfa.example/show.asp"):
        joined = f"{url}{'&' if '?' in url else '?'}{noise}"
        assert canonical(joined) == canonical(url)
        assert address(joined) == url
    assert canonical(f"https://mfa.example/show.asp?{noise}&id=41") == "https://mfa.example/show.asp?id=41"


@pytest.mark.parametrize(
    "one",
    [
        "id=1",
        "v=dQw4w9WgXcQ",
        "v=2",
        "t=41",
        "sid=41",
        "s=water",
        "page=2",
        "lang=en",
        "ver=en",
        "at=2026",
        "from=2026",
        "t=20261110",
        "t=30001234",
        "ref=41",
        "source=mofa",
        "r=41",
        "r=0.5",
        "nb=2",
    ],
)
def test_what_may_identify_a_release_stays(one):
    assert canonical(f"https://mfa.example/r?{one}") == f"https://mfa.example/r?{one}"


@pytest.mark.parametrize(
    ("with_session", "path"),
    [
        ("/press/41.html;jsessionid=0A1B.node1", "/press/41.html"),
        ("/press;JSESSIONID=0A!-77/41", "/press/41"),
        ("/press/41;sid=9f8e?lang=en", "/press/41?lang=en"),
        ("/(S(lit3py55t21z5v55vlm25s55))/press/41", "/press/41"),
        ("/(A(x1)S(y2)F(z3))/press/41", "/press/41"),
        ("/app/(X(1)S(lit3py55))/41", "/app/41"),
        ("/%28S%28lit3py55%29%29/press/41", "/press/41"),
    ],
)
def test_a_session_in_a_path_tells_nothing_apart(with_session, path):
    assert canonical(f"https://mfa.example{with_session}") == f"https://mfa.example{path}"
    if "%" not in with_session:
        assert address(f"http://mfa.example{with_session}") == f"https://mfa.example{path}"


@pytest.mark.parametrize("path", ["/press/(2026)/41", "/a(S(b)c/41", "/press;v=2/41", "/press/Treaty(S)/"])
def test_other_brackets_and_parameters_of_a_path_stay(path):
    assert address(f"https://mfa.example{path}") == f"https://mfa.example{path}"


@pytest.mark.parametrize("codec", ["cp1251", "koi8-r", "cp1256", "shift_jis", "gbk", "latin-1"])
def test_escapes_that_are_no_utf_8_keep_their_bytes(codec):
    words = {"cp1251": "Привет Победа", "koi8-r": "Привет Победа", "cp1256": "بيان خبر", "latin-1": "été là"}
    one, other = words.get(codec, "声明 会議").encode(codec).split(b" ")
    for place in ("show.asp?name={}", "{}/41"):
        escaped = ["".join(f"%{byte:02X}" for byte in each) for each in (one, other)]
        urls = [f"https://mfa.example/{place.format(text)}" for text in escaped]
        found = [canonical(url) for url in urls]
        assert [unquote_to_bytes(url) for url in found] == [unquote_to_bytes(url) for url in urls]
        assert found[0] != found[1]
