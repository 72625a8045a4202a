"""Gate's calls for pipelines, in front of a running Front50.

Gate itself and Orca, which carries out what Gate is asked for, are on no registry. So this answers in their place, as
their sources say they do: a session after a login, tasks that put a stored `index` back, failures of tasks as a 400, and
deletions that succeed when there is nothing to delete.
"""

import json
import secrets
import threading
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

USER, PASSWORD = "bob", "word&pass"


class Refusal(Exception):
    def __init__(self, status, message, exception="com.netflix.spinnaker.gate.controllers.PipelineController$PipelineException"):
        super().__init__(message)
        self.status, self.exception = status, exception


def quoted(text):
    return urllib.parse.quote(text, safe="")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # headers and body in one piece

    def log_message(self, *unused):
        pass

    def front50(self, method, path, body=None):
        """Front50's decoded answer; a refusal of its own is raised."""
        headers = {"Content-Type": "application/json", "X-SPINNAKER-USER": USER}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.server.front50 + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            text = error.read().decode()
            message = json.loads(text)["message"] if text.startswith("{") else text
            raise Refusal(error.code, message) from error
        return json.loads(text) if text else None

    def task(self, method, path, body=None):
        """What a task of Orca's does; it fails as Gate says it: with a 400."""
        try:
            return self.front50(method, path, body)
        except Refusal as refusal:
            raise Refusal(400, str(refusal)) from refusal

    def with_index(self, pipeline):
        if "index" not in pipeline and "id" in pipeline:
            for stored in self.front50("GET", "/pipelines?refresh=true"):
                if stored["id"] == pipeline["id"] and "index" in stored:
                    return {**pipeline, "index": stored["index"]}
        return pipeline

    def find(self, application, name_or_id):
        for path in (f"/pipelines/{quoted(application)}/name/{quoted(name_or_id)}", f"/pipelines/{quoted(name_or_id)}/get"):
            try:
                found = self.front50("GET", path)
            except Refusal as refusal:
                if refusal.status != 404:
                    raise
                continue
            if name_or_id in (found["name"], found["id"]):
                return found
        message = f"Pipeline configuration not found (nameOrId: {name_or_id} in application {application})"
        raise Refusal(404, message, "com.netflix.spinnaker.kork.web.exceptions.NotFoundException")

    def delete(self, application, name):
        for stored in self.front50("GET", f"/pipelines/{quoted(application)}"):
            if stored["name"].strip().lower() == name.lower():
                return self.task("DELETE", f"/pipelines/{quoted(application)}/{quoted(name)}")
        return None

    def answer(self, method, path, query, body):
        match [method, *path]:
            case ["GET", "applications"]:
                return self.front50("GET", "/v2/applications")
            case ["GET", "applications", application, "pipelineConfigs"]:
                return self.front50("GET", f"/pipelines/{quoted(application)}")
            case ["GET", "applications", application, "pipelineConfigs", name_or_id]:
                return self.find(application, name_or_id)
            case ["GET", "pipelineConfigs"]:
                return self.front50("GET", "/pipelines")
            case ["GET", "pipelineConfigs", id, "history"]:
                return self.front50("GET", f"/pipelines/{quoted(id)}/history?{query}")
            case ["POST", "pipelines"]:
                self.task("POST", "/pipelines", self.with_index(body))
                return None
            case ["POST", "pipelines", "bulksave"]:
                return self.task("POST", "/pipelines/batchUpdate", body)
            case ["DELETE", "pipelines", application, name]:
                return self.delete(application, name)
        raise Refusal(404, "No message available", None)

    def send(self, status, text, **headers):
        data = text.encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        self.wfile.flush()

    def login(self, form):
        good = urllib.parse.parse_qs(form) == {"username": [USER], "password": [PASSWORD]}
        session = secrets.token_hex(8)
        if good:
            self.server.sessions.add(session)
        self.send(302, "", Location="/" if good else "/login?error", Set_Cookie=f"SESSION={session}; Path=/; HttpOnly")

    def serve(self):
        split = urllib.parse.urlsplit(self.path)
        path = [urllib.parse.unquote(part) for part in split.path.strip("/").split("/")]
        text = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if (self.command, path) == ("POST", ["login"]):
            return self.login(text)
        if (self.headers.get("Cookie") or "").removeprefix("SESSION=") not in self.server.sessions:
            return self.send(302, "", Location=f"http://{self.headers['Host']}/login")
        try:
            found = self.answer(self.command, path, split.query, json.loads(text) if text else None)
            return self.send(200, "" if found is None else json.dumps(found))
        except Refusal as refusal:
            body = {"status": refusal.status, "exception": refusal.exception, "message": str(refusal)}
            return self.send(refusal.status, json.dumps(body))

    do_GET = do_POST = do_PUT = do_DELETE = serve


class Gate:
    """A running one; stop() ends it."""

    def __init__(self, front50_url):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.front50, self.server.sessions = front50_url, set()
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def end_sessions(self):
        self.server.sessions.clear()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
