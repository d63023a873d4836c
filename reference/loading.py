"""Loads a file of code lists or wordings. A new edition is a new file and a new migration: what is loaded is never rewritten."""

import json
from datetime import date
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
WORDINGS_FROM = date(2026, 1, 1)


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


@cache
def shipped_wordings(name="2026_wordings"):
    """The texts that come with the system, by what they are for, how they go out and in which language."""
    rows = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return {(row["key"], row["kind"], row["language"]): row for row in rows}


def load_wordings(models):
    """Add the texts that come with the system, but none of a kind of which a service has one of its own.

    The Welsh ones are a first translation, and say so until an administrator puts others in their place.
    """
    model = models("reference", "Wording")
    own = {*model.objects.values_list("key", "kind")}
    rows = [
        model(**row, valid_from=WORDINGS_FROM, is_unread=row["language"] == "cy")
        for (key, kind, _language), row in shipped_wordings().items()
        if (key, kind) not in own
    ]
    return len(model.objects.bulk_create(rows))
