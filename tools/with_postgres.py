"""Run a command with a PostgreSQL cluster of its own: made in a temporary folder, reached by socket only, gone afterwards.

    python tools/with_postgres.py COMMAND [ARGUMENT ...]

The command finds the socket folder in DRIEHOEK_PG and the user in DRIEHOEK_PG_USER. As root the server runs as `postgres`, since
it refuses root; the exit status is that of the command, also when it is interrupted.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

FAST = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c listen_addresses='' -c max_connections=60"


def binaries() -> Path:
    """The newest installed server. Raises SystemExit with the line to type when there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        sys.exit("PostgreSQL's server is missing: sudo apt install postgresql")
    return found[-1].parent


def server(home: Path, *command: str) -> None:
    """Run one of PostgreSQL's own programs in the folder of the cluster, never as root."""
    identity = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    subprocess.run(command, cwd=home, check=True, stdout=subprocess.DEVNULL, start_new_session=True, **identity)


def main(command: list[str]) -> int:
    home = Path(tempfile.mkdtemp(prefix="driehoek-pg-", dir="/tmp"))  # a short path: sockets allow 107 bytes
    if os.geteuid() == 0:
        shutil.chown(home, "postgres", "postgres")
    postgres, data, log = binaries(), str(home / "data"), str(home / "log")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    child = None
    try:
        server(
            home,
            str(postgres / "initdb"),
            "-D",
            data,
            "-U",
            "driehoek",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        server(home, str(postgres / "pg_ctl"), "-D", data, "-w", "-l", log, "-o", f"-k {home} {FAST}", "start")
        child = subprocess.Popen(command, env=os.environ | {"DRIEHOEK_PG": str(home), "DRIEHOEK_PG_USER": "driehoek"})
        return child.wait()
    except KeyboardInterrupt:
        return 130
    finally:
        if child and child.poll() is None:
            child.terminate()
            child.wait()
        subprocess_stop(home, postgres, data)
        shutil.rmtree(home, ignore_errors=True)


def subprocess_stop(home: Path, postgres: Path, data: str) -> None:
    if (home / "data" / "postmaster.pid").exists():
        server(home, str(postgres / "pg_ctl"), "-D", data, "-m", "immediate", "stop")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
