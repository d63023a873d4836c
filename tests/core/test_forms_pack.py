"""The ten rules that our form pack keeps, and how each kind of field is drawn."""

import re
from datetime import date

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.test import RequestFactory

from core.forms import BaseForm, DateField, QueryForm
from core.gallery import EverythingForm, SubFormset
from core.templatetags.forms_pack import described_by, error_target, kind
from core.widgets import CountedTextField, DatePartsField, DateTextWidget, ScaleField


def draw(form, **context):
    """A form as `{% crispy form %}` writes it."""
    page = Template("{% load crispy_forms_tags %}{% crispy form %}")
    return page.render(Context({"form": form, "csrf_token": "token", **context}))


def title_and_summary(**context):
    source = (
        "{% extends 'base.html' %}{% block title %}A page{% endblock %}{% block content %}<h1>A page</h1>{% endblock %}"
    )
    return Template(source).render(Context(context))


def failed():
    form = EverythingForm({})
    assert not form.is_valid()
    return form


def ids_in(html):
    return re.findall(r'\bid="([^"]+)"', html)


class TestErrorLinks:
    """Rule 1: an error link leads to a control that exists and can take the focus."""

    def test_every_link_of_the_summary_leads_to_a_control(self):
        form = failed()
        html = draw(form)
        controls = re.findall(r"<(?:input|select|textarea)\b[^>]*?\bid=\"([^\"]+)\"", html)
        targets = [error_target(form[name]) for name in form.errors]
        assert len(targets) >= 10
        assert set(targets) <= set(controls)

    def test_a_group_is_entered_at_its_first_choice(self):
        form = failed()
        assert error_target(form["attended"]) == "id_attended_0"
        assert error_target(form["substances"]) == "id_substances_0"
        assert error_target(form["housing"]) == "id_housing_0"

    def test_a_group_whose_row_of_dashes_is_not_drawn_is_entered_at_the_first_that_is(self):
        class Form(BaseForm):
            answer = forms.ChoiceField(choices=[("", "---------"), ("yes", "Yes")], widget=forms.RadioSelect)

        form = Form({})
        assert error_target(form["answer"]) == "id_answer_1"
        assert 'id="id_answer_1"' in draw(form)
        assert "---------" not in draw(form)

    @pytest.mark.parametrize(
        ("day", "month", "year", "box"),
        [("", "2", "1985", 0), ("1", "13", "1985", 1), ("1", "2", "85", 2), ("31", "2", "1985", 0), ("", "", "", 0)],
    )
    def test_a_date_is_entered_at_the_box_that_is_wrong(self, day, month, year, box):
        form = EverythingForm({"born_on_day": day, "born_on_month": month, "born_on_year": year})
        assert error_target(form["born_on"]) == f"id_born_on_{box}"

    def test_a_hidden_field_has_no_link(self):
        form = EverythingForm({"version": "x"})
        assert error_target(form["version"]) == ""


class TestDescriptions:
    """Rules 2 and 3: hint, error, counter are read in this order, and stand so on the page."""

    def test_the_ids_are_in_reading_order(self):
        class Form(BaseForm):
            note = CountedTextField(label="Note", help_text="What happened")

        form = Form({})
        assert described_by(form["note"]) == "id_note_hint id_note_error id_note-info"
        html = draw(form)
        places = [
            html.index(text) for text in ('id="id_note_hint"', 'id="id_note_error"', "<textarea", 'id="id_note-info"')
        ]
        assert places == sorted(places)

    def test_every_id_that_describes_exists(self):
        html = draw(failed())
        described = {one for ids in re.findall(r'aria-describedby="([^"]*)"', html) for one in ids.split()}
        assert described
        assert described <= set(ids_in(html))

    def test_a_description_is_never_empty(self):
        class Form(BaseForm):
            name = forms.CharField()

        html = draw(Form())
        assert "aria-describedby" not in html

    def test_an_error_begins_with_a_hidden_word(self):
        html = draw(failed())
        assert html.count('<span class="govuk-visually-hidden">Error:</span>') == len(failed().errors)


class TestPage:
    """Rule 4: a failed form changes the title, and its summary comes before the heading."""

    def test_a_failed_form_changes_the_title(self):
        html = title_and_summary(form=failed())
        assert "<title>Error: A page – " in html
        assert html.index("There is a problem") < html.index("<h1>")

    @pytest.mark.parametrize("name", ["form", "referral_form", "errors"])
    def test_whatever_its_name_in_the_context(self, name):
        assert "<title>Error: " in title_and_summary(**{name: failed()})

    def test_a_failed_formset_changes_the_title_and_is_summed_up(self):
        formset = SubFormset({"entries-TOTAL_FORMS": "2", "entries-INITIAL_FORMS": "0"}, prefix="entries")
        assert not formset.is_valid()
        html = title_and_summary(formset=formset)
        assert "<title>Error: " in html
        assert 'href="#id_entries-1-what"' in html

    def test_a_form_not_yet_sent_does_not(self):
        html = title_and_summary(form=EverythingForm())
        assert "<title>A page – " in html
        assert "There is a problem" not in html

    def test_an_error_of_the_whole_form_is_said_without_a_link(self):
        form = failed()
        form.add_error(None, "These two dates do not fit")
        assert "<li>These two dates do not fit</li>" in title_and_summary(form=form)

    def test_two_errors_in_the_same_words_say_which_question_they_are_about(self):
        class Form(BaseForm):
            first = forms.CharField(label="First day", error_messages={"required": "Answer this question"})
            last = forms.CharField(label="Last day", error_messages={"required": "Answer this question"})
            why = forms.CharField(error_messages={"required": "Say why"})

        form = Form({})
        assert not form.is_valid()
        html = title_and_summary(form=form)
        assert '<a href="#id_first">Answer this question: First day</a>' in html
        assert '<a href="#id_last">Answer this question: Last day</a>' in html
        assert '<a href="#id_why">Say why</a>' in html


def test_drawing_leaves_the_widget_as_it_was():
    """Rule 5."""
    form = failed()
    before = {name: dict(field.widget.attrs) for name, field in form.fields.items()}
    first, second = draw(form), draw(form)
    assert {name: field.widget.attrs for name, field in form.fields.items()} == before
    assert first == second


class TestOptional:
    """Rule 6: optional is marked, required is not, and the browser checks nothing."""

    def test_only_what_may_stay_empty_is_marked(self):
        html = draw(EverythingForm())
        assert "What do they like to be called? (optional)</label>" in html
        assert ">Full name</label>" in html

    def test_a_filter_marks_nothing(self):
        class Filter(QueryForm):
            words = forms.CharField(label="Words", required=False)

        html = draw(Filter({}))
        assert "(optional)" not in html
        assert 'method="get"' in html
        assert "csrf" not in html

    def test_the_browser_checks_nothing(self):
        html = draw(EverythingForm())
        assert "novalidate" in html
        assert " required" not in html
        assert "maxlength=" not in html.replace("data-maxlength=", "")


class TestDates:
    """Rule 7: a remembered date in three boxes, a planned one in one box with a calendar."""

    def test_three_boxes_with_a_number_keyboard(self):
        html = draw(EverythingForm(initial={"born_on": date(1985, 5, 4)}))
        for name, value in [("day", 4), ("month", 5), ("year", 1985)]:
            box = re.search(rf'<input[^>]*name="born_on_{name}"[^>]*>', html).group()
            assert 'inputmode="numeric"' in box
            assert 'type="text"' in box
            assert f'value="{value}"' in box

    def test_one_box_with_a_calendar(self):
        html = draw(EverythingForm(initial={"review_on": date(2026, 11, 27)}))
        box = re.search(r'<input[^>]*name="review_on"[^>]*>', html).group()
        assert 'data-module="moj-date-picker"' in html
        assert "moj-js-datepicker-input" in box
        assert 'value="27/11/2026"' in box

    def test_what_the_calendar_writes_is_read(self):
        class Form(BaseForm):
            day = DateField(widget=DateTextWidget)

        form = Form({"day": "22/11/2026"})
        assert form.is_valid()
        assert form.cleaned_data["day"] == date(2026, 11, 22)


class TestErrorWords:
    """Rule 8: our own words, for each field."""

    def test_none_of_djangos(self):
        html = draw(failed())
        assert "This field is required" not in html
        assert "Enter the client&#x27;s full name" in html

    @pytest.mark.parametrize(
        ("parts", "words"),
        [
            (("", "5", "1985"), "The date must include a day"),
            (("4", "", "1985"), "The date must include a month"),
            (("4", "5", ""), "The date must include a year"),
            (("32", "5", "1985"), "The day must be a number between 1 and 31"),
            (("4", "May", "1985"), "The month must be a number between 1 and 12"),
            (("4", "5", "85"), "The year must be a number with four digits, such as 1985"),
            (("31", "2", "1985"), "That month does not have a day 31"),
            (("1", "1", "0001"), "The year must be between 1900 and 2100"),
            (("1", "1", "9999"), "The year must be between 1900 and 2100"),
            (("1", "1", "2099"), "The date must be in the past"),
            (("٤", "5", "1985"), "The day must be a number between 1 and 31"),
            (("9" * 100_000, "5", "1985"), "The day must be a number between 1 and 31"),
            (("-1", "5", "1985"), "The day must be a number between 1 and 31"),
        ],
    )
    def test_a_date_says_what_is_wrong_with_it(self, parts, words):
        field = DatePartsField(past=True)
        with pytest.raises(forms.ValidationError, match=re.escape(words)):
            field.clean(list(parts))

    def test_a_date_in_three_boxes(self):
        assert DatePartsField(past=True).clean([" 4 ", "05", "1985"]) == date(1985, 5, 4)
        assert DatePartsField(required=False).clean(["", "", ""]) is None


class TestWords:
    """Rule 9: the counter's class, its limit and its unit; and the limit holds without script."""

    def test_the_counter_has_what_its_script_reads(self):
        html = draw(EverythingForm())
        assert 'data-module="govuk-character-count" data-maxlength="20" data-count-type="words"' in html
        assert "govuk-js-character-count" in html
        assert "You can enter up to 20 words" in html
        assert "data-maxwords" not in html

    def test_the_limit_is_checked(self):
        field = CountedTextField(max_words=3)
        assert field.clean("one two three") == "one two three"
        with pytest.raises(forms.ValidationError) as error:
            field.clean("one two three four")
        assert error.value.messages == ["Shorten this by 1 word, to 3 words or fewer"]


def test_a_misspelt_field_is_never_silent():
    """Rule 10."""
    assert settings.CRISPY_FAIL_SILENTLY is False


class TestScale:
    def test_gives_a_number_or_the_reason_there_is_none(self):
        field = ScaleField()
        assert field.clean("7") == 7
        assert field.clean("0") == 0
        assert field.clean("not_asked") == "not_asked"

    @pytest.mark.parametrize("value", ["11", "-1", "7.5", "٧", "1e1"])
    def test_refuses_what_is_not_on_it(self, value):
        with pytest.raises(forms.ValidationError):
            ScaleField().clean(value)

    def test_is_one_group_of_radio_buttons_with_its_ends_in_words(self):
        html = draw(EverythingForm(initial={"housing": 7}))
        assert len(re.findall(r'<input[^>]*type="radio"[^>]*name="housing"', html)) == 13
        assert re.search(r'<input[^>]*name="housing"[^>]*value="7" checked', html)
        assert "0 is the worst it could be, 10 is just how I want it" in html


class TestForm:
    def test_what_was_typed_stays(self):
        form = EverythingForm({"name": "<b>Ffion</b>", "note": "two words", "born_on_month": "May", "attended": "no"})
        html = draw(form)
        assert 'value="&lt;b&gt;Ffion&lt;/b&gt;"' in html
        assert "two words</textarea>" in html
        assert 'value="May"' in html
        assert re.search(r'value="no" checked', html)

    def test_no_id_is_there_twice(self):
        ids = ids_in(draw(failed()))
        assert len(ids) == len(set(ids))

    def test_a_hidden_field_that_the_layout_forgot_is_drawn(self):
        from crispy_forms.layout import Fieldset, Layout

        class Form(EverythingForm):
            @property
            def helper(self):
                helper = super().helper
                helper.layout = Layout(Fieldset("Who", "name", "known_as"))
                return helper

        html = draw(Form())
        assert 'type="hidden" name="version" value="3"' in html
        assert '<legend class="govuk-fieldset__legend govuk-fieldset__legend--m">Who</legend>' in html

    def test_has_a_token_a_button_and_a_way_out(self):
        html = draw(EverythingForm())
        assert "csrfmiddlewaretoken" in html
        assert "Save the note</button>" in html
        assert ">Cancel</a>" in html

    def test_every_control_has_a_label(self):
        html = draw(failed())
        labelled = set(re.findall(r'<label[^>]*for="([^"]+)"', html))
        controls = re.findall(r'<(?:input|select|textarea)\b(?![^>]*type="hidden")[^>]*?\bid="([^"]+)"', html)
        assert set(controls) == labelled


@pytest.mark.parametrize(
    ("field", "name"),
    [
        (forms.CharField(), "text"),
        (forms.EmailField(), "text"),
        (forms.IntegerField(), "number"),
        (forms.DateField(), "date"),
        (forms.FileField(), "file"),
        (forms.BooleanField(), "checkbox"),
        (forms.NullBooleanField(), "select"),
        (forms.CharField(widget=forms.HiddenInput), "hidden"),
    ],
)
def test_the_widget_decides_how_a_field_is_drawn(field, name):
    form = type("Form", (forms.Form,), {"field": field})()
    assert kind(form["field"]) == name


def test_a_filter_panel_opens_when_its_form_failed(rf: RequestFactory):
    class Filter(QueryForm):
        team = forms.ChoiceField(choices=[("afon", "Afon")], required=False)

    panel = Template("{% include 'components/filter_panel.html' %}")
    assert '<details class="app-filter" open data-keep>' in panel.render(Context({"form": Filter({"team": "x"})}))
    assert '<details class="app-filter">' in panel.render(Context({"form": Filter({"team": "afon"})}))
