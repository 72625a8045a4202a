"""Programs from the Go module proxy for the tests of charts, in the versions of go.mod: istioctl and kubeconform.

Building them takes some minutes of a machine's time, once.
"""

import functools
import os
import subprocess
import sys
from pathlib import Path

TREE = Path(os.environ["SAILMAKER_SOURCE_DIR"])
HERE = TREE / "tests" / "integration" / "charts"
sys.path[:0] = [str(TREE / "tests" / "integration" / "s3"), str(TREE / "tests" / "charts")]
import versitygw  # noqa: E402  (found through the line above)

ISTIOCTL = "istio.io/istio/istioctl/cmd/istioctl"
KUBECONFORM = "github.com/yannh/kubeconform/cmd/kubeconform"


@functools.cache
def program(package):
    """The path of the program of a Go package, built if it is not what go.mod asks for; Go's own cache knows."""
    path = TREE / "build" / "integration" / "charts" / Path(package).name
    command = [versitygw.go(), "build", "-C", HERE, "-ldflags=-s -w", "-o", path, package]
    subprocess.run(command, check=True, env={**os.environ, "GOFLAGS": "-mod=readonly -buildvcs=false"})
    return path
