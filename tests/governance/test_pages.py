"""“Where in the record” is said in plain words: for every page and table of a record, and never what the reader may not know."""

import pytest

from accounts.choices import Role
from core.choices import AccessAction
from core.models import AccessLog
from governance import pages, seen
from governance import tables as names_of_tables
from tests.factories.accounts import UserFactory
from tests.factories.safeguarding import MappaRecordFactory
from tests.guards.routes import rules

ASKED_BESIDES = {"clients:break_glass", "aftercare:handover_prepare", "governance:record_seen_download"}
# Pages about many people at once: a look at each record is written down.
ASKED_BESIDES |= {"programmes:session_detail", "programmes:register_take", "programmes:register_walk_in"}
# The worker writes down whom a paper tells of.
ASKED_BESIDES |= {"reports:report_request"}
# Nobody is shown before a search or a list was sent.
ASKED_BESIDES |= {"custody:unexpected_release", "custody:dates_paste"}


def test_every_page_and_table_of_a_record_has_a_plain_name():
    looked_at = {name for name, rule in rules().items() if rule and rule.records_look} | ASKED_BESIDES
    named = set(pages.PAGES)
    assert named == looked_at, (
        f"Name in governance/pages.py: {looked_at - named}; no such page of a record: {named - looked_at}"
    )
    found = {event.pgh_tracked_model._meta.label_lower for event in seen.events_about_clients()}
    tables = names_of_tables.TABLES
    assert set(tables) == found, f"Name in governance/tables.py: {found ^ set(tables)}"
    names = [str(name) for name in pages.PAGES.values()]
    assert len(names) == len(set(names)), "two pages of one name"
    for name in [*names, *map(str, tables.values())]:
        assert name[0].isupper(), name
        assert not set("_–()") & set(name), name


@pytest.mark.django_db
def test_that_somebody_is_under_mappa_is_not_told_by_who_looked(record, case_manager, keyworker):
    MappaRecordFactory(client=record)
    for route in ("safeguarding:client_mappa", "clients:page_of_last_year"):
        AccessLog.objects.create(
            user=case_manager,
            action=AccessAction.LOOK,
            subject_id=record.pk,
            subject_kind="clients.client",
            route=route,
        )
    officer = UserFactory(role=Role.GOVERNANCE_OFFICER)
    for reader, where in ((case_manager, "MAPPA"), (keyworker, str(pages.CLOSED)), (officer, str(pages.CLOSED))):
        said = [entry.where for entry in seen.all_entries(record, reader)]
        assert said[0] == "A page that is no more"
        assert said.count(where) == 2
        assert ("MAPPA" in said) is (where == "MAPPA")
