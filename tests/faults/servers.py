"""Servers that a test may kill: a Redis and a PostgreSQL of its own."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from django.conf import settings

from config.embedded import Postgres, Redis, start_dying_with_us, wait_until
from tests import database


class MortalRedis(Redis):
    """A Redis without a keeper, that forgets all when it is killed."""

    def __init__(self):
        super().__init__(tempfile.mkdtemp(prefix="faults-redis-"))
        self.make_socket_folder()
        self.start()

    def start(self):
        self.prepare()
        command = [*self.unprivileged(), *self.command()]
        self.process = start_dying_with_us(command, signal.SIGKILL, stdout=subprocess.DEVNULL)
        assert wait_until(self.answers, 30)

    def kill_and_wipe(self):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder / "data")

    def forget(self):
        """Nothing of one test is left to the next."""
        self.kill_and_wipe()
        self.start()

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.remove_socket_folder()
        shutil.rmtree(self.folder)


class MortalPostgres(Postgres):
    """A PostgreSQL whose commits survive its death; the migrated template is copied into it once and kept."""

    def __init__(self):
        folder = settings.VAR_DIR / "mortal"
        super().__init__(folder, "-c", "fsync=off", "-c", "full_page_writes=off")

    def copy(self):
        """A fresh database, from the template of the other tests' server."""
        template = database.ensure_template()
        self.use()
        known = self.psql("postgres", "-Atc", "SELECT datname FROM pg_database").split()
        if template not in known:
            for old in (name for name in known if name.startswith("template_")):
                self.psql("postgres", "-c", f'DROP DATABASE "{old}" WITH (FORCE)')
            self.psql("postgres", "-c", f"CREATE DATABASE {template}_new OWNER {self.owner_role}")
            database.dump_template_into(self, f"{template}_new")
            self.psql("postgres", "-c", f"ALTER DATABASE {template}_new RENAME TO {template}")
        name = f"test_{os.getpid()}_{time.monotonic_ns()}"
        self.psql("postgres", "-c", f"CREATE DATABASE {name} TEMPLATE {template} OWNER {self.owner_role}")
        return name

    def drop(self, name):
        self.use()
        self.psql("postgres", "-c", f"DROP DATABASE {name} WITH (FORCE)")

    def psql(self, name, *more):
        return database.psql(self, name, *more)

    def crash(self):
        """The immediate shutdown: every connection is cut, nothing is put in order."""
        pid = int(Path(self.folder, "data", "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGQUIT)
        assert wait_until(self._has_stopped, 30)
        if self._keeper:
            self._keeper.wait()
