"""Where moto 5.2.5 differs from AWS in Kinesis; each patch says what AWS does."""

from moto.core.exceptions import JsonRESTError
from moto.kinesis import models as kinesis_models
from moto.kinesis import responses as kinesis


def apply() -> None:
    mend_stream_tags()
    mend_stream_consumers()
    mend_shard_counts()


def mend_stream_tags() -> None:
    """Kinesis gives a stream the tags that it is created with; moto drops them."""
    responses = kinesis.KinesisResponse
    create = responses.create_stream

    def mended(self):
        answer = create(self)
        tags = self._get_param("Tags")
        if tags:
            self.kinesis_backend.add_tags_to_stream(None, self._get_param("StreamName"), tags)
        return answer

    responses.create_stream = mended


def mend_stream_consumers() -> None:
    """Kinesis ends a consumer's ARN with the time of its creation, and a consumer has a policy of its own."""
    consumer = kinesis_models.Consumer
    make = consumer.__init__

    def mended_make(self, *args, **kwargs):
        make(self, *args, **kwargs)
        self.consumer_arn = f"{self.consumer_arn}:{int(self.created.timestamp())}"

    backend = kinesis_models.KinesisBackend
    policy_of = backend.get_resource_policy
    delete_policy = backend.delete_resource_policy

    def mended_get(self, resource_arn):
        if "/consumer/" not in resource_arn:
            return policy_of(self, resource_arn)
        self.describe_stream_consumer(None, None, resource_arn)
        return self.resource_policies.get(resource_arn, "{}")

    def mended_delete(self, resource_arn):
        if "/consumer/" not in resource_arn:
            return delete_policy(self, resource_arn)
        self.describe_stream_consumer(None, None, resource_arn)
        del self.resource_policies[resource_arn]

    consumer.__init__ = mended_make
    backend.get_resource_policy = mended_get
    backend.delete_resource_policy = mended_delete


def mend_shard_counts() -> None:
    """A stream is changed ten times a day, to its double or its half at most; moto knows neither."""
    change = kinesis_models.Stream.update_shard_count

    def mended(self, target_shard_count):
        shards = len([shard for shard in self.shards.values() if shard.is_open])
        if not shards / 2 <= target_shard_count <= shards * 2:
            raise JsonRESTError("InvalidArgumentException", "UpdateShardCount doubles or halves a stream at most")
        self.changes = getattr(self, "changes", 0)
        if self.changes == 10:
            raise JsonRESTError("LimitExceededException", "10 changes within 24 hours")
        change(self, target_shard_count)
        self.changes += 1

    kinesis_models.Stream.update_shard_count = mended
