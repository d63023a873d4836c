"""Parts of other figures: each is a part in truth, and its name is one of a measure."""

from reports import figures, refresh
from reports.measures import REGISTRY
from reports.models import Period
from reports.related import MET, RESTS, hidden, number

from .measures.test_counting import TODAY, people  # noqa: F401 - a fixture


def test_what_is_called_a_part_is_never_more_than_the_whole(people, team, other_team):  # noqa: F811
    refresh.everything(TODAY)
    keys = {key for one in RESTS for key, _what in (one.of, *one.less)}
    assert keys <= set(REGISTRY)
    seen = 0
    for period in Period.objects.all():
        found = figures.kept(keys, period, [team.pk, other_team.pk], everybody=True)
        for one in RESTS:
            left = number(found, one.of) - sum(number(found, figure) for figure in one.less)
            assert left >= 0, (one, period)
            seen += left > 0
    assert seen > 10


def test_a_small_rest_hides_the_part():
    measure = REGISTRY["unplanned_exits"]

    def of(key, met, not_met):
        return {"": figures.Result(REGISTRY[key], {"met": met, "not_met": not_met})}

    for early, is_hidden in ((24, False), (23, True), (20, True), (19, False)):
        results = {
            measure.key: of(measure.key, 24, 60),
            "unplanned_exits_early": of("unplanned_exits_early", early, 50),
        }
        assert hidden(results) == ({"unplanned_exits_early"} if is_hidden else set())
    assert number(results, (measure.key, MET)) == 24
