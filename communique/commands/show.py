"""`communique show`."""


def command() -> None:
    """Stub."""
