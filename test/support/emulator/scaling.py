"""Application Auto Scaling as Terraform's AWS provider meets it, where moto 5.2.5 differs from AWS."""

import json

from moto.applicationautoscaling import responses as scaling


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
