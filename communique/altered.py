"""Says that what was shown is not what was read: its text was altered in the archive, past Communique."""

from collections.abc import Iterable, Sequence

import typer

from communique.output import messages

NAMED = 5  # versions in one line


def report(shown: Iterable[tuple[str, int, int]], left_out: Sequence[str] = ()) -> None:
    """Warn of altered versions that were shown, each by source, release and version, and end with exit code 1.

    So too of what is damaged and was left out.
    """
    for damaged in left_out:
        messages.warn(f"left out: {damaged}")
    of_source: dict[str, list[str]] = {}
    for source, release, version in dict.fromkeys(shown):
        of_source.setdefault(source, []).append(f"release {release}, version {version}")
    for source, versions in of_source.items():
        more = f" and {len(versions) - NAMED} more" if len(versions) > NAMED else ""
        messages.warn(
            f"the archive was altered: {'; '.join(versions[:NAMED])}{more} of {source} is not what was read from the "
            f"page; `communique reparse {source}` reads it again"
        )
    if of_source or left_out:
        raise typer.Exit(1)
