"""Loads a file of code lists. A new edition is a new file and a new migration: what is loaded is never rewritten."""

import json
from pathlib import Path

DATA = Path(__file__).parent / "data"


def load(name, models):
    """Add the sets of `data/<name>.json` that the database does not have; gives how many codes were added.

    `models` gives the models by name, as `apps.get_model` of a migration does: ("reference", "Code").
    """
    code_set_model, code_model = models("reference", "CodeSet"), models("reference", "Code")
    added = 0
    for item in json.loads((DATA / f"{name}.json").read_text(encoding="utf-8")):
        codes = item.pop("codes")
        edition = {key: item.pop(key) for key in ("field", "standard", "edition")}
        code_set, _is_new = code_set_model.objects.get_or_create(**edition, defaults=item)
        known = set(code_model.objects.filter(code_set=code_set).values_list("code", flat=True))
        rows = [
            code_model(code_set=code_set, position=position, **code)
            for position, code in enumerate(codes, start=1)
            if code["code"] not in known
        ]
        added += len(code_model.objects.bulk_create(rows))
    return added
