"""JSON Schema of the two kinds of files as they are written, for editors. Called by the command and by tests."""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from types import ModuleType
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from generator.contract import models, report
from generator.contract.date_order import describe_order
from generator.contract.fields import SHARED_SCHEMAS
from generator.contract.models import Contract, Part
from generator.contract.report import Report
from generator.contract.shape import find_part, find_type, list_patterns, read_keys

KINDS: dict[str, type[Part]] = {"contract": Contract, "report": Report}
"""The kinds of files, and what each holds."""


def make_schema(kind: str, translate: Callable[[str], str] | None = None) -> str:
    """The JSON Schema (2020-12) of the files of a kind, as indented JSON.

    With `translate`, each description is given in that language first, and then in English.
    """
    root = KINDS[kind]
    schema = root.model_json_schema(by_alias=True, schema_generator=_WrittenForm, mode="validation")
    definitions = schema.pop("$defs", {})
    patterns = _list_places(root)
    for part in (*_list_parts(models), *_list_parts(report)):
        own = schema if part is root else definitions.get(part.__name__, {})
        own.pop("title", None)
        properties = own.get("properties", {})
        docstrings = _read_docstrings(part)
        for key, (name, _) in read_keys(part).items():
            if key in properties:
                orders = (describe_order(f"{pattern}.{key}".removeprefix(".")) for pattern in patterns.get(part, ()))
                said = docstrings[name]
                described = " ".join(dict.fromkeys(filter(None, (said, *orders))))
                if translate and (translated := translate(said)) != said:
                    described = f"{translated}\n\n{described}"
                properties[key] = _share(properties[key]) | {"description": described}
    head = {"$schema": GenerateJsonSchema.schema_dialect, "title": f"realisera {kind} file, format 1"}
    used = json.dumps([schema, definitions])
    shared = {"$defs": definitions | {name: shared for name, shared in SHARED_SCHEMAS.items() if f'"#/$defs/{name}"' in used}}
    return json.dumps(head | schema | shared, ensure_ascii=False, indent=2) + "\n"


def list_descriptions() -> tuple[str, ...]:
    """What the fields of all files are said to be, each text once: for who translates them."""
    parts = (*_list_parts(models), *_list_parts(report))
    return tuple(dict.fromkeys(text for part in parts for text in _read_docstrings(part).values()))


@cache
def describe_field(pattern: str) -> str:
    """What the field of a contract that a pattern names is said to be; nothing if there is no such field."""
    around, _, key = pattern.rpartition(".")
    part = find_part(find_type(Contract, around)) if around else Contract
    return describe_key(part, key) if part else ""


def describe_key(part: type[Part], key: str) -> str:
    """What the field of a part under a key is said to be; nothing if there is no such field."""
    name = read_keys(part).get(key, ("", None))[0]
    return _read_docstrings(part).get(name, "") if name else ""


def _share(schema: Any) -> Any:
    """The schema with references in place of what many fields have in common."""
    for name, shared in SHARED_SCHEMAS.items():
        if schema == shared:
            return {"$ref": f"#/$defs/{name}"}
    return {key: _share(value) if isinstance(value, dict) else value for key, value in schema.items()}


class _WrittenForm(GenerateJsonSchema):
    """What may stand in the file, rather than what the models hold."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """The schema of the value: what is absent is left out, not written as null."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """The schema of the value: what a missing one stands for is the documents' affair."""
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 (the signature is pydantic's)
        """No titles: a key is its own."""
        return False


def _list_places(root: type[Part]) -> dict[type[Part], list[str]]:
    """The patterns of each part: where it stands in a file."""
    places: dict[type[Part], list[str]] = {root: [""]}
    for pattern in list_patterns(root):
        if part := find_part(find_type(root, pattern)):
            places.setdefault(part, []).append(pattern)
    return places


def _list_parts(module: ModuleType) -> list[type[Part]]:
    """The parts that a module defines."""
    classes = [value for value in vars(module).values() if isinstance(value, type) and issubclass(value, Part)]
    return [part for part in classes if part.__module__ == module.__name__]


def _read_docstrings(part: type[Part]) -> dict[str, str]:
    """The docstrings under a part's attributes, and those of the part that it is made from.

    Pydantic can do this itself, but at each start of the program, and for tens of milliseconds.
    """
    inherited = _read_docstrings(base) if (base := part.__bases__[0]) is not Part and issubclass(base, Part) else {}
    body = next(node for node in ast.parse(inspect.getsource(part)).body if isinstance(node, ast.ClassDef)).body
    return inherited | {
        field.target.id: text.value.value
        for field, text in pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) and isinstance(text.value.value, str)
    }
