"""What the emulator adds around moto's application: a log of requests, one rule for repeated calls, and faults on demand.

Each class is a WSGI application around another one.
"""

import json
import logging
import re
import socket
import threading
import time
from collections import OrderedDict
from urllib.parse import parse_qs

from resources import resources

PATH = "/signalbox-emulator/"


def answer_of(application, environ):
    """The whole answer of an application: status, headers, body."""
    begun = []
    parts = application(environ, lambda status, headers, exc_info=None: begun.append((status, headers)))
    try:
        body = b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    return *begun[-1], body


def send(start_response, status, headers, body):
    start_response(status, headers)
    return [body]


class Log:
    """Logs a line per request: method, path, attempt of the SDK, status."""

    def __init__(self, application):
        self.application = application
        self.logger = logging.getLogger("emulator.requests")

    def __call__(self, environ, start_response):
        asked = environ["REQUEST_METHOD"], environ.get("REQUEST_URI"), operation_of(environ), environ.get("HTTP_AMZ_SDK_REQUEST", "-")

        def begin(status, headers, exc_info=None):
            self.logger.info('"%s %s" %s "%s" %s', *asked, status[:3])
            return start_response(status, headers, exc_info)

        return self.application(environ, begin)


class Repeats:
    """
    Answers a repeated call as the first time, when the first time succeeded and its answer was lost on the way.

    An AWS SDK sends a call again, with the same `amz-sdk-invocation-id`, after a lost answer, a throttle or an error 5xx.
    AWS itself recognizes a repetition only where the API has a token that the caller sends (EventBridge Scheduler's
    `ClientToken`); elsewhere the repeated call is refused (EC2 CreateFlowLogs: `FlowLogAlreadyExists`), which docs/deploy.md
    describes. Here an answer is lost on a busy machine alone, which says nothing about a stack. A call that was refused is
    executed again, and another call (another id) for the same thing is refused as AWS refuses it.
    """

    KEPT = 2_000

    def __init__(self, application):
        self.application = application
        self.lock = threading.Lock()
        self.calls = OrderedDict()

    def __call__(self, environ, start_response):
        invocation = environ.get("HTTP_AMZ_SDK_INVOCATION_ID")
        if invocation is None or environ["REQUEST_METHOD"] in ("GET", "HEAD"):
            return self.application(environ, start_response)
        call = self.call((invocation, environ["REQUEST_METHOD"], environ.get("REQUEST_URI")))
        # A repetition that overtakes the first attempt waits for it.
        with call["lock"]:
            answer = call.get("answer") or answer_of(self.application, environ)
            if answer[0].startswith("2"):
                call["answer"] = answer
        return send(start_response, *answer)

    def call(self, key):
        with self.lock:
            call = self.calls.setdefault(key, {"lock": threading.Lock()})
            while len(self.calls) > self.KEPT:
                self.calls.popitem(last=False)
            return call


class Faults:
    """
    Faults that a test asks for by POST below /signalbox-emulator/, where GET `resources` gives what exists:

    - `pause`: calls of Terraform's provider wait, and those under way are answered first. The state is still written.
    - `resume`: waiting calls go on; one whose client has gone is not executed, as if it had never arrived.
    - `lose/OPERATION`: the next such call is executed, and its connection closes without an answer.
    - `hold/OPERATION`: the next such call is executed, and is not answered before its client has gone.
    """

    def __init__(self, application):
        self.application = application
        self.changed = threading.Condition()
        self.paused = False
        self.under_way = 0
        self.faults = {}

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"].startswith(PATH):
            return self.control(environ, start_response)
        if "terraform-provider-aws" not in environ.get("HTTP_USER_AGENT", ""):
            return self.faulty(environ, start_response)
        with self.changed:
            self.changed.wait_for(lambda: not self.paused)
            if environ["waitress.client_disconnected"]():
                return send(start_response, "503 Service Unavailable", [], b"")
            self.under_way += 1
        try:
            return send(start_response, *answer_of(self.faulty, environ))
        finally:
            with self.changed:
                self.under_way -= 1
                self.changed.notify_all()

    def control(self, environ, start_response):
        command, _, operation = environ["PATH_INFO"].removeprefix(PATH).partition("/")
        with self.changed:
            if command in ("pause", "resume"):
                self.paused = command == "pause"
                self.changed.notify_all()
                self.changed.wait_for(lambda: not self.paused or self.under_way == 0)
            elif command in ("lose", "hold"):
                self.faults[operation] = command
            elif command != "resources":
                return send(start_response, "404 Not Found", [], b"")
            body = json.dumps(resources() if command == "resources" else self.faults).encode()
        return send(start_response, "200 OK", [("Content-Type", "application/json")], body)

    def faulty(self, environ, start_response):
        fault = self.faults.pop(operation_of(environ), None) if self.faults else None
        answer = answer_of(self.application, environ) if fault else None
        if answer is None:
            return self.application(environ, start_response)
        gone = environ["waitress.client_disconnected"]
        if fault == "lose":
            gone.__self__.socket.shutdown(socket.SHUT_RDWR)
        while not gone():
            time.sleep(0.05)
        return send(start_response, *answer)


def operation_of(environ):
    """The name of the operation that a request calls; `-` where only its path says it."""
    target = environ.get("HTTP_X_AMZ_TARGET")
    if target:
        return target.rpartition(".")[2]
    named = re.fullmatch(r"/service/\w+/operation/(\w+)", environ["PATH_INFO"])
    if named:
        return named[1]
    if environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        body = environ["wsgi.input"].read()
        environ["wsgi.input"].seek(0)
        return parse_qs(body.decode()).get("Action", ["-"])[0]
    return "-"
