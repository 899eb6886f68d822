"""Where moto 5.2.5 differs from AWS in what maintenance asks of it, or keeps there; each patch says what AWS does."""

import re

from moto.cloudwatch import models as cloudwatch_models
from moto.core.utils import utcnow
from moto.kafka import models as kafka
from moto.ssm import models as ssm


def apply() -> None:
    mend_metric_math()
    mend_clusters()
    mend_calendars()


def mend_metric_math() -> None:
    """CloudWatch counts with metrics; moto knows no formula but a metric's id. Here it knows sums and products."""
    parse = cloudwatch_models.parse_expression

    def mended(expression, results):
        if not re.fullmatch(r"[\w\s.()*/+-]+", expression):
            return parse(expression, results)
        names = set(re.findall(r"[a-z]\w*", expression))
        series = {one["id"]: dict(zip(one["timestamps"], one["values"])) for one in results if one["id"] in names}
        # A time at which one of them was not measured has no result.
        times = sorted(set.intersection(*map(set, series.values())), reverse=True) if names <= set(series) else []
        known = [{name: values[time] for name, values in series.items()} for time in times]
        return [eval(expression, {"__builtins__": {}}, values) for values in known], times

    cloudwatch_models.parse_expression = mended


def mend_clusters() -> None:
    """MSK makes a cluster, and tells when by UTC; moto never comes to an end, and names no zone."""
    create = kafka.FakeKafkaCluster.__init__

    def mended(self, *args, **more):
        create(self, *args, **more)
        self.state = "ACTIVE"
        self.creation_time = f"{utcnow().isoformat()}Z"

    kafka.FakeKafkaCluster.__init__ = mended


def mend_calendars() -> None:
    """Systems Manager keeps a Change Calendar as the text that it is; moto says `Invalid document format TEXT`."""
    create = ssm.Document.__init__
    validate = ssm._validate_document_format

    def mended(self, *args, **more):
        if more["document_format"] != "TEXT":
            return create(self, *args, **more)
        content = more["content"]
        if not content.startswith("BEGIN:VCALENDAR\r\n"):
            raise ssm.InvalidDocumentContent("The content for the document is not valid.")
        create(self, *args, **{**more, "document_format": "JSON", "content": '{"schemaVersion": "0.3"}'})
        self.content, self.document_format = content, "TEXT"

    ssm.Document.__init__ = mended
    ssm._validate_document_format = lambda document_format: document_format == "TEXT" or validate(document_format)
