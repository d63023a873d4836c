"""Loads a version of the national data set, its columns and codes, from a JSON file (docs/data-set.md)."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from exchange.models import DataSetVersion
from exchange.ndtms.loading import LARGEST, WrongVersion, load


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE")

    def handle(self, *, file, **options):
        try:
            if Path(file).stat().st_size > LARGEST:
                raise WrongVersion("It is larger than 1 MB.")
            version, is_new = load(file, DataSetVersion)
        except (OSError, ValueError) as error:
            raise CommandError(f"{file!r}: {getattr(error, 'strerror', None) or error}") from error
        self.stdout.write(f"{version}: {'loaded' if is_new else 'is here already'}, {len(version.columns)} columns.")
