"""Where moto 5.2.5 differs from AWS in a way that Terraform's AWS provider trips over; each patch says what AWS does."""

import itertools
import json

from types import SimpleNamespace

import alarms
import deliveries
import filters
import refusals
import streams
import upkeep

from moto.awslambda import models as functions
from moto.core import config
from moto.core.responses import ActionResult
from moto.kinesis import models as kinesis_models
from moto.kms import responses as kms
from moto.logs import models as logs
from moto.mq import models as mq
from moto.s3 import models as s3
from moto.s3 import responses as s3_responses
from moto.core.utils import camelcase_to_underscores
from moto.sns import responses as sns
from moto.sqs import models as sqs
from moto.stepfunctions import responses as states

from scaling import mend_scalable_targets



def apply() -> None:
    run_no_containers()
    run_state_machines()
    feed_no_functions()
    mend_function_configuration()
    mend_queue_attributes()
    mend_sequence_numbers()
    mend_log_target_policy()
    speak_without_tls()
    mend_delete_markers()
    mend_rotation_period()
    mend_topic_attributes()
    alarms.apply()
    mend_broker_logs()
    deliveries.apply()
    filters.apply()
    mend_request_metrics()
    mend_scalable_targets()
    streams.apply()
    refusals.apply()
    upkeep.apply()


def run_no_containers() -> None:
    """moto runs functions in containers; here functions.py runs them."""
    config.default_user_config["lambda"]["use_docker"] = False


def run_state_machines() -> None:
    """A state machine runs, and its definition can be looked over before it is made; moto takes any."""
    config.default_user_config["stepfunctions"]["execute_state_machine"] = True

    def validate(self):
        return ActionResult({"result": "OK", "diagnostics": []})

    def versions(self):
        return ActionResult({"stateMachineVersions": []})

    states.StepFunctionResponse.validate_state_machine_definition = validate
    states.StepFunctionResponse.list_state_machine_versions = versions


def feed_no_functions() -> None:
    """Lambda collects a batch before it calls a function; moto would call it with each message, while that is sent."""
    backend = functions.LambdaBackend
    create = backend.create_event_source_mapping

    def mended(self, spec):
        mapping = create(self, spec)
        for queue in sqs.sqs_backends[self.account_id][self.region_name].queues.values():
            queue.lambda_event_source_mappings.clear()
        for stream in kinesis_models.kinesis_backends[self.account_id][self.region_name].streams.values():
            stream.lambda_event_source_mappings.clear()
        return mapping

    backend.create_event_source_mapping = mended


def mend_function_configuration() -> None:
    """Lambda tells where a function logs and where its failed calls go; moto forgets both."""
    forgotten = ("LoggingConfig", "DeadLetterConfig")
    function = functions.LambdaFunction
    configuration_of = function.get_configuration
    update = function.update_configuration
    create = function.__init__

    def mended_create(self, account_id, spec, region, version=1):
        self.remembered = {key: spec[key] for key in forgotten if spec.get(key)}
        create(self, account_id, spec, region, version)

    def mended_update(self, config_updates):
        self.remembered.update({key: config_updates[key] for key in forgotten if key in config_updates})
        return update(self, config_updates)

    def mended(self, *args, **options):
        return {**configuration_of(self, *args, **options), **self.remembered}

    function.__init__ = mended_create
    function.update_configuration = mended_update
    function.get_configuration = mended


def mend_queue_attributes() -> None:
    """SQS returns the redrive policies as they were set, and keeps a queue's policy when other attributes are set."""
    queue = sqs.Queue
    set_attributes = queue._set_attributes
    attributes_of = queue.attributes.fget
    queue.redrive_allow_policy = None
    queue.BASE_ATTRIBUTES = [*queue.BASE_ATTRIBUTES, "RedriveAllowPolicy"]

    def mended_set(self, attributes, now=None):
        policy = getattr(self, "policy", None)
        set_attributes(self, attributes, now)
        if "Policy" not in attributes:
            self.policy = policy
        for name in ("RedrivePolicy", "RedriveAllowPolicy"):
            if name in attributes:
                texts = self.__dict__.setdefault("redrive_texts", {})
                texts[name] = attributes[name]

    def mended_get(self):
        texts = {name: text for name, text in self.__dict__.get("redrive_texts", {}).items() if text}
        return {**attributes_of(self), **texts}

    queue._set_attributes = mended_set
    queue.attributes = property(mended_get)


def mend_sequence_numbers() -> None:
    """SQS numbers every message of a FIFO queue upwards; moto takes a random number, and none without a deduplication id."""
    queue = sqs.Queue
    add = queue.add_message
    numbers = itertools.count(1)

    def mended(self, message):
        if self.fifo_queue:
            message.sequence_number = f"{next(numbers):020d}"
        return add(self, message)

    queue.add_message = mended


def mend_log_target_policy() -> None:
    """S3 reads `"Principal": "*"` in the policy of a bucket that takes access logs; moto expects a mapping there."""
    bucket = s3.FakeBucket
    check = bucket._log_permissions_enabled_policy

    def mended(target_bucket, target_prefix):
        policy = target_bucket.policy
        if not policy:
            return False
        document = json.loads(policy.decode())
        document["Statement"] = [s for s in document["Statement"] if isinstance(s.get("Principal"), dict)]
        stand_in = SimpleNamespace(policy=json.dumps(document).encode(), partition=target_bucket.partition, name=target_bucket.name)
        return check(stand_in, target_prefix)

    bucket._log_permissions_enabled_policy = staticmethod(mended)


def mend_delete_markers() -> None:
    """S3 removes the marker of a deleted object like any version; moto looks for the bytes of it."""
    s3.FakeDeleteMarker.dispose = lambda self, garbage=False: None


def speak_without_tls() -> None:
    """S3 refuses plain text where a bucket's policy says so; the emulator speaks nothing else, and moto reads no conditions."""
    bucket = s3.FakeBucket
    permission = bucket.get_permission

    def mended(self, action, resource):
        if self.policy is None:
            return permission(self, action, resource)
        document = json.loads(self.policy.decode())
        plain = {"Bool": {"aws:SecureTransport": "false"}}
        document["Statement"] = [one for one in document["Statement"] if one.get("Condition") != plain]
        return permission(SimpleNamespace(policy=json.dumps(document).encode()), action, resource)

    bucket.get_permission = mended


def mend_rotation_period() -> None:
    """KMS tells how often a key is rotated: every 365 days where nothing else was asked for."""
    responses = kms.KmsResponse
    status = responses.get_key_rotation_status

    def mended(self):
        answer = json.loads(status(self))
        return json.dumps({**answer, **({"RotationPeriodInDays": 365} if answer["KeyRotationEnabled"] else {})})

    responses.get_key_rotation_status = mended


def mend_topic_attributes() -> None:
    """SNS returns every attribute of a topic that was set; moto keeps these and does not tell them."""
    untold = (
        "FifoThroughputScope",
        "SignatureVersion",
        "SQSFailureFeedbackRoleArn",
        "SQSSuccessFeedbackRoleArn",
        "SQSSuccessFeedbackSampleRate",
    )
    responses = sns.SNSResponse
    attributes_of = responses.get_topic_attributes

    def mended(self):
        answer = attributes_of(self)
        topic = self.backend.get_topic(self._get_param("TopicArn"))
        kept = {name: getattr(topic, camelcase_to_underscores(name), None) for name in untold}
        answer.result["Attributes"].update({name: value for name, value in kept.items() if value})
        return answer

    responses.get_topic_attributes = mended


def mend_broker_logs() -> None:
    """Amazon MQ makes the log groups of a broker; moto makes none."""
    backend = mq.MQBackend
    create = backend.create_broker

    def mended(self, *args, **options):
        arn, broker_id = create(self, *args, **options)
        groups = logs.logs_backends[self.account_id][self.region_name]
        for kind, wanted in options["logs"].items():
            if wanted:
                groups.create_log_group(f"/aws/amazonmq/broker/{broker_id}/{kind.lower()}", {})
        return arn, broker_id

    backend.create_broker = mended


def mend_request_metrics() -> None:
    """S3 keeps by which prefix a bucket's requests are counted; moto takes the call for the making of a bucket."""
    responses = s3_responses.S3Response
    respond = responses._bucket_response

    def mended(self, request, full_url):
        query = self._get_querystring(request, full_url)
        if "metrics" not in query:
            return respond(self, request, full_url)
        bucket = self.backend.head_bucket(self.parse_bucket_name_from_url(request, full_url))
        counted = bucket.__dict__.setdefault("counted", {})
        name = query["id"][0]
        if request.method == "PUT":
            counted[name] = self.body
            return 200, {}, ""
        if name not in counted:
            return 404, {}, "<Error><Code>NoSuchConfiguration</Code><Message>There is none.</Message></Error>"
        if request.method == "DELETE":
            del counted[name]
            return 204, {}, ""
        return 200, {}, counted[name]

    responses._bucket_response = mended
