"""The settings of production, on a database server of the benchmarks' own that holds nothing else."""

from config.settings_test import *  # noqa: F403
from config.settings_test import BASE_DIR, DATABASES

VAR_DIR = BASE_DIR / "var" / "benchmarks"
DATABASES["default"] |= {"CONN_MAX_AGE": None}
LOGGING = {"version": 1, "disable_existing_loggers": True}
