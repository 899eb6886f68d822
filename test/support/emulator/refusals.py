"""What AWS refuses and moto 5.2.5 does: deletions of what is in use, and values above a quota. Composite alarms: alarms.py."""

import json
import time

from moto.awslambda.models import lambda_backends
from moto.ec2.exceptions import DependencyViolationError
from moto.ec2.models import EC2Backend
from moto.iam.exceptions import DeleteConflictException, LimitExceededException
from moto.iam.models import IAMBackend, Role
from moto.kinesis.exceptions import ResourceInUseError
from moto.kinesis.responses import KinesisResponse
from moto.mq.models import mq_backends
from moto.sqs.exceptions import SQSException
from moto.sqs.models import Queue, SQSBackend


def apply() -> None:
    keep_attached_policies()
    limit_policies_of_roles()
    keep_networks_in_use()
    wait_for_names_of_queues()
    limit_policies_of_queues()
    keep_streams_with_consumers()


def keep_attached_policies() -> None:
    """IAM deletes no managed policy that is attached, or has another version (IAM API reference, DeletePolicy, 2026-12)."""
    delete = IAMBackend.delete_policy

    def mended(self, policy_arn):
        policy = self.get_policy(policy_arn)
        if policy.attachment_count > 0:
            raise DeleteConflictException("Cannot delete a policy attached to entities.")
        if len(policy.versions) > 1:
            raise DeleteConflictException("This policy has more than one version. Before you delete a policy, you must delete the policy's versions.")
        return delete(self, policy_arn)

    IAMBackend.delete_policy = mended


def limit_policies_of_roles() -> None:
    """
    A role has at most 10 managed policies, each of at most 6,144 characters, and inline policies of 10,240 characters in
    all; white space is not counted (IAM user guide, IAM and STS quotas, 2026-12).
    """
    attach, create, version, put = (
        IAMBackend.attach_role_policy,
        IAMBackend.create_policy,
        IAMBackend.create_policy_version,
        Role.put_policy,
    )

    def mended_attach(self, policy_arn, role_name):
        attached = self.get_role(role_name).managed_policies
        if policy_arn in attached:
            # moto would count it as attached twice.
            return None
        if len(attached) >= 10:
            raise LimitExceededException("Cannot exceed quota for PoliciesPerRole: 10")
        return attach(self, policy_arn, role_name)

    def measure(document):
        if size(document) > 6_144:
            raise LimitExceededException("Cannot exceed quota for PolicySize: 6144")

    def mended_create(self, description, path, policy_document, policy_name, tags):
        measure(policy_document)
        return create(self, description, path, policy_document, policy_name, tags)

    def mended_version(self, policy_arn, policy_document, set_as_default):
        measure(policy_document)
        return version(self, policy_arn, policy_document, set_as_default)

    def mended_put(self, policy_name, policy_json):
        others = sum(size(document) for name, document in self.policies.items() if name != policy_name)
        if others + size(policy_json) > 10_240:
            raise LimitExceededException(f"Maximum policy size of 10240 bytes exceeded for role {self.name}")
        return put(self, policy_name, policy_json)

    IAMBackend.attach_role_policy = mended_attach
    IAMBackend.create_policy = mended_create
    IAMBackend.create_policy_version = mended_version
    Role.put_policy = mended_put


def size(document: str) -> int:
    return len("".join(document.split()))


def keep_networks_in_use() -> None:
    """
    EC2 deletes no security group that a rule of another one or a network interface names, no subnet with a network
    interface, and no VPC with a security group or an endpoint (EC2 API reference, DeleteSecurityGroup, DeleteSubnet,
    DeleteVpc: `DependencyViolation`, 2026-12). Functions in the network, endpoints and brokers have network interfaces.
    """
    delete_group, delete_subnet, delete_vpc = EC2Backend._delete_security_group, EC2Backend.delete_subnet, EC2Backend.delete_vpc

    def mended_group(self, vpc_id, group_id):
        others = [group for groups in self.groups.values() for group in groups.values() if group.id != group_id]
        rules = [rule for group in others for rule in [*group.ingress_rules, *group.egress_rules]]
        named = {rule.source_group["GroupId"] for rule in rules if rule.source_group}
        if group_id in named or group_id in used(self)[0]:
            raise DependencyViolationError(f"resource {group_id} has a dependent object")
        return delete_group(self, vpc_id, group_id)

    def mended_subnet(self, subnet_id):
        if subnet_id in used(self)[1]:
            raise DependencyViolationError(f"The subnet '{subnet_id}' has dependencies and cannot be deleted.")
        return delete_subnet(self, subnet_id)

    def mended_vpc(self, vpc_id):
        groups = [group for group in self.groups.get(vpc_id, {}).values() if group.name != "default"]
        endpoints = [one for one in self.vpc_end_points.values() if one.vpc_id == vpc_id and one.state != "deleted"]
        if groups or endpoints:
            raise DependencyViolationError(f"The vpc '{vpc_id}' has dependencies and cannot be deleted.")
        return delete_vpc(self, vpc_id)

    EC2Backend._delete_security_group = mended_group
    EC2Backend.delete_subnet = mended_subnet
    EC2Backend.delete_vpc = mended_vpc


def used(ec2) -> tuple[set[str], set[str]]:
    """The security groups and subnets of network interfaces, whatever owns these."""
    configs = [function.vpc_config or {} for function in lambda_backends[ec2.account_id][ec2.region_name].list_functions()]
    endpoints = [one for one in ec2.vpc_end_points.values() if one.state != "deleted"]
    brokers = mq_backends[ec2.account_id][ec2.region_name].brokers.values()
    groups = [config.get("SecurityGroupIds") for config in configs]
    groups += [one.security_group_ids for one in endpoints] + [broker.security_groups for broker in brokers]
    subnets = [config.get("SubnetIds") for config in configs]
    subnets += [one.subnet_ids for one in endpoints] + [broker.subnet_ids for broker in brokers]
    return {id for ids in groups for id in ids or []}, {id for ids in subnets for id in ids or []}


def wait_for_names_of_queues() -> None:
    """SQS creates no queue within 60 seconds after one of its name was deleted (SQS API reference, DeleteQueue, 2026-12)."""
    create, delete = SQSBackend.create_queue, SQSBackend.delete_queue
    deleted: dict[tuple[str, str, str], float] = {}

    def mended_delete(self, queue_name):
        delete(self, queue_name)
        deleted[self.account_id, self.region_name, queue_name] = time.monotonic()

    def mended_create(self, name, tags=None, **attributes):
        since = time.monotonic() - deleted.get((self.account_id, self.region_name, name), float("-inf"))
        if since < 60:
            raise SQSException(
                "AWS.SimpleQueueService.QueueDeletedRecently",
                "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
            )
        return create(self, name, tags, **attributes)

    SQSBackend.delete_queue = mended_delete
    SQSBackend.create_queue = mended_create


def limit_policies_of_queues() -> None:
    """A queue's policy has at most 8,192 bytes and 20 statements (SQS developer guide, policy quotas, 2026-12)."""
    set_attributes = Queue._set_attributes

    def mended(self, attributes, now=None):
        policy = attributes.get("Policy")
        if policy and len(policy.encode()) > 8_192:
            raise SQSException("InvalidAttributeValue", "Invalid value for the parameter Policy: longer than 8192 bytes.")
        if policy and len(json.loads(policy).get("Statement", [])) > 20:
            raise SQSException("OverLimit", "Invalid value for the parameter Policy: more than 20 statements.")
        return set_attributes(self, attributes, now)

    Queue._set_attributes = mended


def keep_streams_with_consumers() -> None:
    """Kinesis deletes no stream with registered consumers, unless the call enforces it (Kinesis API reference, DeleteStream)."""
    delete = KinesisResponse.delete_stream

    def mended(self):
        stream = self.kinesis_backend.describe_stream(self._get_param("StreamARN"), self._get_param("StreamName"))
        if stream.consumers and not self._get_param("EnforceConsumerDeletion"):
            raise ResourceInUseError(stream.stream_name)
        return delete(self)

    KinesisResponse.delete_stream = mended
