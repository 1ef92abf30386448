"""What is wrong with a template, from Jinja's words to ours. Called by all that compile or fill one.

Jinja speaks English, and of its own parts; what its users can do about it is said here, and can be translated. What it says
beside the kinds known here is passed on as it is.
"""

from __future__ import annotations

import re
from itertools import pairwise

from jinja2 import Environment, TemplateError, TemplateSyntaxError

from generator.errors import N_, Finding, Mistake, Place

_UNDEFINED = Mistake(N_("'{name}' is undefined"))
_UNENDED = Mistake(N_("the block '{name}' has no end"), N_("write '{% end{name} %}' where the block is to end"))
_NOT_BEGUN = Mistake(
    N_("'{name}' stands where no block is begun that it belongs to"), N_("take it out, or begin its block before it")
)
_NO_BLOCK = Mistake(N_("there is no block '{name}'"), N_("a block begins with if, for, set or macro, in small letters"))
_UNEXPECTED = Mistake(
    N_("a tag can't be read at '{name}'"),
    N_("between the braces stands a name, such as letterhead.title; brackets and quotes in a tag come in pairs"),
)
_ENDS_EARLY = Mistake(N_("a tag is empty, or ends too early"), _UNEXPECTED.hint)
_OPEN_NOTE = Mistake(N_("a note in a tag has no end"), N_("end it where it is to end"))
_NO_FILTER = Mistake(N_("there is no filter '{name}'"), N_("take it out, with the | before it"))
_NO_TEST = Mistake(N_("there is no test '{name}'"), N_("after is stands a test, such as defined"))

_LEXER = Environment()  # noqa: S701 (nothing is rendered)
_UNENDED_BLOCK = (
    r"(?:Unexpected end of template|Encountered unknown tag '(?:end\w+|else|elif)')\..* needs to be closed is '(\w+)'\."
)
_KINDS = (
    (r"'([^']*)' is undefined", _UNDEFINED),
    (r".* has no (?:attribute|element) '?([^']*)'?", _UNDEFINED),
    (_UNENDED_BLOCK, _UNENDED),
    (r"Encountered unknown tag '(end\w+|else|elif)'\..*", _NOT_BEGUN),
    (r"Encountered unknown tag '([^']*)'\..*", _NO_BLOCK),
    (r"Missing end of comment tag", _OPEN_NOTE),
    (r"No filter named '([^']*)'\.", _NO_FILTER),
    (r"No test named '([^']*)'\.", _NO_TEST),
    (r"(?:.* got |unexpected )'end of .*|tag name expected|expected name or number|unexpected end of template.*", _ENDS_EARLY),
    (r"unexpected char ['\"](.*)['\"] at \d+", _UNEXPECTED),
    (r"expected token .*, got '(.*)'|unexpected '(.*?)'(?:, expected .*)?", _UNEXPECTED),
)
"""What Jinja says, of each kind the first that fits."""


def explain_template(problem: Exception, place: Place, subject: str = "") -> Finding:
    """What the author of a template can do about a mistake that Jinja found, at a place."""
    said = str(problem.message if isinstance(problem, TemplateError) and problem.message else problem)
    for pattern, mistake in _KINDS:
        if found := re.fullmatch(pattern, said):
            name = next(filter(None, found.groups()), "")
            return Finding(mistake.message, place, subject, hint=mistake.hint, values={"name": name})
    return Finding("this can't be worked out: {problem}", place, subject, values={"problem": said or type(problem).__name__})


def find_line(problem: TemplateSyntaxError) -> int:
    """The line of a mistake: where a block begins that has no end, which Jinja notices only where the template ends."""
    unended = re.fullmatch(_UNENDED_BLOCK, problem.message or "")
    if not unended:
        return problem.lineno
    open_lines: list[int] = []
    words = (each for each in _LEXER.lex(problem.source or "") if each[1] != "whitespace")
    for (_, before, _), (line, _, word) in pairwise(words):
        if before == "block_begin" and word == unended[1]:
            open_lines.append(line)
        elif before == "block_begin" and word == f"end{unended[1]}":
            del open_lines[-1:]
    return open_lines[-1] if open_lines else problem.lineno
