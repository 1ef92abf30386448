"""`realisera preview`: documents as they will be, on a local web page that follows every change."""

from __future__ import annotations

from datetime import date
from importlib.util import find_spec
from pathlib import Path

import click

from generator.cli.commands import Command
from generator.cli.sources import Day, WholeNumber, WrongUsage, list_sources
from generator.cli.words import _, add_examples, find_language
from generator.errors import Finding, InputError
from generator.files.extras import write_install_command
from generator.workspace import find_root

_NEEDS = ("starlette", "uvicorn", "watchfiles")
_PORT = 8765
_EXAMPLE = "realisera preview examples"


@click.command(
    cls=Command,
    help=add_examples(
        _(
            "FOLDER is a workspace; without it, the one that you stand in. Choose contract, document and language on the page. "
            "It follows every change of contracts, content, catalogs and templates; a click on a text shows its message, and "
            "where its translation stands. Nobody else can see the page, and nothing that it shows leaves this machine."
        ),
        _("realisera preview --open              the workspace that you stand in"),
        _EXAMPLE,
    ),
)
@click.argument(
    "folder", metavar=_("[FOLDER]"), default=Path(), type=click.Path(exists=True, file_okay=False, path_type=Path), required=False
)
@click.option(
    "--port",
    default=_PORT,
    type=WholeNumber(1024, 65000),
    metavar=_("NUMBER"),
    help=_("The port to listen on; the next one that is free if it is taken. [default: {port}]").format(port=_PORT),
)
@click.option("--on", type=Day(), metavar=_("DATE"), help=_("The date of the documents, YYYY-MM-DD. [default: today]"))
@click.option("--open", "in_browser", is_flag=True, help=_("Open the page in the browser."))
@click.option(
    "--poll", is_flag=True, help=_("Look at the files again and again: for folders on a network, which don't tell of changes.")
)
@click.option(
    "--edit",
    is_flag=True,
    help=_(
        "Let translations be edited in the page: they are checked, and written to the catalog; what was edited can be taken back."
    ),
)
def preview(*, folder: Path, port: int, on: date | None, in_browser: bool, poll: bool, edit: bool) -> None:  # noqa: PLR0913 (an option each)
    """Show documents."""
    root = _find_root(folder)
    missing = [name for name in _NEEDS if find_spec(name) is None]
    if missing:
        values = {"names": ", ".join(missing), "command": write_install_command("preview")}
        hint = "install it: {command}"
        raise InputError(Finding("the preview needs what isn't installed: {names}", hint=hint, values=values))
    from generator.cli.work import Foreman  # noqa: PLC0415
    from generator.preview.server import Tongue, make_key, open_socket, serve  # noqa: PLC0415 (what it needs may not be there)
    from generator.preview.studio import Studio  # noqa: PLC0415

    studio = Studio(
        root,
        lambda: list_sources((root,), with_reports=True),
        lambda: on or date.today(),  # noqa: DTZ011 (the officer's own day)
        Foreman(),
        may_edit=edit,
    )
    listener = open_socket(port)
    found = listener.getsockname()[1]
    if found != port:
        click.echo(_("Port {port} is taken; this is the next one that is free.").format(port=port), err=True)
    key = make_key()
    address = f"http://127.0.0.1:{found}/{key}/"
    click.echo(address)
    click.echo(_("Only who knows this address can open it, and only on this machine. Ctrl-C ends it."), err=True)
    if in_browser:
        click.launch(address)
    serve(studio, Tongue(find_language(), lambda text: _(text) if text else ""), listener, key, poll=poll)
    click.echo(_("The preview has ended."), err=True)


def _find_root(folder: Path) -> Path:
    root = find_root(folder)
    if root is None:
        hint = "name a folder with a file realisera.toml, such as: {example}"
        values = {"folder": str(folder.absolute()), "example": _EXAMPLE}
        raise WrongUsage(Finding("{folder} is not in a workspace", hint=hint, values=values))
    return root
