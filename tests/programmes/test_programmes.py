"""Pages of programmes: whose they are, the list and its spreadsheet, the week, who attends and waits, and the end."""

import csv
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programmes.models import Programme, Room, TimetableSlot
from programmes.timetable import follow, generate
from tests.factories.clients import EpisodeFactory
from tests.factories.programmes import EnrolmentFactory, ProgrammeFactory, RoomFactory, TimetableSlotFactory

pytestmark = pytest.mark.django_db
LIST = "programmes:programme_list"


@pytest.fixture
def group(team):
    return ProgrammeFactory(team=team, name="Moving on", places=2)


def person(team):
    return EpisodeFactory(team=team, in_treatment=True).client


@pytest.mark.parametrize(
    ("narrowed", "left"),
    [
        ({}, ["Boxing", "Day programme", "Moving on"]),
        ({"status": "all"}, ["Boxing", "Day programme", "Moving on", "Old group"]),
        ({"status": "ended"}, ["Old group"]),
        ({"kind": "day_programme"}, ["Day programme"]),
        ({"component": "sport"}, ["Boxing"]),
        ({"day": "4"}, ["Boxing"]),
        ({"places": "free"}, ["Boxing", "Day programme"]),
        ({"places": "waiting"}, ["Moving on"]),
        ({"words": "moving"}, ["Moving on"]),
    ],
)
def test_the_list_is_narrowed_and_only_of_the_users_teams(sign_in, keyworker, group, team, narrowed, left):
    boxing = ProgrammeFactory(team=team, name="Boxing", kind="activity", components=["sport"])
    TimetableSlotFactory(programme=boxing, weekday=4)
    TimetableSlotFactory(programme=group, weekday=4, last_on=group.starts_on + timedelta(days=7))
    ProgrammeFactory(team=team, name="Day programme", structured=True, planned=True)
    ProgrammeFactory(team=team, name="Old group", ended=True)
    ProgrammeFactory(name="Elsewhere")
    EnrolmentFactory.create_batch(2, programme=group)
    EnrolmentFactory(programme=group, waiting=True)
    page = sign_in(keyworker).get(reverse(LIST), narrowed)
    assert [row.name for row in page.context["page"].rows] == left
    assert page.context["how_many"] == str(len(left))


def test_the_spreadsheet_has_the_numbers_and_nobodys_name(sign_in, keyworker, group, team):
    EnrolmentFactory(programme=group, client__family_name="Secretname")
    EnrolmentFactory(programme=group, waiting=True)
    answer = sign_in(keyworker).get(reverse("programmes:programme_export"))
    text = b"".join(answer).decode("utf-8-sig")
    [head, row] = csv.reader(text.splitlines())
    assert dict(zip(head, row, strict=True))["Taken"] == "1"
    assert "Secretname" not in text


def test_who_attends_and_who_waits_as_far_as_one_may_know_them(sign_in, keyworker, group, team, today):
    mine, hidden = person(team), EnrolmentFactory(programme=group, waiting=True)  # of another team's client
    EnrolmentFactory(programme=group, client=mine)
    EnrolmentFactory(programme=group, client=person(team), waiting=True, asked_on=today)
    page = sign_in(keyworker).get(group.get_absolute_url())
    people = page.context["people"]
    assert [row.client for row in people.attending] == [mine]
    assert [row.place for row in people.waiting] == [2]
    assert people.hidden_waiting == 1
    assert hidden.client.family_name not in page.content.decode()
    assert page.context["next_in_line"] is None, "somebody whom this reader may not know comes first"
    assert "And 1 person whose record you may not open." in page.content.decode()


def test_take_the_next_while_a_place_is_free(sign_in, keyworker, group, team, today):
    first = EnrolmentFactory(programme=group, client=person(team), waiting=True)
    EnrolmentFactory(programme=group, client=person(team), waiting=True, asked_on=today)
    EnrolmentFactory(programme=group)
    browser = sign_in(keyworker)
    assert browser.get(group.get_absolute_url()).context["next_in_line"] == first
    typed = {"on": "23/11/2026", "version": 1}
    start = reverse("programmes:enrolment_start", args=[first.pk])
    assert browser.post(start, typed).status_code == 302
    first.refresh_from_db()
    assert (first.status, first.started_on, first.updated_by) == ("enrolled", today, keyworker)
    assert browser.get(group.get_absolute_url()).context["next_in_line"] is None, "the programme is full now"


def test_made_with_its_timetable_changed_and_ended_with_a_preview(sign_in, case_manager, team, today):
    browser = sign_in(case_manager)
    RoomFactory(team=team, name="Garden room")
    typed = {
        "team": team.pk, "name": "Day programme", "kind": "day_programme", "components": ["life_skills", "harm_reduction"],
        "is_rolling": "True", "starts_on": "23/11/2026", "standing": "follows", "places": "12", "days_a_week": "3",
    }  # fmt: skip
    create = reverse("programmes:programme_create")
    refused = browser.post(create, typed)
    assert refused.status_code == 422
    assert "Choose the treatment" in refused.content.decode()
    answer = browser.post(create, typed | {"standing": "by_itself", "days_a_week": "3"})
    programme = Programme.objects.get()
    assert (answer.url, programme.status, programme.created_by) == (
        programme.get_absolute_url(),
        "planned",
        case_manager,
    )
    line = {"weekday": "1", "begins_at": "10:00", "ends_at": "12:30", "component": "life_skills", "every_weeks": "1",
            "first_on": "24/11/2026", "room": Room.objects.get().pk}  # fmt: skip
    browser.post(reverse("programmes:slot_add", args=[programme.pk]), line)
    assert programme.sessions.count() == 52
    assert browser.post(reverse("programmes:programme_start", args=[programme.pk])).url == programme.get_absolute_url()
    slot = TimetableSlot.objects.get()
    page = browser.post(
        reverse("programmes:slot_edit", args=[slot.pk]),
        line | {"begins_at": "11:00", "from_on": "24/11/2026", "version": slot.version}, follow=True,
    ).content.decode()  # fmt: skip
    assert "52 sessions are put in the calendar" in page
    EnrolmentFactory(programme=programme, client=person(team))
    end = reverse("programmes:programme_end", args=[programme.pk])
    preview = browser.get(end).content.decode()
    assert "52 sessions ahead are not held" in preview
    assert "1 person who attends is written down as having left" in preview
    programme.refresh_from_db()
    browser.post(end, {"on": "23/11/2026", "why": "No money", "version": programme.version})
    programme.refresh_from_db()
    assert (programme.status, programme.ends_on) == ("ended", today)
    assert programme.enrolments.get().reason == "programme_ended"


def test_what_takes_the_same_room_is_said_and_refuses_nothing(sign_in, case_manager, group, team, today):
    room = RoomFactory(team=team, name="Garden room", places=1)
    Programme.objects.update(room=room)
    other = ProgrammeFactory(team=team, name="Choir", room=room)
    TimetableSlotFactory(programme=other, weekday=1)
    generate(other)
    line = {"weekday": "1", "begins_at": "11:00", "ends_at": "13:00", "component": "stress", "every_weeks": "1",
            "first_on": "24/11/2026"}  # fmt: skip
    page = (
        sign_in(case_manager).post(reverse("programmes:slot_add", args=[group.pk]), line, follow=True).content.decode()
    )
    assert "Garden room holds 1 people at most" in page
    assert "Garden room is taken by Choir on 24 Nov 2026, 10am to 12pm." in page
    assert group.sessions.exists()


def test_sessions_ahead_follow_the_programme_to_another_room_unless_their_line_says_otherwise(
    group, team, keyworker, today
):
    here, there = RoomFactory(team=team), RoomFactory(team=team)
    fixed = TimetableSlotFactory(programme=group, weekday=3, room=here, first_on=today)
    TimetableSlotFactory(programme=group, first_on=today)
    generate(group, today + timedelta(days=20))
    touched = group.sessions.exclude(slot=fixed).first()
    touched.save_by(keyworker, "title")
    group.room = there
    group.save()
    follow(group, ["room"])
    rooms = {one.pk: one.room for one in group.sessions.all()}
    assert rooms.pop(touched.pk) is None
    assert set(rooms.values()) == {here, there}
    assert {one.room for one in group.sessions.filter(slot=fixed)} == {here}


def test_only_people_and_rooms_of_the_team(sign_in, case_manager, team, stranger, keyworker):
    theirs, ours = RoomFactory(), RoomFactory(team=team, is_active=False)
    form = sign_in(case_manager).get(reverse("programmes:programme_create")).context["form"]
    assert stranger not in form.fields["run_by"].queryset
    assert keyworker in form.fields["run_by"].queryset
    assert not {theirs, ours} & set(form.fields["room"].queryset)


def test_the_pages_ask_the_same_for_few_and_for_many(sign_in, keyworker, group, team):
    browser, asked = sign_in(keyworker), []
    for number in (1, 12):
        for _n in range(number):
            EnrolmentFactory(programme=group, client=person(team))
            EnrolmentFactory(programme=group, client=person(team), waiting=True)
            TimetableSlotFactory(programme=group)
            EnrolmentFactory(programme__team=team)
        for url in (group.get_absolute_url(), reverse(LIST)):
            browser.get(url)
            with CaptureQueriesContext(connection) as captured:
                assert browser.get(url).status_code == 200
            asked.append(len(captured))
    assert asked[:2] == asked[2:]
    assert asked[0] <= 11  # one of them the attendance of the last four weeks
    assert asked[1] <= 8
