"""Pages of sessions and registers: one request, few queries, what two people did shown side by side, looks written down."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clients.caseload import caseload
from core.choices import AccessAction
from core.models import AccessLog
from programmes.choices import Mark, SessionStatus
from programmes.models import Attendance, ProgrammeSession
from tests.factories.clients import ClientFactory, ContactFactory, DeathFactory, EpisodeFactory
from tests.factories.programmes import (
    AttendanceFactory,
    EnrolmentFactory,
    ProgrammeFactory,
    ProgrammeSessionFactory,
    RoomFactory,
)

pytestmark = pytest.mark.usefixtures("today")
TEN = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def session(team, keyworker):
    programme = ProgrammeFactory(team=team, places=12)
    return ProgrammeSessionFactory(programme=programme, begins_at=TEN, ends_at=TEN + timedelta(hours=2), lead=keyworker)


def enrol(session, **names):
    client = ClientFactory(registered_team=session.programme.team, **names)
    return EnrolmentFactory(programme=session.programme, client=client).client


def body(marks, **more):
    """What a browser sends of a register that was opened when nobody was marked."""
    sent = {}
    for client, mark in marks.items():
        key = client.pk.hex
        sent |= {f"mark-{key}": mark, f"reason-{key}": "", f"note-{key}": "", f"was-{key}": "||"}
    return sent | {"group_note": "", "group_note_was": ""} | more


def looks(user):
    return AccessLog.objects.filter(user=user, action=AccessAction.LOOK)


def test_forty_are_saved_in_one_request_of_few_queries(session, sign_in, keyworker):
    """The whole request as a browser sends it: the sign-in, the key of the form and the looks are counted too."""
    everybody = [enrol(session) for _ in range(40)]
    browser, url = sign_in(keyworker), f"/programmes/sessions/{session.pk}/register/"
    browser.get(url)
    assert looks(keyworker).count() == 40
    assert set(looks(keyworker).values_list("subject_id", flat=True)) == {client.pk for client in everybody}
    sent = body(dict.fromkeys(everybody, "missed"), group_note="For all", form_key=str(uuid4()))
    with CaptureQueriesContext(connection) as taken:
        assert browser.post(url, sent).status_code == 302
    asked = [query["sql"][-120:] for query in taken if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= 10, asked
    assert Attendance.objects.filter(session=session, mark=Mark.MISSED, updated_by=keyworker).count() == 40


def test_only_what_both_changed_is_asked_again(session, sign_in, keyworker, case_manager):
    one, other, both = enrol(session, first_name="Una"), enrol(session), enrol(session, first_name="Bet")
    url = f"/programmes/sessions/{session.pk}/register/"
    sign_in(keyworker).post(url, body({one: "attended", both: "missed"}))
    answer = sign_in(case_manager).post(url, body({one: "", other: "late", both: "attended"}))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert page.count("saved this first") == 1
    marks = dict(Attendance.objects.values_list("client", "mark"))
    assert marks == {one.pk: "attended", other.pk: "late", both.pk: "missed"}
    rows = {row.line.client.pk: row for row in answer.context["rows"]}
    assert rows[one.pk].mark == "attended", "What somebody else ticked is not taken back by saving again"
    assert rows[both.pk].mark == "attended"
    again = {name: row for name, row in answer.context["form"].data.items() if name != "csrfmiddlewaretoken"}
    assert sign_in(case_manager).post(url, again).status_code == 302
    assert dict(Attendance.objects.values_list("client", "mark")) == marks | {both.pk: "attended"}


def test_wrong_bodies_change_nothing(session, sign_in, keyworker, stranger):
    client = enrol(session)
    url, key = f"/programmes/sessions/{session.pk}/register/", client.pk.hex
    browser = sign_in(keyworker)
    for wrong in ({f"mark-{key}": "x"}, {f"note-{key}": "n" * 10_001}, {f"note-{key}": "\x00"}, {f"reason-{key}": "x"}):
        assert browser.post(url, body({client: "attended"}) | wrong).status_code in (400, 422)
    unplaced = browser.post(url, body({client: ""}) | {f"note-{key}": "Who?"})
    assert unplaced.status_code == 422
    assert "Who?" in unplaced.content.decode()
    hostile = {f"was-{key}": "\ufffd|" * 9, "mark-" + "0" * 32: "attended", "status": "held"}
    assert browser.post(url, {"was-": "|"} | hostile).status_code == 422
    assert not Attendance.objects.exists()
    assert sign_in(stranger).post(url, body({client: "attended"})).status_code == 404


def test_a_frozen_record_is_read_and_a_restricted_one_counted(session, sign_in, keyworker):
    frozen, restricted = enrol(session, family_name="Testfrost"), enrol(session, family_name="Testveil")
    type(frozen).objects.filter(pk=frozen.pk).update(is_frozen=True)
    type(frozen).objects.filter(pk=restricted.pk).update(is_restricted=True)
    browser, url = sign_in(keyworker), f"/programmes/sessions/{session.pk}/register/"
    page = browser.get(url).content.decode()
    assert "TESTFROST" in page
    assert "TESTVEIL" not in page
    assert "somebody whose record is restricted" in page
    assert "0 of 2 were there" in page
    browser.post(url, body({frozen: "attended", restricted: "attended"}))
    assert not Attendance.objects.exists()
    assert list(looks(keyworker).values_list("subject_id", flat=True)) == [frozen.pk, frozen.pk]


def test_walk_in_is_found_by_name_and_added_once(session, sign_in, keyworker):
    client = ClientFactory(registered_team=session.programme.team, family_name="Testwander")
    elsewhere = ClientFactory(family_name="Testwander")
    browser, url = sign_in(keyworker), f"/programmes/sessions/{session.pk}/register/walk-in/"
    found = browser.post(url, {"words": "Testwander"})
    assert [row.pk for row in found.context["found"]] == [client.pk]
    assert AccessLog.objects.filter(action=AccessAction.SEARCH).exists()
    for _ in range(2):
        assert browser.post(url, {"came": client.pk}).status_code == 302
    assert Attendance.objects.get().client == client
    assert browser.post(url, {"came": elsewhere.pk}).status_code == 404
    assert browser.post(url, {"words": ""}).status_code == 422


@pytest.mark.parametrize(("days", "number"), [(1, 0), (0, 1)])
def test_who_died_before_the_session_has_not_walked_in(session, sign_in, keyworker, days, number):
    client = ClientFactory(registered_team=session.programme.team)
    DeathFactory(client=client, died_on=session.day - timedelta(days=days))
    url = f"/programmes/sessions/{session.pk}/register/walk-in/"
    answer = sign_in(keyworker).post(url, {"came": client.pk}, follow=True).content.decode()
    assert ("died before the day" in answer) == (number == 0)
    assert Attendance.objects.count() == number


def test_undo_move_and_cancel_from_the_page(session, sign_in, keyworker, team):
    client, browser = enrol(session), sign_in(keyworker)
    url = f"/programmes/sessions/{session.pk}"
    browser.post(f"{url}/register/", body({client: "attended"}))
    browser.post(f"{url}/register/undo/")
    session.refresh_from_db()
    assert (session.status, Attendance.objects.get().mark) == (SessionStatus.PLANNED, "")
    room = RoomFactory(team=team, places=1)
    ProgrammeSessionFactory(programme__team=team, room=room, begins_at=TEN, ends_at=TEN + timedelta(hours=1))
    when = {"day": "23/11/2026", "begins": "9:00", "ends": "11:00", "room": room.pk, "because": "The hall is let."}
    assert browser.post(f"{url}/move/", when | {"version": session.version - 1}).status_code == 409
    when["version"] = session.version
    for wrong in ({"ends": "8:00"}, {"ends": "9:00"}, {"day": "30/2/2026"}, {"day": "1/1/1999"}, {"begins": "25:00"}):
        assert browser.post(f"{url}/move/", when | wrong).status_code == 422
    gap = {"day": "28/3/2027", "begins": "1:30", "ends": "3:00"}
    assert "there is no such time" in browser.post(f"{url}/move/", when | gap).content.decode()
    assert browser.post(f"{url}/move/", when).status_code == 302
    page = browser.get(f"{url}/").content.decode()
    assert "The hall is let." in page
    assert f"{room.name} is taken by" in page
    version = ProgrammeSession.objects.get(pk=session.pk).version
    cancel = {"because": "staff", "note": "Nobody to cover.", "version": version}
    assert browser.post(f"{url}/cancel/", cancel).status_code == 302
    assert "Nobody to cover." in browser.get(f"{url}/").content.decode()


def test_list_is_of_the_teams_and_narrowed(session, sign_in, keyworker, stranger):
    ProgrammeSessionFactory(
        programme=session.programme, begins_at=TEN - timedelta(days=7), ends_at=TEN - timedelta(days=6)
    )
    browser = sign_in(keyworker)
    address = f"/programmes/sessions/{session.pk}/"

    def listed(**query):
        return browser.get("/programmes/sessions/", query).content.decode().count('data-label="Programme"')

    assert address in browser.get("/programmes/sessions/").content.decode()
    assert (listed(), listed(whose="mine"), listed(when="not_taken"), listed(when="past")) == (1, 1, 1, 2)
    export = b"".join(browser.get("/programmes/sessions/export/").streaming_content).decode()
    assert "23" in export
    assert address not in sign_in(stranger).get("/programmes/sessions/").content.decode()


def test_being_seen_at_a_session_is_the_last_contact(session, team, keyworker):
    episode = EpisodeFactory(team=team, keyworker=keyworker, in_treatment=True)
    ContactFactory(client=episode.client, happened_at=TEN - timedelta(days=9))
    AttendanceFactory(session=session, client=episode.client)
    AttendanceFactory(client=episode.client, missed=True)
    (row,) = caseload(keyworker, {"words": "", "phase": "", "keyworker": "mine", "overdue": None}).rows
    assert row["last_contact_at"] == TEN
