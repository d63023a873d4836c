"""The demo's directory: about forty fictitious services, some of them ours, some checked long ago."""

from dataclasses import dataclass, field
from datetime import time, timedelta

from core.calendar import london
from services_directory.choices import Cost, Frequency, Language, LocationType, Need, ServiceStatus
from services_directory.models import Location, Organisation, Schedule, Service, ServiceAtLocation

# organisation: place, then services as (name, needs, what it is)
ORGANISATIONS = {
    "Northmere Council": ("Northmere", [
        ("Northmere Housing Options", "housing_advice", "Advice for anybody who may lose a home or has none."),
        ("Northmere Family Hub", "family parenting", "Groups and one-to-one help for parents."),
        ("Northmere Carers’ Desk", "carers", "For those who look after somebody else."),
        ("Northmere Adult Learning", "ete life_skills", "Free courses, from cookery to computers."),
    ]),
    "Arian a Môr Area Planning Board": ("Dyffryn Arian", [
        ("Cyngor Tai Dyffryn Arian", "housing_advice", "Cyngor am dai a digartrefedd, in Welsh and English."),
        ("Dechrau Gwaith", "ete volunteering", "An employment mentor for people in recovery."),
        ("Hwb Teulu Glannau Môr", "family parenting", "Cymorth i rieni a theuluoedd."),
    ]),
    "Lantern House": ("Northmere", [
        ("Lantern House Hostel", "hostel", "Twenty-two beds, staffed day and night."),
        ("Lantern House Move-on Flats", "supported_housing", "Shared flats with weekly support for up to a year."),
        ("Lantern House Street Kitchen", "food", "Hot meals every evening, no questions."),
    ]),
    "Stillwater Homes": ("Northmere", [
        ("Stillwater Dry House", "dry_house", "Six rooms for people who do not drink or use."),
        ("Stillwater Women’s Refuge", "refuge women", "A safe place for women and their children."),
    ]),
    "Tŷ Gobaith Homes": ("Glannau Môr", [
        ("Tŷ Gobaith", "dry_house supported_housing", "Llety heb alcohol na chyffuriau, with daily support."),
        ("Tŷ Gobaith Night Shelter", "hostel", "Open from eight in the evening, dogs welcome."),
    ]),
    "Open Ledger": ("Northmere", [
        ("Open Ledger Debt Advice", "debt benefits", "Advisers who deal with creditors and bailiffs."),
        ("Open Ledger Benefits Line", "benefits", "Help with claims and appeals by phone."),
    ]),
    "Cyngor Arian": ("Dyffryn Arian", [
        ("Cyngor Arian", "debt benefits", "Cyngor am ddyledion a budd-daliadau."),
    ]),
    "Kindred Minds": ("Northmere", [
        ("Kindred Minds Talking Therapy", "mental_health", "Short courses of therapy; anybody may refer themselves."),
        ("Kindred Minds Crisis Line", "crisis mental_health", "Somebody to talk to at night."),
        ("Llinell Kindred", "crisis mental_health", "Llinell gymorth Gymraeg, nos a dydd."),
    ]),
    "Quayside Surgery": ("Northmere", [
        ("Quayside Surgery", "physical_health", "Registers people without an address."),
        ("Quayside Liver Clinic", "physical_health", "Scans and hepatitis treatment on Thursdays."),
    ]),
    "Meddygfa’r Bont": ("Dyffryn Arian", [
        ("Meddygfa’r Bont", "physical_health", "Family doctors with a recovery nurse."),
    ]),
    "Long Table Fellowship": ("Northmere", [
        ("Long Table Tuesday Meeting", "mutual_aid peer_support", "An open meeting, newcomers welcome."),
        ("Long Table Women’s Meeting", "mutual_aid women", "A closed meeting for women."),
        ("Bwrdd Hir", "mutual_aid peer_support", "Cyfarfod dwyieithog bob nos Iau."),
    ]),
    "Second Harvest Allotments": ("Northmere", [
        ("Second Harvest", "leisure volunteering", "Gardening together, then lunch."),
        ("Second Harvest Football", "leisure", "Mixed five-a-side for people in recovery."),
    ]),
    "Bridge Works": ("Northmere", [
        ("Bridge Works", "ete", "A workshop with a real wage after three months."),
        ("Bridge Works Volunteers", "volunteering", "Finds a place and stays in touch."),
    ]),
    "Gatehouse Link": ("Northmere", [
        ("Gatehouse Link", "prison_resettlement", "Meets people at the gate and goes with them."),
        ("Gatehouse Link Cymru", "prison_resettlement", "Yn cwrdd â phobl wrth y giât."),
    ]),
    "Northmere Law Centre": ("Northmere", [
        ("Northmere Law Centre", "legal", "Free advice on housing, family and employment law."),
    ]),
    "Riverside Pharmacy": ("Northmere", [
        ("Riverside Needle Exchange", "needle_exchange naloxone", "Open every day but Sunday."),
    ]),
    "Hollybank Houses": ("Northmere", [
        ("Hollybank House", "residential_rehab", "Twelve weeks in a house of fourteen, after detox."),
        ("Hollybank Farm", "residential_rehab", "Six months on a working farm; dogs are welcome."),
    ]),
    "Hafan Deg": ("Glannau Môr", [
        ("Hafan Deg", "residential_rehab", "Tŷ adfer dwyieithog: a bilingual house by the sea, twelve to twenty-four weeks."),
    ]),
    "Ashlar Recovery Trust": ("Northmere", []),
    "Fernway Care": ("Northmere", []),
    "Llwybr Newydd": ("Dyffryn Arian", []),
}  # fmt: skip
OURS = {
    "aftercare": "peer_support life_skills substance_treatment",
    "city": "substance_treatment naloxone needle_exchange",
    "vale": "substance_treatment naloxone",
    "alcohol": "substance_treatment",
    "dyffryn": "substance_treatment naloxone",
    "glannau": "substance_treatment naloxone",
}
CLOSED = {
    "Northmere Carers’ Desk": ServiceStatus.TEMPORARILY_CLOSED,
    "Second Harvest Football": ServiceStatus.INACTIVE,
}
TIMES = [
    ("MO,TU,WE,TH,FR", time(9), time(17)),
    ("TU,TH", time(10), time(15)),
    ("MO,TU,WE,TH,FR,SA,SU", time(8), time(20)),
]
NOTICES = {"Stillwater Dry House": "No free room before spring; ask to be put on the list."}


@dataclass
class Directory:
    """The services by the need they answer, and our own by team."""

    by_need: dict = field(default_factory=dict)
    of_team: dict = field(default_factory=dict)

    def offering(self, need):
        return self.by_need.get(need) or self.by_need[Need.PEER_SUPPORT]


def make_directory(rows, staff):
    rng, directory = rows.random("directory"), Directory()
    organisations = {}
    for name, (place, services) in ORGANISATIONS.items():
        organisations[name] = rows.add(
            Organisation, added(rows, rng), name=name, website="https://example.org/", email=f"{slug(name)}@example.org"
        )
        location = make_location(rows, rng, place)
        for service in services:
            make_service(rows, rng, directory, organisations[name], location, *service)
    for key, needs in OURS.items():
        team = staff[key].team
        about = "Our own team: treatment, recovery support and a way back at any time."
        service = make_service(
            rows, rng, directory, organisations[team.provider.name], make_location(rows, rng, team.area.name),
            team.name, needs, about, run_by_team=team, phone=team.phone,
        )  # fmt: skip
        directory.of_team[key] = service
    return directory


def added(rows, rng):
    return london(rows.today - timedelta(days=rng.randint(500, 800)))


def make_location(rows, rng, place):
    return rows.add(
        Location,
        added(rows, rng),
        location_type=LocationType.PHYSICAL,
        name=f"{place} office",
        address=f"{rng.randint(1, 90)} Ropewalk Row",
        city=place,
        accessibility="Level entrance, hearing loop" if rng.random() < 0.5 else "",
    )


def make_service(rows, rng, directory, organisation, location, name, needs, description, **fields):
    days_ago = rng.choice([5, 20, 40, 70, 120, 160, 220, 400, 560])
    welsh = "Arian" in location.city or "Môr" in location.city
    number = rng.randint(0, 999)
    service = rows.add(
        Service,
        added(rows, rng),
        **{
            "organisation": organisation,
            "name": name,
            "description": description,
            "needs": needs.split(),
            "status": CLOSED.get(name, ServiceStatus.ACTIVE),
            "notice": NOTICES.get(name, ""),
            "url": f"https://example.org/{slug(name)}",
            "email": f"{slug(name)}@example.org",
            "phone": f"029 2018 0{number:03}" if welsh else f"01632 960{number:03}",
            "fees": "Free",
            "eligibility": "Adults who live in the area",
            "area": "Northmere City and Northmere Vale" if location.city == "Northmere" else location.city,
            "minimum_age": 18,
            "cost": Cost.FREE,
            "language_codes": [Language.ENGLISH, Language.WELSH] if welsh else [Language.ENGLISH],
            "checked_on": rows.today - timedelta(days=days_ago) if rng.random() < 0.92 else None,
            "checked_by": "Joanna Brzeski",
        }
        | fields,
    )
    if service.checked_on is None:
        service.checked_by = ""
    rows.add(ServiceAtLocation, added(rows, rng), service=service, location=location)
    byday, opens, closes = rng.choice(TIMES)
    rows.add(
        Schedule,
        service.created_at,
        service=service,
        freq=Frequency.WEEKLY,
        byday=byday,
        opens_at=opens,
        closes_at=closes,
    )
    if service.status == ServiceStatus.ACTIVE:
        for need in service.needs:
            directory.by_need.setdefault(need, []).append(service)
    return service


def slug(name):
    return "".join(letter for letter in name.lower().replace(" ", "-") if letter.isascii() and letter not in "’'")
