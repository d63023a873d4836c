"""Charts by value: what is drawn where, what is said in words, and that nothing but a drawing comes out."""

import re
from xml.etree import ElementTree

import pytest

from core import charts

SVG = "{http://www.w3.org/2000/svg}"
ROWS = [("Housing", 2, 8), ("Money", None, 3)]


def parse(drawing):
    return ElementTree.fromstring(drawing)


def every_chart(name="Housing"):
    return [
        charts.bars("Better", [(name, 2, 8)], before="May", after="November"),
        charts.bars("Now", [(name, None, 8)]),
        charts.bars("Total", [], totals=[charts.Total(name, 30, 41, 60, 47)], before="May", after="November"),
        charts.columns("People", [(name, 8), ("Money", None)]),
        charts.radar("Profile", [name, "Money", "Health"], [("May", [2, None, 4]), ("November", [8, 3, 5])]),
        charts.sparkline(name, [1, None, 3]),
    ]


@pytest.mark.parametrize("drawing", every_chart())
def test_every_chart_has_a_name_and_says_its_numbers(drawing):
    svg = parse(drawing)
    assert svg.get("role") == "img"
    assert svg[0].tag == f"{SVG}title"
    assert svg[0].text
    assert svg[1].tag == f"{SVG}desc"
    assert re.search(r"\d", svg[1].text)


@pytest.mark.parametrize("drawing", every_chart('<script>alert("x")</script> & \'co'))
def test_a_label_is_only_ever_text(drawing):
    svg = parse(drawing)
    allowed = {"svg", "title", "desc", "text", "rect", "line", "polygon", "polyline", "circle"}
    assert {element.tag.removeprefix(SVG) for element in svg.iter()} <= allowed
    assert not any(name in element.attrib for element in svg.iter() for name in ("style", "onload", "href"))


def test_bars_are_as_long_as_their_values():
    svg = parse(charts.bars("Better", ROWS, before="May", after="November"))
    bars = [element for element in svg.iter(f"{SVG}rect") if element.get("height") == "14"]
    lengths = [float(bar.get("width")) for bar in bars]
    assert len(lengths) == 3  # a value that is not known has a dash and no bar
    assert lengths[1] == pytest.approx(4 * lengths[0], rel=0.01)
    assert "–" in [text.text for text in svg.iter(f"{SVG}text")]
    assert svg[1].text == "Housing: May 2, November 8; Money: May –, November 3"


def test_before_and_after_differ_without_colour():
    svg = parse(charts.bars("Better", ROWS, before="May", after="November"))
    before, after = [element for element in svg.iter(f"{SVG}rect") if element.get("height") == "14"][:2]
    assert before.get("stroke-dasharray")
    assert before.get("fill") == "#ffffff"
    assert not after.get("stroke-dasharray")


@pytest.mark.parametrize("value", [-5, 11, 10**30])
def test_a_value_off_the_scale_stays_on_the_paper(value):
    svg = parse(charts.bars("Odd", [("Housing", None, value)]))
    width = float(svg.get("viewBox").split()[2])
    assert all(float(rect.get("x")) + float(rect.get("width")) <= width for rect in svg.iter(f"{SVG}rect"))


def test_columns_leave_a_hidden_number_out():
    svg = parse(charts.columns("People", [("Alcohol", 40), ("Cannabis", None), ("Opiates", 20)]))
    heights = [float(rect.get("height")) for rect in svg.iter(f"{SVG}rect")]
    assert heights[0] == pytest.approx(2 * heights[1])
    assert svg[1].text == "Alcohol 40, Cannabis –, Opiates 20"


def test_a_score_that_is_not_known_is_no_zero_on_the_profile():
    svg = parse(charts.radar("Profile", ["A", "B", "C", "D"], [("Now", [5, None, 5, 5])]))
    profile = [element for element in svg.iter(f"{SVG}polygon") if element.get("fill-opacity")]
    assert len(profile[0].get("points").split()) == 3


@pytest.mark.parametrize("chart", [charts.bars("", []), charts.columns("", []), charts.sparkline("", [])])
def test_nothing_to_show_is_still_a_drawing(chart):
    parse(chart)
