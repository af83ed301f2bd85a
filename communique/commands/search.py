"""`communique search`."""


def command() -> None:
    """Stub."""
