"""Prints every route: name, path, methods, roles, whether a look is written down, and
whether the password or second factor is asked for again; then the sections of a record that each role sees."""

import json

from django.core.management.base import BaseCommand
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.choices import Role, Section
from accounts.roles import PERMISSIONS


def table(items=None, namespaces=(), path="/"):
    """One dictionary per route, in the order of the URL configuration."""
    for item in get_resolver().url_patterns if items is None else items:
        here = path + str(item.pattern)
        if isinstance(item, URLResolver):
            inner = (*namespaces, item.namespace) if item.namespace else namespaces
            yield from table(item.url_patterns, inner, here)
        elif isinstance(item, URLPattern):
            rule = item.callback.access_rule
            yield {
                "name": ":".join((*namespaces, item.name or here)),
                "path": here,
                "methods": list(rule.methods),
                "roles": ["public"] if rule.permission == "public" else [str(role.value) for role in rule.roles],
                "records_look": rule.records_look,
                "step_up": rule.step_up,
            }


def sections():
    """Which parts of a record each role sees, of the records that it may open at all."""
    return [
        {
            "role": role.value,
            "records": "clients.view_client" in PERMISSIONS[role],
            "sections": [section.name.lower() for section in Section if section in PERMISSIONS[role]],
        }
        for role in Role
    ]


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args, **options):
        rows = list(table())
        if options["json"]:
            self.stdout.write(json.dumps({"routes": rows, "sections": sections()}))
            return
        for row in rows:
            look = "  (look recorded)" if row["records_look"] else ""
            again = "  (asks for a proof again)" if row["step_up"] else ""
            self.stdout.write(f"{row['name']:45} {' '.join(row['methods']):15} {', '.join(row['roles'])}{look}{again}")
        self.stdout.write("\nSections of a record, by role")
        for row in sections():
            seen = ", ".join(row["sections"]) or ("the open part only" if row["records"] else "no record")
            self.stdout.write(f"{row['role']:45} {seen}")
