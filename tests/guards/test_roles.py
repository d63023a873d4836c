"""Every permission that a view asks for is somebody's, and every permission that a role has opens something."""

import pathlib

from django.conf import settings

from accounts.roles import PERMISSIONS

from .routes import rules


def test_permissions_of_views_and_roles_match():
    asked = {name for rule in rules().values() for name in rule.names} - {"public", "signed_in"}
    held = set().union(*PERMISSIONS.values())
    assert asked <= held, f"No role has {asked - held}"
    templates = "".join(path.read_text() for path in pathlib.Path(settings.BASE_DIR / "templates").rglob("*.html"))
    code = "".join(
        path.read_text() for app in settings.LOCAL_APPS for path in pathlib.Path(settings.BASE_DIR / app).rglob("*.py")
        if path.name != "roles.py"
    )  # fmt: skip
    unused = {name for name in held - asked if f"perms.{name}" not in templates and f'"{name}"' not in code}
    assert not unused, f"Nothing asks for {unused}"
