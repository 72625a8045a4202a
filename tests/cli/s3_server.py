"""A server of tests/target/s3_server.py as the tests of the program start it."""

import subprocess
import sys

from program import TREE

BUCKET = "spinnaker-full"
KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "secret"}


class S3Server:
    """Runs until stop(), or until it dies as it was told to. Its journal keeps what is stored."""

    def __init__(self, folder, *options, port=0):
        self.journal = folder / "s3.journal"
        self.log = folder / "s3.log"
        self.log.unlink(missing_ok=True)
        command = [sys.executable, "-B", TREE / "tests/target/s3_server.py", "--with-parent", "--port", str(port),
                   "--journal", self.journal, "--bucket", BUCKET, "--log", self.log, *options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def stop(self):
        if not self.process.stdout.closed:
            self.process.kill()
            self.process.communicate()

    def target(self):
        """The line of fleet.yaml."""
        return f'target: {{type: s3, bucket: {BUCKET}, endpoint: "http://127.0.0.1:{self.port}"}}'

    def requests(self):
        """(method, target, status) of each request since the start."""
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return [(method, target, int(status)) for method, target, status in map(str.split, lines)]
