"""As many partnerships as that many people have: no council plans for a million.

Copies bring teams of their own, in the areas of the first ones. Every so many clients, these teams move into areas of another
partnership of the same kind, with contracts of its own.
"""

import re

from accounts.models import Area, Contract, Team
from referrals.models import UnmetNeed

CLIENTS = 10_000  # of both partnerships together; the largest cities of England treat some seven thousand people a year
OF_A_COPY = re.compile(r" (\d+)$")
IN_THE_AREA_OF_ITS_TEAM = f"""
UPDATE {UnmetNeed._meta.db_table} need SET area_id = team.area_id
FROM clients_client client JOIN accounts_team team ON team.id = client.registered_team_id
WHERE client.id = need.client_id AND need.area_id <> team.area_id
"""


def make_regions(rows, cursor, copied):
    """Give all teams of copies beyond the first `CLIENTS` areas of other partnerships; `copied` clients to a copy."""
    first = Regions(rows)
    moved = []
    for team in Team.objects.filter(name__regex=OF_A_COPY.pattern).order_by("name"):
        if number := int(OF_A_COPY.search(team.name)[1]) * copied // CLIENTS:
            team.area = first.area(team.area_id, number)
            moved.append(team)
    rows.write()
    Team.objects.bulk_update(moved, ["area"], batch_size=1000)
    cursor.execute(IN_THE_AREA_OF_ITS_TEAM)


class Regions:
    """The first partnerships, and those like them, each made when it is first asked for."""

    def __init__(self, rows):
        self.rows = rows
        self.areas = {area.pk: area for area in Area.objects.select_related("partnership")}
        self.contracts = list(Contract.objects.order_by("starts_on", "pk"))
        self.made = {}

    def area(self, like, number):
        """An area like the one with this key, in the region of that number."""
        like = self.areas[like]
        return self.once(like, number, partnership=self.partnership(like.partnership, number), nation=like.nation)

    def partnership(self, like, number):
        if (like.pk, number) not in self.made:
            made = self.once(like, number, kind=like.kind)
            for contract in self.contracts:
                if contract.partnership_id == like.pk:
                    self.rows.add(
                        Contract, contract.created_at, partnership=made, provider_id=contract.provider_id,
                        starts_on=contract.starts_on, ends_on=contract.ends_on,
                    )  # fmt: skip
        return self.made[like.pk, number]

    def once(self, like, number, **fields):
        if (like.pk, number) not in self.made:
            self.made[like.pk, number] = self.rows.add(
                type(like), like.created_at, name=f"{like.name} {number + 1}", **fields
            )
        return self.made[like.pk, number]
