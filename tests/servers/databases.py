#!/usr/bin/python3
"""Real databases for tests: PostgreSQL and MariaDB in scratch folders, on free ports of 127.0.0.1.

  databases.py use              the servers that all tests share; prints {"postgresql": URL, "mysql": URL}
  databases.py own postgresql   a server for this caller alone; prints its URL. `kill` on the input kills it as a power
  databases.py own mysql        cut would, `start` starts it again on its data; each is answered by a line

Both run until their input ends, as it does when the caller dies. The shared servers are started by whoever comes first
and stopped when nobody has used them for a while, so a run of many test processes pays for them once. No system service
is touched; root's servers run as `nobody`, as PostgreSQL wants it.

From Python: `with Shared() as urls` and `with own("mysql") as server`; new_front50(url) makes Front50's tables there.
Without `durable` the servers do not wait for the disk.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

USER, PASSWORD = "sailmaker", "secret"
IDLE_SECONDS = 20  # how long the shared servers outlive their last user
PATIENCE = 120  # seconds for a server to come up on a busy machine
PROGRAMS = ("/usr/lib/postgresql/15/bin", "/usr/sbin", "/usr/bin")


def program(name):
    for folder in PROGRAMS:
        if (Path(folder) / name).exists():
            return str(Path(folder) / name)
    sys.exit(f"databases.py: {name} is missing; `scripts/setup test` installs it")


def unprivileged():
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """One database server with its data in `folder`, which must not be there yet."""

    def __init__(self, folder, durable=False):
        self.folder = Path(folder)
        self.durable = durable
        self.folder.mkdir()
        if os.geteuid() == 0:
            shutil.chown(self.folder, "nobody", "nogroup")
        self.port = free_port()
        self.process = None
        self.prepare()
        self.start()

    def run(self, *command, **options):
        """Runs a command to its end; its output is shown if it fails."""
        done = subprocess.run(
            command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "HOME": str(self.folder)},
            **unprivileged(), **options,
        )
        if done.returncode != 0:
            raise RuntimeError(f"{command[0]} failed:\n{done.stdout.decode(errors='replace')}")

    def start(self):
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                self.command(), cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
                **unprivileged(),
            )
        end = time.monotonic() + PATIENCE
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                log = (self.folder / "log").read_text(errors="replace")
                self.kill()
                raise RuntimeError(f"{type(self).__name__} does not come up:\n{log[-4000:]}")
            time.sleep(0.05)

    def kill(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """Ends it and removes its data."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(self.QUICK_END)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                pass
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


class Postgresql(Server):
    QUICK_END = signal.SIGQUIT  # without a checkpoint: the data goes anyway

    def prepare(self):
        secret = self.folder / "password"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        self.run(program("initdb"), "-D", "data", "-U", USER, "-A", "scram-sha-256", "--pwfile", str(secret),
                 "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions")

    def command(self):
        disk = "on" if self.durable else "off"
        settings = {"fsync": disk, "full_page_writes": disk, "listen_addresses": "127.0.0.1", "max_connections": "200",
                    "unix_socket_directories": str(self.folder), "shared_buffers": "64MB", "port": str(self.port),
                    "max_wal_size": "2GB", "autovacuum": "off"}
        return [program("postgres"), "-D", "data"] + [f"--{name}={value}" for name, value in settings.items()]

    def answers(self):
        command = [program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port), "-d", "postgres", "-U", USER]
        return subprocess.run(command, stdin=subprocess.DEVNULL).returncode == 0

    def url(self):
        return f"postgresql://{USER}:{PASSWORD}@127.0.0.1:{self.port}/postgres"


class Mysql(Server):
    QUICK_END = signal.SIGKILL

    def prepare(self):
        self.run(program("mariadb-install-db"), "--no-defaults", f"--datadir={self.folder}/data", "--skip-test-db",
                 "--auth-root-authentication-method=normal", "--innodb-flush-log-at-trx-commit=0")
        (self.folder / "first.sql").write_text(
            f"CREATE DATABASE IF NOT EXISTS sailmaker;\n"
            f"CREATE USER IF NOT EXISTS '{USER}'@'%' IDENTIFIED BY '{PASSWORD}';\n"
            f"GRANT ALL ON *.* TO '{USER}'@'%' WITH GRANT OPTION;\n"
        )

    def command(self):
        folder = self.folder
        quick = ["--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0", "--innodb-flush-method=nosync",
                 "--sync-frm=0"]
        return [program("mariadbd"), "--no-defaults", f"--datadir={folder}/data", f"--socket={folder}/mysqld.sock",
                f"--port={self.port}", "--bind-address=127.0.0.1", f"--pid-file={folder}/pid", f"--tmpdir={folder}",
                f"--init-file={folder}/first.sql", "--innodb-log-file-size=128M", "--character-set-server=utf8mb4",
                "--max-connections=200", "--collation-server=utf8mb4_unicode_ci", "--skip-log-bin",
                *([] if self.durable else quick)]

    def answers(self):
        """Whether it greets at its socket, which counts no failed handshakes as the network does."""
        with socket.socket(socket.AF_UNIX) as probe, contextlib.suppress(OSError):
            probe.settimeout(5)
            probe.connect(str(self.folder / "mysqld.sock"))
            return len(probe.recv(5)) == 5
        return False

    def url(self):
        return f"mysql://{USER}:{PASSWORD}@127.0.0.1:{self.port}/sailmaker"


KINDS = {"postgresql": Postgresql, "mysql": Mysql}


def scratch_folder(prefix, name=None):
    """A folder in the temporary folder into which `nobody` can go."""
    if name is None:
        folder = Path(tempfile.mkdtemp(prefix=prefix))
    else:
        folder = Path(tempfile.gettempdir()) / (prefix + name)
        folder.mkdir(mode=0o711, exist_ok=True)
        if folder.lstat().st_uid != os.geteuid():
            sys.exit(f"databases.py: {folder} belongs to somebody else")
    folder.chmod(0o711)
    return folder


@contextlib.contextmanager
def own(kind, durable=False):
    """A server for the caller alone."""
    folder = scratch_folder("sailmaker-own-")
    server = None
    try:
        server = KINDS[kind](folder / kind, durable)
        yield server
    finally:
        if server is not None:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def statements(url, text):
    """Runs statements by the database's own client; gives back what it prints, columns separated by tabs."""
    parts = urllib.parse.urlsplit(url)
    database, schema = parts.path[1:], urllib.parse.parse_qs(parts.query).get("schema", ["public"])[0]
    place = [f"--host={parts.hostname}", f"--port={parts.port}", f"--user={parts.username}"]
    environment = dict(os.environ, PGPASSWORD=parts.password, MYSQL_PWD=parts.password)
    if parts.scheme == "mysql":
        command = [program("mariadb"), "--no-defaults", "--protocol=tcp", "--batch", "--skip-column-names", *place, database]
    else:
        command = [program("psql"), "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", *place, database]
        text = f"SET search_path = {schema};\n{text}"
    done = subprocess.run(command, input=text, text=True, capture_output=True, env=environment)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]}: {done.stderr}")
    return done.stdout


def new_front50(url, name):
    """Makes a database (for PostgreSQL: a schema) with Front50's tables in the server at `url`; gives its URL."""
    kind = urllib.parse.urlsplit(url).scheme
    statements(url, f"CREATE {'DATABASE' if kind == 'mysql' else 'SCHEMA'} {name};")
    made = url.rsplit("/", 1)[0] + "/" + name if kind == "mysql" else f"{url}?schema={name}"
    statements(made, (Path(__file__).parent / f"front50_{kind}.sql").read_text())
    return made


@contextlib.contextmanager
def locked(path, how):
    """Holds a lock on a file; yields False where it cannot be had at once and LOCK_NB was asked for."""
    with open(path, "a") as file:
        try:
            fcntl.flock(file, how)
        except BlockingIOError:
            yield False
            return
        yield True


def shared_folder():
    """One for each version of this file and each user."""
    version = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:8]
    return scratch_folder("sailmaker-databases-", f"{os.geteuid()}-{version}")


def keep(folder):
    """The process that keeps the shared servers: writes their URLs to `ready`, ends when nobody uses them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    alive = open(folder / "alive", "a")
    fcntl.flock(alive, fcntl.LOCK_EX)
    for kind in KINDS:
        shutil.rmtree(folder / kind, ignore_errors=True)
    servers = {}
    try:
        for kind, make in KINDS.items():
            servers[kind] = make(folder / kind)
        text = json.dumps({kind: server.url() for kind, server in servers.items()})
        (folder / "ready.new").write_text(text)
        (folder / "ready.new").rename(folder / "ready")
        idle_since = time.monotonic()
        while all(server.process.poll() is None for server in servers.values()):
            time.sleep(1)
            with locked(folder / "door", fcntl.LOCK_EX), locked(folder / "users", fcntl.LOCK_EX | fcntl.LOCK_NB) as alone:
                if not alone:
                    idle_since = time.monotonic()
                elif time.monotonic() - idle_since > IDLE_SECONDS:
                    (folder / "ready").unlink()
                    break
    finally:
        (folder / "ready").unlink(missing_ok=True)
        for server in servers.values():
            server.stop()


def is_kept(folder):
    with locked(folder / "alive", fcntl.LOCK_EX | fcntl.LOCK_NB) as free:
        return not free


class Shared:
    """The shared servers, for as long as this object is entered: a map from kind to URL."""

    def __enter__(self):
        folder = shared_folder()
        self.users = open(folder / "users", "a")
        end = time.monotonic() + 2 * PATIENCE
        while time.monotonic() < end:
            # Behind the door nobody starts or ends a keeper.
            with locked(folder / "door", fcntl.LOCK_EX):
                fcntl.flock(self.users, fcntl.LOCK_SH)
                if (folder / "ready").exists() and is_kept(folder):
                    return json.loads((folder / "ready").read_text())
                if not is_kept(folder):
                    self.start_keeper(folder)
            time.sleep(0.1)
        raise RuntimeError(f"no databases after {2 * PATIENCE} s; see {folder}/keeper.log and the logs beside it")

    @staticmethod
    def start_keeper(folder):
        (folder / "ready").unlink(missing_ok=True)
        with open(folder / "keeper.log", "ab") as log:
            keeper = subprocess.Popen(
                [sys.executable, "-B", __file__, "keep", str(folder)], cwd="/", stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, start_new_session=True,
            )
        while not is_kept(folder):
            if keeper.poll() is not None:
                raise RuntimeError("the databases do not start:\n" + (folder / "keeper.log").read_text()[-4000:])
            time.sleep(0.02)

    def __exit__(self, *_):
        self.users.close()


def answer(text):
    print(text, flush=True)


def main(arguments):
    if arguments == ["use"]:
        with Shared() as urls:
            answer(json.dumps(urls))
            sys.stdin.read()
    elif len(arguments) == 2 and arguments[0] == "own" and arguments[1] in KINDS:
        with own(arguments[1], durable=True) as server:
            answer(server.url())
            for line in sys.stdin:
                {"kill": server.kill, "start": server.start}[line.strip()]()
                answer("done")
    elif len(arguments) == 2 and arguments[0] == "keep":
        keep(Path(arguments[1]))
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
