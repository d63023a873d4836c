"""Makes an administrator, the first one above all, and prints the link by which they set their password."""

from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.choices import Role
from accounts.models import User
from accounts.workflow import invite


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("email")

    @transaction.atomic
    def handle(self, **options):
        person, _is_new = User.objects.get_or_create(
            username=options["username"], defaults={"role": Role.ADMINISTRATOR, "email": options["email"]}
        )
        self.stdout.write(f"The link works once, for seven days; it is sent by email too:\n{invite(person)}")
