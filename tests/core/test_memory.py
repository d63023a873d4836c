"""What is worked out in one go asks once for the same; what comes after asks anew."""

from core.memory import remembered, remembering


def test_inside_a_memory_the_same_is_asked_once_and_outside_each_time():
    asked = []

    @remembered
    def double(number, *, plus=0):
        asked.append(number)
        return number * 2 + plus

    with remembering():
        assert [double(1), double(1), double(2), double(1, plus=5)] == [2, 2, 4, 7]
        assert asked == [1, 2, 1]
        with remembering():  # a record that is planned within another look has a memory of its own
            assert double(2) == 4
        assert asked == [1, 2, 1, 2]
    assert [double(1), double(1)] == [2, 2]
    assert asked[4:] == [1, 1]
