"""Where moto 5.2.5 differs from AWS in what Firehose delivers; each patch says what AWS does."""

import base64
import gzip
import json
import re
import time

from moto.core.utils import utcnow
from moto.firehose import models as firehose
from moto.firehose import responses as firehose_responses
from moto.logs import models as logs
from moto.moto_api._internal import mock_random


def apply() -> None:
    mend_delivery()
    know_search_domains()
    mend_undelivered()


def mend_delivery() -> None:
    """Firehose puts the time into a prefix, unpacks what CloudWatch Logs packed, and packs the object; moto does none of it."""
    backend = firehose.FirehoseBackend
    path_of = backend._format_s3_object_path
    put = backend.put_s3_records
    spelt = {"yyyy": "%Y", "MM": "%m", "dd": "%d", "HH": "%H"}

    def mended_path(name, version, prefix):
        time = lambda match: utcnow().strftime(re.sub("|".join(spelt), lambda part: spelt[part[0]], match[1]))
        mended = re.sub(r"!\{timestamp:([^}]*)\}", time, prefix)
        whole = path_of(name, version, mended)
        return whole if mended == prefix else f"{mended}{whole.rsplit('/', 1)[1]}"

    def mended_put(self, name, version, destination, records):
        processors = destination.get("ProcessingConfiguration", {}).get("Processors", [])
        data = [record["Data"] for record in records]
        if any(processor["Type"] == "Decompression" for processor in processors):
            data = [gzip.decompress(one) for one in data]
        if destination.get("CompressionFormat") == "GZIP":
            data = [gzip.compress(b"".join(data))]
        return put(self, name, version, destination, [{"Data": one} for one in data])

    backend._format_s3_object_path = staticmethod(mended_path)
    backend.put_s3_records = mended_put


def know_search_domains() -> None:
    """Firehose delivers to OpenSearch; moto knows it by its older name alone, in a call of its own form."""
    responses = firehose_responses.FirehoseResponse
    parameter = responses._get_param
    describe = firehose.FirehoseBackend.describe_delivery_stream
    old, new = "ElasticsearchDestination", "AmazonopensearchserviceDestination"

    def mended(self, name, *args):
        value = parameter(self, name, *args)
        return parameter(self, name.replace(old, new), *args) if value is None and name.startswith(old) else value

    def mended_describe(self, name):
        answer = describe(self, name)
        for one in answer["DeliveryStreamDescription"]["Destinations"]:
            if f"{old}Description" in one:
                one[f"{new}Description"] = one.pop(f"{old}Description")
        return answer

    responses._get_param = mended
    firehose.FirehoseBackend.describe_delivery_stream = mended_describe


def mend_undelivered() -> None:
    """
    Firehose puts what it could not deliver into the bucket for it, as a line of JSON for each record (Firehose developer
    guide, retry and data-transformation-failure-handling, 2026-11); moto ends with an error or drops it. The emulator
    reaches no Splunk and runs no function that would make documents for OpenSearch, so it delivers to neither.
    """
    backend = firehose.FirehoseBackend
    batch, send = backend.put_record_batch, backend.send_log_event
    failures = {
        "Splunk": ("splunk-failed", "Splunk.ConnectionTimeout", "The connection to Splunk timed out."),
        "Elasticsearch": ("processing-failed", "Lambda.FunctionTimedOut", "The Lambda function did not answer in time."),
    }

    def undelivered(self, stream, records):
        kind = next((one for one in failures if one in stream.destinations[0]), None)
        if kind is None:
            return None
        folder, code, message = failures[kind]
        config = stream.destinations[0][kind]
        bucket = {**config["S3DestinationDescription"]}
        bucket["Prefix"] = bucket["ErrorOutputPrefix"].replace("!{firehose:error-output-type}", folder)
        lines = [{"Data": failed(code, message, processed(config, record["Data"]))} for record in records]
        self.put_s3_records(stream.delivery_stream_name, stream.version_id, bucket, lines)
        told = config.get("CloudWatchLoggingOptions", {})
        if told.get("Enabled"):
            error = {
                "deliveryStreamARN": stream.delivery_stream_arn,
                "deliveryStreamVersionId": int(stream.version_id),
                "message": message,
                "errorCode": code,
            }
            event = {"timestamp": int(time.time() * 1000), "message": json.dumps(error)}
            groups = logs.logs_backends[self.account_id][self.region_name]
            groups.put_log_events(told["LogGroupName"], told["LogStreamName"], [event])
        return [{"RecordId": str(mock_random.uuid4())} for _ in records]

    def processed(config, data):
        processors = config.get("ProcessingConfiguration", {}).get("Processors", [])
        if not any(processor["Type"] == "CloudWatchLogProcessing" for processor in processors):
            return data
        return b"".join(f"{event['message']}\n".encode() for event in json.loads(gzip.decompress(data))["logEvents"])

    def failed(code, message, data):
        now = int(time.time() * 1000)
        record = {
            "attemptsMade": 0,
            "arrivalTimestamp": now,
            "errorCode": code,
            "errorMessage": message,
            "attemptEndingTimestamp": now,
            "rawData": base64.b64encode(data).decode(),
        }
        return f"{json.dumps(record)}\n".encode()

    def mended_batch(self, name, records):
        stream = self.delivery_streams.get(name)
        answers = undelivered(self, stream, records) if stream else None
        if answers is None:
            return batch(self, name, records)
        return {"FailedPutCount": 0, "Encrypted": False, "RequestResponses": answers}

    def mended_send(self, stream_arn, filter_name, group, log_stream, events):
        stream = self.lookup_name_from_arn(stream_arn)
        if "S3" in stream.destinations[0]:
            return send(self, stream_arn, filter_name, group, log_stream, events)
        data = {
            "logEvents": events,
            "logGroup": group,
            "logStream": log_stream,
            "messageType": "DATA_MESSAGE",
            "owner": self.account_id,
            "subscriptionFilters": [filter_name],
        }
        undelivered(self, stream, [{"Data": gzip.compress(json.dumps(data).encode())}])

    backend.put_record_batch = mended_batch
    backend.send_log_event = mended_send
