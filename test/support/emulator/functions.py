"""Runs the deployed functions that need nothing of a private network; moto itself runs functions in containers alone."""

import io
import json
import os
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from moto.awslambda_simple import models as simple

ROOT = Path(__file__).resolve().parents[3]
CALL = ROOT / "test" / "support" / "functions" / "call.cjs"


def run_functions(endpoint: str) -> None:
    """
    A function outside the network runs as Lambda would run it: from its deployed archive, with its own variables and no
    package but the SDK's clients. One in the network is answered with its own input: no broker is there to speak to.
    """
    backend = simple.LambdaSimpleBackend
    answer = backend.invoke
    packages = sdk_clients()
    folders: dict[str, str] = {}

    def mended(self, function_name, qualifier, body, headers, response_headers):
        function = self.get_function(function_name, qualifier)
        if (function.vpc_config or {}).get("SubnetIds"):
            return answer(self, function_name, qualifier, body, headers, response_headers)
        if function.code_sha_256 not in folders:
            folders[function.code_sha_256] = unpacked(function.code_bytes)
        environment = {
            **function.environment_vars,
            "NODE_PATH": packages,
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_REGION": self.region_name,
            "AWS_ACCESS_KEY_ID": "emulator",
            "AWS_SECRET_ACCESS_KEY": "emulator",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED": "true",
        }
        event = body if isinstance(body, bytes) else (body or "{}").encode()
        command = [shutil.which("node") or "node", str(CALL), folders[function.code_sha_256]]
        done = subprocess.run(command, input=event, env=environment, capture_output=True, timeout=float(function.timeout))
        told = json.loads(done.stdout) if done.returncode == 0 else {"errorType": "Crash", "errorMessage": done.stderr.decode()[-2000:]}
        if "errorType" in told:
            response_headers["x-amz-function-error"] = "Unhandled"
            return json.dumps(told).encode()
        return json.dumps(told.get("result")).encode()

    backend.invoke = mended


def sdk_clients() -> str:
    folder = Path(tempfile.mkdtemp(prefix="signalbox-emulator-"))
    (folder / "@aws-sdk").mkdir()
    for client in (ROOT / "node_modules" / "@aws-sdk").glob("client-*"):
        os.symlink(client, folder / "@aws-sdk" / client.name)
    return str(folder)


def unpacked(archive: bytes) -> str:
    folder = tempfile.mkdtemp(prefix="signalbox-emulator-")
    zipfile.ZipFile(io.BytesIO(archive)).extractall(folder)
    return folder
