"""How much one crawl may ask of a site, and for how long: a site without an end must not make a crawl without one."""

from dataclasses import dataclass, field
from time import monotonic

from scrapy.settings import BaseSettings


@dataclass
class Bounds:
    """What one crawl may take: `requests`, robots.txt and retries among them, and `hours`."""

    requests: int
    hours: float
    began: float = field(default_factory=monotonic)
    spent: int = 0

    @classmethod
    def of(cls, settings: BaseSettings) -> "Bounds":
        """The bounds that the settings state."""
        return cls(settings.getint("COMMUNIQUE_MOST_REQUESTS"), settings.getfloat("COMMUNIQUE_MOST_HOURS"))

    def spend(self) -> str:
        """Count a request; which bound forbids it, or empty."""
        if monotonic() - self.began >= 3600 * self.hours:
            return f"{self.hours:g} hours"
        if self.spent == self.requests:
            return f"{self.requests} requests"
        self.spent += 1
        return ""
