"""Other people for the same story: names, birth, numbers and address, each of them made up from the seed."""

from datetime import date, timedelta
from functools import lru_cache
from struct import Struct
from uuid import UUID

from accounts.choices import Nation
from accounts.models import Area
from clients.choices import Sex, WayKind
from clients.models.client import REFERENCE_ALPHABET

from .binary import value
from .words import NAMES, NICKNAMES, STREETS

# The columns of a client that no two people share, or that follow from the name.
PERSONAL = [
    "first_name", "family_name", "preferred_name", "date_of_birth", "reference", "nhs_number",
]  # fmt: skip
DAY, EPOCH = Struct("!i"), date(2000, 1, 1)  # as the database counts days
REFERENCES = len(REFERENCE_ALPHABET) ** 8
STRIDE = 104_395_301_237  # a prime, so that every step gives another reference
YOUNGEST, OLDEST = int(18.5 * 365.25), 84 * 365  # in days
SPREAD = 1500  # in days, around the birth in the story
WELSH_IN_WALES = 2.5
DOUBLE_NAMES = 0.06
POSTCODE_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


def day_of(raw):
    """The day that these bytes are.

    >>> day_of(bytes([0, 0, 0, 31]))
    datetime.date(2000, 2, 1)
    """
    return EPOCH + timedelta(days=DAY.unpack(raw)[0])


@lru_cache(maxsize=20_000)
def text(words):
    return value(words.encode())


class Persons:
    """Gives one person after the other; the same seed gives the same people in a copy, whoever writes the others."""

    def __init__(self, rows, numbers, first):
        self.rows, self.numbers = rows, numbers[len(first) :]
        self.taken = {row["reference"].decode() for row in first}
        self.size, self.with_number = len(first), sum(bool(row["nhs_number"]) for row in first)
        today = (rows.today - EPOCH).days
        self.earliest, self.latest = today - OLDEST, today - YOUNGEST
        self.start = rows.random("references").randrange(REFERENCES)
        pairs = [one + two for one in REFERENCE_ALPHABET for two in REFERENCE_ALPHABET]
        self.halves = [one + two for one in pairs for two in pairs]
        self.areas = {area.pk: area for area in Area.objects.all()}
        self.names = {nation: cultures(nation) for nation in Nation}
        self.english = NAMES["english"][3].split()

    def begin(self, copy, model):
        """From here on come the people of one copy, or what one table says about them."""
        self.rng = self.rows.random("persons", model._meta.label, copy.number)
        self.copy, self.emails = copy.number, 0
        self.count = 2 * self.size * copy.number  # twice: there may be references that are taken
        self.next_number = (copy.number - 1) * self.with_number

    def story(self, row, area):
        """What another person has in common with the one in this row."""
        born = DAY.unpack(row["date_of_birth"])[0]
        return {
            "nhs_number": bool(row["nhs_number"]),
            "sex": row["sex"].decode(),
            "area": self.areas[UUID(bytes=area)],
            "born": born,
        }

    def member_of_staff(self):
        first, family = self.name(self.rng.choice([Sex.FEMALE, Sex.MALE]), Nation.ENGLAND)
        return first.encode(), family.encode()

    def name(self, sex, nation):
        """First name and family name."""
        rng = self.rng
        women, men, families = rng.choice(self.names[nation])
        first = rng.choice(women if sex == Sex.FEMALE else men)
        family = rng.choice(families)
        if rng.random() < DOUBLE_NAMES:
            family = f"{family}-{rng.choice(self.english)}"
        return first, family

    def reference(self):
        self.count += 1
        number = (self.start + self.count * STRIDE) % REFERENCES
        first, last = divmod(number, len(self.halves))
        reference = f"{self.halves[first]}-{self.halves[last]}"
        return self.reference() if reference in self.taken else reference

    def like(self, story):
        """Somebody with the same story, in the order of PERSONAL."""
        rng = self.rng
        first, family = self.name(story["sex"], story["area"].nation)
        born = min(max(story["born"] + rng.randrange(-SPREAD, SPREAD), self.earliest), self.latest)
        return (
            text(first),
            text(family),
            text(NICKNAMES.get(first, "") if rng.random() < 0.5 else ""),
            value(DAY.pack(born)),
            value(self.reference().encode()),
            value(self.nhs_number().encode() if story["nhs_number"] else b""),
        )

    def nhs_number(self):
        self.next_number += 1
        return self.numbers[self.next_number - 1]

    def address(self, like):
        """Lines and postcode, in the same postcode area."""
        rng, letters = self.rng, POSTCODE_LETTERS
        code = f"{rng.randrange(1, 10)} {rng.randrange(1, 10)}{rng.choice(letters)}{rng.choice(letters)}"
        return text(f"{rng.randrange(1, 141)} {rng.choice(STREETS)}"), value(like[:2] + code.encode())

    def contact_way(self, kind):
        """A number or an address of the same kind; a letter goes where the person lives."""
        if kind == WayKind.EMAIL.encode():
            self.emails += 1
            return value(b"person.%d.%d@example.org" % (self.copy, self.emails))
        return text("" if kind == WayKind.LETTER.encode() else f"07700 900{self.rng.randrange(1000):03}")


def cultures(nation):
    """(women's names, men's names, family names), each culture as often as it has weight."""
    rows = []
    for culture, (weight, women, men, families) in NAMES.items():
        weight *= WELSH_IN_WALES if culture == "welsh" and nation == Nation.WALES else 1
        names = women.split(), men.split(), [name.replace("~", " ") for name in families.split()]
        rows += [names] * int(weight)
    return rows
