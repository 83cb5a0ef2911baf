"""Databases for tests: copies of one filled template, on files or on a PostgreSQL server."""

from __future__ import annotations

import os
import shutil
import uuid
from collections import defaultdict
from pathlib import Path

from sqlalchemy import NullPool, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

SERVER = os.environ.get("TEST_DATABASE_URL", "")

# To copy a database on a server takes a quarter of a second and to drop it writes everything to the disk,
# which is most of what a small test needs. So each copy remembers, in a schema of its own, what it was
# copied with; given back, it is put right again and handed to the next test.
#
# A table was changed when it has a row younger than the moment it was kept, or fewer rows. The role
# "replica" leaves foreign keys unchecked while tables are put back one after the other.
KEEPING = """
CREATE SCHEMA kept;
CREATE TABLE kept.moment (youngest bigint NOT NULL);
CREATE TABLE kept.holding (name text PRIMARY KEY, rows bigint NOT NULL);
CREATE TABLE kept.counter (name text PRIMARY KEY, value bigint NOT NULL, called boolean NOT NULL);

CREATE FUNCTION kept.tables() RETURNS SETOF text LANGUAGE sql AS $$
  SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1
$$;

CREATE FUNCTION kept.counters() RETURNS TABLE (name text, value bigint, called boolean)
LANGUAGE plpgsql AS $$
BEGIN
  FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' LOOP
    EXECUTE format('SELECT last_value, is_called FROM public.%I', name) INTO value, called;
    RETURN NEXT;
  END LOOP;
END $$;

CREATE FUNCTION kept.keep() RETURNS void LANGUAGE plpgsql AS $$
DECLARE name text; held bigint;
BEGIN
  FOR name IN SELECT kept.tables() LOOP
    EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', 'of_' || name, name);
    GET DIAGNOSTICS held = ROW_COUNT;
    INSERT INTO kept.holding VALUES (name, held);
  END LOOP;
  INSERT INTO kept.counter SELECT * FROM kept.counters();
  INSERT INTO kept.moment VALUES (pg_current_xact_id()::xid::text::bigint);
END $$;

CREATE FUNCTION kept.restore() RETURNS void LANGUAGE plpgsql AS $$
DECLARE since bigint := (SELECT youngest FROM kept.moment); one record; changed boolean;
BEGIN
  IF EXISTS (SELECT kept.tables() EXCEPT SELECT name FROM kept.holding)
     OR EXISTS (SELECT name FROM kept.holding EXCEPT SELECT kept.tables()) THEN
    RAISE EXCEPTION 'a test has left other tables than it found';
  END IF;
  SET LOCAL session_replication_role = replica;
  FOR one IN SELECT * FROM kept.holding LOOP
    EXECUTE format('SELECT count(*) <> $1 OR coalesce(bool_or(xmin::text::bigint > $2), false) '
                   'FROM public.%I', one.name) INTO changed USING one.rows, since;
    IF changed THEN
      EXECUTE format('DELETE FROM public.%I', one.name);
      EXECUTE format('INSERT INTO public.%I OVERRIDING SYSTEM VALUE TABLE kept.%I', one.name,
                     'of_' || one.name);
    END IF;
  END LOOP;
  PERFORM setval(format('public.%I', was.name)::regclass, was.value, was.called)
    FROM kept.counter was JOIN kept.counters() now USING (name)
    WHERE (was.value, was.called) <> (now.value, now.called);
  UPDATE kept.moment SET youngest = pg_current_xact_id()::xid::text::bigint;
END $$;

SELECT kept.keep();
"""

# Nobody may still be writing when a database is put right; a test's threads may be.
ALONE = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class Databases:
    """Makes copies of one filled template, the same for every test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = f"thuc_dia_{os.getpid()}_{uuid.uuid4().hex[:8]}"
        self.made: set[str] = set()
        self.sources: dict[str, str] = {}
        self.idle: dict[str, list[str]] = defaultdict(list)

    def _say(self, *statements: str, database: str | None = None) -> None:
        """Have the server do this, in one transaction inside ``database`` where one is named."""
        url = make_url(SERVER).set(database=database) if database else make_url(SERVER)
        # Databases are not made in a transaction.
        how = {} if database else {"isolation_level": "AUTOCOMMIT"}
        engine = create_engine(url, poolclass=NullPool, execution_options={"no_parameters": True, **how})
        with engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def _drop(self, name: str) -> None:
        self._say(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self.made.discard(name)

    def _address(self, name: str) -> str:
        return make_url(SERVER).set(database=name).render_as_string(hide_password=False)

    def template_url(self) -> str:
        """The address of the template, which is empty at first."""
        if not SERVER:
            return f"sqlite:///{self.folder / 'template.sqlite3'}"
        self.made.add(self.name)
        self._say(f'CREATE DATABASE "{self.name}"')
        return self._address(self.name)

    def copy(self, folder: Path, of: str | None = None) -> str:
        """The address of a copy of the template, or of the unused database at the address ``of``."""
        source = make_url(of).database if of else None
        if not SERVER:
            shutil.copyfile(source or self.folder / "template.sqlite3", folder / "test.sqlite3")
            return f"sqlite:///{folder / 'test.sqlite3'}"
        source = source or self.name
        if self.idle[source]:
            return self._address(self.idle[source].pop())
        name = f"{self.name}_{uuid.uuid4().hex[:8]}"
        self.made.add(name)
        self._say(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        # Nobody will pull the plug; everything else about a commit stays as it is.
        self._say(f'ALTER DATABASE "{name}" SET synchronous_commit TO off')
        # A copy of a copy remembers what that one was before it was filled.
        self._say("DROP SCHEMA IF EXISTS kept CASCADE", KEEPING, database=name)
        self.sources[name] = source
        return self._address(name)

    def drop(self, url: str) -> None:
        """Give a copy back."""
        if not SERVER:
            return
        name = make_url(url).database
        assert name is not None
        try:
            self._say(ALONE, "SELECT kept.restore()", database=name)
        except DBAPIError:
            # It has other tables now, or none at all.
            self._drop(name)
        else:
            self.idle[self.sources[name]].append(name)

    def close(self) -> None:
        for name in list(self.made) if SERVER else ():
            self._drop(name)
