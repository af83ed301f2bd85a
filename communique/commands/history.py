"""`communique history`."""


def command() -> None:
    """Stub."""
