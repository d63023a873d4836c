"""`import_postcodes FILE`: the postcodes of the ONS Postcode Directory, so that the directory knows what is near."""

import csv

from django.core.management.base import BaseCommand, CommandError

from services_directory.postcodes import NotADirectory, import_postcodes


class Command(BaseCommand):
    help = "Replaces the postcodes by those of a CSV file of the ONS Postcode Directory (pcds, lat, long)."

    def add_arguments(self, parser):
        parser.add_argument("file", help="the CSV file, such as Data/ONSPD_FEB_2026_UK.csv of the download")

    def handle(self, *, file, **options):
        try:
            with open(file, encoding="utf-8-sig", errors="strict", newline="") as lines:
                counts = import_postcodes(lines)
        except (OSError, UnicodeDecodeError, csv.Error, NotADirectory) as error:
            raise CommandError(f"{file}: {error}") from error
        for refusal in counts.refusals:
            self.stderr.write(refusal)
        if counts.refused > len(counts.refusals):
            self.stderr.write(f"… and {counts.refused - len(counts.refusals):,} more")
        self.stdout.write(
            f"Postcodes: {counts.loaded:,} loaded, {counts.without_place:,} without a place left out, {counts.refused:,} refused."
        )
