"""`communique sources`."""


def command() -> None:
    """Stub."""
