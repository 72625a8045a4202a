"""The S3 server of Versity, a real one: built from the Go module proxy, started in a folder."""

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

VERSION = "v1.8.0"
OLDEST_GO = (1, 21)  # from this one on, go fetches the newer Go that a module asks for
TREE = Path(os.environ["SAILMAKER_SOURCE_DIR"])
ACCESS_KEY, SECRET_KEY = "test", "secret"


def go_version(program):
    """(1, 26) of "go version go1.26.8 linux/amd64"."""
    words = subprocess.run([program, "version"], capture_output=True, text=True, check=True).stdout.split()
    return tuple(int(number) for number in words[2].removeprefix("go").split(".")[:2])


def go():
    """A Go that can build programs of today. Debian 12's own is too old."""
    found = [path for path in (shutil.which("go"), "/usr/local/go/bin/go") if path and os.path.exists(path)]
    for program in found:
        if go_version(program) >= OLDEST_GO:
            return program
    raise RuntimeError("the integration tests need Go 1.21 or newer, and Debian 12 has 1.19: install it from "
                       "https://go.dev/dl/ to /usr/local/go, or golang-go from bookworm-backports")


def program():
    """The server's path; builds it the first time."""
    folder = TREE / "build" / "integration" / f"versitygw-{VERSION}"
    path = folder / "versitygw"
    if not path.exists():
        environment = {**os.environ, "GOBIN": str(folder), "GOFLAGS": "-mod=mod"}
        module = f"github.com/versity/versitygw/cmd/versitygw@{VERSION}"
        subprocess.run([go(), "install", module], env=environment, check=True)
    return path


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """Runs until stop(); what it stores stays in the folder, so that the next one on it goes on."""

    def __init__(self, folder, port=None):
        self.port = port or free_port()
        for name in ("data", "versions"):
            (folder / name).mkdir(exist_ok=True)
        environment = {**os.environ, "ROOT_ACCESS_KEY_ID": ACCESS_KEY, "ROOT_SECRET_ACCESS_KEY": SECRET_KEY}
        command = [program(), "--port", f"127.0.0.1:{self.port}", "--keep-alive", "--quiet", "posix",
                   "--versioning-dir", folder / "versions", folder / "data"]
        with open(folder / "server.log", "ab") as log:
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        self.wait()

    def wait(self):
        for _ in range(100):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5)
            except urllib.error.HTTPError:
                return  # it refuses what is not signed
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("versitygw does not answer")

    def stop(self):
        self.process.kill()
        self.process.wait()
