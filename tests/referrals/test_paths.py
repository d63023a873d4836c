"""The particular paths: the files themselves, what is due and missing, what each page keeps, and the alerts."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.choices import Nation
from alerts.models import Alert
from core.forms import EditConflict
from core.workflow import NotAllowed
from recovery_capital.models import HousingProvision
from referrals import paths, steps
from referrals.choices import ReferralStatus
from referrals.footing import footings
from referrals.models import Referral, ReferralStep
from referrals.steps import Progress
from tests.browser.paper import words_of
from tests.factories.accounts import AreaFactory, TeamFactory
from tests.factories.clients import EpisodeFactory
from tests.factories.referrals import ReferralFactory
from tests.factories.services_directory import ServiceFactory


@pytest.fixture
def on_path(episode):
    """A referral of the keyworker's client on a path."""

    def made(path, **state):
        return ReferralFactory(path=path, client=episode.client, episode=episode, **state)

    return made


def write(referral, key, by, number=1, done_on=None, due_on=None, **answers):
    row = referral.steps.filter(key=key, number=number).first()
    version = row.version if row else None
    return steps.save_step(
        referral, key, number, version=version, answers=answers, due_on=due_on, done_on=done_on, by=by
    )


def test_every_path_that_is_shipped_can_be_read():
    assert list(paths.faults()) == []
    assert set(paths.paths()) == {"housing", "supported_housing", "mental_health", "ete", "mutual_aid", "rehab"}
    for path in paths.paths().values():
        assert path.label
        assert path.notes
        assert path.steps
        assert path.domains or path.needs
        assert {note.source for note in path.notes}
        assert len(path.key) <= 30


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ('kind = "date"', 'kind = "day"', "kind must be one of"),
        ('owner = "keyworker"', 'owner = "nobody"', "owner must be one of"),
        ('after = "introduce"', 'after = "intro"', "is no step"),
        ('about = "connect.first_meeting_on"', 'about = "connect.with_whom"', "is no date"),
        ('code = "AC08"', 'code = "XX99"', "the code must be one of"),
        ('needs = ["mutual_aid"', 'needs = ["mutual_help"', "needs must be of the directory"),
        ('hint = "AA', 'hnit = "AA', "nobody knows"),
        ('key = "connect"', 'key = "introduce"', "same key"),
        ("required_when = { thinks", "required_when = { think", "required_when must name"),
        ("[[notes]]", "[notes", "This is no TOML"),
    ],
)
def test_a_file_with_a_fault_is_not_offered_and_the_check_says_why(was, becomes, says, tmp_path, settings):
    text = (paths.SHIPPED / "mutual_aid.toml").read_text()
    assert was in text
    (tmp_path / "ours.toml").write_text(text.replace(was, becomes))
    settings.REFERRAL_PATHS_DIR = str(tmp_path)
    [(file, words)] = paths.faults()
    assert file.name == "ours.toml"
    assert says in words
    assert "ours" not in paths.paths()


def test_a_site_adds_a_path_without_code(tmp_path, settings):
    (tmp_path / "gardening.toml").write_text(
        'label = "The garden"\nlabel_cy = "Yr ardd"\nhint = "Weekly"\ndomains = ["community"]\nneeds = []\n'
        '[[notes]]\ntext = "Ours"\nsource = "Us"\n'
        '[[steps]]\nkey = "visit"\nlabel = "A visit"\nowner = "peer"\nfields = []\n'
    )
    settings.REFERRAL_PATHS_DIR = str(tmp_path)
    assert list(paths.faults()) == []
    assert str(paths.path_called("gardening").label) == "The garden"
    assert paths.path_called("gardening").fits("community", [])


@pytest.mark.django_db
def test_wales_has_no_duty_until_an_administrator_enters_the_day(today):
    note = "Named public bodies must ask about homelessness"
    episode = EpisodeFactory(team=TeamFactory(area=AreaFactory(nation=Nation.WALES)), in_treatment=True)
    path = paths.path_called("housing")
    [coming] = [one for one in footings(path, episode.client) if note in one.text]
    assert coming.is_law_to_come
    assert coming.since is None
    HousingProvision.objects.filter(code="s.20 and following").update(effective_from=today - timedelta(days=1))
    [begun] = [one for one in footings(path, episode.client) if note in one.text]
    assert not begun.is_law_to_come
    assert begun.since == today - timedelta(days=1)
    assert not any("charity is not under the duty" in one.text for one in footings(path, episode.client))


def test_what_is_next_due_and_missing(on_path, keyworker, today):
    referral = on_path("housing")
    assert Progress(referral).next.step.key == "footing"
    write(referral, "footing", keyworker, safe_tonight="no")
    first = Progress(referral).standing("footing", 1)
    assert [field.key for field in first.missing] == ["made_by"]
    assert first.follows == ["Ring the council today, also out of hours, and outreach. Do not wait for the form."]
    with pytest.raises(NotAllowed):
        write(referral, "footing", keyworker, safe_tonight="no", done_on=today)
    write(referral, "footing", keyworker, safe_tonight="yes", made_by="charity", done_on=today)
    progress = Progress(referral)
    assert progress.next.step.key == "agreement"
    assert progress.next.due_on == today + timedelta(days=1)
    row = referral.steps.get(key="footing")
    assert row.done_on == today
    assert row.updated_by == keyworker
    write(referral, "submitted", keyworker, submitted_on=today.isoformat(), how="form", done_on=today)
    assert "agreement is not recorded" in Progress(referral).warnings[0]


def test_a_review_of_a_housing_decision_counts_from_the_decision(on_path, keyworker, today):
    referral = on_path("housing", sent=True)
    expected = today + timedelta(days=10)
    write(referral, "contact", keyworker, expected_on=expected.isoformat())
    assert [(a.rule, a.about_on, a.recipient) for a in Alert.objects.all()] == [("HO03", expected, keyworker)]
    write(referral, "outcome", keyworker, decided_on=today.isoformat(), outcome="advice", done_on=today)
    alerts = Alert.objects.filter(ended_at=None).order_by("due_at")
    assert [(a.rule, a.lead, a.about_on) for a in alerts] == [
        ("HO03", -7, today + timedelta(days=21)),
        ("HO03", -1, today + timedelta(days=21)),
    ]
    write(referral, "review", keyworker, wish="accept", done_on=today)
    assert not Alert.objects.filter(ended_at=None).exists()


def test_a_bed_without_a_plan_for_moving_on_warns_in_red_and_holds_nobody_back(on_path, keyworker, today):
    referral = on_path("rehab")
    write(referral, "panel", keyworker, panel_on=(today + timedelta(days=20)).isoformat())
    [panel] = Alert.objects.filter(rule="RH01")
    assert (panel.rule, panel.lead, panel.severity) == ("RH01", -7, "amber")
    service = ServiceFactory()
    bed = paths.path_called("rehab").step("bed").field("provider")
    steps.choose_service(referral, "bed", 1, bed, service, by=keyworker)
    bed_on = (today + timedelta(days=40)).isoformat()
    write(referral, "bed", keyworker, bed_on=bed_on, travel="Train, with a peer", done_on=today)
    beds = Alert.objects.filter(ended_at=None, about_on=bed_on).order_by("lead")
    assert [(alert.lead, alert.severity) for alert in beds] == [(-14, "red"), (-7, "red"), (-1, "red")]
    assert "no plan for moving on yet" in Progress(referral).warnings[0]
    words = {"housing": "A dry house", "keyworker": "Sam", "first_appointment": "The day after", "early": "Ring us"}
    write(referral, "move_on", keyworker, done_on=today, **words)
    assert {alert.severity for alert in beds.all()} == {"amber"}
    assert Progress(referral).warnings == []
    write(referral, "arrival", keyworker, arrived_on=today.isoformat(), done_on=today)
    assert not beds.all().exists()


def test_mutual_aid_is_asked_about_three_days_after_the_first_meeting(on_path, keyworker, today):
    referral = on_path("mutual_aid")
    write(referral, "connect", keyworker, first_meeting_on=today.isoformat(), with_whom="Jo, peer")
    assert [(a.rule, a.lead, a.severity) for a in Alert.objects.exclude(rule="RF08")] == [("AC08", 3, "info")]
    referral.status = ReferralStatus.WITHDRAWN
    Referral.objects.filter(pk=referral.pk).update(status=ReferralStatus.WITHDRAWN)
    with pytest.raises(NotAllowed):
        write(referral, "connect", keyworker, first_meeting_on=today.isoformat(), with_whom="Jo, peer")


def test_a_step_that_comes_back_is_numbered_until_it_is_over(on_path, keyworker, today):
    referral = on_path("rehab")

    def numbers(key):
        return [(one.number, one.due_on) for one in Progress(referral).standings if one.step.key == key]

    assert numbers("weekly") == [(1, None)]
    arrived = today - timedelta(days=10)
    write(referral, "arrival", keyworker, arrived_on=arrived.isoformat(), done_on=today)
    assert numbers("weekly") == [(1, arrived + timedelta(days=7))]
    write(referral, "weekly", keyworker, how="well", done_on=today)
    assert numbers("weekly")[1] == (2, arrived + timedelta(days=14))
    write(referral, "leaving", keyworker, left_on=today.isoformat(), how="completed", done_on=today)
    assert len(numbers("weekly")) == 1
    for number, days in enumerate((7, 30, 91, 182), 1):
        assert numbers("follow_up")[-1] == (number, today + timedelta(days=days))
        write(referral, "follow_up", keyworker, number, reached="no", done_on=today)
    assert len(numbers("follow_up")) == 4


def test_two_people_on_one_step_keep_the_first_and_show_both(on_path, keyworker, sign_in, today):
    referral = on_path("mutual_aid")
    browser = sign_in(keyworker)
    url = reverse("referrals:step_edit", args=[referral.pk, "introduce", 1])
    write(referral, "introduce", keyworker, why="Afraid of the room", thinks="unsure")
    with pytest.raises(EditConflict):
        steps.save_step(referral, "introduce", 1, version=None, answers={}, due_on=None, done_on=None, by=keyworker)
    answer = browser.post(url, {"why": "No time", "thinks": "no"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Afraid of the room" in page
    assert "No time" in page
    assert referral.steps.get().answers == {"why": "Afraid of the room", "thinks": "unsure"}


def test_a_step_page_says_what_is_missing_and_keeps_what_was_typed(on_path, keyworker, sign_in, today):
    referral = on_path("rehab")
    browser = sign_in(keyworker)
    url = reverse("referrals:step_edit", args=[referral.pk, "panel", 1])
    typed = {"panel_on": f"{today:%d/%m/%Y}", "decision": "refused", "done_on": f"{today:%d/%m/%Y}"}
    answer = browser.post(url, typed)
    assert answer.status_code == 422
    assert "Answer this, or leave the day empty" in answer.content.decode()
    assert not ReferralStep.objects.exists()
    assert browser.post(url, typed | {"reasons": "Not tried enough"}).status_code == 302
    page = browser.get(reverse("referrals:referral_detail", args=[referral.pk])).content.decode()
    assert "how to challenge" in page
    assert "Challenging a refusal" in page
    assert browser.get(reverse("referrals:step_edit", args=[referral.pk, "panel", 2])).status_code == 404
    assert browser.get(reverse("referrals:step_edit", args=[referral.pk, "nothing", 1])).status_code == 404


def test_up_to_three_providers_are_chosen_and_none_is_lost_by_saving(on_path, keyworker, sign_in, today):
    referral = on_path("rehab")
    browser = sign_in(keyworker)
    step = reverse("referrals:step_edit", args=[referral.pk, "providers", 1])
    choose = reverse("referrals:step_services", args=[referral.pk, "providers", 1, "chosen"])
    saved = browser.post(step, {"answers": "The first has a bed in May", "choose_chosen": "1"})
    assert saved.status_code == 302
    assert saved.url == choose
    houses = ServiceFactory.create_batch(4, needs=["residential_rehab"])
    for house in houses[:3]:
        assert browser.post(choose, {"service": str(house.pk)}).status_code == 302
    full = browser.post(choose, {"service": str(houses[3].pk)})
    assert full.status_code == 422
    assert "Only 3 can be chosen" in full.content.decode()
    row = referral.steps.get()
    done = {"version": row.version, "registered": "yes", "answers": "All three", "done_on": f"{today:%d/%m/%Y}"}
    assert browser.post(step, done).status_code == 302
    row.refresh_from_db()
    assert row.answers["chosen"] == [str(house.pk) for house in houses[:3]]
    assert row.done_on == today
    for house in houses[:3]:
        browser.post(choose, {"away": str(house.pk)})
    row.refresh_from_db()
    assert "chosen" not in row.answers or row.answers["chosen"] == []
    assert row.done_on is None


def test_the_path_is_suggested_by_the_need_and_is_fixed_once_a_step_is_written(on_path, keyworker, sign_in):
    referral = on_path("")
    browser = sign_in(keyworker)
    url = reverse("referrals:referral_edit", args=[referral.pk])
    page = browser.get(url).content.decode()
    assert "help with homelessness (suggested)" in page
    assert "Mutual aid (suggested)" not in page
    body = {"version": referral.version, "domain": "housing", "reason": "A home", "path": "housing"}
    assert browser.post(url, body).status_code == 302
    referral.refresh_from_db()
    assert referral.path == "housing"
    write(referral, "footing", keyworker, safe_tonight="yes")
    assert "Which path?" not in browser.get(url).content.decode()


def test_the_sheet_holds_each_question_and_the_evidence(on_path, keyworker, sign_in):
    referral = on_path("housing")
    write(referral, "evidence", keyworker, papers=["identity"], to_gather="Letter from the GP")
    answer = sign_in(keyworker).get(reverse("referrals:step_sheet_pdf", args=[referral.pk]))
    words = words_of(b"".join(answer.streaming_content))
    for some in (
        "Proof of identity",
        "Letter from the GP",
        "Which council has the person chosen?",
        "What this rests on",
    ):
        assert some in words
    assert sign_in(keyworker).get(reverse("referrals:step_sheet_pdf", args=[on_path("").pk])).status_code == 404
