"""Documents for carrying out a contract: one YAML file in, Word, PDF and web page out.

What is imported from here is the public interface, told in docs/interface.md: nothing else is promised. The package's rooms, and
who may call whom, stand in ARCHITECTURE.md; the first file to read is `pipeline.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from generator.build.job import Result
    from generator.contract.case import Case, open_case
    from generator.errors import Finding, InputError
    from generator.pipeline import make_documents
    from generator.workspace import Workspace

__version__ = "0.1.0"
__all__ = ["Case", "Finding", "InputError", "Result", "Workspace", "__version__", "make_documents", "open_case"]

_MODULES = {
    "Case": "contract.case",
    "Finding": "errors",
    "InputError": "errors",
    "Result": "build.job",
    "Workspace": "workspace",
    "make_documents": "pipeline",
    "open_case": "contract.case",
}


def __getattr__(name: str) -> Any:
    """A part of the interface, loaded when it is first asked for: the command starts without most of it."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415

    value = globals()[name] = getattr(import_module(f"generator.{_MODULES[name]}"), name)
    return value


def __dir__() -> list[str]:
    """The names of the interface."""
    return __all__
