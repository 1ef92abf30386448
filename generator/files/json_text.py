"""JSON in a file that anybody may have changed."""

from __future__ import annotations

import json
from typing import Any


def parse_json(text: str) -> Any:
    """What a text of JSON says.

    Raises:
        ValueError: it is no JSON, holds a number longer than Python reads, or is nested deeper than it can be.
    """
    try:
        return json.loads(text)
    except RecursionError as problem:
        raise ValueError("nested too deep") from problem
