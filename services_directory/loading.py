"""Brings in what comes with the software: the first words of the public pages."""

import tomllib
from pathlib import Path

DATA = Path(__file__).parent / "data"


def load_pages(models):
    """Add the public pages that the database does not have; `models` gives a model by app and name. How many were added."""
    page_model, added = models("services_directory", "PublicPage"), 0
    with (DATA / "public_pages.toml").open("rb") as file:
        for row in tomllib.load(file)["page"]:
            words = {name: value.strip() if isinstance(value, str) else value for name, value in row.items()}
            _page, is_new = page_model.objects.get_or_create(slug=words.pop("slug"), defaults=words)
            added += is_new
    return added
