"""Brings in what comes with the software: the first words of the public pages, and a directory of about 2009."""

import tomllib
import uuid
from pathlib import Path

from .models import Organisation, Service

DATA = Path(__file__).parent / "data"
WALES = uuid.UUID("6e0b3a52-6c0f-4d0c-9d38-6a4f5d2f2009")
WALES_SOURCE = "wales_2009.toml"


def load_pages(models):
    """Add the public pages that the database does not have; `models` gives a model by app and name. How many were added."""
    page_model, added = models("services_directory", "PublicPage"), 0
    with (DATA / "public_pages.toml").open("rb") as file:
        for row in tomllib.load(file)["page"]:
            words = {name: value.strip() if isinstance(value, str) else value for name, value in row.items()}
            _page, is_new = page_model.objects.get_or_create(slug=words.pop("slug"), defaults=words)
            added += is_new
    return added


def load_wales():
    """Add what the Welsh framework of about 2009 names, and what followed it; how many entries were added.

    What is there already stays as it is: an editor may have corrected it since.
    """
    with (DATA / "wales_2009.toml").open("rb") as file:
        told = tomllib.load(file)
    organisations = {row["organisation"]: _organisation(row["organisation"]) for row in told["service"]}
    new = [row for row in told["service"] if not Service.objects.filter(pk=_key(row["key"])).exists()]
    for row in sorted(new, key=lambda row: "replaced_by" in row):  # what came in the place of others first
        _service(row, told, organisations[row["organisation"]]).save_by(None)
    return len(new)


def _key(name):
    return uuid.uuid5(WALES, name)


def _organisation(name):
    """The organisation of that name, which may have come from somewhere else."""
    found = Organisation.objects.filter(name=name).order_by("created_at").first()
    if found is None:
        found = Organisation(pk=_key(f"organisation {name}"), name=name, source=WALES_SOURCE)
        found.save_by(None)
    return found


def _service(row, told, organisation):
    facts = {name: row[name] for name in row if name not in ("key", "organisation", "replaced_by")}
    facts = {name: told[name] for name in ("known_from", "known_on")} | facts
    follows = {"replaced_by_id": _key(row["replaced_by"])} if "replaced_by" in row else {}
    return Service(pk=_key(row["key"]), organisation=organisation, source=WALES_SOURCE, **facts, **follows)
