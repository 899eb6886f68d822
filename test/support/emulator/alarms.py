"""Where moto 5.2.5 differs from AWS in composite alarms; each patch says what AWS does."""

import re

from moto.cloudwatch import responses as cloudwatch
from moto.cloudwatch.exceptions import ValidationError
from moto.core.utils import camelcase_to_underscores

SUPPRESSION = ("ActionsSuppressor", "ActionsSuppressorWaitPeriod", "ActionsSuppressorExtensionPeriod")


def apply() -> None:
    mend_composite_alarms()
    refuse_deletion_of_children()


def children_of(rule: str | None, suppressor: str | None) -> list[str]:
    """The alarms that a composite alarm depends on."""
    return [*re.findall(r'ALARM\("([^"]+)"\)', rule or ""), *([suppressor] if suppressor else [])]


def mend_composite_alarms() -> None:
    """
    CloudWatch accepts a rule with at most 100 alarms, each of which exists (CloudWatch API reference, PutCompositeAlarm,
    2026-12; aws-cloudformation-user-guide#911), and describes only the types that the call asks for.
    """
    responses = cloudwatch.CloudWatchResponse
    describe = responses.describe_alarms

    def put(self):
        rule = self._get_param("AlarmRule")
        backend = self.cloudwatch_backend
        children = children_of(rule, self._get_param("ActionsSuppressor"))
        unknown = [name for name in children if name not in backend.alarms]
        if unknown:
            message = f"Could not save the composite alarm as alarms {unknown} in the alarm rule do not exist"
            raise ValidationError(message)
        if len(set(children_of(rule, None))) > 100:
            raise ValidationError("AlarmRule must not have more than 100 children alarms")
        answer = self.put_metric_alarm()
        alarm = backend.alarms[self._get_param("AlarmName")]
        alarm.alarm_rule = rule
        for name in SUPPRESSION:
            setattr(alarm, camelcase_to_underscores(name), self._get_param(name))
        return answer

    def mended(self):
        answer = describe(self)
        asked = self._get_param("AlarmTypes", ["MetricAlarm"])
        for kind in ("MetricAlarm", "CompositeAlarm"):
            if kind not in asked:
                answer.result[f"{kind}s"] = []
        return answer

    responses.put_composite_alarm = put
    responses.describe_alarms = mended


def refuse_deletion_of_children() -> None:
    """
    CloudWatch deletes no alarm that a composite alarm names (terraform-provider-aws#34807; its words: cloud-custodian#7763,
    aws-nuke#462), none of a cycle of composite alarms, and one composite alarm per call (CloudWatch API reference,
    DeleteAlarms, 2026-12). That this holds for the alarm that suppresses actions is not verified.
    """
    responses = cloudwatch.CloudWatchResponse
    delete = responses.delete_alarms

    def mended(self):
        alarms = self.cloudwatch_backend.alarms
        names = self._get_param("AlarmNames", [])
        composites = [alarm for alarm in alarms.values() if alarm.rule is not None]
        if sum(alarm.name in names for alarm in composites) > 1:
            raise ValidationError("Exactly one composite alarm can be deleted per DeleteAlarms operation.")
        needed = {child for alarm in composites for child in children_of(alarm.rule, getattr(alarm, "actions_suppressor", None))}
        refused = [name for name in names if name in needed]
        if refused:
            them = "them" if len(refused) > 1 else "it"
            raise ValidationError(f"Cannot delete {','.join(refused)} as there are composite alarm(s) depending on {them}.")
        return delete(self)

    responses.delete_alarms = mended
