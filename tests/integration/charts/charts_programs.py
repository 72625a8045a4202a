"""Programs from the Go module proxy for the tests of charts, in the versions of go.mod: istioctl, kubeconform, an API server.

Building them takes some minutes of a machine's time, once.
"""

import functools
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TREE = Path(os.environ["SAILMAKER_SOURCE_DIR"])
HERE = TREE / "tests" / "integration" / "charts"
sys.path[:0] = [str(TREE / "tests" / "integration" / "s3"), str(TREE / "tests" / "charts")]
import versitygw  # noqa: E402  (found through the line above)
from harness.places import KUBECTL  # noqa: E402

ISTIOCTL = "istio.io/istio/istioctl/cmd/istioctl"
KUBECONFORM = "github.com/yannh/kubeconform/cmd/kubeconform"
TOKEN = "a-token-for-tests"


@functools.cache
def program(package):
    """The path of the program of a Go package, built if it is not what go.mod asks for; Go's own cache knows."""
    path = TREE / "build" / "integration" / "charts" / Path(package).name
    command = [versitygw.go(), "build", "-C", HERE, "-ldflags=-s -w", "-o", path, package]
    subprocess.run(command, check=True, env={**os.environ, "GOFLAGS": "-mod=readonly -buildvcs=false"})
    return path


@functools.cache
def istio_crds():
    """The CRDs of the Istio that istioctl is of."""
    done = subprocess.run([versitygw.go(), "list", "-C", HERE, "-m", "-f", "{{.Dir}}", "istio.io/istio"],
                          capture_output=True, text=True, check=True)
    return Path(done.stdout.strip()) / "manifests" / "charts" / "base" / "files" / "crd-all.gen.yaml"


class ApiServer:
    """A real API server in a folder of its own; stop() ends it."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="sailmaker-api-")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.log = open(Path(self.folder.name, "log"), "wb")
        self.process = subprocess.Popen([program("./apiserver"), self.folder.name, str(self.port), TOKEN],
                                        stdout=self.log, stderr=self.log)
        self.wait()

    def wait(self):
        for _ in range(240):
            if self.process.poll() is not None:
                break
            if self.kubectl("get", "--raw", "/readyz").returncode == 0:
                return
            time.sleep(0.5)
        said = Path(self.folder.name, "log").read_text()[-3000:]
        self.stop()
        raise RuntimeError(f"the API server does not start:\n{said}")

    def kubectl(self, *words, text=None):
        command = [KUBECTL, "--server", f"https://127.0.0.1:{self.port}", "--insecure-skip-tls-verify", "--token", TOKEN]
        return subprocess.run([*command, *map(str, words)], input=text, capture_output=True, text=True, timeout=120,
                              env={**os.environ, "HOME": self.folder.name, "KUBECONFIG": "/dev/null"})

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.log.close()
        self.folder.cleanup()
