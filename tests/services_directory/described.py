"""Our own description of the feed (OpenAPI), and what it says an answer has to be.

It builds on the schemas of the standard, which are not ours to ship: beside a copy of them all is checked, elsewhere
only what we say ourselves.
"""

import json
import os
import re
from functools import cache
from pathlib import Path

from django.conf import settings
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

SHARED = Path(os.environ.get("SHARED_DATA", settings.BASE_DIR.parent / "shared" / "data")) / "openreferral-uk"
OURS = json.loads((settings.BASE_DIR / "services_directory/api/openapi.json").read_text(encoding="utf-8"))
FORMATS = {
    "uuid": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "uri": r"[a-z][a-z0-9+.-]*://([A-Za-z0-9.:_~!$&'()*+,;=@-]|%[0-9A-Fa-f]{2})+"
    r"(/([A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*)?"
    r"(\?([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?(#([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?",
    "email": r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+",
    "date": r"\d{4}-\d\d-\d\d",
    "date-time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z",
}


def formats():
    checker = FormatChecker(formats=[])
    for name, pattern in FORMATS.items():
        checker.checks(name)(
            lambda value, p=re.compile(pattern): not isinstance(value, str) or bool(p.fullmatch(value))
        )
    return checker


def retrieve(address):
    """A schema of the standard, from the copy beside the repository; one that allows all where there is none."""
    copy = SHARED / "schemas" / address.rpartition("/")[2]
    return Resource.from_contents(json.loads(copy.read_text()) if copy.exists() else {}, DRAFT202012)


REGISTRY = Registry(retrieve=retrieve).with_resource("urn:ours", Resource.from_contents(OURS, DRAFT202012))


@cache
def validator(pointer):
    return Draft202012Validator({"$ref": f"urn:ours#{pointer}"}, registry=REGISTRY, format_checker=formats())


def faults(value, pointer):
    """What is wrong with a value by the part of our description that the pointer leads to; nulls are always wrong."""
    found = [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for error in validator(pointer).iter_errors(value)
    ]
    return found + ([f"null in {json.dumps(value)[:300]}"] if has_null(value) else [])


def faults_of(value, schema):
    return faults(value, f"/components/schemas/{schema}")


def faults_of_answer(value, path):
    steps = path.replace("~", "~0").replace("/", "~1")
    return faults(value, f"/paths/{steps}/get/responses/200/content/application~1json/schema")


def has_null(value):
    if isinstance(value, dict):
        return any(map(has_null, value.values()))
    return any(map(has_null, value)) if isinstance(value, list) else value is None
