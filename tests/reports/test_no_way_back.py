"""No hidden count can be worked out from everything that a commissioner can get for one period, taken together.

The attack: every cell of the data is an unknown whole number, and every number that a page, a PDF or a CSV shows (all of
them print `Table`) is an equation. Of two measures that look at the same facts the groups have the same sizes. The reader
also knows, which is more than is shown, which hidden cells hold 1 to 4. A count is given away when all that is possible
gives it one value: so another value of it is looked for, over all tables at once.
"""

from random import Random

import pytest

from reports.choices import Part
from reports.disclosure import is_small
from reports.measures import Answer, Measure
from reports.tables import safe_table

ROUNDS = 30
MOST = 12
PARTS = [Part.MET, Part.NOT_MET, Part.MISSING, Part.EXCLUDED]
SIZES = [0, 0, 1, 1, 2, 3, 4, 5, 6, 9]


def measure(key, parts):
    answers = {part.value: Answer(part.label, part) for part in parts}
    return Measure(key=key, title=key, numerator="n", denominator="d", source="s", among="true", answers=answers)


class Attack:
    """Unknowns with bounds, and equations over them: [(unknowns with their signs, sum)]."""

    def __init__(self):
        self.true, self.low, self.high, self.equations, self.found = {}, {}, {}, [], []

    def unknown(self, name, value):
        if name not in self.true:
            self.true[name], self.low[name], self.high[name] = value, 0, MOST
        return name

    def know(self, names, total, *, less=()):
        self.found = []
        self.equations.append(([*((name, 1) for name in names), *((name, -1) for name in less)], total))

    def know_is_small(self, names):
        """The sum is 1 to 4: as an equation, with what is missing to 4."""
        missing = self.unknown(("to four", *names), 4 - sum(self.true[name] for name in names))
        self.high[missing] = 3
        self.know([*names, missing], 4)

    def can_be_other(self, names):
        """Whether the sum of some unknowns can have another value than the true one."""
        true = sum(self.true[name] for name in names)
        if any(sum(found[name] for name in names) != true for found in self.found):
            return True
        for other in [value for step in range(1, 6) for value in (true - step, true + step) if value >= 0]:
            asked = ([(name, 1) for name in names], other)
            if found := self.solve([*self.equations, asked], lambda name, value: abs(value - self.true[name])):
                self.found.append(found)
                return True
        return False

    def guess(self, rng, times):
        """Find some solutions at random: most counts have another value in one of them."""
        self.found += [self.solve(self.equations, lambda name, value: rng.random()) for _time in range(times)]

    def solve(self, equations, order, low=None, high=None):
        """Whole numbers within the bounds that fit all equations, or None: narrow, guess one, and again."""
        low, high = dict(low or self.low), dict(high or self.high)
        if not narrow(low, high, equations):
            return None
        free = [name for name in low if low[name] < high[name]]
        if not free:
            return low
        name = min(free, key=lambda one: high[one] - low[one])
        ranked = sorted((order(name, value), value) for value in range(low[name], high[name] + 1))
        for _rank, value in ranked:
            if found := self.solve(equations, order, low | {name: value}, high | {name: value}):
                return found
        return None


def narrow(low, high, equations):
    """Tighten the bounds until nothing moves; False where no solution is left."""
    moved = True
    while moved:
        moved = False
        for terms, total in equations:
            least = sum(low[name] if sign > 0 else -high[name] for name, sign in terms)
            most = sum(high[name] if sign > 0 else -low[name] for name, sign in terms)
            if least > total or most < total:
                return False
            for name, sign in terms:
                room, lack = (
                    total - least,
                    most - total,
                )  # by how much this one may rise above its least, fall below its most
                new_high = low[name] + room if sign > 0 else low[name] + lack
                new_low = high[name] - lack if sign > 0 else high[name] - room
                if new_high < high[name] or new_low > low[name]:
                    moved = True
                    high[name], low[name] = min(high[name], new_high), max(low[name], new_low)
                    if low[name] > high[name]:
                        return False
                    break  # the sums have moved
    return True


def people(rng, groups, measures):
    """{breakdown: {measure: {group: {answer: number}}}}: the same people by their answers and by each breakdown."""
    found = {name: {m.key: {g: dict.fromkeys(m.answers, 0) for g in keys} for m in measures}
             for name, keys in groups.items()}  # fmt: skip
    for _kind in range(rng.randint(1, 7)):  # several people who are alike
        place = {name: rng.choice(keys) for name, keys in groups.items()}
        answers = {m.key: rng.choice(list(m.answers)) for m in measures}
        number = rng.choice(SIZES)
        for name in groups:
            for m in measures:
                found[name][m.key][place[name]][answers[m.key]] += number
    return found


def equations_of(attack, breakdown, table, counts, key):
    """What one table tells; gives what it hides."""

    def cells(groups, answers):
        return [
            attack.unknown((breakdown, key, group, answer), counts[group][answer])
            for group in groups
            for answer in answers
        ]

    groups, answers = list(counts), list(table.measure.answers)
    hidden = []
    told = [(groups, column, total) for column, total in zip(table.columns, table.column_totals, strict=True)]
    told += [(row, answers, total) for row, total in zip(table.groups, table.row_totals, strict=True)]
    told.append((groups, answers, table.total))
    told += [
        (row, column, count)
        for row, counted in zip(table.groups, table.cells, strict=True)
        for column, count in zip(table.columns, counted, strict=True)
    ]
    for row, column, count in told:
        names = cells(row, column)
        if count is None:
            hidden.append(names)
            if is_small(sum(attack.true[name] for name in names)) and not table.withheld:
                attack.know_is_small(names)
        else:
            attack.know(names, count)
            assert not is_small(count), "a small count is shown"
    return hidden


def small_things(attack, breakdown, counts, key, measure):
    """Everything small that nobody may find out: cells, groups, answers of the whole."""
    groups, answers = list(counts), list(measure.answers)
    for row, column in [
        *(([g], [a]) for g in groups for a in answers), *(([g], answers) for g in groups), *((groups, [a]) for a in answers),
    ]:  # fmt: skip
        names = [(breakdown, key, g, a) for g in row for a in column]
        if is_small(sum(attack.true[name] for name in names)):
            yield names


def attack_on(found, groups, measures):
    """Everything that is shown of these people, and what they have in common; and how many tables hide and show something."""
    attack, hidden, shown = Attack(), 0, 0
    for m in measures:
        for name in groups:
            counts = found[name][m.key]
            table = safe_table(m, counts, dict.fromkeys(counts, 0))
            hidden += bool(equations_of(attack, name, table, counts, m.key))
            shown += any(count is not None for row in table.cells for count in row)
    people_in_all = sum(found[""][measures[0].key][""].values())
    attack.high = {name: high if name[0] == "to four" else people_in_all + 2 for name, high in attack.high.items()}
    for name, keys in groups.items():
        for m in measures:
            for a in m.answers if name else ():  # the same people in every breakdown
                attack.know([(name, m.key, g, a) for g in keys], 0, less=[("", m.key, "", a)])
            for g in keys if m is not measures[0] else ():  # and in every measure
                first = [(name, measures[0].key, g, a) for a in measures[0].answers]
                attack.know(first, 0, less=[(name, m.key, g, a) for a in m.answers])
    return attack, hidden, shown


@pytest.mark.parametrize("number_of_measures", [1, 2])
def test_nothing_small_can_be_worked_out_from_all_outputs_of_a_period(number_of_measures):
    rng, hidden, shown = Random(f"way back {number_of_measures}"), 0, 0
    groups = {"": [""], "team": ["t1", "t2", "t3"], "sex": ["f", "m"]}
    for _round in range(ROUNDS // number_of_measures):
        measures = [measure(f"m{n}", PARTS[: rng.randint(2, 4)]) for n in range(number_of_measures)]
        found = people(rng, groups, measures)
        attack, hides, shows = attack_on(found, groups, measures)
        attack.guess(rng, 4)
        for m in measures:
            for name in groups:
                for names in small_things(attack, name, found[name][m.key], m.key, m):
                    assert attack.can_be_other(names), (found, names)
        hidden, shown = hidden + hides, shown + shows
    assert hidden > ROUNDS / 4
    assert shown > ROUNDS


def test_the_attack_finds_what_is_not_protected():
    attack = Attack()
    for name, value in (("a", 3), ("b", 9), ("c", 4)):
        attack.unknown(name, value)
    attack.know(["a", "b"], 12)
    assert attack.can_be_other(["a"])
    attack.know(["b", "c"], 13)
    attack.know(["c"], 4)
    assert not attack.can_be_other(["a"])
