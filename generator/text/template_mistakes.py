"""What is wrong in a template, in words of ours; Jinja says it in its own terms. Called by `text` and `rendering`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError

from generator.errors import N_, Finding, Mistake, Place

_ENDS = re.compile(r"end of (template|print statement|statement block)")
"""How the parser names what it met where a tag ended too soon."""


_MISTAKES: Mapping[str, Mistake] = {
    "Unexpected end of template": Mistake(N_("{% {value} … %} has no end"), N_("write {% end{value} %} where it ends")),
    "Encountered unknown tag": Mistake(N_("there is no tag '{value}', or it can't stand here")),
    "No filter named": Mistake(N_("there is no filter '{value}'")),
    "No test named": Mistake(N_("there is no test '{value}'")),
    "Missing end of comment": Mistake(N_("the comment has no end"), N_("write #} where it ends")),
}
"""What Jinja's words begin with, and ours."""
_TOO_SOON = Mistake(N_("the tag ends too soon"), N_("something is missing in it, such as a name or a bracket"))
_FROM = Mistake(N_("the tag can't be read from '{value}' on"))
_OTHER = Mistake(N_("this can't be read: {value}"))


def explain_syntax(problem: TemplateSyntaxError, name: str) -> Finding:
    """The mistake of a template that can't be read, with its line."""
    said = str(problem.message or "")
    mistake, value = _tell_syntax(said, re.findall(r"'([^']*)'", said))
    return Finding(mistake.message, Place(name, problem.lineno), hint=mistake.hint, values={"value": value})


def _tell_syntax(said: str, quoted: list[str]) -> tuple[Mistake, str]:
    """The mistake, and what it names, by what Jinja says and what it quotes, of which a tag without an end comes last."""
    for begins, mistake in _MISTAKES.items():
        if said.startswith(begins) and (quoted or "{value}" not in mistake.message):
            return mistake, quoted[-1 if begins.startswith("Unexpected") else 0] if quoted else ""
    if said.startswith(("expected token", "unexpected", "Unexpected end", "Expected")):
        met = said if not quoted else quoted[0] if said.startswith("unexpected") else quoted[-1]
        return (_TOO_SOON, "") if _ENDS.search(met) or not quoted else (_FROM, met)
    return _OTHER, said


def explain_failure(problem: TemplateError, place: Place) -> Finding:
    """The mistake of a template that was found as it was filled in."""
    if isinstance(problem, UndefinedError) and (words := re.findall(r"'([^']*)'", str(problem))):
        return Finding("'{name}' is undefined", place, values={"name": words[-1]})
    if isinstance(problem, UndefinedError):
        return Finding("what is asked for here isn't there: {problem}", place, values={"problem": str(problem)})
    return Finding("this can't be worked out: {problem}", place, values={"problem": str(problem)})
