"""Checks the signatures of requests as Amazon's S3 (AWS4) and Google's XML API (GOOG4) do."""

import calendar
import hashlib
import hmac
import re
import time

CREDENTIAL = re.compile(
    r"(AWS4|GOOG4)-HMAC-SHA256 Credential=([^/]+)/(\d+)/([^/]+)/([^/]+)/\w+, ?SignedHeaders=([^,]+), ?Signature=(\w+)"
)
LONGEST_SKEW = 15 * 60


class BadSignature(Exception):
    def __init__(self, code, message=""):
        super().__init__(message or code)
        self.code = code


def _sha256(data):
    return hashlib.sha256(data).hexdigest()


def _hmac(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _canonical(request, names):
    pairs = sorted(tuple((part + "=").split("=")[:2]) for part in request.raw_query.split("&") if part)
    query = "&".join(f"{name}={value}" for name, value in pairs)
    headers = "".join(f"{name}:{' '.join(request.headers.get(name, '').split())}\n" for name in names)
    digest = _sha256(request.body)
    return "\n".join((request.method, request.raw_path, query, headers, ";".join(names), digest))


def _check_time(stamp, skew):
    seconds = calendar.timegm(time.strptime(stamp, "%Y%m%dT%H%M%SZ"))
    if abs(seconds - (time.time() + skew)) > LONGEST_SKEW:
        raise BadSignature("RequestTimeTooSkewed")


def check(request, secrets, token, skew=0):
    """Raises BadSignature unless a key of `secrets` signed the request, or it carries the bearer token."""
    authorization = request.headers.get("authorization", "")
    if authorization == f"Bearer {token}":
        return
    match = CREDENTIAL.fullmatch(authorization)
    if not match:
        raise BadSignature("AccessDenied", "the request is not signed")
    scheme, key, day, region, service, names, signature = match.groups()
    if key not in secrets:
        raise BadSignature("InvalidAccessKeyId", "The access key does not exist.")
    prefix = "x-amz-" if scheme == "AWS4" else "x-goog-"
    stamp = request.headers.get(prefix + "date", "")
    _check_time(stamp, skew)
    if request.headers.get(prefix + "content-sha256") != _sha256(request.body):
        raise BadSignature("XAmzContentSHA256Mismatch")
    names = names.split(";")
    unsigned = [name for name in request.headers if name.startswith(prefix) and name not in names]
    if unsigned or "host" not in names:
        raise BadSignature("AccessDenied", f"not signed: {unsigned}")
    scope = f"{day}/{region}/{service}/{scheme.lower()}_request"
    text = f"{scheme}-HMAC-SHA256\n{stamp}\n{scope}\n{_sha256(_canonical(request, names).encode())}"
    key = (scheme + secrets[key]).encode()
    for part in scope.split("/"):
        key = _hmac(key, part)
    if _hmac(key, text).hex() != signature:
        raise BadSignature("SignatureDoesNotMatch", "The signature does not match.")
