import { DescribeBrokerCommand, ListBrokersCommand, MqClient } from "@aws-sdk/client-mq";
import { GetSecretValueCommand, ListSecretsCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { deployed, deploysWithEmptyPlan } from "../support/deployed";

const bucket = "signalbox-brokers-tfstate";
const access = [
  { client: "till", produce: ["one"] },
  { client: "ledger", consume: ["one"] },
];
const environment = {
  environment: "brokers",
  aws: { account: "123456789012", region: "eu-west-1" },
  state: { s3: { bucket } },
  owner: { team: "platform", contact: "platform@acme.example" },
  protection: { deletion: false, reason: "made to be destroyed after every test" },
  // The sandbox has all endpoints; each takes the emulator a while.
  network: { cidr: "10.40.0.0/16", endpoints: ["logs", "monitoring", "secretsmanager"] },
  clients: { till: { user: "till" }, ledger: { user: "ledger" } },
  systems: {
    rabbit: { pattern: "work-queue", engine: "mq", channels: { one: {} }, access },
    active: { pattern: "work-queue", engine: "mq", mq: { broker: "activemq" }, channels: { one: {} }, access },
  },
};
const stacks = ["brokers-foundation", "brokers-rabbit", "brokers-active"];

const terraform = deployed(environment);
deploysWithEmptyPlan(stacks, terraform);

test("the brokers are as their systems say", async () => {
  const mq = new MqClient({});
  const { BrokerSummaries = [] } = await mq.send(new ListBrokersCommand({}));
  const brokers = await Promise.all(
    BrokerSummaries.map(({ BrokerId }) => mq.send(new DescribeBrokerCommand({ BrokerId }))),
  );
  const told = brokers.map(({ BrokerName, DeploymentMode, HostInstanceType, EngineVersion, SubnetIds, Users }) =>
    [BrokerName, DeploymentMode, HostInstanceType, EngineVersion, SubnetIds?.length, Users?.length].join(" "),
  );
  expect(told.sort()).toEqual([
    // The emulator runs what works outside the network: the function gave the broker its clients' users.
    "brokers-active ACTIVE_STANDBY_MULTI_AZ mq.m5.large 5.19 2 3",
    "brokers-rabbit CLUSTER_MULTI_AZ mq.m7g.large 4.2 3 1",
  ]);
  expect(brokers.map(({ PubliclyAccessible }) => PubliclyAccessible)).toEqual([false, false]);
});

test("every user has a password of its own, which no state holds but the first of the administrator", async () => {
  const secrets = new SecretsManagerClient({});
  const { SecretList = [] } = await secrets.send(new ListSecretsCommand({}));
  const values = await Promise.all(
    SecretList.map(async ({ Name: SecretId }) => ({
      name: SecretId ?? "",
      // Without a stage moto gives the first version, whichever is current.
      text:
        (await secrets.send(new GetSecretValueCommand({ SecretId, VersionStage: "AWSCURRENT" }))).SecretString ?? "",
    })),
  );
  expect(values.map(({ name }) => name).sort()).toEqual([
    ...["ledger", "signalbox", "till"].map((user) => `brokers/active/${user}`),
    ...["ledger", "signalbox", "signalbox-metrics", "till"].map((user) => `brokers/rabbit/${user}`),
  ]);
  const states = (await Promise.all(stacks.map((stack) => terraform(stack, "state", "pull")))).join("\n");
  const known = values.filter(({ text }) => states.includes(/"password":"([^"]+)"/.exec(text)?.[1] ?? "missing"));
  expect(new Set(values.map(({ text }) => text)).size).toBe(7);
  // That of ActiveMQ was replaced by the first call of the function.
  expect(known.map(({ name }) => name)).toEqual(["brokers/rabbit/signalbox"]);
});

test.each(["brokers-active", "brokers-rabbit"])("%s is destroyed", async (stack) => {
  await terraform(stack, "destroy", "-input=false", "-no-color", "-auto-approve");
});
