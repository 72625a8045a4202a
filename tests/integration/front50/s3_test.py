#!/usr/bin/python3
"""The target `s3` and Front50 over the same bucket: what one writes, the other reads."""

import hashlib
import hmac
import os
import sys
import tempfile
import time
import unittest
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
os.environ.setdefault("SAILMAKER_SOURCE_DIR", str(HERE.parents[2]))
sys.path.insert(0, str(HERE.parent / "s3"))

import front50_server
import versitygw
from round_trips import RoundTrips

BUCKET = "spinnaker"


def signed(method, host, path, query, body):
    """The headers of Signature Version 4 for one request to S3."""
    date = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    digest = hashlib.sha256(body).hexdigest()
    headers = {"host": host, "x-amz-content-sha256": digest, "x-amz-date": date}
    lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
    request = "\n".join([method, path, query, lines, ";".join(headers), digest])
    scope = f"{date[:8]}/us-east-1/s3/aws4_request"
    key = b"AWS4" + versitygw.SECRET_KEY.encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), "sha256").digest()
    text = "\n".join(["AWS4-HMAC-SHA256", date, scope, hashlib.sha256(request.encode()).hexdigest()])
    signature = hmac.new(key, text.encode(), "sha256").hexdigest()
    credential = f"Credential={versitygw.ACCESS_KEY}/{scope}"
    names = ";".join(headers)
    return {**headers, "Authorization": f"AWS4-HMAC-SHA256 {credential}, SignedHeaders={names}, Signature={signature}"}


def keep_versions(port):
    """Switches versions on, as Front50 does for a bucket that it makes."""
    body = b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"
    headers = signed("PUT", f"127.0.0.1:{port}", f"/{BUCKET}", "versioning=", body)
    request = urllib.request.Request(f"http://127.0.0.1:{port}/{BUCKET}?versioning", body, headers, method="PUT")
    urllib.request.urlopen(request, timeout=30).close()


class PastFront50(RoundTrips, unittest.TestCase):
    """Sailmaker writes to the bucket, and Front50 sees it by the marker."""

    # Front50 reads an object again only when its time, in whole seconds, is greater than before.
    blink = 1.1

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        (Path(folder.name) / "data" / BUCKET).mkdir(parents=True)  # a bucket of this server is a folder
        server = versitygw.Server(Path(folder.name))
        cls.addClassCleanup(server.stop)
        endpoint = f"http://127.0.0.1:{server.port}"
        keys = {"access_key": versitygw.ACCESS_KEY, "secret_key": versitygw.SECRET_KEY}
        keep_versions(server.port)
        cls.front50 = front50_server.start(s3={"endpoint": endpoint, "bucket": BUCKET, "root": "front50", **keys})
        cls.addClassCleanup(cls.front50.stop)
        os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"] = keys.values()
        cls.section = {"type": "s3", "bucket": BUCKET, "endpoint": endpoint, "region": "us-east-1"}

    def test_an_update_arrives(self):
        """That of all kinds; here it holds only because an update moves the object's time and the marker."""
        super().test_an_update_arrives()


if __name__ == "__main__":
    unittest.main()
