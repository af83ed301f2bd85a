"""What a person is told of an exception: one line that says what went wrong and what to do next, and an exit code."""

import typer

from storage.errors import told


def exit_code(error: Exception) -> int:
    """2 for wrong usage, 1 for anything else."""
    return error.exit_code if isinstance(error, typer.TyperException) else 1


def explain(error: Exception) -> str:
    """The line to print after "error: "."""
    if known := told(error):
        return known
    if isinstance(error, typer.Abort):
        return "aborted"
    if isinstance(error, typer.TyperException):
        return _usage(error)
    return f"this should not happen: {type(error).__name__}: {error}; `communique --debug ...` shows where it did"


def _usage(error: typer.TyperException) -> str:
    message = error.format_message().rstrip(".")
    context: typer.Context | None = getattr(error, "ctx", None)
    if context is None:
        return f"{message}; `communique --help` shows how"
    option: str | None = getattr(error, "option_name", None)
    program = context.find_root()
    if option and context is not program and any(option in parameter.opts for parameter in program.command.params):
        return f"{message}; it stands before the command: communique {option} ... {context.info_name}"
    return f"{message}; `{context.command_path} --help` shows how"
