"""Each measure says what it counts, of whom, over which time, whom it leaves out, what is missing, and where that is from."""

import pytest

from reports.choices import Part
from reports.measures import REGISTRY
from reports.sections import words_of


@pytest.mark.parametrize("key", sorted(REGISTRY))
def test_every_measure_says_all_six(key):
    measure = REGISTRY[key]
    said = dict(words_of(measure))
    assert len(said) == 6
    assert all(str(text).strip() for text in said.values())
    assert not measure.not_counted or measure.missing, "Say who counts as missing"
    aside = (Part.PENDING, Part.EXCLUDED, Part.NOT_CLASSIFIABLE)
    used = [name for name, one in measure.answers.items() if one.part in aside and f"'{name}'" in measure.answer]
    assert not used or measure.exclusions or measure.window, "Say who is left out, or until when it cannot be said"
