#!/usr/bin/env python3
"""Runs every command of the project, in its own virtual environment (`make setup` makes it)."""

import os
import sys
from pathlib import Path

VENV = Path(__file__).resolve().parent / ".venv"


def main():
    if VENV.exists() and not VENV.samefile(sys.prefix):
        python = str(VENV / "bin" / "python")
        os.execv(python, [python, *sys.argv])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed here. Run this first: make setup")
    from config.embedded import ServerFailed

    try:
        execute_from_command_line(sys.argv)
    except ServerFailed as failure:
        sys.exit(str(failure))


if __name__ == "__main__":
    main()
