"""Bodies that no reader should take at their word, for the hostile server and for readers' own tests."""

import zlib
from functools import cache

PAGE = "<!DOCTYPE html><html><head><title>Note</title></head><body><p>Déjà vu: “Привет”.</p></body></html>".encode()

WHITESPACE = b" \r\n\t\n\xc2\xa0\n" * 40

# What guards in front of ministries answer with status 200, in the words by which each is known.
CHALLENGES = {
    "cloudflare": b"""<!DOCTYPE html><html><head><title>Just a moment...</title>
<meta http-equiv="refresh" content="390"></head><body><noscript>Enable JavaScript and cookies to continue</noscript>
<script>(function(){window._cf_chl_opt={cType:'managed'};})();</script></body></html>""",
    "f5": b"""<html><head><meta http-equiv="Pragma" content="no-cache"/>
<script type="text/javascript">(function(){window["bobcmn"]="10111111111110200000005";window["failureConfig"]="4f6f70";
})();</script></head><body></body></html>""",
    "technical": b"""<!DOCTYPE html><html><head><title>Technical Difficulties</title></head><body>
<h1>We&#8217;re sorry, this site is currently experiencing technical difficulties.</h1>
<p>Please try again in a few moments.</p></body></html>""",
    "incapsula": b"""<html style="height:100%"><head><META NAME="ROBOTS" CONTENT="NOINDEX, NOFOLLOW"></head>
<body style="margin:0px;height:100%"><iframe id="main-iframe" src="/_Incapsula_Resource?CWUDNSAI=9&xinfo=0-0-0"
frameborder=0>Request unsuccessful. Incapsula incident ID: 0-0</iframe></body></html>""",
}

# Ten entities of ten each, nine deep: a billion strings where they are expanded.
BILLION_LAUGHS = b"".join(
    (
        b'<?xml version="1.0"?>\n<!DOCTYPE rss [\n<!ENTITY lol0 "lol">\n',
        *(b'<!ENTITY lol%d "%s">\n' % (level, b"&lol%d;" % (level - 1) * 10) for level in range(1, 10)),
        b"]>\n<rss><channel><item><title>&lol9;</title></item></channel></rss>",
    )
)

# Every byte there is, over and over, with the start of no known format.
BINARY = bytes(range(256)) * 64


def nested(depth: int = 20_000) -> bytes:
    """A page of `depth` elements, each inside the one before, with one word at the bottom."""
    return b"<html><body>" + b"<div>" * depth + b"bottom" + b"</div>" * depth + b"</body></html>"


def misdeclared(declared: str, actual: str) -> bytes:
    """A Cyrillic page whose `<meta>` declares one charset while its bytes are in another."""
    return f'<html><head><meta charset="{declared}"></head><body><p>Привет, мир</p></body></html>'.encode(actual)


def gzipped(body: bytes) -> bytes:
    """`body` as gzip."""
    compressor = zlib.compressobj(wbits=31)
    return compressor.compress(body) + compressor.flush()


@cache
def bomb(megabytes: int = 200) -> bytes:
    """Some 200 kB of gzip that unpack to that many megabytes of zeros, in a single member."""
    compressor = zlib.compressobj(level=9, wbits=31)
    zeros = bytes(2**20)
    return b"".join(compressor.compress(zeros) for _ in range(megabytes)) + compressor.flush()
