"""Starts Front50 on a free port of the loopback address, for tests.

Front50's controllers (front50-web) and its SQL storage (front50-sql) are on no registry, so there are two ways:

- Parts: what is published, front50-core and front50-s3 with all they need, behind calls of our own (Front50Parts.java).
  Storage: its S3 storage, or memory. This is what `make test-integration` always runs.
- Whole: a complete Front50, where SAILMAKER_FRONT50_CLASSPATH says where its classes are: the lib folder of
  `./gradlew front50-web:installDist` ("/opt/front50/lib/*"), or any other class path. Storage: S3 or a database.
"""

import json
import os
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
PATIENCE = 180  # seconds until it must answer; a busy machine needs a minute for the whole one
JAVA = ["java", "-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dsun.net.httpserver.nodelay=true"]

_classpath = []


def parts_classpath():
    """The jars of pom.xml, from Maven Central the first time."""
    if not _classpath:
        with tempfile.TemporaryDirectory() as folder:
            listing = Path(folder) / "classpath"
            command = ["mvn", "-q", "-B", "-f", HERE / "pom.xml", "dependency:build-classpath", f"-Dmdep.outputFile={listing}"]
            subprocess.run(command, check=True, cwd=folder, stdin=subprocess.DEVNULL)
            _classpath.append(listing.read_text())
    return _classpath[0]


def whole_classpath():
    """Nothing where there is no complete Front50."""
    return os.environ.get("SAILMAKER_FRONT50_CLASSPATH")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Front50:
    """A running Front50, to be used in a `with` or stopped by stop(). Its log is a file in its own folder."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.log = Path(self.folder.name) / "log"
        self.process = None
        self.url = ""

    def launch(self, command, environment):
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                command, cwd=self.folder.name, env={**os.environ, **environment}, stdin=subprocess.PIPE, stdout=log, stderr=log
            )

    def wait_for(self, is_ready):
        """Stops it again when it ends or is not ready in time."""
        end = time.monotonic() + PATIENCE
        while not is_ready():
            if self.process.poll() is not None or time.monotonic() > end:
                text = self.log.read_text(errors="replace")
                self.stop()
                raise RuntimeError("Front50 does not start:\n" + text[-4000:])
            time.sleep(0.2)

    def is_healthy(self):
        try:
            with urllib.request.urlopen(self.url + "/health", timeout=5) as answer:
                return json.load(answer).get("status") == "UP"
        except (OSError, ValueError):
            return False

    def stop(self):
        if self.process is not None:
            self.process.stdin.close()
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None
        self.folder.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.stop()

    def call(self, method, path, body=None, user="alice"):
        """Status and decoded answer; the text where it is no JSON, None where there is none."""
        headers = {"Content-Type": "application/json", "X-SPINNAKER-USER": user}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                status, text = answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            status, text = error.code, error.read().decode()
        try:
            return status, json.loads(text) if text else None
        except ValueError:
            return status, text

    def remove(self, pipeline):
        path = "/".join(urllib.parse.quote(pipeline[part], safe="") for part in ("application", "name"))
        status, answer = self.call("DELETE", "/pipelines/" + path)
        if status not in (200, 404):
            raise AssertionError(f"DELETE {path}: {status} {answer}")

    def pipelines(self):
        """All pipelines by id, as a client sees them that asks for a refresh."""
        status, listed = self.call("GET", "/pipelines?refresh=true")
        if status != 200:
            raise AssertionError(f"GET /pipelines: {status} {listed}")
        return {pipeline["id"]: pipeline for pipeline in listed}


def start_parts(s3=None):
    """Front50's parts in memory, or over S3: {endpoint, bucket, root, access_key, secret_key}."""
    arguments, environment = ["memory"], {}
    if s3:
        arguments = ["s3", s3["endpoint"], s3["bucket"], s3["root"]]
        environment = {"AWS_ACCESS_KEY_ID": s3["access_key"], "AWS_SECRET_ACCESS_KEY": s3["secret_key"]}
    front50 = Front50()
    front50.launch([*JAVA, "-cp", parts_classpath(), str(HERE / "Front50Parts.java"), *arguments], environment)

    def is_listening():
        for line in front50.log.read_text(errors="replace").splitlines():
            if line.startswith("listening on "):
                front50.url = "http://127.0.0.1:" + line.split()[-1]
        return bool(front50.url) and front50.is_healthy()

    front50.wait_for(is_listening)
    return front50


def start_whole(s3=None, sql=None):
    """A complete Front50 over S3 (as above) or a database: {dialect: POSTGRES or MYSQL, jdbc_url, user, password}."""
    front50 = Front50()
    port = free_port()
    front50.url = f"http://127.0.0.1:{port}"
    settings = {
        "server": {"port": port, "address": "127.0.0.1"},
        "services": {"fiat": {"enabled": False, "baseUrl": "http://127.0.0.1:1"}},
        "spinnaker": {"redis": {"enabled": False}},
        # Plugins are looked for on the internet otherwise.
        "spinnaker.extensibility.default-repositories.enabled": False,
        "storage-service.pipeline.refreshMs": 2000,
    }
    environment = {}
    if s3:
        place = {"enabled": True, "bucket": s3["bucket"], "rootFolder": s3["root"], "endpoint": s3["endpoint"]}
        settings["spinnaker"]["s3"] = {**place, "region": "us-east-1", "pathStyleAccess": True}
        environment = {"AWS_ACCESS_KEY_ID": s3["access_key"], "AWS_SECRET_ACCESS_KEY": s3["secret_key"]}
    if sql:
        login = {"jdbcUrl": sql["jdbc_url"], "user": sql["user"], "password": sql["password"]}
        pool = {"default": True, "dialect": sql["dialect"], **login}
        settings["sql"] = {"enabled": True, "connectionPools": {"default": pool}, "migration": login}
    environment["SPRING_APPLICATION_JSON"] = json.dumps(settings)
    front50.launch([*JAVA, "-cp", whole_classpath(), "com.netflix.spinnaker.front50.Main"], environment)
    front50.wait_for(front50.is_healthy)
    return front50


def start(s3=None, sql=None):
    """A complete Front50 where there is one, else its parts."""
    return start_whole(s3, sql) if whole_classpath() and (s3 or sql) else start_parts(s3)
