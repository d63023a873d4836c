"""The words of the measures: each fits its scoring; what a site brings is checked; what may not be used is not offered."""

import json

import pytest

from recovery_capital.checks import measures_can_be_read
from recovery_capital.measures import MEASURES, PACKS, SHIPPED, texts


@pytest.fixture
def folder(settings, tmp_path):
    """The folder of the site's own words."""
    settings.MEASURE_TEXTS_DIR = str(tmp_path)
    texts.load.cache_clear()
    texts.thresholds.cache_clear()
    return tmp_path


def names():
    return [measure.name for measure, _text in texts.offered()]


def words(name, **changes):
    """The file of a pack, with words that stand for its own."""
    measure = MEASURES[name]
    items = [{"text": f"Statement {number}", "options": {str(value): f"Answer {value}" for value in allowed}}
             for number, allowed in enumerate(measure.items, 1)]  # fmt: skip
    file = {
        "title": name,
        "language": "en",
        "version": "1",
        "source": "Owner",
        "licence": "Licence 123",
        "prohibits": [],
    }
    return file | {"items": items} | changes


@pytest.mark.parametrize("measure", SHIPPED, ids=lambda measure: measure.name)
def test_shipped_words_fit_their_scoring(measure):
    text = texts.load(measure.name, texts.SHIPPED_FOLDER)
    assert len(text.questions) == len(measure.items)
    assert text.source
    assert text.licence
    assert (text.follow_up is not None) == (measure.name == "phq9")


def test_words_that_widespread_copies_get_wrong():
    """Zorowitz and others 2021: the lowest answer of GAD-7 is “Not at all”. BARC-10 goes from 1 to 6, not from 0."""
    assert texts.text_of(MEASURES["gad7"]).questions[0].label(0) == "Not at all"
    assert [value for value, _words in texts.text_of(MEASURES["barc10"]).questions[0].options] == [1, 2, 3, 4, 5, 6]
    assert "6 or more units if female, or 8 or more if male" in texts.text_of(MEASURES["audit"]).questions[2].text
    assert "© CORE System Trust" in texts.text_of(MEASURES["core10"]).notice


def test_packs_are_not_offered_without_words_and_no_words_of_theirs_are_shipped(settings):
    settings.MEASURE_TEXTS_DIR = ""
    assert names() == [measure.name for measure in SHIPPED]
    assert not {f"{pack.name}.json" for pack in PACKS} & {path.name for path in texts.SHIPPED_FOLDER.iterdir()}


def test_what_a_licence_prohibits_is_not_offered(settings):
    settings.SITE_USES = ["clinical", "commercial"]
    assert names() == ["barc10", "phq9", "gad7", "cage", "ciwa"]
    assert texts.offered_measure("audit") == (None, None)


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_a_site_activates_a_pack_with_its_own_words(folder, pack):
    table = {str(total): total / 2 for total in range(7, 36)} if pack.needs_conversion else None
    (folder / f"{pack.name}.json").write_text(json.dumps(words(pack.name, conversion=table)))
    assert pack.name in names()
    measure, text = texts.offered_measure(pack.name)
    assert text.questions[0].text == "Statement 1"
    assert text.converted(measure.most) == (17.5 if pack.needs_conversion else measure.most)
    assert measures_can_be_read(None) == []


@pytest.mark.parametrize(
    "content",
    [
        "", "[]", "{", "null", '{"items": 3}', b"\xff\xfe", json.dumps(words("sds", items=["A"])), json.dumps(words("sds", title="")),
        json.dumps(words("sds", title="x" * 3000)), json.dumps(words("sds", prohibits=["all"])), json.dumps(words("sds", prohibits=1)),
        json.dumps(words("sds", items=["A", "B", "C", "D", "E"])), json.dumps(words("sds", items=[1, 2, 3, 4, 5])),
        json.dumps(words("sds", items=[{"text": "A", "options": {"0": "a", "1": "b"}}] * 5)), json.dumps(words("sds", source=7)),
        json.dumps(words("sds", items=[{"text": "A\0", "options": {"0": "a", "1": "b", "2": "c", "3": "d"}}] * 5)),
    ],
)  # fmt: skip
def test_a_file_with_a_fault_is_not_offered_and_the_check_says_why(folder, content):
    (folder / "sds.json").write_bytes(content if isinstance(content, bytes) else content.encode())
    assert "sds" not in names()
    (error,) = measures_can_be_read(None)
    assert error.id == "recovery_capital.E001"


def test_swemwbs_needs_the_table_of_its_owners(folder):
    (folder / "swemwbs.json").write_text(json.dumps(words("swemwbs")))
    assert "swemwbs" not in names()
    assert "conversion" in measures_can_be_read(None)[0].msg


def test_the_site_says_what_it_is_used_for(settings):
    settings.SITE_USES = ["resale"]
    assert [error.id for error in measures_can_be_read(None)] == ["recovery_capital.E002"]


def test_thresholds_are_dated_and_a_site_may_add_its_own(folder, today):
    assert texts.threshold_of("top", "alcohol").points == 9
    assert texts.threshold_of("top", "opiates") is None
    row = {"measure": "top", "item": "opiates", "points": 13, "valid_from": "2026-11-24", "source": "A letter"}
    (folder / "thresholds.json").write_text(json.dumps([row, row | {"valid_from": "2026-11-01", "points": 12}]))
    texts.thresholds.cache_clear()
    assert texts.threshold_of("top", "opiates").points == 12


@pytest.mark.parametrize(
    "content",
    ["{}", "[1]", '[{"measure": "top"}]', '[{"measure":"top","points":0,"valid_from":"2026-01-01","source":"x"}]'],
)
def test_thresholds_with_a_fault(folder, content):
    (folder / "thresholds.json").write_text(content)
    assert texts.threshold_of("top", "alcohol").points == 9
    assert measures_can_be_read(None)[0].id == "recovery_capital.E001"
