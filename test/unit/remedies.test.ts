import { decide } from "../support/iam";
import { account, kafka, queues, read, remediesOf, roleArn } from "../support/remedies";

const find = (id: string, system: object = queues) => {
  const found = remediesOf(system).remedies.find((remedy) => remedy.id === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
};
const ids = (system: object, more: object = {}) => remediesOf(system, more).remedies.map(({ id }) => id);
const sqs = (name: string) => `arn:aws:sqs:eu-west-1:${account}:${name}`;

describe("which documents there are follows from the facts", () => {
  test("queues with dead letters, consumers that can be paused, roles", () => {
    expect(ids(queues)).toEqual(["redrive", "pause-mailer", "pause-printer", "quarantine"]);
  });
  test("disks that grow", () => expect(ids(kafka)).toEqual(["grow-storage"]));
  test("no disks, or disks at their largest", () => {
    expect(ids({ ...kafka, msk: { mode: "express" } })).toEqual([]);
    expect(ids({ ...kafka, msk: { storage: { size: "16TiB" } } })).toEqual([]);
  });
  test("nobody who approves: nothing that cuts off", () => {
    expect(ids(queues, { governance: {} })).not.toContain("quarantine");
  });
  test("what SNS set aside cannot be moved back, and is in no document", () => {
    const topic = { engine: "sns-sqs", pattern: "pub-sub", channels: { events: { subscribers: { mail: {} } } } };
    const { parameters } = read(find("redrive", topic));
    expect(parameters.DeadLetters?.allowedValues).toEqual(["prod-work-events-mail-dead-letters"]);
  });
  test.each([
    [18, 1],
    [19, 2],
  ])("%i queues need %i documents", (count, documents) => {
    const channels = Object.fromEntries(Array.from({ length: count }, (_, i) => [`${"q".repeat(60)}${i}`, {}]));
    const all = remediesOf({ ...queues, channels, access: [] }).remedies;
    expect(all.map(({ id }) => id)).toEqual(["redrive", "redrive-2"].slice(0, documents));
    for (const { role } of all) expect(role.document.length).toBeLessThanOrEqual(6_144);
    expect(all.flatMap((one) => read(one).parameters.DeadLetters?.allowedValues)).toHaveLength(count);
  });
  test.each([
    [40, 1],
    [41, 2],
  ])("%i roles need %i documents to be cut off, and one policy for all", (count, documents) => {
    const names = Array.from({ length: count }, (_, i) => `client-with-a-rather-long-name-${i}`);
    const all = remediesOf(
      { ...queues, channels: { jobs: {} }, access: names.map((client) => ({ client, produce: ["jobs"] })) },
      { clients: Object.fromEntries(names.map((name) => [name, { role: roleArn(name) }])) },
    ).remedies.filter(({ id }) => id.startsWith("quarantine"));
    expect(all).toHaveLength(documents);
    expect(all.filter(({ attaches }) => attaches !== undefined)).toHaveLength(1);
    for (const { role } of all) expect(role.document.length).toBeLessThanOrEqual(6_144);
  });
});

test("sizes to choose from are above what there is, and end at the maximum", () => {
  const sizes = (system: object) => read(find("grow-storage", system)).parameters.SizeGiB?.allowedValues;
  const disk = { msk: { storage: { size: "500GiB" } } };
  expect(sizes({ ...kafka, ...disk, autoscaling: { storage: { max: "1TiB" } } })).toEqual([625, 782, 978, 1024]);
  expect(sizes({ ...kafka, ...disk })?.at(-1)).toBe(16_384);
});

test("a pattern admits the cluster's own ARN and no other", () => {
  const pattern = new RegExp(read(find("grow-storage", kafka)).parameters.ClusterArn?.allowedPattern ?? "");
  const cluster = (name: string) => `arn:aws:kafka:eu-west-1:${account}:cluster/${name}/abcd-12-3`;
  expect(pattern.test(cluster("prod-work"))).toBe(true);
  expect(pattern.test(cluster("prod-work-2"))).toBe(false);
  expect(pattern.test(`${cluster("prod-work")}/x`)).toBe(false);
});

describe("what the roles may do", () => {
  const may = (id: string, action: string, resource: string, context = {}, system: object = queues) => {
    const { role } = find(id, system);
    return decide({
      principal: roleArn(role.name),
      action,
      resource,
      account,
      context,
      identityPolicies: [role.document],
    });
  };
  const mapping = `arn:aws:lambda:eu-west-1:${account}:event-source-mapping:0000`;
  const ofFunction = (name: string) => ({
    "lambda:FunctionArn": `arn:aws:lambda:eu-west-1:${account}:function:${name}`,
  });
  const attaching = (policy: string) => ({ "iam:PolicyARN": policy });
  const quarantined = `arn:aws:iam::${account}:policy/prod-work-quarantined`;
  const cluster = `arn:aws:kafka:eu-west-1:${account}:cluster/prod-work/abcd-1`;
  const service = (name: string) => `arn:aws:ecs:eu-west-1:${account}:service/${name}`;

  test.each([
    ["redrive", "sqs:StartMessageMoveTask", sqs("prod-work-jobs-dead-letters"), {}, "allowed"],
    ["redrive", "sqs:SendMessage", sqs("prod-work-jobs"), {}, "allowed"],
    ["redrive", "sqs:ReceiveMessage", sqs("prod-work-jobs"), {}, "denied"],
    ["redrive", "sqs:SendMessage", sqs("prod-work-jobs-dead-letters"), {}, "denied"],
    ["redrive", "sqs:PurgeQueue", sqs("prod-work-jobs-dead-letters"), {}, "denied"],
    ["redrive", "sqs:StartMessageMoveTask", sqs("prod-other-jobs-dead-letters"), {}, "denied"],
    ["pause-mailer", "lambda:UpdateEventSourceMapping", mapping, ofFunction("mailer"), "allowed"],
    ["pause-mailer", "lambda:UpdateEventSourceMapping", mapping, ofFunction("mailer:live"), "allowed"],
    ["pause-mailer", "lambda:UpdateEventSourceMapping", mapping, ofFunction("mailer2"), "denied"],
    ["pause-mailer", "lambda:DeleteEventSourceMapping", mapping, ofFunction("mailer"), "denied"],
    ["pause-printer", "ecs:UpdateService", service("office/printer"), {}, "allowed"],
    ["pause-printer", "ecs:UpdateService", service("office/scanner"), {}, "denied"],
    ["pause-printer", "ecs:DeleteService", service("office/printer"), {}, "denied"],
    ["quarantine", "iam:AttachRolePolicy", roleArn("shop"), attaching(quarantined), "allowed"],
    ["quarantine", "iam:AttachRolePolicy", roleArn("teams/mailer"), attaching(quarantined), "allowed"],
    ["quarantine", "iam:DetachRolePolicy", roleArn("shop"), attaching(quarantined), "allowed"],
    ["quarantine", "iam:AttachRolePolicy", roleArn("admin"), attaching(quarantined), "denied"],
    ["quarantine", "iam:DetachRolePolicy", roleArn("shop"), attaching("arn:aws:iam::aws:policy/Other"), "denied"],
    [
      "quarantine",
      "iam:AttachRolePolicy",
      roleArn("shop"),
      attaching("arn:aws:iam::aws:policy/AdministratorAccess"),
      "denied",
    ],
  ])("%s: %s on %s", async (id, action, resource, context, decision) => {
    expect(await may(id, action, resource, context)).toBe(decision);
  });

  test.each([
    ["kafka:UpdateBrokerStorage", cluster, "allowed"],
    ["kafka:UpdateBrokerStorage", cluster.replace("prod-work", "prod-work-2"), "denied"],
    ["kafka:DeleteCluster", cluster, "denied"],
  ])("grow-storage: %s on %s", async (action, resource, decision) => {
    expect(await may("grow-storage", action, resource, {}, kafka)).toBe(decision);
  });

  test.each([
    ["alias/prod-work", "sqs.eu-west-1.amazonaws.com", "allowed"],
    ["alias/prod-other", "sqs.eu-west-1.amazonaws.com", "denied"],
    ["alias/prod-work", "s3.eu-west-1.amazonaws.com", "denied"],
  ])("redrive uses the key %s through %s", async (alias, via, decision) => {
    const { remedies, key } = remediesOf(queues);
    const decided = await decide({
      principal: roleArn("prod-work-remedy-redrive"),
      action: "kms:Decrypt",
      resource: `arn:aws:kms:eu-west-1:${account}:key/0000`,
      account,
      context: { "kms:ResourceAliases": [alias], "kms:ViaService": via, "kms:CallerAccount": account },
      identityPolicies: remedies.filter(({ id }) => id === "redrive").map(({ role }) => role.document),
      ...(key && { resourcePolicy: key.policy }),
    });
    expect(decided).toBe(decision);
  });

  test("every call of every document is one that its role may make", () => {
    for (const remedy of [...remediesOf(queues).remedies, ...remediesOf(kafka).remedies])
      for (const { inputs } of read(remedy).mainSteps)
        if (inputs.Service !== undefined) expect(remedy.role.document).toContain(`"${inputs.Service}:${inputs.Api}"`);
  });
});

describe("a client in quarantine", () => {
  const { attaches } = find("quarantine");
  const everything = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
  const may = (action: string, resource: string) =>
    decide({
      principal: roleArn("shop"),
      action,
      resource,
      account,
      identityPolicies: [everything, attaches?.document ?? ""],
    });
  test("loses the system's services, whatever else it may do, and nothing else", async () => {
    expect(await may("sqs:SendMessage", sqs("prod-work-jobs"))).toBe("denied");
    expect(await may("sqs:ReceiveMessage", sqs("prod-other-jobs"))).toBe("denied");
    expect(await may("s3:GetObject", "arn:aws:s3:::elsewhere/x")).toBe("allowed");
  });
});

describe("runs", () => {
  const codes = (client: object) => remediesOf({ ...queues, access: [] }, { clients: { one: client } }).codes;
  const role = roleArn("one");
  test.each([
    [{ role, runs: { function: "f" } }, []],
    [{ user: "till", runs: { service: "c/s" } }, []],
    [{ role, runs: {} }, ["BadClient"]],
    [{ role, runs: { function: "f", service: "c/s" } }, ["BadClient"]],
    [{ role: "arn:aws:iam::444455556666:role/one", runs: { function: "f" } }, ["BadClient"]],
    [{ account: "444455556666", runs: { function: "f" } }, ["BadClient"]],
    [{ role, runs: { service: "s" } }, ["BadFormat"]],
  ])("%j", (client, expected) => expect(codes(client)).toEqual(expected));
});

test.each([[0], [10]])("%i approvers are taken", (count) => {
  const approvers = Array.from({ length: count }, (_, i) => roleArn(`a${i}`));
  expect(remediesOf(queues, { governance: { approvers } }).codes).toEqual([]);
});
test("Automation asks ten at most, and each is a role or user", () => {
  const approvers = Array.from({ length: 11 }, (_, i) => roleArn(`a${i}`));
  expect(remediesOf(queues, { governance: { approvers } }).codes).not.toEqual([]);
  expect(remediesOf(queues, { governance: { approvers: ["somebody"] } }).codes).not.toEqual([]);
});
