"""Application Auto Scaling as Terraform's AWS provider meets it, where moto 5.2.5 differs from AWS."""

import json

from moto.applicationautoscaling import responses as scaling
from moto.core.exceptions import JsonRESTError
from moto.kinesis import models as kinesis


def mend_shard_counts() -> None:
    """A stream is changed ten times a day, to its double or its half at most; moto knows neither."""
    change = kinesis.Stream.update_shard_count

    def mended(self, target_shard_count):
        shards = len([shard for shard in self.shards.values() if shard.is_open])
        if not shards / 2 <= target_shard_count <= shards * 2:
            raise JsonRESTError("InvalidArgumentException", "UpdateShardCount doubles or halves a stream at most")
        self.changes = getattr(self, "changes", 0)
        if self.changes == 10:
            raise JsonRESTError("LimitExceededException", "10 changes within 24 hours")
        change(self, target_shard_count)
        self.changes += 1

    kinesis.Stream.update_shard_count = mended


def mend_scalable_targets() -> None:
    """A scalable target has tags from the beginning and tells of them; moto drops them, and knows no call of theirs."""
    responses = scaling.ApplicationAutoScalingResponse
    register = responses.register_scalable_target
    tags: dict[str, dict[str, str]] = {}

    def mended(self):
        answer = register(self)
        given = self._get_param("Tags")
        if given:
            tags[json.loads(answer)["ScalableTargetARN"]] = given
        return answer

    def list_tags(self):
        return json.dumps({"Tags": tags.get(self._get_param("ResourceARN"), {})})

    responses.register_scalable_target = mended
    responses.list_tags_for_resource = list_tags
