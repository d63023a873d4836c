"""No measure without a second computation, neither of its counts nor of what else they are broken down by."""

from reports.measures import REGISTRY

from . import test_twice, test_twice_needs, test_twice_recovery

COUNTED = [test_twice.AGAIN, test_twice_recovery.TWICE, test_twice_needs.KEYS]
BROKEN_DOWN = test_twice.ALSO_BY | test_twice_needs.ALSO_BY


def test_each_measure_is_counted_twice_and_in_one_place():
    keys = [key for place in COUNTED for key in place]
    assert sorted(keys) == sorted(REGISTRY)


def test_each_breakdown_of_its_own_is_counted_twice():
    assert {(key, by) for key, measure in REGISTRY.items() for by in measure.by.columns} == BROKEN_DOWN
