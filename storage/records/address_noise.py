"""What of an address identifies nothing: what campaigns, share buttons, sessions and caches add to it.

The same for releases, images and documents. A name that means something on one site and nothing on another counts by
its value.
"""

import re
from urllib.parse import quote, unquote


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Campaign tags: Google's, Matomo's, HubSpot's, Yandex's and others'; click identifiers; share buttons.
_PREFIXES = (
    *(
        "utm_",
        "__utm",
        "ns_campaign",
        "ns_linkname",
        "ns_mchannel",
        "pk_",
        "mtm_",
        "matomo_",
        "piwik_",
        "hmb_",
        "otm_",
        "hsa_",
        "gad_",
        "gcl_",
        "elq",
        "__hs",
    ),
    *("sfmc_", "trk_", "cm_mmc", "guce_", "ml_subscriber", "_bta_", "_x_tr_", "__cf_chl_", "aspsessionid"),
)
_TRACKING = _names(
    "__s __twitter_impression _branch_match_id _ga _gl _hsenc _hsmi _ke _kx _openstat action_object_map"
    " action_ref_map action_type_map at_campaign at_channel at_creation at_format at_medium at_network at_term"
    " at_variant cmpid cvid dclid dm_i ef_id emci emdi epik et_cid et_rid fb_action_ids fb_action_types fb_comment_id"
    " fb_ref fb_source fbclid gbraid gclid gclsrc gs_l gs_lcp gs_lcrp guccounter hootpostid hsctatracking icid igsh"
    " igshid isappinstalled li_fat_id mc_cid mc_eid mibextid mkt_tok msclkid ncid ns_fee ns_source nsukey ocid"
    " oly_anon_id oly_enc_id rb_clickid rdt_cid ref_src ref_url replytocom s_cid s_kwcid sc_cid sc_eh sc_lid sc_llid"
    " sc_src sc_uid sfnsn share sharedfrom sharesource smid spm srsltid sscid tblci tduid tracking_source trk"
    " trkcampaign trkinfo ttclid twclid ved vero_conv vero_id vgo_ee wbraid wickedid wt.mc_ev wt.mc_id wt_mc wt_zmc"
    " xtor yclid ymclid ysclid zanpid"
)
_SESSIONS = _names(
    "asp.net_sessionid cfid cftoken jsessionid oscsid phpsessid sess_id sessid session-id session_id sessionid zenid"
)
_CACHES = _names("_ _dc cachebust cachebuster cb chash no-cache no_cache nocache rand random rnd timestamp ts zx")
_NAMES = _TRACKING | _SESSIONS | _CACHES
# By these a site makes browsers fetch a file anew: Drupal's `itok`, Sitecore's `rev` and `hash`, Sitefinity's `sfvrsn`,
# WordPress's `ver`.
_OF_FILES = _names("_t bust cache hash itok mtime rev sfvrsn t v ver version")
_OF_TIMES = _names("_t t")  # which number releases, too: eight figures may be a date or a number of theirs
_OF_SESSIONS = _names("s session sid")
# Share buttons': WeChat's, WordPress's, YouTube's.
_SHARED = _names(
    "from=groupmessage from=singlemessage from=timeline nb=1 feature=share feature=youtu.be feature=emb_logo"
)
_HEX = "0123456789abcdef"
_OF_CHANCE = _names("_r m r rd seed z")
_CHANCE = re.compile(r"0\.[0-9]{6,}")  # what a script throws against caches (ECMA-262, Math.random)
# By what a site is told where a reader comes from.
_REFERRERS = _names("ref referer referrer source src via")
_NETWORKS = _names(
    "email facebook fb google linkedin newsletter rss share telegram tg tw twitter vk vkontakte wechat weibo whatsapp"
    " wa x"
)
_TIMESTAMP = re.compile(r"[0-9]{8,}")
# `;jsessionid=` behind a segment (Java Servlet 4.0, 7.1.3), and what ASP.NET does without cookies: `/(S(...))/`.
_IN_PATH = re.compile(
    r";(?:jsessionid|phpsessid|session_?id|sid)=[^/;]*|(?<=/)\((?:[A-Z]\([^()/]+\))+\)/", re.IGNORECASE
)
# What mail services and search engines put around a link that somebody copied from them.
_WRAPPED = re.compile(
    r"https?://(?:[\w.-]+\.safelinks\.protection\.outlook\.com/[^?]*\?(?:[^#]*&)?url=|www\.google\.[a-z.]+/url\?(?:[^#]*&)?(?:q|url)="
    r"|lm?\.facebook\.com/l\.php\?(?:[^#]*&)?u=|linkprotect\.cudasvc\.com/url\?(?:[^#]*&)?a=)(?P<url>https?(?::|%3a)[^&#]+)"
    r"|https?://urldefense\.com/v3/__(?P<plain>https?:.+?)__;",
    re.IGNORECASE,
)
_MOST_WRAPPINGS = 3  # one service in another
_ESCAPE = re.compile("%[0-9A-Fa-f]{2}")
_UNRESERVED = re.compile("[0-9A-Za-z._~-]")  # RFC 3986, 2.3


def unwrapped(url: str) -> str:
    """The address to which `url` leads on, where it is that of a service which sees who follows a link."""
    for _ in range(_MOST_WRAPPINGS):
        if not (wrapped := _WRAPPED.match(url)):
            break
        url = wrapped["plain"] or unquote(wrapped["url"])
    return url


def escaped(part: str) -> str:
    """A path or a query with every sign in the one form that RFC 3986 (6.2.2) prefers of those that mean the same."""
    return _ESCAPE.sub(_as_preferred, quote(part, safe="!#$%&'()*+,/:;=?@[]|~"))


def _as_preferred(escape: re.Match[str]) -> str:
    sign = chr(int(escape[0][1:], 16))
    return sign if _UNRESERVED.fullmatch(sign) else escape[0].upper()


def without_noise(query: str, *, of_file: bool = False) -> str:
    """The parameters of a query that may identify something, in their order and as they are spelt."""
    if not query or (of_file and _TIMESTAMP.fullmatch(query)):
        return ""
    return "&".join(part for part in query.split("&") if not _is_noise(part, of_file))


def without_fragment(url: str) -> str:
    """What of an address a server is asked for (RFC 9110, 7.1): `annex.pdf#page=3` is page 3 of annex.pdf."""
    return url.partition("#")[0]


def without_session(path: str) -> str:
    """A path without the session that a server has written into it."""
    return _IN_PATH.sub("", path) if ";" in path or "(" in path else path


def _is_noise(part: str, of_file: bool) -> bool:
    name, _, value = unquote(part).lower().partition("=")
    name = name.removeprefix("amp;")
    if name in _NAMES or name.startswith(_PREFIXES) or (of_file and name in _OF_FILES):
        return True
    if name in _REFERRERS and value in _NETWORKS:
        return True
    return f"{name}={value}" in _SHARED or _is_opaque(name, value)


def _is_opaque(name: str, value: str) -> bool:
    """Whether a value is one that a machine made up: a session's, or a time, digest or version against caches."""
    if not any(map(str.isdigit, value)):
        return False
    if name in _OF_SESSIONS:
        return len(value) >= 16 and value.isalnum()
    if name in _OF_CHANCE:
        return _CHANCE.fullmatch(value) is not None
    if name in _OF_TIMES and value.isdecimal():
        return len(value) >= 10
    if name in _OF_FILES:
        return (len(value) >= 8 and not value.strip(_HEX)) or ("." in value and value.replace(".", "").isdigit())
    return False
