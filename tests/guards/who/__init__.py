"""Who may open what: written by hand from the roles, apart from the code that it checks (test_who.py).

One module for each app. Each row: URL name → (roles, methods, kind of record or "", is a look at the record written down?).
Roles are letters: k keyworker, c case manager, t team manager, n clinician, h recovery coach, m commissioner,
d directory editor, g information governance officer, a administrator; "public" is everybody, "all" every user.
"""

from . import (
    accounts,
    aftercare,
    alerts,
    careplans,
    clients,
    config,
    custody,
    documents,
    exchange,
    governance,
    programmes,
    recovery_capital,
    reference,
    referrals,
    reports,
    rights,
    safeguarding,
    services_directory,
    staffing,
)
from .letters import CHANGE, FORM, READ, STAFF

__all__ = ["CHANGE", "FORM", "READ", "STAFF", "WHO"]

APPS = (
    config,
    accounts,
    reference,
    alerts,
    services_directory,
    clients,
    documents,
    safeguarding,
    recovery_capital,
    programmes,
    referrals,
    careplans,
    custody,
    aftercare,
    staffing,
    reports,
    exchange,
    governance,
    rights,
)
WHO = {name: row for app in APPS for name, row in app.WHO.items()}

assert len(WHO) == sum(len(app.WHO) for app in APPS), "Two rows for one route."
