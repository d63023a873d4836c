"""Scoring, by published examples: the source of each stands beside it."""

import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from recovery_capital.measures import MEASURES, SHIPPED, WrongAnswer

# GDL: the test cases of the openEHR guideline library, github.com/gdl-lang/common-clinical-models: fixtures/Guidelines/
# PHQ9.v1.0.0, GAD-7.v1.0.0, AUDIT.v1.1.0 (which is AUDIT-C), CAGE.v1.0.0, and gdl2/CIWA-Ar.v1, each .test.yml.
# AWELL: the test responses of the Awell score library, github.com/awell-health/awell-score: src/scores/audit/__testdata__.
# WHO: AUDIT, guidelines for use in primary care, second edition 2001: ranges, skips, zones.
# CORE: coresystemtrust.org.uk, “What's in a name: scoring CORE measures” and “CORE-10 information”.
# BARC: Vilsaint and others 2017, abstract; PhenX protocol 590502: totals from 10 to 60, line at 47.
PUBLISHED = [
    ("phq9", "1 1 1 1 1 0 1 0 0", 6, "mild"),  # GDL, case 1
    ("phq9", "2 2 3 2 2 3 3 1 2", 20, "severe"),  # GDL, case 2
    ("phq9", "2 2 3 2 2 3 3 1 0", 18, "moderately severe"),  # GDL, case 3
    ("gad7", "1 0 0 1 1 2 1", 6, "mild"),  # GDL, case 1
    ("gad7", "2 3 3 2 2 1 0", 13, "moderate"),  # GDL, case 2
    ("gad7", "3 3 2 3 3 3 3", 20, "severe"),  # GDL, case 3
    ("auditc", "1 0 0", 1, "lower risk"),  # GDL, case 1
    ("auditc", "2 2 2", 6, "increasing or higher risk"),  # GDL, case 2; the band is the one used in the United Kingdom
    ("auditc", "2 2 0", 4, "lower risk"),  # GDL, case 3; likewise
    ("cage", "1 1 1 1", 4, "2 or more"),  # GDL, case 1
    ("cage", "0 0 1 0", 1, "below 2"),  # GDL, case 2
    ("cage", "1 1 0 0", 2, "2 or more"),  # GDL, case 3
    ("ciwa", "0 0 0 0 0 0 0 0 0 0", 0, "minimal to mild"),  # GDL
    ("ciwa", "1 1 1 1 1 1 1 1 1 1", 10, "moderate"),  # GDL
    ("ciwa", "1 2 3 4 5 6 7 7 7 4", 46, "severe"),  # GDL
    ("ciwa", "1 2 3 7 6 5 4 3 2 1", 34, "severe"),  # GDL
    ("ciwa", "0 0 1 1 1 1 2 0 6 3", 15, "severe"),  # GDL
    ("ciwa", "7 7 7 7 7 7 7 7 7 4", 67, "severe"),  # GDL
    ("audit", "4 1 2 3 3 1 4 2 2 2", 24, "possible dependence"),  # AWELL, random response: 7 and 7 and 10
    ("audit", "2 2 2 2 2 2 2 2 2 2", 20, "possible dependence"),  # AWELL, median response: 6 and 6 and 8
    ("audit", "4 4 4 4 4 4 4 4 4 4", 40, "possible dependence"),  # AWELL, maximum response; WHO: the most there can be
    ("audit", "0 - - - - - - - 0 0", 0, "lower risk"),  # WHO: from item 1 to items 9 and 10
    ("audit", "2 0 0 - - - - - 4 2", 8, "increasing risk"),  # WHO: after items 2 and 3 both 0, to items 9 and 10
    ("audit", "4 4 4 4 0 0 0 0 0 0", 16, "higher risk"),  # WHO: zone III begins at 16
    ("core10", "0 4 4 0 0 0 0 0 0 0", 0, "healthy or low"),  # CORE: items 2 and 3 are turned
    ("core10", "4 0 0 4 4 4 4 4 4 4", 40, "severe"),  # CORE
    ("core10", "2 3 3 1 1 0 2 1 1 1", 11, "mild"),  # CORE: the line is at 11
    ("barc10", "1 1 1 1 1 1 1 1 1 1", 10, "below 47"),  # BARC
    ("barc10", "5 5 5 5 5 5 5 5 5 1", 46, "below 47"),  # BARC
    ("barc10", "5 5 5 5 5 5 5 5 5 2", 47, "47 or more"),  # BARC
    ("barc10", "6 6 6 6 6 6 6 6 6 6", 60, "47 or more"),  # BARC
]


def score(name, answers, capsys):
    call_command("score", name, *answers.split(), "--json")
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(("name", "answers", "total", "band"), PUBLISHED)
def test_published_examples(name, answers, total, band, capsys):
    found = score(name, answers, capsys)
    assert (found["total"], found["complete"], found["band"]) == (total, True, band)


# Kroenke 2001, Spitzer 2006, WHO 2001 with the names used in the United Kingdom, Barkham 2013.
LINES = {
    "phq9": {0: "none", 5: "mild", 10: "moderate", 15: "moderately severe", 20: "severe"},
    "gad7": {0: "minimal", 5: "mild", 10: "moderate", 15: "severe"},
    "audit": {0: "lower risk", 8: "increasing risk", 16: "higher risk", 20: "possible dependence"},
    "core10": {0: "healthy or low", 11: "mild", 15: "moderate", 20: "moderate to severe", 25: "severe"},
    "sadq": {0: "mild", 16: "moderate", 31: "severe"},
}


@pytest.mark.parametrize("name", LINES)
def test_every_total_has_the_band_of_the_line_below_it(name):
    measure, lines = MEASURES[name], LINES[name]
    for total in range(measure.most + 1):
        assert str(measure.band_of(total).label) == lines[max(line for line in lines if line <= total)]


@pytest.mark.parametrize(("name", "low", "high"), [
    ("phq9", 0, 27), ("gad7", 0, 21), ("barc10", 10, 60), ("audit", 0, 40), ("auditc", 0, 12), ("core10", 0, 40), ("ciwa", 0, 67),
    ("cage", 0, 4), ("wemwbs", 14, 70), ("swemwbs", 7, 35), ("arc", 0, 50), ("arc6", 50, 300), ("sadq", 0, 60), ("sds", 0, 15),
    ("dudit", 0, 44),
])  # fmt: skip
def test_range_of_each_measure(name, low, high):
    measure = MEASURES[name]
    ends = []
    for end in (min, max):
        best = [end(allowed) for allowed in measure.items]
        turned = [min(allowed) + max(allowed) - answer if item in measure.turned else answer
                  for item, (answer, allowed) in enumerate(zip(best, measure.items, strict=True), 1)]  # fmt: skip
        ends.append(measure.score(turned).total)
    assert ends == [low, high]


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda measure: measure.name)
def test_each_answer_moves_the_total_by_its_points_and_nothing_else(measure):
    lowest = [min(allowed) for allowed in measure.items]
    lowest_total = measure.score(lowest).total
    for item, allowed in enumerate(measure.items, 1):
        for answer in allowed:
            answers = [*lowest[: item - 1], answer, *lowest[item:]]
            step = answer - min(allowed)
            assert measure.score(answers).total - lowest_total == (-step if item in measure.turned else step)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda measure: measure.name)
def test_incomplete_is_incomplete(measure):
    """Without the last item there is no total, except where CORE System Trust's rule gives one."""
    score = measure.score([*[max(allowed) for allowed in measure.items[:-1]], None])
    assert not score.complete
    assert (score.total is None) == (measure.name != "core10")


def test_core10_without_one_item_is_ten_times_the_mean_and_without_two_nothing():
    """CORE System Trust: “It can be prorated if only one item is omitted”."""
    core10 = MEASURES["core10"]
    assert core10.score([1, 4, 4, 1, 1, 0, 2, 1, 3, None]).total == 10  # 9 points of 9 items
    assert core10.score([None, 4, 4, 1, 1, 0, 2, 1, 3, 1]).total == 10
    assert core10.score([1, 4, 4, 1, 1, 0, 2, 1, 1, None]).total == Decimal("7.78")
    assert core10.score([1, 4, 4, 1, 1, 0, 2, 1, None, None]).total is None


@pytest.mark.parametrize(("name", "item"), [("phq9", 9), ("core10", 6)])
def test_a_safety_item_is_flagged_from_1_on_also_when_the_rest_is_missing(name, item):
    measure = MEASURES[name]
    for answer in (None, *measure.items[item - 1]):
        answers = [None] * len(measure.items)
        answers[item - 1] = answer
        assert measure.score(answers).flags == ((f"safety_item_{item}",) if answer else ())
    assert [m.name for m in MEASURES.values() if m.safety and m.name not in ("phq9", "core10")] == []


WRONG = ["4", "-1", "x", "", "1.0", "01", "1e0", "٣", "99999999999999999999", "9" * 5000, "1 ", "None", "\udcff"]


@pytest.mark.parametrize("measure", SHIPPED, ids=lambda measure: measure.name)
def test_wrong_answers_are_refused_by_the_number_of_their_item(measure):
    good = [str(max(allowed)) for allowed in measure.items]
    for item in range(1, len(good) + 1):
        for wrong in [*[text for text in WRONG if text != "4"], str(max(measure.items[item - 1]) + 1)]:
            with pytest.raises(CommandError, match=f"item {item}\\b"):
                call_command("score", measure.name, *good[: item - 1], wrong, *good[item:], "--json")
        with pytest.raises(WrongAnswer, match=f"item {item}\\b"):
            measure.score(
                [*[min(allowed) for allowed in measure.items][: item - 1], True, *[None] * (len(good) - item)]
            )
    for answers, item in [(good[:-1], len(good)), ([*good, "0"], len(good) + 1), ([], 1)]:
        with pytest.raises(CommandError, match=f"item {item}\\b"):
            call_command("score", measure.name, *answers, "--json")


def test_audit_has_no_1_or_3_in_its_last_items():
    for item in (9, 10):
        for wrong in (1, 3):
            answers = [0] * 10
            answers[item - 1] = wrong
            with pytest.raises(WrongAnswer, match=f"item {item}"):
                MEASURES["audit"].score(answers)


def test_unknown_measure_is_refused():
    with pytest.raises(CommandError, match="There is no measure"):
        call_command("score", "phq", "0")


def test_what_the_command_prints(capsys):
    assert score("phq9", "0 0 0 0 0 0 0 0 2", capsys) == {
        "total": 2, "complete": True, "band": "none", "flags": ["safety_item_9"],
    }  # fmt: skip
    assert score("phq9", "0 0 0 - 0 0 0 0 0", capsys) == {"total": None, "complete": False, "band": None, "flags": []}
    call_command("score", "cage", "1", "1", "0", "0")
    assert capsys.readouterr().out == "total: 2\ncomplete: True\nband: 2 or more\nflags: []\n"
