"""The program's way in: every error that Communique raises on purpose becomes one line and exit code 1."""

import sys
import traceback

from storage.errors import CommuniqueError


def main() -> None:
    """Run the command line."""
    # Each worker process imports this module anew: up here, Scrapy and the rest would come with it, and 40 MB.
    from communique.cli import app  # noqa: PLC0415
    from communique.output import messages, options  # noqa: PLC0415

    try:
        app()
    except CommuniqueError as error:
        if options.debug:
            traceback.print_exc()
        messages.print(f"[bold red]error:[/] {messages.escape(str(error))}", soft_wrap=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output (`head`) has gone; there is nobody left to tell
        sys.exit(1)


if __name__ == "__main__":
    main()
