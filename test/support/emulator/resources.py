"""What exists in the emulator, in the words of Terraform's state: ids by the provider's type of resource."""

from moto.backends import get_backend


def values(backend, attribute, id_of):
    return [id_of(one) for one in getattr(backend, attribute).values()]


def named(backend, attribute):
    return list(getattr(backend, attribute))


def own_security_groups(ec2):
    return [group.id for groups in ec2.groups.values() for group in groups.values() if group.name != "default"]


def own_subnets(ec2):
    return [subnet.id for zone in ec2.subnets.values() for subnet in zone.values() if not subnet.default_for_az]


def consumers(kinesis):
    return [one.consumer_arn for stream in kinesis.streams.values() for one in stream.consumers]


def schedules(scheduler):
    return [f"{group.name}/{name}" for group in scheduler.schedule_groups.values() for name in group.schedules]


def keys(kms):
    return [key.id for key in kms.keys.values() if key.key_manager != "AWS" and key.key_state != "PendingDeletion"]


def rules(events):
    return [name for bus in events.event_buses.values() for name in bus.rules]


# The id is the one that the provider 5.100.0 writes into the state.
KINDS = {
    "aws_cloudwatch_composite_alarm": ("cloudwatch", lambda one: [a.name for a in one.alarms.values() if a.rule]),
    "aws_cloudwatch_dashboard": ("cloudwatch", lambda one: named(one, "dashboards")),
    "aws_cloudwatch_event_rule": ("events", rules),
    "aws_cloudwatch_log_group": ("logs", lambda one: named(one, "groups")),
    "aws_cloudwatch_log_resource_policy": ("logs", lambda one: named(one, "resource_policies")),
    "aws_cloudwatch_metric_alarm": ("cloudwatch", lambda one: [a.name for a in one.alarms.values() if not a.rule]),
    "aws_flow_log": ("ec2", lambda one: named(one, "flow_logs")),
    "aws_iam_policy": ("iam", lambda one: [arn for arn in one.managed_policies if "::aws:" not in arn]),
    "aws_iam_role": ("iam", lambda one: [role.name for role in one.roles.values()]),
    "aws_kinesis_firehose_delivery_stream": ("firehose", lambda one: values(one, "delivery_streams", lambda s: s.delivery_stream_arn)),
    "aws_kinesis_stream": ("kinesis", lambda one: values(one, "streams", lambda s: s.arn)),
    "aws_kinesis_stream_consumer": ("kinesis", consumers),
    "aws_kms_key": ("kms", keys),
    "aws_lambda_event_source_mapping": ("lambda", lambda one: named(one, "_event_source_mappings")),
    "aws_lambda_function": ("lambda", lambda one: [function.function_name for function in one.list_functions()]),
    "aws_mq_broker": ("mq", lambda one: named(one, "brokers")),
    "aws_mq_configuration": ("mq", lambda one: named(one, "configs")),
    "aws_route_table": ("ec2", lambda one: [table.id for table in one.route_tables.values() if not table.main_association_id]),
    "aws_s3_bucket": ("s3", lambda one: named(one, "buckets")),
    "aws_scheduler_schedule": ("scheduler", schedules),
    "aws_scheduler_schedule_group": ("scheduler", lambda one: [name for name in one.schedule_groups if name != "default"]),
    "aws_secretsmanager_secret": ("secretsmanager", lambda one: [s.arn for s in one.secrets.values() if not s.is_deleted()]),
    "aws_security_group": ("ec2", own_security_groups),
    "aws_sfn_state_machine": ("stepfunctions", lambda one: [machine.arn for machine in one.state_machines]),
    "aws_sns_topic": ("sns", lambda one: named(one, "topics")),
    "aws_sns_topic_subscription": ("sns", lambda one: named(one, "subscriptions")),
    "aws_sqs_queue": ("sqs", lambda one: named(one, "queues")),
    "aws_ssm_document": ("ssm", lambda one: named(one, "_documents")),
    "aws_subnet": ("ec2", own_subnets),
    "aws_vpc": ("ec2", lambda one: [vpc.id for vpc in one.vpcs.values() if not vpc.is_default]),
    "aws_vpc_endpoint": ("ec2", lambda one: [e.id for e in one.vpc_end_points.values() if e.state != "deleted"]),
}


def resources() -> dict[str, list[str]]:
    return {kind: sorted(found(service, ids)) for kind, (service, ids) in KINDS.items()}


def found(service, ids):
    return [id for account in get_backend(service).values() for backend in account.values() for id in ids(backend)]
