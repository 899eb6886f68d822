import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
} from "@aws-sdk/client-cloudwatch";
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DetachRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateStreamCommand, DeleteStreamCommand, RegisterStreamConsumerCommand } from "@aws-sdk/client-kinesis";
import { CreateQueueCommand, DeleteQueueCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { kinesisClient } from "../../lib/core/kinesis-client";
import { emulatorEnv, startEmulator, type Emulator } from "../support/emulator";
import { alarmsThere } from "../support/left";

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
  Object.assign(process.env, emulatorEnv(emulator.endpoint));
});
afterAll(() => emulator.stop());

describe("CloudWatch", () => {
  const metric = (AlarmName: string) =>
    new CloudWatchClient({}).send(
      new PutMetricAlarmCommand({
        AlarmName,
        Namespace: "AWS/SQS",
        MetricName: "ApproximateAgeOfOldestMessage",
        Statistic: "Maximum",
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: "GreaterThanThreshold",
      }),
    );
  const composite = (AlarmName: string, children: readonly string[], ActionsSuppressor?: string) =>
    new CloudWatchClient({}).send(
      new PutCompositeAlarmCommand({
        AlarmName,
        AlarmRule: children.map((child) => `ALARM("${child}")`).join(" OR ") || "FALSE",
        ...(ActionsSuppressor && {
          ActionsSuppressor,
          ActionsSuppressorWaitPeriod: 1,
          ActionsSuppressorExtensionPeriod: 1,
        }),
      }),
    );
  const remove = (...AlarmNames: string[]) => new CloudWatchClient({}).send(new DeleteAlarmsCommand({ AlarmNames }));

  test("deletes no alarm that a composite alarm names, and deletes it when the rule no longer names it", async () => {
    for (const name of ["a", "b", "quiet"]) await metric(name);
    await composite("both", ["a", "b"], "quiet");
    await expect(remove("a")).rejects.toThrow("Cannot delete a as there are composite alarm(s) depending on it.");
    await expect(remove("quiet")).rejects.toThrow("Cannot delete quiet");
    await composite("both", ["b"]);
    await remove("a", "quiet");
    await expect(remove("both", "b")).rejects.toThrow("Cannot delete b");
    await remove("both");
    await remove("b");
    expect(await alarmsThere()).toEqual([]);
  });

  test("deletes one composite alarm per call, and none of a cycle", async () => {
    await composite("first", []);
    await composite("second", ["first"]);
    await composite("first", ["second"]);
    await expect(remove("first")).rejects.toThrow("Cannot delete first");
    await expect(remove("second")).rejects.toThrow("Cannot delete second");
    await composite("first", []);
    await expect(remove("first", "second")).rejects.toThrow("Exactly one composite alarm");
    await remove("second");
    await remove("first");
    expect(await alarmsThere()).toEqual([]);
  });

  test("accepts 100 children of a composite alarm, and no more", async () => {
    const names = Array.from({ length: 101 }, (_, index) => `child-${index}`);
    for (const name of names) await metric(name);
    await composite("all", names.slice(0, 100));
    await expect(composite("all", names)).rejects.toThrow("100");
    await expect(composite("unknown", ["nowhere"])).rejects.toThrow("do not exist");
  });
});

describe("IAM", () => {
  const iam = () => new IAMClient({});
  /** A document of this many characters that count; spaces are not among them. */
  const document = (length: number) => {
    const text = (sid: string) =>
      `{"Version":"2012-10-17","Statement":[{"Sid":"${sid}","Effect":"Allow","Action":"sqs:ListQueues","Resource":"*"}]}`;
    return text("x".repeat(length - text("").length)).replace(/,/g, ",   ");
  };
  const policy = async (PolicyName: string, length = 200) =>
    (await iam().send(new CreatePolicyCommand({ PolicyName, PolicyDocument: document(length) }))).Policy?.Arn;
  const attach = (PolicyArn: string | undefined, RoleName: string) =>
    iam().send(new AttachRolePolicyCommand({ PolicyArn, RoleName }));

  test("attaches 10 managed policies to a role, and deletes none of them before it is detached", async () => {
    await iam().send(new CreateRoleCommand({ RoleName: "shop", AssumeRolePolicyDocument: document(200) }));
    const arns = await Promise.all(Array.from({ length: 11 }, (_, index) => policy(`policy-${index}`)));
    for (const arn of arns.slice(0, 10)) await attach(arn, "shop");
    await attach(arns[0], "shop");
    await expect(attach(arns[10], "shop")).rejects.toThrow("PoliciesPerRole: 10");
    await expect(iam().send(new DeletePolicyCommand({ PolicyArn: arns[0] }))).rejects.toThrow("attached to entities");
    await iam().send(new DetachRolePolicyCommand({ PolicyArn: arns[0], RoleName: "shop" }));
    await iam().send(new DeletePolicyCommand({ PolicyArn: arns[0] }));
  });

  test("accepts managed policies of 6,144 characters, and inline policies of 10,240 in all", async () => {
    await policy("largest", 6_144);
    await expect(policy("too-large", 6_145)).rejects.toThrow("PolicySize: 6144");
    await iam().send(new CreateRoleCommand({ RoleName: "mailer", AssumeRolePolicyDocument: document(200) }));
    const put = (PolicyName: string, length: number) =>
      iam().send(new PutRolePolicyCommand({ RoleName: "mailer", PolicyName, PolicyDocument: document(length) }));
    await put("first", 5_120);
    await put("second", 5_120);
    await put("second", 5_119);
    await expect(put("second", 5_121)).rejects.toThrow("10240");
  });
});

describe("SQS", () => {
  const sqs = () => new SQSClient({});
  const statements = (count: number, more = "") =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: Array.from({ length: count }, () => ({ Effect: "Allow", Principal: "*", Action: "sqs:SendMessage" })),
      Id: more,
    });

  test("creates no queue of a name that was deleted within the last minute", async () => {
    const { QueueUrl } = await sqs().send(new CreateQueueCommand({ QueueName: "gone" }));
    await sqs().send(new DeleteQueueCommand({ QueueUrl }));
    await expect(sqs().send(new CreateQueueCommand({ QueueName: "gone" }))).rejects.toThrow("wait 60 seconds");
  });

  test("accepts policies of 20 statements and 8,192 bytes", async () => {
    const { QueueUrl } = await sqs().send(new CreateQueueCommand({ QueueName: "policies" }));
    const set = (Policy: string) => sqs().send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
    await set(statements(20));
    await expect(set(statements(21))).rejects.toThrow("20 statements");
    const room = 8_192 - statements(1).length;
    await set(statements(1, "x".repeat(room)));
    await expect(set(statements(1, "x".repeat(room + 1)))).rejects.toThrow("8192");
  });
});

test("Kinesis deletes no stream with a consumer, unless the call enforces it", async () => {
  const kinesis = kinesisClient();
  const StreamName = "clicks";
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  const StreamARN = `arn:aws:kinesis:eu-west-1:123456789012:stream/${StreamName}`;
  await kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: "search" }));
  await expect(kinesis.send(new DeleteStreamCommand({ StreamName }))).rejects.toThrow();
  await kinesis.send(new DeleteStreamCommand({ StreamName, EnforceConsumerDeletion: true }));
});

/** A call of EC2, for which this repository has no client; the answer's text. */
async function ec2(Action: string, input: Readonly<Record<string, string>>): Promise<string> {
  const answer = await fetch(emulator.endpoint, {
    method: "POST",
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      Authorization:
        "AWS4-HMAC-SHA256 Credential=test/20261124/eu-west-1/ec2/aws4_request, SignedHeaders=host, Signature=0",
    },
    body: new URLSearchParams({ Action, Version: "2016-11-15", ...input }),
  });
  return answer.text();
}

test("EC2 deletes no network that is in use", async () => {
  const idIn = (text: string, kind: string) => new RegExp(`${kind}-[0-9a-f]{17}`).exec(text)?.[0] ?? "";
  const VpcId = idIn(await ec2("CreateVpc", { CidrBlock: "10.0.0.0/16" }), "vpc");
  const SubnetId = idIn(await ec2("CreateSubnet", { VpcId, CidrBlock: "10.0.0.0/24" }), "subnet");
  const group = async (GroupName: string) =>
    idIn(await ec2("CreateSecurityGroup", { VpcId, GroupName, GroupDescription: GroupName }), "sg");
  const [named, naming] = [await group("named"), await group("naming")];
  const rule = {
    GroupId: naming,
    "IpPermissions.1.IpProtocol": "tcp",
    "IpPermissions.1.FromPort": "443",
    "IpPermissions.1.ToPort": "443",
    "IpPermissions.1.Groups.1.GroupId": named,
  };
  await ec2("AuthorizeSecurityGroupIngress", rule);
  const endpoint = await ec2("CreateVpcEndpoint", {
    VpcId,
    ServiceName: "com.amazonaws.eu-west-1.sqs",
    VpcEndpointType: "Interface",
    "SubnetId.1": SubnetId,
    "SecurityGroupId.1": naming,
  });
  const steps = [
    ["DeleteSecurityGroup", { GroupId: named }, "RevokeSecurityGroupIngress", rule],
    ["DeleteSecurityGroup", { GroupId: naming }, "DeleteVpcEndpoints", { "VpcEndpointId.1": idIn(endpoint, "vpce") }],
  ] as const;
  expect(await ec2("DeleteSubnet", { SubnetId })).toContain("DependencyViolation");
  for (const [refused, input, first, by] of steps) {
    expect(await ec2(refused, input)).toContain("DependencyViolation");
    await ec2(first, by);
    expect(await ec2(refused, input)).not.toContain("<Error>");
  }
  expect(await ec2("DeleteSubnet", { SubnetId })).not.toContain("<Error>");
  const last = await group("last");
  expect(await ec2("DeleteVpc", { VpcId })).toContain("DependencyViolation");
  await ec2("DeleteSecurityGroup", { GroupId: last });
  expect(await ec2("DeleteVpc", { VpcId })).not.toContain("<Error>");
});
