#!/usr/bin/python3
"""Plans and syncs to an S3 server on loopback whose every call takes 20 ms longer, against writing one by one.

    s3_bench.py [--services 2500] [--latency 20] [--one-by-one 200]

The server is tests/target/s3_server.py: it holds a thousand entries a page and checks every signature. One by one is the
original's way: a PUT for each pipeline over one connection that stays open, and one for the marker after it, as Front50
does; no listing, no comparing, no rendering, so only the calls are counted. It is measured on the first few hundred
pipelines and multiplied, as its time is the same for each.
"""

import argparse
import datetime
import hashlib
import hmac
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BENCH = Path(__file__).resolve().parent
SAILMAKER = os.environ["SAILMAKER"]
BUCKET = "spinnaker-full"
ENVIRONMENT = {**os.environ, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_EC2_METADATA_DISABLED": "true"}


def hmac_of(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


class OneByOne:
    """Signed PUTs over one connection, each waiting for the answer of the one before."""

    def __init__(self, port):
        self.host = f"127.0.0.1:{port}"
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.day = None

    def headers(self, path, body):
        stamp = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        digest = hashlib.sha256(body).hexdigest()
        signed = {"host": self.host, "x-amz-content-sha256": digest, "x-amz-date": stamp}
        names = ";".join(signed)
        lines = "".join(f"{name}:{value}\n" for name, value in signed.items())
        canonical = f"PUT\n{path}\n\n{lines}\n{names}\n{digest}"
        scope = f"{stamp[:8]}/us-east-1/s3/aws4_request"
        text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
        key = b"AWS4secret"
        for part in scope.split("/"):
            key = hmac_of(key, part)
        signature = hmac_of(key, text).hex()
        authorization = f"AWS4-HMAC-SHA256 Credential=test/{scope}, SignedHeaders={names}, Signature={signature}"
        return {**signed, "authorization": authorization}

    def put(self, key, body):
        path = f"/{BUCKET}/{key}"
        self.connection.request("PUT", path, body, self.headers(path, body))
        answer = self.connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"PUT {path} gave {answer.status}")


def start_server(latency):
    command = [sys.executable, "-B", BENCH.parent / "tests/target/s3_server.py", "--with-parent", "--bucket", BUCKET,
               "--latency", str(latency)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    return process, int(process.stdout.readline())


def make_fleet(folder, services, port):
    subprocess.run([sys.executable, "-B", BENCH / "make_fleet.py", folder, "--services", str(services), "--stacks", "4"],
                   check=True, stdout=subprocess.DEVNULL)
    text = (folder / "fleet.yaml").read_text()
    target = f'target: {{type: s3, bucket: {BUCKET}, endpoint: "http://127.0.0.1:{port}"}}'
    (folder / "fleet.yaml").write_text(re.sub(r"(?m)^target:.*$", target, text))


def timed(*words):
    began = time.perf_counter()
    done = subprocess.run([SAILMAKER, *map(str, words)], env=ENVIRONMENT, stdout=subprocess.DEVNULL)
    if done.returncode != 0:
        raise SystemExit(f"{words} ended with {done.returncode}")
    return time.perf_counter() - began


def one_by_one(port, count):
    """Seconds for each pipeline."""
    writer = OneByOne(port)
    body = json.dumps({"id": "x", "text": "x" * 5000}).encode()
    began = time.perf_counter()
    for number in range(count):
        writer.put(f"one-by-one/pipelines/{number}/pipeline-metadata.json", body)
        writer.put("one-by-one/pipelines/last-modified.json", b'{"lastModified":1700000000000}')
    return (time.perf_counter() - began) / count


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--services", type=int, default=2500)
    parser.add_argument("--latency", type=float, default=20, help="milliseconds")
    parser.add_argument("--one-by-one", type=int, default=200, metavar="N")
    options = parser.parse_args()
    pipelines = 4 * options.services
    server, port = start_server(options.latency)
    try:
        with tempfile.TemporaryDirectory(prefix="sailmaker-bench-") as folder:
            fleet = Path(folder) / "fleet"
            make_fleet(fleet, options.services, port)
            first = timed("sync", "--fleet", fleet, "--yes", "-q")
            plans = sorted(timed("plan", "--fleet", fleet, "--detailed-exitcode") for _ in range(3))
            text = (fleet / "fleet.yaml").read_text()
            (fleet / "fleet.yaml").write_text(re.sub(r"chart_version: .*", 'chart_version: "1.0.1"', text))
            update = timed("sync", "--fleet", fleet, "--yes", "-q")
        slow = one_by_one(port, options.one_by_one) * pipelines
    finally:
        server.kill()
        server.communicate()
    print(f"{pipelines} pipelines, {options.latency:g} ms added to each call")
    print(f"  plan, nothing changed          {plans[1]:8.2f} s   (median of 3)")
    print(f"  first sync                     {first:8.2f} s")
    print(f"  sync that changes all of them  {update:8.2f} s")
    print(f"  one by one, calls only         {slow:8.2f} s   (from {options.one_by_one}; {slow / first:.0f} times the first sync)")


if __name__ == "__main__":
    main()
