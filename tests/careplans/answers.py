"""What is said of plans in these tests."""

from datetime import date

from careplans.choices import AgreedHow, Agreement

ANSWER = {
    "agreement": Agreement.AGREES,
    "agreed_how": AgreedHow.IN_PERSON,
    "agreed_on": date(2026, 11, 23),
    "review_on": date(2027, 2, 15),
}
LOOK_BACK = {"reviewed_on": date(2026, 11, 23), "attended": "Megan and Sam", "what_changed": "A new flat"}
