"""How things read: statuses, days, times and numbers."""

import re
from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from core.templatetags import ui

TODAY = date(2026, 11, 21)


def draw(source, **context):
    return Template("{% load ui %}" + source).render(Context(context)).strip()


def test_a_status_is_a_word_in_a_colour():
    html = draw("{% status_tag 'accepted' 'Accepted' %}")
    assert '<strong class="govuk-tag govuk-tag--green">Accepted</strong>' in html


def test_a_record_brings_its_own_status():
    class Record:
        status = "sent"

        def get_status_display(self):
            return "Sent <to> them"

    html = draw("{% status_tag record %}", record=Record())
    assert "govuk-tag--yellow" in html
    assert "Sent &lt;to&gt; them" in html


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 12), "9 days overdue"),
        (date(2026, 11, 20), "1 day overdue"),
        (date(2026, 11, 21), "due today"),
        (date(2026, 11, 22), "due tomorrow"),
        (date(2026, 11, 24), "due in 3 days"),
        (None, "No date"),
    ],
)
def test_lateness_is_said_in_words_and_days(day, words):
    assert ui.days_overdue(day, TODAY) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 21), "today"),
        (date(2026, 11, 20), "yesterday"),
        (date(2026, 11, 9), "12 days ago"),
        (date(2026, 12, 1), "1 December 2026"),
        (None, "never"),
    ],
)
def test_how_long_ago(day, words):
    assert ui.days_ago(day, TODAY) == words


def test_days_and_moments_are_those_of_london():
    summer_night = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert ui.day(summer_night) == "1 July 2026"
    assert ui.moment(summer_night) == "1 July 2026 at 12:30am"
    assert ui.clock(datetime(2026, 1, 5, 14, 0, tzinfo=UTC)) == "2pm"
    assert ui.weekday(date(2026, 11, 27)) == "Friday 27 November 2026"


def test_a_day_in_welsh():
    with translation.override("cy"):
        assert ui.day(TODAY) == "21 Tachwedd 2026"


def test_nothing_is_said_as_such():
    assert ui.day(None) == ui.moment(None) == ui.clock(None) == "–"
    assert ui.nhs_number("") == ui.born(None) == "Not known"


def test_an_nhs_number_is_read_in_three_groups():
    assert ui.nhs_number("999 000 0018") == "999\xa0000\xa00018"
    assert ui.nhs_number("123") == "123"


def test_every_colour_is_one_of_the_design_systems():
    assert set(ui.STATUS_COLOURS.values()) <= {"grey", "green", "blue", "yellow", "orange", "red", "purple", "teal"}


def test_the_identity_bar_escapes_and_flags_in_words():
    html = draw(
        "{% include 'components/identity_bar.html' %}",
        name="<b>JONES</b>",
        facts=[{"label": "Born", "value": "4 May 1985"}],
        alerts=["Do not leave voicemail"],
    )
    assert "&lt;b&gt;JONES&lt;/b&gt;" in html
    assert '<li class="app-flag">Do not leave voicemail</li>' in html


def test_a_timeline_is_an_ordered_list_with_machine_readable_times():
    items = [
        {"title": "Seen", "at": datetime(2026, 1, 5, 14, 0, tzinfo=UTC), "by": "Sian"},
        {"title": "Due", "at": TODAY},
    ]
    html = draw("{% include 'components/timeline.html' %}", items=items)
    assert html.startswith("<ol") or "<ol" in html
    assert '<time datetime="2026-01-05T14:00:00+00:00">5 January 2026 at 2pm</time>' in html
    assert ">21 November 2026</time>" in html
    assert "by Sian" in html


def test_a_table_gives_each_cell_its_heading_for_a_phone():
    html = draw(
        "{% include 'components/table.html' %}",
        caption="Caseload",
        columns=[{"label": "Client"}, {"label": "Contacts", "number": True}],
        rows=[[{"text": "TC-1", "url": "/x/"}, 0]],
    )
    assert '<th scope="row"' in html
    assert re.search(r'data-label="Contacts">\s*0\s*</td>', html)
    assert '<a class="govuk-link" href="/x/">TC-1</a>' in html
