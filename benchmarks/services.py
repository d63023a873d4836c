"""A directory of so many services, each unlike the others: the same ones each time, and the same share of each kind."""

import math
import random
import uuid
from datetime import timedelta

from django.utils import timezone

from services_directory import models
from services_directory.choices import Cost, Gender, Need

# What is said of a service, and of how many of a thousand services it is said.
SAID = {
    "community": 600, "wellbeing": 350, "housing": 160, "counselling": 70, "debt": 50, "for women": 40, "food bank": 25,
    "alcoholics anonymous": 6, "needle exchange": 4, "residential rehab": 3,
}  # fmt: skip
IN_NAMES = 0.2  # of those of which it is said, so many have it in their name
BEGINNINGS, MIDDLES, ENDINGS = "b d f g h l m n p r s t v w".split(), "a e i o u ae ou".split(), "l m n r s th".split()
COMMONEST, WORDS = 12, 3_000
TOWNS = 40
SHARES = {"checked": 0.5, "hours": 0.6, "place": 0.8, "cost": 0.5, "self_referral": 0.5, "language": 0.3, "needs": 0.6}


class Maker:
    """Rows of one directory, not yet stored."""

    def __init__(self, seed=1):
        self.chance = random.Random(seed)
        self.words = sorted({self.word() for _number in range(3 * WORDS)})
        self.chance.shuffle(self.words)
        self.words = self.words[:WORDS]
        self.weights = [1 / (COMMONEST + place) for place in range(WORDS)]  # some words are in every text, most in few
        self.towns = [
            (f"{self.word()} town".title(), f"ZZ{10 + number}", 51 + 2.5 * self.chance.random(), -3 + 3 * self.chance.random())
            for number in range(TOWNS)
        ]  # fmt: skip
        self.today = timezone.localdate()

    def word(self):
        chance = self.chance
        return "".join(chance.choice(part) for part in (BEGINNINGS, MIDDLES, ENDINGS, MIDDLES, ENDINGS))

    def text(self, length):
        return " ".join(self.chance.choices(self.words, self.weights, k=length))

    def is_so(self, what):
        return self.chance.random() < SHARES[what]

    def service(self, number, organisation):
        chance = self.chance
        said = [words for words, share in SAID.items() if chance.random() < share / 1_000]
        named = [words for words in said if chance.random() < IN_NAMES]
        parts = [self.text(20), *said, self.text(chance.randint(20, 90))]
        first, rest = parts[0], parts[1:]
        chance.shuffle(rest)
        return models.Service(
            name=f"{' '.join(named)} {self.text(2)} {number}".strip().capitalize(), organisation=organisation,
            description=f"{first}. {'. '.join(rest)}.", area="\n".join(self.chance.sample(self.words, 2)),
            needs=chance.sample(list(Need.values), 2) if self.is_so("needs") else [], needs_guessed=chance.random() < 0.5,
            gender=Gender.WOMEN if "for women" in said and chance.random() < 0.5 else "",
            cost=chance.choice(Cost.values) if self.is_so("cost") else "",
            self_referral=chance.random() < 0.7 if self.is_so("self_referral") else None,
            minimum_age=chance.choice([None, None, 16, 18]), language_codes=["en", "cy"] if self.is_so("language") else [],
            checked_on=self.today - timedelta(days=chance.randint(1, 500)) if self.is_so("checked") else None,
            phone="01632 960001", source="bench", kept_here=False,
        )  # fmt: skip

    def place(self):
        name, district, latitude, longitude = self.chance.choice(self.towns)
        near = lambda: self.chance.gauss(0, 0.05)  # noqa: E731 - some three miles
        return models.Location(
            name=f"{self.text(1)} hall".title(), address=f"{self.chance.randint(1, 99)} High Street", city=name,
            postcode=f"{district} 1AA", latitude=round(latitude + near(), 5), longitude=round(longitude + near(), 5),
        )  # fmt: skip

    def schedules(self, service):
        if not self.is_so("hours"):
            return []
        days = ("MO,TU,WE,TH,FR", "MO,WE", "TU,TH", "SA,SU", "FR")
        times = (("09:00", "17:00"), ("10:00", "15:30"), ("18:00", "20:00"), ("19:00", "23:30"))
        return [
            models.Schedule(
                id=uuid.uuid4(), service=service, freq="WEEKLY", byday=self.chance.choice(days), opens_at=opens,
                closes_at=closes,
            )
            for opens, closes in self.chance.sample(times, self.chance.randint(1, 3))
        ]  # fmt: skip


def fill(size):
    """Store so many services with what belongs to them; gives who made them."""
    maker, at_a_time = Maker(), 1_000
    organisations = [
        models.Organisation(name=f"{maker.text(2)} trust".title()) for _number in range(math.ceil(size / 4))
    ]
    models.Organisation.objects.bulk_create(organisations, batch_size=at_a_time)
    for begin in range(0, size, at_a_time):
        services = [
            maker.service(number, maker.chance.choice(organisations)) for number in range(begin, begin + at_a_time)
        ]
        models.Service.objects.bulk_create(services)
        placed = [(service, maker.place()) for service in services if maker.is_so("place")]
        models.Location.objects.bulk_create(place for _service, place in placed)
        models.ServiceAtLocation.objects.bulk_create(
            models.ServiceAtLocation(service=service, location=place) for service, place in placed
        )
        models.Schedule.objects.bulk_create(row for service in services for row in maker.schedules(service))
    models.Postcode.objects.bulk_create(
        models.Postcode(code=f"{district}1AA", district=district, latitude=latitude, longitude=longitude)
        for _name, district, latitude, longitude in maker.towns
    )
    return maker
