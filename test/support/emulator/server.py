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
    logger = logging.getLogger("werkzeug")
    logger.handlers = [logging.FileHandler(path) if path else logging.NullHandler()]
    logger.setLevel(logging.INFO if path else logging.CRITICAL)
    logger.propagate = False


def stop_with_parent() -> None:
    """A parent that was killed cannot stop us, but its end of the pipe closes in any case."""

    def wait() -> None:
        while sys.stdin.buffer.read(4096):
            pass
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


def main() -> None:
    options = arguments()
    log_to(options.log)
    # Without these moto asks the machine it runs on for credentials and regions.
    os.environ.setdefault("AWS_ACCESS_KEY_ID", "emulator")
    os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "emulator")
    os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")

    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
    from werkzeug.serving import make_server

    import functions
    import patches

    patches.apply()
    application = DomainDispatcherApplication(create_backend_app)
    server = make_server(HOST, options.port, application, threaded=True, request_handler=MotoRequestHandler)
    server.daemon_threads = True  # type: ignore[attr-defined]
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    signal.signal(signal.SIGINT, lambda *_: os._exit(0))
    if options.with_parent:
        stop_with_parent()
    endpoint = f"http://{HOST}:{server.server_port}"
    # The state machines of moto call its functions there.
    os.environ["MOTO_PORT"] = str(server.server_port)
    functions.run_functions(endpoint)
    print(json.dumps({"endpoint": endpoint}), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
