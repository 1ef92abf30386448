"""`realisera explain`: what a finding means, by its code, with an example and how it is mended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from generator.cli.commands import Command
from generator.cli.ignoring import refuse_unknown
from generator.cli.sources import WrongValue, echo_json
from generator.cli.words import _, add_examples, find_language
from generator.errors import N_
from generator.finding_codes import FindingCode, Help, list_codes, read_help

_KINDS = {
    "error": N_("an error: it must be mended first"),
    "warning": N_("a warning: it is told, and all else goes on"),
    "either": N_("an error in some places and a warning in others"),
    "retired": N_("an earlier version told this; no finding has this code any more"),
}


class Code(click.ParamType[str]):
    """The code of a kind of finding."""

    name = "code"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code; wrong usage if there is none such."""
        code = str(value).strip("[]").upper()
        if code not in list_codes():
            raise WrongValue(refuse_unknown(code), param, ctx)
        return code


@click.command(
    cls=Command,
    help=add_examples(
        _("CODE stands in brackets after a finding, such as RE2015. Without one, all codes are listed."),
        "realisera explain RE2015",
    ),
)
@click.argument("codes", metavar=_("[CODE]..."), nargs=-1, type=Code())
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
def explain(*, codes: tuple[str, ...], as_json: bool) -> None:
    """Explain codes."""
    known = list_codes()
    chosen = [known[code] for code in dict.fromkeys(codes)] or list(known.values())
    if as_json:
        echo_json(map(_describe, chosen))
    elif codes:
        click.echo("\n\n".join("\n".join(_explain(each)) for each in chosen))
    else:
        for each in chosen:
            # What nothing says any more isn't translated any more either.
            message = _KINDS["retired"] if each.kind == "retired" else each.messages[0]
            click.echo(f"{each.code}  {_(message)}")


def _explain(code: FindingCode) -> Iterator[str]:
    """The lines on a code."""
    helped = read_help().get(code.code, Help())
    yield f"{code.code}: {_(_KINDS[code.kind])}"
    for message in code.messages:
        yield f"\n  {_(message)}"
        yield from (f"    {_('hint')}: {_(hint)}" for hint in helped.hints.get(message, ()))
    if code.is_ignorable:
        yield "\n" + _("To see these warnings no more: realisera check --ignore {code}, or in realisera.toml:").format(
            code=code.code
        )
        yield f'\n  [check]\n  ignore = ["{code.code}"]'
    if helped.example:
        place = _("An example, in {file}:").format(file=helped.example.file) if helped.example.file else _("An example:")
        yield f"\n{place}\n"
        yield _indent(helped.example.broken)
        yield "\n" + _("What is told of it:") + "\n"
        yield _indent(helped.example.told.get(find_language(), helped.example.told["en"]))
        yield "\n" + _("Mended:") + "\n"
        yield _indent(helped.example.mended)


def _indent(text: str) -> str:
    return "\n".join(f"  {line}".rstrip() for line in text.strip("\n").split("\n"))


def _describe(code: FindingCode) -> dict[str, object]:
    """A code for programs."""
    helped = read_help().get(code.code, Help())
    return {
        "code": code.code,
        "kind": code.kind,
        "messages": [_(message) for message in code.messages],
        "hints": [_(hint) for hints in helped.hints.values() for hint in hints],
    }
