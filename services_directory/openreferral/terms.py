"""The terms of taxonomies on a record: those of others become rows, our own are needs that somebody has said."""

import uuid

from ..own_terms import NAMESPACE, NEED_OF
from .details import sound


def terms(service):
    """The terms of a record, and the needs that are terms of ours; None when it says nothing of terms."""
    attributes, old = service.children("attributes"), service.children("service_taxonomys")
    if attributes is None and old is None:
        return None, []
    stated = [item for item in attributes or [] if item.values.get("tc_guessed") is not True]  # (ours.guessed_needs)
    found = [term for item in stated if (term := item.child("taxonomy_term"))]
    found += [term for item in old or [] if (term := item.child("taxonomy"))]
    rows = [row for term in found if (row := sound(term, read_term))]
    needs = [NEED_OF[row["id"]] for row in rows if row["id"] in NEED_OF]
    others = {row["id"]: row for row in reversed(rows) if row["id"] not in NEED_OF}
    return list(reversed(others.values())), list(dict.fromkeys(needs))


def read_term(term):
    """A term and its taxonomy. One without an id that is a UUID has one by its words; one without a name is none."""
    name = term.line("name", 300)
    if not name:
        return None
    taxonomy = read_taxonomy(term)
    code = term.line("code", 300) or ("" if term.key() else term.line("id", 300))
    return {
        "id": term.key() or uuid.uuid5(taxonomy["id"], code or name),
        "taxonomy": taxonomy,
        "parent_id": term.key("parent_id"),
        "code": code,
        "name": name,
        "description": term.text("description"),
        "uri": term.web_address("term_uri"),
    }


def read_taxonomy(term):
    """The taxonomy of a term: an object in HSDS, a name and an id in the UK profile, a vocabulary in 1.0."""
    whole = term.child("taxonomy_detail")
    name = (whole.line("name", 300) if whole else "") or term.line("taxonomy", 300) or term.line("vocabulary", 300)
    key = (whole.key() if whole else None) or term.key("taxonomy_id")
    return {"id": key or uuid.uuid5(NAMESPACE, name), "name": name or "Terms without a taxonomy"}
