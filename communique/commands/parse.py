"""`communique parse`."""


def command() -> None:
    """Stub."""
