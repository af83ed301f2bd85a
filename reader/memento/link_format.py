"""Links between an address, its mementos and what lists them (RFC 7089, RFC 8288, RFC 6690)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from starlette.requests import Request

from reader.requests import absolute
from storage.read.views.timemap import Around, Memento
from storage.records import escaped

MEDIA_TYPE = "application/link-format"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where an original address has its gate, its map and its mementos in this reader."""

    request: Request
    original: str

    @property
    def gate(self) -> str:
        """Where the memento closest to a time is asked for."""
        return absolute(self.request, f"web/{self.original}")

    @property
    def map(self) -> str:
        """The list of all mementos."""
        return absolute(self.request, f"web/timemap/link/{self.original}")

    def memento(self, at: datetime) -> str:
        """The memento of a time: its bytes as they were kept."""
        return absolute(self.request, f"web/{stamp(at)}id_/{self.original}")


def stamp(at: datetime) -> str:
    """A time as its fourteen digits."""
    return at.strftime("%Y%m%d%H%M%S")


def rfc1123(at: datetime) -> str:
    """A time as HTTP writes it (RFC 9110, 5.6.7)."""
    return format_datetime(at.replace(microsecond=0), usegmt=True)


def header(of: Addresses, around: Around) -> str:
    """What `Link` says of a memento and its neighbours."""
    places = {"first": around.first, "prev": around.previous, "next": around.next, "last": around.last}
    relations: dict[Memento, list[str]] = {around.closest: []}
    for name, memento in places.items():
        if memento is not None:
            relations.setdefault(memento, []).append(name)
    links = [_link(of.original, "original"), _link(of.gate, "timegate"), _map(of)]
    links += [_memento(of, one, " ".join([*names, "memento"])) for one, names in relations.items()]
    return ", ".join(links)


def timemap(of: Addresses, mementos: Iterable[Memento]) -> Iterator[bytes]:
    """The list of all mementos of an address, oldest first, a line each."""
    yield f"{_link(of.original, 'original')},\n{_link(of.gate, 'timegate')},\n".encode()
    yield f'<{_safe(of.map)}>; rel="self"; type="{MEDIA_TYPE}"'.encode()
    for memento in mementos:
        yield f",\n{_memento(of, memento, 'memento')}".encode()
    yield b"\n"


def _link(url: str, relation: str) -> str:
    return f'<{_safe(url)}>; rel="{relation}"'


def _map(of: Addresses) -> str:
    return f'{_link(of.map, "timemap")}; type="{MEDIA_TYPE}"'


def _memento(of: Addresses, memento: Memento, relations: str) -> str:
    return f'{_link(of.memento(memento.at), relations)}; datetime="{rfc1123(memento.at)}"'


def _safe(url: str) -> str:
    """An address that ends at no sign of its own."""
    return escaped(url).replace("<", "%3C").replace(">", "%3E").replace('"', "%22")
