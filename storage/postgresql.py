"""What PostgreSQL is told of each connection: its encoding, when the other end is dead, what is committed."""

from typing import Any

from sqlalchemy.engine import URL

# Either end learns within two minutes that the other's machine is gone (PostgreSQL's manual, 20.3.2 and 34.1.2): a
# command does not wait for ever, and what a dead one had locked is free. By themselves systems take two hours.
IDLE, INTERVAL, PROBES, UNANSWERED = 60, 10, 6, 120_000  # seconds before a probe and between two, probes, milliseconds

# A server that crashes may forget what it committed without waiting for its disk, while the crawl goes on without it.
SURE = """
SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
"""


def connect_args(url: URL) -> dict[str, object]:
    """What the client is told, as far as the URL does not say otherwise."""
    told = {
        "client_encoding": "utf8",
        "keepalives_idle": IDLE,
        "keepalives_interval": INTERVAL,
        "keepalives_count": PROBES,
        "tcp_user_timeout": UNANSWERED,
    }
    return {name: value for name, value in told.items() if name not in url.query}


def configure(connection: Any, _record: object) -> None:
    """Tell the server the same, and that what is committed is to be kept."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SET tcp_keepalives_idle = {IDLE}; SET tcp_keepalives_interval = {INTERVAL};"
            f"SET tcp_keepalives_count = {PROBES}; SET tcp_user_timeout = {UNANSWERED}"
        )
        cursor.execute(SURE)
    connection.commit()
