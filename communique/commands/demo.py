"""`communique demo`."""


def command() -> None:
    """Stub."""
