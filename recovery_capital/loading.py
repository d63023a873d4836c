"""Loads a file of provisions of law. A new one is a new file and a new migration: what is loaded is never rewritten."""

import json
from pathlib import Path

DATA = Path(__file__).parent / "data"


def load_provisions(name, model):
    """Add the provisions of `data/<name>.json` that the database does not have; what it has keeps its dates."""
    for item in json.loads((DATA / f"{name}.json").read_text(encoding="utf-8")):
        which = {key: item.pop(key) for key in ("nation", "act", "code", "question")}
        model.objects.get_or_create(**which, defaults=item)
