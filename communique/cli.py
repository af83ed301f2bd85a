"""The command line, one module a command."""

import logging
from typing import Annotated

import typer

from communique.commands import (
    changes,
    check,
    crawl,
    demo,
    diff,
    history,
    import_,
    parse,
    reparse,
    search,
    show,
    sources,
)
from communique.output import options

app = typer.Typer(
    name="communique",
    help="Archives what foreign ministries publish, and proves what they changed.",
    epilog="Start with `communique demo`, then `communique sources` and `communique crawl SOURCE`.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def main(
    archive: Annotated[
        str,
        typer.Option(
            envvar="COMMUNIQUE_ARCHIVE",
            metavar="URL",
            help="The archive: sqlite:///FILE or postgresql://HOST/NAME. Created where it does not exist.",
        ),
    ] = "sqlite:///communique.db",
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks and what the crawler does.")] = False,
) -> None:
    """Take the options that stand before the command's name."""
    options.archive, options.debug = archive, debug
    logging.basicConfig(level=logging.DEBUG if debug else logging.ERROR, format="%(levelname)s %(name)s: %(message)s")


for command in (sources, crawl, check, import_, parse, search, show, history, diff, changes, reparse, demo):
    app.command(name=command.__name__.rpartition(".")[2].rstrip("_"))(command.command)
