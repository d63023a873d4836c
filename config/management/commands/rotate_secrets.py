"""Encrypts every stored secret anew by the first of SECRETS_KEYS, so that older keys can be taken away."""

from django.core.management.base import BaseCommand

from accounts.second_factors import rotate_seeds


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        self.stdout.write(f"{rotate_seeds()} secrets are encrypted by the first key.")
