from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.sources import registry
from crawler.sources.addresses import canonical, host, is_public, place

ODD = st.text(alphabet=st.sampled_from("aZ09-._~%/:?#[]@!$&'()*+,;= é中\t"), max_size=30)
URLS = st.builds(
    "{}://{}{}".format,
    st.sampled_from(["http", "https", "HTTPS"]),
    st.sampled_from(
        [
            "a.example",
            "A.Example:443",
            "a.example:80",
            "a.example:8080",
            "user@a.example",
            "[::1]",
            "[::1]:8080",
            "münchen.example",
        ]
    ),
    st.text(alphabet=st.sampled_from("aZ09-._~%/?#&=;+ é中"), max_size=30).map("/{}".format),
)


@pytest.mark.parametrize("between", ["&", "&amp;", "&amp;amp;"])
def test_an_address_that_somebody_escaped_twice_is_the_same(between: str) -> None:
    assert canonical(f"https://a.example/show.asp?id=1{between}lang=ar") == "https://a.example/show.asp?id=1&lang=ar"


@pytest.mark.parametrize(
    "other",
    [
        "http://www.a.example/press/r1",
        "HTTPS://WWW.A.EXAMPLE/press/r1",
        "https://www.a.example:443/press/r1",
        "http://www.a.example:80/press/r1",
        "https://www.a.example/press/r1#top",
        "  https://www.a.example/press/r1 ",
        "https://www.a.example/press/r1?utm_source=x&fbclid=y",
        "https://www.a.example/press/r1?session=77",
        "https://former.example/press/r1",
        "https://www.a.example/press/%721",
    ],
)
def test_spellings_of_one_address_are_one(other: str) -> None:
    found = canonical(other, noise={"session"}, hosts={"former.example": "www.a.example"})
    assert found == "https://www.a.example/press/r1"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/r?id=1", "https://a.example/r?id=2"),
        ("https://a.example/r", "https://a.example/r/"),
        ("https://a.example/R", "https://a.example/r"),
        ("https://a.example/", "https://a.example:8080/"),
        ("https://a.example/r?a", "https://a.example/r"),
        ("ftp://a.example/r", "https://a.example/r"),
    ],
)
def test_addresses_of_different_pages_stay_apart(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_parameters_are_sorted_and_an_empty_path_is_the_root() -> None:
    assert canonical("https://a.example?b=2&a=1") == canonical("https://a.example/?a=1&b=2")


@given(URLS)
def test_the_canonical_form_of_a_canonical_form_is_itself(url: str) -> None:
    assert canonical(canonical(url)) == canonical(url)


@given(URLS)
def test_a_canonical_form_keeps_its_host_and_has_no_fragment(url: str) -> None:
    parts = urlsplit(canonical(url))
    assert (parts.scheme, parts.fragment) == ("https", "")
    assert parts.hostname == host(canonical(url)) != ""


@given(ODD | ODD.map("http://{}".format))
def test_no_string_of_a_listing_breaks_the_crawl(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)
    assert isinstance(host(text), str)


@pytest.mark.parametrize("text", ["http://[broken/r1", "http://a.example:port/r1", "http://a.example:99999/r1"])
def test_what_is_no_address_stands_as_it_is(text: str) -> None:
    assert canonical(text) == text
    assert host("http://[broken/r1") == ""


@pytest.mark.parametrize(
    "text", ["http://[", "http://[node:url]/fr", "https://[]/", "//[v1.x]", "", "\0", "http://\udc80/"]
)
def test_no_source_owns_what_is_no_address(text: str) -> None:
    assert isinstance(place(text), tuple)
    for source in registry.sources().values():
        assert source.listing_of(text) is None
        assert not source.owns(text)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("64:ff9b::5db8:d822", True),  # 93.184.216.34 by NAT64
        *((address, False) for address in ("127.0.0.1", "10.0.0.1", "169.254.169.254", "0.0.0.0", "224.0.0.1")),  # noqa: S104
        *((address, False) for address in ("::", "::1", "::127.0.0.1", "::ffff:10.0.0.1", "fe80::1", "ff02::1")),
        *((address, False) for address in ("64:ff9b::7f00:1", "2002:7f00:1::", "2002:a00:1::1", "fc00::1")),
    ],
)
def test_an_address_is_public_if_what_it_holds_is(address: str, public: bool) -> None:
    assert is_public(address) == public


def test_a_name_is_no_address() -> None:
    with pytest.raises(ValueError, match="localhost"):
        is_public("localhost")
