"""The published JSON Schema of a document: `python -m pipelines.schema` writes it to docs/."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from pipelines.article import SCHEMA_VERSION, Article

PUBLISHED = Path("docs") / "article.schema.json"


def article_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of an article: every key required, none but the known ones allowed."""
    schemas, components = msgspec.json.schema_components([Article], ref_template="#/$defs/{name}")
    for component in components.values():
        if component.get("type") == "object" and "properties" in component:
            component["required"] = sorted(component["properties"])  # unknown is null, so every key is always there
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Arsip article {SCHEMA_VERSION}",
        **schemas[0],
        "$defs": components,
    }


def schema_text() -> str:
    return json.dumps(article_schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else PUBLISHED
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(schema_text(), encoding="utf-8")
