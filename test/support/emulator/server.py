"""Start the AWS emulator (moto, mended by patches.py) on loopback.

Prints one line of JSON, {"endpoint": "http://127.0.0.1:PORT"}, when it takes requests. Nothing is stored on disk:
what was deployed lives as long as this process.
"""

import argparse
import json
import logging
import os
import signal
import sys
import threading

HOST = "127.0.0.1"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port")
    parser.add_argument("--log", help="file that takes the request log; without it nothing is logged")
    parser.add_argument("--with-parent", action="store_true", help="stop when standard input closes")
    return parser.parse_args()


def log_to(path: str | None) -> None:
    logger = logging.getLogger("emulator.requests")
    handler = logging.FileHandler(path) if path else logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    logger.handlers = [handler]
    logger.setLevel(logging.INFO if path else logging.CRITICAL)
    logger.propagate = False
    # It warns whenever all threads are busy, which is how a function that calls the emulator looks.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


def stop_with_parent() -> None:
    """A parent that was killed cannot stop us, but its end of the pipe closes in any case."""

    def wait() -> None:
        while sys.stdin.buffer.read(4096):
            pass
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


def with_raw_uri(application):
    """moto reads a request's target as it was sent, under the name that other servers give it."""

    def mended(environ, start_response):
        environ["RAW_URI"] = environ["REQUEST_URI"]
        environ.setdefault("CONTENT_LENGTH", "0")
        return application(environ, start_response)

    return mended


def main() -> None:
    options = arguments()
    log_to(options.log)
    # Without these moto asks the machine it runs on for credentials and regions.
    os.environ.setdefault("AWS_ACCESS_KEY_ID", "emulator")
    os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "emulator")
    os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")

    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from waitress.server import create_server

    import calls
    import functions
    import patches

    patches.apply()
    application = with_raw_uri(DomainDispatcherApplication(create_backend_app))
    for around in (calls.Repeats, calls.Faults, calls.Log):
        application = around(application)
    # A connection that the SDK keeps is not closed under its next call; a function that is called calls the emulator.
    server = create_server(
        application,
        host=HOST,
        port=options.port,
        threads=64,
        connection_limit=5_000,
        channel_timeout=86_400,
        channel_request_lookahead=1,
        asyncore_use_poll=True,
    )
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    signal.signal(signal.SIGINT, lambda *_: os._exit(0))
    if options.with_parent:
        stop_with_parent()
    endpoint = f"http://{HOST}:{server.effective_port}"
    # The state machines of moto call its functions there.
    os.environ["MOTO_PORT"] = str(server.effective_port)
    functions.run_functions(endpoint)
    print(json.dumps({"endpoint": endpoint}), flush=True)
    server.run()


if __name__ == "__main__":
    main()
