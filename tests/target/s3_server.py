#!/usr/bin/python3
"""An S3 server for the tests: real listings with pages, ETags, versions, conditional requests and checked signatures.

  s3_server.py                       listens on a free port of 127.0.0.1, and prints it as its first line
  s3_server.py --port 9000 --journal FILE    what is stored outlasts the process, even one that is killed
  s3_server.py --latency 20          each request takes 20 ms longer
  s3_server.py --slow-down 3         every third request is refused with 503 SlowDown, undone
  s3_server.py --drop 10             every tenth request is carried out, but its connection closed without an answer
  s3_server.py --die-after 100       ends by itself at the hundredth request that writes, which it does not carry out
  s3_server.py --hang-after 100      answers no request from the hundredth that writes on
  s3_server.py --bucket NAME         has this bucket from the start, with versions

Buckets are made by PUT /<bucket>; PUT /<bucket>?versioning switches versions on. What a bucket's name contains
decides what kind of store it plays:
  deaf     ignores If-Match and If-None-Match without a word, as many S3 servers do
  opaque   ETags are no MD5s, as with objects that are encrypted by a key of KMS
  gcs      Google Cloud Storage: generations instead of ETags in conditions, signatures GOOG4, or a bearer token
Keys: access key "test", secret "secret"; token "token".
"""

import argparse
import asyncio
import base64
import hashlib
import itertools
import os
import pickle
import sys
import time
from bisect import bisect_left, insort
from email.utils import formatdate
from urllib.parse import parse_qsl, quote_plus, unquote
from xml.sax.saxutils import escape

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import s3_signature  # noqa: E402  (found through the line above)

PAGE = 1000
NUMBERS = itertools.count(1)


class Version:
    """One version of an object; without a body it is a delete marker."""

    def __init__(self, body, opaque, headers=()):
        self.body = body
        self.modified = time.time()
        self.number = next(NUMBERS)
        self.id = f"v{self.number:08}"
        self.headers = dict(headers)
        digest = hashlib.md5(body or b"").hexdigest()
        self.etag = hashlib.md5(b"secret key" + (body or b"")).hexdigest() if opaque else digest

    @property
    def generation(self):
        return int(self.modified * 1e6) * 1000 + self.number % 1000


class Bucket:
    """Objects by key, each with its versions, the newest last."""

    def __init__(self, name):
        self.name = name
        self.keeps_versions = False
        self.versions = {}
        self.keys = []  # sorted, with at least one version

    def now(self, key):
        versions = self.versions.get(key)
        return versions[-1] if versions and versions[-1].body is not None else None

    def add(self, key, version):
        if key not in self.versions:
            insort(self.keys, key)
        if self.keeps_versions:
            self.versions.setdefault(key, []).append(version)
        elif version.body is None:
            del self.versions[key]
            self.keys.remove(key)
        else:
            self.versions[key] = [version]

    def keys_from(self, prefix, after):
        """Keys that begin with `prefix` and come after `after`."""
        at = max(bisect_left(self.keys, prefix), bisect_left(self.keys, after + "\0") if after else 0)
        return itertools.takewhile(lambda key: key.startswith(prefix), itertools.islice(self.keys, at, None))


class Refused(Exception):
    def __init__(self, status, code, message=""):
        super().__init__(code)
        self.status, self.code, self.message = status, code, message or code


def is_gcs(bucket):
    return "gcs" in bucket.name


def iso_time(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(seconds))


class Store:
    """What the requests do, without the wire."""

    def __init__(self, journal):
        self.buckets = {}
        self.journal = None
        if journal:
            self.replay(journal)
            self.journal = open(journal, "ab")

    def replay(self, journal):
        if not os.path.exists(journal):
            return
        with open(journal, "rb") as file:
            while True:
                try:
                    self.apply(pickle.load(file))
                except (EOFError, pickle.UnpicklingError):  # the last record may be torn
                    return

    def apply(self, record):
        name, key, version = record
        bucket = self.buckets.setdefault(name, Bucket(name))
        if key is None:
            bucket.keeps_versions = version
        else:
            bucket.add(key, version)

    def change(self, name, key, version):
        record = (name, key, version)
        self.apply(record)
        if self.journal:
            self.journal.write(pickle.dumps(record))
            self.journal.flush()

    def answer(self, request):
        """(status, headers, body) of a request."""
        bucket_name, _, key = request.path.lstrip("/").partition("/")
        if not key:
            return self.bucket_answer(request, bucket_name)
        bucket = self.find(bucket_name)
        if request.method in ("GET", "HEAD"):
            return self.get(request, bucket, key)
        if request.method == "PUT":
            return self.put(request, bucket, key)
        if request.method == "DELETE":
            return self.delete(request, bucket, key)
        raise Refused(405, "MethodNotAllowed")

    def find(self, name):
        if name not in self.buckets:
            raise Refused(404, "NoSuchBucket", "The specified bucket does not exist")
        return self.buckets[name]

    def bucket_answer(self, request, name):
        if request.method == "PUT":
            if "versioning" in request.query:
                self.change(name, None, b"<Status>Enabled</Status>" in request.body)
            else:
                self.change(name, None, False)
            return 200, {}, b""
        bucket = self.find(name)
        if "versioning" in request.query:
            status = "<Status>Enabled</Status>" if bucket.keeps_versions else ""
            return 200, {}, f"<VersioningConfiguration>{status}</VersioningConfiguration>".encode()
        if "versions" in request.query:
            return 200, {}, self.list_versions(bucket, request.query)
        if request.query.get("list-type") == "2":
            return 200, {}, self.list(bucket, request.query)
        raise Refused(501, "NotImplemented")

    @staticmethod
    def entry(name, bucket, key, version, encode):
        generation = f"<Generation>{version.generation}</Generation>" if is_gcs(bucket) else ""
        identity = "" if name == "Contents" or is_gcs(bucket) else f"<VersionId>{version.id}</VersionId>"
        etag = "" if version.body is None else f"<ETag>&quot;{version.etag}&quot;</ETag>"
        return (
            f"<{name}><Key>{encode(key)}</Key>{identity}{generation}"
            f"<LastModified>{iso_time(version.modified)}</LastModified>{etag}</{name}>"
        )

    @staticmethod
    def encoder(query):
        """How keys are written, and what says so."""
        if query.get("encoding-type") == "url":
            return (lambda key: quote_plus(key, safe="/")), "<EncodingType>url</EncodingType>"
        return escape, ""

    def list(self, bucket, query):
        encode, said = self.encoder(query)
        after = base64.b64decode(query.get("continuation-token", "")).decode()
        live = (key for key in bucket.keys_from(query.get("prefix", ""), after) if bucket.now(key))
        page = list(itertools.islice(live, PAGE + 1))
        parts = [self.entry("Contents", bucket, key, bucket.now(key), encode) for key in page[:PAGE]]
        if len(page) > PAGE:
            token = base64.b64encode(page[PAGE - 1].encode()).decode()
            parts.append(f"<IsTruncated>true</IsTruncated><NextContinuationToken>{token}</NextContinuationToken>")
        return f"<ListBucketResult>{said}{''.join(parts)}</ListBucketResult>".encode()

    def list_versions(self, bucket, query):
        encode, said = self.encoder(query)
        parts, last = [], None
        for key in bucket.keys_from(query.get("prefix", ""), query.get("key-marker", "")):
            if len(parts) >= PAGE:
                parts.append(f"<IsTruncated>true</IsTruncated><NextKeyMarker>{encode(last)}</NextKeyMarker>")
                break
            order = bucket.versions[key] if is_gcs(bucket) else reversed(bucket.versions[key])
            for version in order:
                parts.append(self.entry("Version" if version.body is not None else "DeleteMarker", bucket, key, version, encode))
            last = key
        return f"<ListVersionsResult>{said}{''.join(parts)}</ListVersionsResult>".encode()

    @staticmethod
    def described(bucket, version):
        headers = {"ETag": f'"{version.etag}"', "Last-Modified": formatdate(version.modified, usegmt=True)}
        if is_gcs(bucket):
            headers["x-goog-generation"] = str(version.generation)
        elif bucket.keeps_versions:
            headers["x-amz-version-id"] = version.id
        return {**version.headers, **headers}

    def get(self, request, bucket, key):
        wanted = request.query.get("versionId") or request.query.get("generation")
        if wanted:
            found = [v for v in bucket.versions.get(key, ()) if wanted in (v.id, str(v.generation))]
            version = found[0] if found and found[0].body is not None else None
        else:
            version = bucket.now(key)
        if version is None:
            raise Refused(404, "NoSuchKey", "The specified key does not exist.")
        return 200, self.described(bucket, version), version.body

    @staticmethod
    def check_conditions(request, bucket, key):
        now = bucket.now(key)
        if is_gcs(bucket):
            wanted = request.headers.get("x-goog-if-generation-match")
            if wanted is not None and wanted != (str(now.generation) if now else "0"):
                raise Refused(412, "PreconditionFailed")
        elif "deaf" not in bucket.name:
            if request.headers.get("if-none-match") == "*" and now:
                raise Refused(412, "PreconditionFailed")
            wanted = request.headers.get("if-match")
            if wanted is not None and not now:
                raise Refused(404, "NoSuchKey")
            if wanted is not None and wanted.strip('"') != now.etag:
                raise Refused(412, "PreconditionFailed")

    def put(self, request, bucket, key):
        said = request.headers.get("content-md5")
        if said and base64.b64decode(said) != hashlib.md5(request.body).digest():
            raise Refused(400, "BadDigest")
        self.check_conditions(request, bucket, key)
        kept = ("x-amz-server-side-encryption", "x-amz-meta-", "x-goog-meta-", "content-type")
        headers = {name: value for name, value in request.headers.items() if name.startswith(kept)}
        version = Version(request.body, "opaque" in bucket.name, headers)
        self.change(bucket.name, key, version)
        return 200, self.described(bucket, version), b""

    def delete(self, request, bucket, key):
        self.check_conditions(request, bucket, key)
        if bucket.now(key):
            self.change(bucket.name, key, Version(None, False))
        return 204, {}, b""


class Request:
    def __init__(self, head, body):
        first, *lines = head.decode("latin-1").split("\r\n")
        self.method, self.target, _ = first.split(" ", 2)
        pairs = (line.split(":", 1) for line in lines if ":" in line)
        self.headers = {name.strip().lower(): value.strip() for name, value in pairs}
        path, _, self.raw_query = self.target.partition("?")
        self.raw_path = path
        self.path = unquote(path)
        self.query = dict(parse_qsl(self.raw_query, keep_blank_values=True))
        self.body = body


class Server:
    def __init__(self, options):
        self.options = options
        self.store = Store(options.journal)
        self.count = 0
        self.written = 0
        if options.bucket and options.bucket not in self.store.buckets:
            self.store.change(options.bucket, None, True)

    def is_turn(self, every):
        return every > 0 and self.count % every == 0

    def respond(self, request):
        try:
            s3_signature.check(request, {"test": "secret"}, "token", self.options.skew)
            return self.store.answer(request)
        except s3_signature.BadSignature as bad:
            return self.refusal(Refused(403, bad.code, str(bad)))
        except Refused as refused:
            return self.refusal(refused)

    @staticmethod
    def refusal(refused):
        body = f"<Error><Code>{refused.code}</Code><Message>{escape(refused.message)}</Message></Error>"
        return refused.status, {"Content-Type": "application/xml"}, body.encode()

    async def serve(self, reader, writer):
        try:
            while await self.serve_one(reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def serve_one(self, reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        request = Request(head[:-4], b"")
        length = int(request.headers.get("content-length", 0))
        request.body = await reader.readexactly(length) if length else b""
        self.count += 1
        if request.method in ("PUT", "DELETE"):
            self.written += 1
            if self.written == self.options.die_after:
                os._exit(9)
        if 0 < self.options.hang_after <= self.written:
            await asyncio.sleep(3600)
        refuse, drop = self.is_turn(self.options.slow_down), self.is_turn(self.options.drop)
        if self.options.latency:
            await asyncio.sleep(self.options.latency / 1000)
        if refuse:
            status, headers, body = self.refusal(Refused(503, "SlowDown", "Please reduce your request rate."))
        else:
            status, headers, body = self.respond(request)
        if self.options.log:
            print(request.method, request.target, status, file=self.options.log, flush=True)
        if drop:
            return False
        headers = {"Date": formatdate(time.time() + self.options.skew, usegmt=True), **headers}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        head = f"HTTP/1.1 {status} x\r\n{lines}Content-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode("latin-1") + (b"" if request.method == "HEAD" else body))
        await writer.drain()
        return True


async def end_with(parent):
    while os.getppid() == parent:
        await asyncio.sleep(0.5)
    os._exit(0)


async def run(options):
    if options.with_parent:
        asyncio.get_running_loop().create_task(end_with(os.getppid()))
    server = Server(options)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", options.port, backlog=512, limit=1 << 20)
    print(listening.sockets[0].getsockname()[1], flush=True)
    async with listening:
        await listening.serve_forever()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--journal", default="", help="a file that keeps what is stored")
    parser.add_argument("--latency", type=float, default=0, help="milliseconds")
    parser.add_argument("--slow-down", type=int, default=0, metavar="N", help="refuse every N-th request")
    parser.add_argument("--drop", type=int, default=0, metavar="N", help="do, but leave unanswered every N-th request")
    parser.add_argument("--die-after", type=int, default=0, metavar="N")
    parser.add_argument("--hang-after", type=int, default=0, metavar="N")
    parser.add_argument("--bucket", default="")
    parser.add_argument("--skew", type=int, default=0, help="seconds by which the server's clock is ahead")
    parser.add_argument("--with-parent", action="store_true", help="end when the starting process does")
    parser.add_argument("--log", type=argparse.FileType("a"), help="a line for each request goes to this file")
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
