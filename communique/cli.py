"""The command line: its commands, each a module that is loaded when it is asked for."""

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup

from communique import errors
from communique.arguments import options
from communique.output import messages, results
from crawler import ministries as packaged
from storage.archive_url import DEFAULT_URL, VARIABLE


class Known(NamedTuple):
    """What the list of commands says of one, so that it need not be loaded."""

    summary: str
    example: str


COMMANDS = {
    "demo": Known("See it work in a minute, without the internet.", "communique demo"),
    "sources": Known(
        "List the sources: what each is, and what the archive holds of it.", "communique sources jp_mofa_en"
    ),
    "status": Known("Say which sources need a person, and why; for monitors.", "communique status --json"),
    "crawl": Known(
        "Crawl sources: read their listings, visit what is new, and keep every page.",
        "communique crawl jp_mofa_en --backfill --since 2025-01-01",
    ),
    "import": Known("Import the visits that WARC, ARC and WACZ files recorded.", "communique import old.warc.gz"),
    "search": Known(
        "Search what releases say, in any language, and cite the exact point.",
        "communique search '\"climate change\"' --country JP --since 2025-01-01",
    ),
    "list": Known("List the releases that are held, or missing, newest first.", "communique list --since 2025-01-01"),
    "coverage": Known(
        "Say of each month how much of what was announced is held, and what is not.", "communique coverage jp_mofa_en"
    ),
    "show": Known("Show one release, as it is or as it was.", "communique show 4 --as-of 2025-01-31"),
    "history": Known("Show a release's versions, and between which visits each edit was made.", "communique history 4"),
    "diff": Known("Show the edits between two versions of a release, word by word.", "communique diff 4 1 2"),
    "raw": Known("Give the bytes that were kept of a release or a capture.", "communique raw 4 --version 1"),
    "prove": Known("Prove what a page was, to whoever has no archive.", "communique prove 4 --version 1 proof.json"),
    "key": Known("Make a key that signs receipts and proofs.", "communique key private.pem > public.pem"),
    "changes": Known(
        "List what ministries changed in silence, newest first.", "communique changes --min-class substance"
    ),
    "review": Known(
        "List what many releases had at once, and say whether it was an edit.", "communique review 3 --as edit"
    ),
    "serve": Known("Read the archive in a browser.", "communique serve --port 8080"),
    "publish": Known(
        "Write the reader as files, for any web space.", "communique publish site --public-url https://example.org/"
    ),
    "parse": Known(
        "Read one saved page and print the release, or a listing's entries, as JSON.",
        "communique parse page.html --source jp_mofa_en --url https://www.mofa.go.jp/...",
    ),
    "check": Known("See whether sources can still be read; nothing is kept.", "communique check jp_mofa_en --json"),
    "new": Known(
        "Start a new ministry: its file and its cases, from one saved listing and one saved release.",
        "communique new xx_water_en --listing list.html --listing-url https://... --release page.html ...",
    ),
    "verify": Known(
        "See whether all that is kept is what it was, or check a proof.", "communique verify --receipt receipt.json"
    ),
    "reparse": Known(
        "Read stored pages again with today's layouts, without the network.", "communique reparse --dry-run"
    ),
    "export": Known(
        "Export releases into a file, for other programs: CSV, JSON, Parquet, WARC, WACZ.",
        "communique export releases.csv --country JP --since 2025-01-01",
    ),
    "copy": Known(
        "Copy an archive into another one, between SQLite and PostgreSQL.",
        "communique copy communique.db postgresql://localhost/communique",
    ),
    "backup": Known("Copy the archive into a file, while others write to it.", "communique backup archive-copy.db"),
}
MODULES = {"import": "import_"}  # `import` is a keyword of Python, and no module's name


class Commands(TyperGroup):
    """Lists commands without loading them: those that crawl bring Scrapy along, which takes a second."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        _leave_types_out(self.params)
        self.commands = {name: TyperCommand(name, help=known.summary) for name, known in COMMANDS.items()}

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that is called or completed, loaded."""
        name, found, rest = super().resolve_command(ctx, args)
        return name, load(found.name) if found and found.name else found, rest


@cache
def load(name: str) -> TyperCommand:
    """The command `name` with its options and its example."""
    module = import_module(f"communique.commands.{MODULES.get(name, name)}")
    alone = typer.Typer(add_completion=False, rich_markup_mode="markdown", context_settings=HELP)
    alone.command(name=name, epilog=f"Example: {COMMANDS[name].example}")(module.command)
    command = typer.main.get_command(alone)
    assert isinstance(command, TyperCommand)
    _leave_types_out(command.params)
    return command


def _leave_types_out(parameters: Iterable[object]) -> None:
    """Let the help show no Python types ("list[str]", "bool") beside arguments and flags, whose names say enough."""
    for parameter in parameters:
        if isinstance(parameter, TyperArgument) or getattr(parameter, "is_flag", False):
            vars(parameter).update(display_type_rich=lambda ctx: None)


HELP = {"help_option_names": ["-h", "--help"]}
app = typer.Typer(
    cls=Commands,
    name="communique",
    help="Archives what foreign ministries publish, and proves what they changed.",
    epilog="Start with `communique demo`, then `communique sources` and `communique crawl SOURCE`.",
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings=HELP,
)


def _say_version(wanted: bool) -> None:
    if wanted:
        results.print(f"communique {version('communique')}")
        raise typer.Exit


@app.callback()
def main(
    context: typer.Context,
    archive: Annotated[
        str,
        typer.Option(
            envvar=VARIABLE,
            metavar="FILE|URL",
            help="The archive: a file, or postgresql://HOST/NAME. `crawl` and `import` create it.",
        ),
    ] = DEFAULT_URL,
    ministries: Annotated[
        list[Path] | None,
        typer.Option(
            envvar=packaged.VARIABLE,
            metavar="DIR",
            help="A folder of your own ministry files; may be given repeatedly.",
        ),
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks and what the crawler does.")] = False,
    _version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", is_eager=True, callback=_say_version)
    ] = False,
) -> None:
    """Take the options that stand before the command's name."""
    options.archive, options.debug, messages.terse = archive, debug, False
    if ministries:
        packaged.search(map(str, ministries))
    errors.log(debug=debug)
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
