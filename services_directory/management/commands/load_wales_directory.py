"""Adds the organisations and programmes that the Welsh framework of about 2009 names, and what followed them."""

from django.core.management.base import BaseCommand
from django.db import transaction

from services_directory.loading import load_wales


class Command(BaseCommand):
    help = "Adds the entries of services_directory/data/wales_2009.toml that are not there; changes none that is."

    def handle(self, **options):
        with transaction.atomic():
            added = load_wales()
        self.stdout.write(f"Services: {added} added.")
