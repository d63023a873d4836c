"""`manage.py check` says what is wrong with the particular paths of referrals, ours and those of the site."""

from django.core import checks

from . import paths


@checks.register
def paths_can_be_read(app_configs, **kwargs):
    """Whether each file is a path; one that is not is not offered."""
    return [
        checks.Error(message, hint=f"See {file.name} and docs/referrals.md", id="referrals.E001")
        for file, message in paths.faults()
    ]
