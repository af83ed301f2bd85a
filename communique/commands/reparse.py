"""`communique reparse`."""


def command() -> None:
    """Stub."""
