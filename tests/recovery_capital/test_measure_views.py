"""Pages of measures and of the Treatment Outcomes Profile: what is kept, what is refused, and the safety flow."""

from datetime import date

import pytest
from django.urls import reverse

from alerts.models import Alert
from recovery_capital.choices import Stage
from recovery_capital.measures import SHIPPED
from recovery_capital.models import MeasureResult, TopAssessment
from recovery_capital.picture import picture_of
from tests.factories.recovery_capital import MeasureResultFactory, TopAssessmentFactory


@pytest.fixture
def browser(sign_in, keyworker, today):
    return sign_in(keyworker)


def address(name, subject):
    return reverse(f"recovery_capital:{name}", args=[subject.pk])


def page_of(browser, record, name):
    return f"{address('measure_add', record)}?measure={name}"


def typed(measure, answers, **more):
    items = {f"item_{number}": str(answer) for number, answer in enumerate(answers, 1) if answer is not None}
    return {"measure": measure, "answered_on": "20/11/2026", "stage": Stage.START} | items | more


@pytest.mark.parametrize("measure", SHIPPED, ids=lambda measure: measure.name)
def test_each_measure_is_asked_in_its_words_and_kept(browser, record, episode, keyworker, measure):
    page = browser.get(page_of(browser, record, measure.name)).content.decode()
    assert page.count('class="govuk-radios__input"') >= sum(map(len, measure.items))
    answers = [max(allowed) for allowed in measure.items]
    response = browser.post(page_of(browser, record, measure.name), typed(measure.name, answers))
    result = MeasureResult.objects.get()
    expected = reverse("safeguarding:risk_assess", args=[record.pk]) if measure.safety else result.get_absolute_url()
    assert response.headers["Location"] == expected
    assert (result.client, result.episode, result.created_by) == (record, episode, keyworker)
    assert (result.answers, result.is_complete) == (answers, True)
    shown = browser.get(result.get_absolute_url()).content.decode()
    assert f"{result.number} of {measure.most}" in shown
    assert "Licence:" in shown


@pytest.mark.parametrize("measure", SHIPPED, ids=lambda measure: measure.name)
@pytest.mark.parametrize("wrong", ["99", "-1", "x", "1.5", "9" * 400])
def test_wrong_answers_are_said_at_their_item_and_nothing_is_kept(browser, record, measure, wrong):
    answers = [max(allowed) for allowed in measure.items]
    response = browser.post(page_of(browser, record, measure.name), typed(measure.name, [*answers[:-1], wrong]))
    page = response.content.decode()
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [f"item_{len(answers)}"]
    assert page.count(" checked>") >= len(answers) - 1, "What was ticked stays"
    assert not MeasureResult.objects.exists()


def test_missing_answers_are_named_unless_left_out_on_purpose(browser, record):
    answers = [1, 1, 1, None, 1, 0, 1, None, 0]
    response = browser.post(page_of(browser, record, "phq9"), typed("phq9", answers))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"item_4", "item_8"}
    assert browser.post(page_of(browser, record, "phq9"), typed("phq9", answers, left_out="on")).status_code == 302
    result = MeasureResult.objects.get()
    assert (result.total, result.is_complete, result.band) == (None, False, "")
    assert "there is no total" in browser.get(result.get_absolute_url()).content.decode()


def test_an_unanswered_safety_item_is_said(browser, record):
    browser.post(page_of(browser, record, "phq9"), typed("phq9", [1] * 8 + [None], left_out="on"))
    assert "was not answered" in browser.get(MeasureResult.objects.get().get_absolute_url()).content.decode()


@pytest.mark.parametrize("changes", [
    {"answered_on": "24/11/2026"}, {"answered_on": "31/2/2026"}, {"answered_on": ""}, {"stage": "x"}, {"stage": ""},
    {"measure": "gad7"}, {"measure": ""}, {"follow_up": "7"},
])  # fmt: skip
def test_other_wrong_input_keeps_nothing(browser, record, changes):
    assert browser.post(page_of(browser, record, "phq9"), typed("phq9", [1] * 9) | changes).status_code == 422
    assert not MeasureResult.objects.exists()


def test_nothing_answered_and_audit_skips(browser, record):
    empty = typed("phq9", [None] * 9, left_out="on")
    assert browser.post(page_of(browser, record, "phq9"), empty).status_code == 422
    skipped = typed("audit", [0, None, None, None, None, None, None, None, 0, 2])
    assert browser.post(page_of(browser, record, "audit"), skipped).status_code == 302
    assert MeasureResult.objects.get().total == 2


def test_how_difficult_is_kept_and_asked_only_of_problems(browser, record):
    url = page_of(browser, record, "phq9")
    assert "follow_up" in browser.post(url, typed("phq9", [0] * 9, follow_up="2")).context["form"].errors
    browser.post(url, typed("phq9", [1] * 8 + [0], follow_up="2"))
    result = MeasureResult.objects.get()
    assert (result.follow_up, result.total) == (2, 8)
    assert "Very difficult" in browser.get(result.get_absolute_url()).content.decode()


def test_without_a_choice_or_with_a_pack_or_nonsense_barc10_is_asked(browser, record):
    for query in ["", "?measure=wemwbs", "?measure=" + "x" * 3000]:
        assert browser.get(address("measure_add", record) + query).context["measure"].name == "barc10"


def test_a_safety_item_is_shown_everywhere_until_it_is_settled(browser, record, keyworker):
    response = browser.post(page_of(browser, record, "phq9"), typed("phq9", [0] * 8 + [1]), follow=True)
    assert response.request["PATH_INFO"] == reverse("safeguarding:risk_assess", args=[record.pk])
    assert "one of them speaks of suicide or self-harm" in response.content.decode()
    result, home = MeasureResult.objects.get(), reverse("home")
    warning = "Suicide or self-harm was ticked on 20 November 2026"
    assert warning in browser.get(reverse("clients:client_detail", args=[record.pk])).content.decode()
    for url in (result.get_absolute_url(), address("measure_list", record)):
        assert "Write down what was done" in browser.get(url).content.decode()
    work = browser.get(home, follow=True).content.decode()
    assert "waits for an action" in work
    acknowledge = reverse("alerts:alert_acknowledge", args=[Alert.objects.get(rule="RK02").pk])
    assert acknowledge not in work
    assert browser.post(acknowledge, {"note": "Seen"}).status_code == 422
    settle = address("measure_settle", result)
    assert browser.post(settle, {"version": result.version, "action": "", "reason": ""}).status_code == 422
    said = {"version": result.version, "action": "Rang the crisis team", "reason": "They visit today"}
    assert browser.post(settle, said).headers["Location"] == result.get_absolute_url()
    page = browser.get(result.get_absolute_url()).content.decode()
    assert "Rang the crisis team" in page
    assert "Write down what was done" not in page
    assert warning not in page
    assert "waits for an action" not in browser.get(home, follow=True).content.decode()
    assert browser.post(settle, said).status_code in (409, 422)


def test_change_is_judged_only_by_a_sourced_threshold(browser, record):
    for name, first, last in [("phq9", 18, 11), ("gad7", 9, 12), ("barc10", 40, 48)]:
        for month, total in [(6, first), (9, last)]:
            MeasureResultFactory(client=record, measure=name, answered_on=date(2026, month, 2), total=total, band="",
                                 answers=[1] * (10 if name == "barc10" else 7 if name == "gad7" else 9))  # fmt: skip
    rows = browser.get(address("measure_list", record)).context["trends"]
    found = {row["trend"].measure.name: row["trend"].in_words for row in rows}
    assert found == {
        "barc10": "+8", "phq9": "\N{MINUS SIGN}7, reliably better", "gad7": "+3, no reliable change",
    }  # fmt: skip
    page = browser.get(MeasureResult.objects.filter(measure="phq9").first().get_absolute_url()).content.decode()
    assert "Since 2 June 2026: \N{MINUS SIGN}7, reliably better." in page
    assert "<svg" in page


class TestEnteredInError:
    @pytest.fixture
    def result(self, record, keyworker):
        for month, total in [(6, 40), (9, 48)]:
            MeasureResultFactory(client=record, measure="barc10", answered_on=date(2026, month, 2), total=total, band="",
                                 answers=[1] * 10)  # fmt: skip
        wrong = {"answered_on": date(2026, 11, 2), "total": 12, "band": "", "answers": [1] * 10}
        return MeasureResultFactory(client=record, measure="barc10", created_by=keyworker, **wrong)

    def test_it_stays_readable_with_who_when_and_why_and_counts_nowhere(self, browser, record, keyworker, result):
        mark = address("measure_error", result)
        assert mark in browser.get(result.get_absolute_url()).text
        assert browser.post(mark, {"reason": "other"}).status_code == 422
        typed = {"reason": "wrong_person", "note": "Same first name"}
        assert browser.post(mark, typed).headers["Location"] == result.get_absolute_url()
        result.refresh_from_db()
        assert (result.error_by, result.error_reason, result.error_note) == (keyworker, *typed.values())
        assert result.events.order_by("pgh_id").last().error_reason == "wrong_person"
        page = browser.get(result.get_absolute_url()).text
        for words in ("Entered in error", "It is about somebody else", "Same first name", "12 of 60"):
            assert words in page, words
        assert mark not in page
        assert "<svg" not in page.partition("<h1")[2], "No chart"
        listed = browser.get(address("measure_list", record))
        assert "Entered in error" in listed.text
        assert [(row["last"].total, row["trend"].in_words) for row in listed.context["trends"]] == [(48, "+8")]
        assert picture_of(record).barc.now == 48
        timeline = browser.get(reverse("clients:client_detail", args=[record.pk])).text
        assert "Entered in error, as" in timeline
        assert browser.post(mark, typed).status_code == 422, "Only once"

    @pytest.mark.parametrize(("who", "may"), [("team_manager", True), ("case_manager", False)])
    def test_only_who_wrote_it_and_managers_mark_it(self, sign_in, request, result, who, may):
        browser = sign_in(request.getfixturevalue(who))
        assert (address("measure_error", result) in browser.get(result.get_absolute_url()).text) == may
        answer = browser.post(address("measure_error", result), {"reason": "entered_twice"})
        assert answer.status_code == (302 if may else 422)
        result.refresh_from_db()
        assert result.is_in_error == may

    def test_an_answer_about_suicide_stays_until_somebody_has_acted(self, browser, record, keyworker):
        browser.post(page_of(browser, record, "phq9"), typed("phq9", [0] * 8 + [1]))
        result = MeasureResult.objects.get()
        browser.post(address("measure_error", result), {"reason": "wrong_person"})
        assert Alert.objects.open().filter(rule="RK02", recipient=record.episodes.get().keyworker).exists()
        page = browser.get(result.get_absolute_url()).text
        assert "find out whose it is" in page
        said = {"version": 2, "action": "Rang the right person", "reason": "It was theirs: seen today"}
        assert browser.post(address("measure_settle", result), said).status_code == 302
        assert not Alert.objects.open().filter(rule="RK02").exists()


WEEKS = {f"alcohol_{week}": str(days) for week, days in [(4, 7), (3, 7), (2, 5), (1, 1)]}
TOP = {"interviewed_on": "20/11/2026", "stage": Stage.START, **WEEKS, "alcohol_amount": "12.5", "quality_of_life": "9",
       "acute_housing_problem": "yes", "fraud": "no"}  # fmt: skip


def test_top_is_kept_with_its_weeks(browser, record, episode, keyworker):
    response = browser.post(address("top_add", record), TOP | {f"injected_{week}": "0" for week in (4, 3, 2, 1)})
    profile = TopAssessment.objects.get()
    assert response.headers["Location"] == profile.get_absolute_url()
    assert (profile.alcohol_days, profile.alcohol_amount, profile.quality_of_life) == (20, 12.5, 9)
    assert (profile.crack_days, profile.acute_housing_problem, profile.fraud, profile.theft_vehicle) == (
        None,
        True,
        False,
        None,
    )
    assert (profile.injected_days, profile.shared_needle, profile.shared) == (0, False, False)
    assert (profile.client, profile.episode, profile.created_by) == (record, episode, keyworker)
    assert [week.days for week in profile.weeks.all()] == [7, 7, 5, 1]
    page = browser.get(profile.get_absolute_url())
    assert page.context["grid"][0] == ["Alcohol", "7", "7", "5", "1", "20", "12.5 units a day"]
    assert page.context["grid"][1][-2] == "NA"


@pytest.mark.parametrize(("changes", "field"), [
    ({"alcohol_3": "8"}, "alcohol_3"), ({"alcohol_3": "-1"}, "alcohol_3"), ({"alcohol_3": "x"}, "alcohol_3"),
    ({"alcohol_3": ""}, "alcohol_3"), ({"alcohol_amount": "1001"}, "alcohol_amount"), ({"crack_amount": "1"}, "crack_amount"),
    ({"quality_of_life": "21"}, "quality_of_life"), ({"quality_of_life": "9" * 400}, "quality_of_life"),
    ({"interviewed_on": "24/11/2026"}, "interviewed_on"), ({"stage": ""}, "stage"), ({"fraud": "perhaps"}, "fraud"),
    ({f"other_{week}": "1" for week in (4, 3, 2, 1)}, "other_substance"),
    ({f"injected_{week}": "0" for week in (4, 3, 2, 1)} | {"shared_needle": "yes"}, "shared_needle"),
])  # fmt: skip
def test_wrong_input_of_top_is_said_at_its_field(browser, record, changes, field):
    response = browser.post(address("top_add", record), TOP | changes)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert 'value="7"' in response.content.decode()
    assert not TopAssessment.objects.exists()


def test_top_without_any_answer(browser, record):
    response = browser.post(address("top_add", record), {"interviewed_on": "20/11/2026", "stage": Stage.START})
    assert "Record at least one answer" in response.content.decode()


def test_change_between_profiles(browser, record):
    TopAssessmentFactory(client=record, interviewed_on=date(2026, 6, 1), alcohol_days=20, opiates_days=10)
    TopAssessmentFactory(client=record, alcohol_days=5, opiates_days=9, psychological_health=12)
    assert browser.get(address("measure_list", record)).context["profile_rows"] == [
        ["Alcohol", "20", "5", "\N{MINUS SIGN}15", "Reliably improved"],
        ["Opiates and opioids that were not prescribed", "10", "9", "\N{MINUS SIGN}1", "Fewer days"],
        ["Psychological health", "8", "12", "+4", "–"],
    ]
