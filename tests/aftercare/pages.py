"""Addresses and filled-in forms for the tests of pages."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


def page(name, record, **query):
    return reverse(f"aftercare:{name}", args=[record.pk], query=query or None)


def count_queries(browser, address):
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


def typed(handover, **more):
    fields = ["triggers", "warning_signs", "coping", "people_to_call", "if_i_lapse", "way_back_name", "way_back_phone",
              "way_back_how", "way_back_days", "summary", "strengths", "signs_others", "where_to_go", "harm_reduction",
              "others_do", "may_contact_again"]  # fmt: skip
    values = {name: getattr(handover, name) for name in fields}
    return values | {"version": handover.version, "receiving_service": handover.receiving_service_id} | more
