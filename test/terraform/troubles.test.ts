import { Issues } from "../../lib/core/issues";
import { planEnvironment, type EnvironmentPlan } from "../../lib/environment/plan";
import { happening, planUpdate, set, type Change } from "../support/update";

/** What users of other tools report most, each by the plan that Terraform makes of a cluster that stands. */

jest.setTimeout(600_000);
const stack = "prod-orders";

interface Said {
  readonly system?: object;
  readonly zones?: number;
  readonly clients?: readonly string[];
}

/** An environment with one cluster, and users of it by name. */
function kafka({ system = {}, zones = 3, clients = ["billing"] }: Said = {}): EnvironmentPlan {
  const consume = clients.map((client) => ({ client, consume: ["placed"], group: client }));
  return environment(zones, clients, {
    pattern: "event-stream",
    engine: "msk",
    channels: { placed: { partitions: 6 } },
    access: consume,
    ...system,
  });
}

function rabbit(clients: readonly string[], system: object = {}): EnvironmentPlan {
  const access = clients.map((client) => ({ client, consume: ["jobs"] }));
  return environment(3, clients, { pattern: "work-queue", engine: "mq", channels: { jobs: {} }, access, ...system });
}

function environment(zones: number, clients: readonly string[], system: object): EnvironmentPlan {
  const issues = new Issues();
  const data = {
    environment: "prod",
    aws: { account: "111122223333", region: "eu-west-1" },
    state: { s3: { bucket: "acme-prod-tfstate" } },
    owner: { team: "platform", contact: "platform@acme.example" },
    network: { cidr: "10.40.0.0/16", zones },
    clients: Object.fromEntries(clients.map((client) => [client, { user: client }])),
    systems: { orders: system },
  };
  const plan = planEnvironment(data, { inventory: undefined, today: "2026-11-24" }, issues);
  const said = issues.all.filter(({ kind }) => kind.code !== "InventoryOutdated");
  if (plan === undefined || said.length > 0) throw new Error(JSON.stringify(said));
  return plan;
}

const update = (before: EnvironmentPlan, after: EnvironmentPlan): Promise<Change[]> =>
  planUpdate(before, after, { stack });

/** What happens to resources of a type, each as `update`, `create, delete`, …; nothing where they stay as they are. */
const of = (type: string, changes: readonly Change[]): string[] =>
  Object.entries(happening(changes)).flatMap(([address, what]) => (address.startsWith(`${type}.`) ? [what] : []));

const growing = { autoscaling: { storage: { max: "4TiB" } } };

test("a grown disk is not shrunk by the next plan", async () => {
  const grown = await planUpdate(kafka({ system: growing }), kafka({ system: growing }), {
    stack,
    alter: (resources) => {
      const cluster = resources.find(({ type }) => type === "aws_msk_cluster");
      if (cluster === undefined) throw new Error("no cluster");
      set(cluster, ["broker_node_group_info", 0, "storage_info", 0, "ebs_storage_info", 0, "volume_size"], 4000);
    },
  });
  expect(happening(grown)).toEqual({});
});

test("a change of the brokers' configuration does not collide with the one in use", async () => {
  const logs = { msk: { brokerConfiguration: { "log.retention.ms": 86_400_000 } } };
  const changes = await update(kafka(), kafka({ system: logs }));
  expect(of("aws_msk_configuration", changes)).toEqual(["create, delete"]);
  expect(of("aws_msk_cluster", changes)).toEqual(["update"]);
  const configuration = changes.find(({ type }) => type === "aws_msk_configuration");
  expect(configuration?.after?.name).not.toEqual(configuration?.before?.name);
});

test("a change of Kafka's version is an update, and its configuration stays", async () => {
  const version = (name: string) => kafka({ system: { msk: { version: name } } });
  const changes = await update(version("4.0.x"), version("4.1.x"));
  expect(of("aws_msk_cluster", changes)).toEqual(["update"]);
  expect(of("aws_msk_configuration", changes)).toEqual([]);
});

test("a second stack's SCRAM user survives: a user comes and goes alone", async () => {
  const comes = await update(kafka(), kafka({ clients: ["billing", "shipping"] }));
  expect(of("aws_msk_single_scram_secret_association", comes)).toEqual(["create", "create"]);
  const goes = await update(kafka({ clients: ["billing", "shipping"] }), kafka());
  expect(of("aws_msk_single_scram_secret_association", goes)).toEqual(["delete", "delete"]);
  // The exclusive kind of association, which takes away what it does not list, is nowhere.
  for (const { type } of [...comes, ...goes]) expect(type).not.toBe("aws_msk_scram_secret_association");
  expect(of("aws_msk_cluster", [...comes, ...goes])).toEqual([]);
});

test("other clients' networks change the rules of the security group, and not the cluster", async () => {
  const from = (cidr: string) => kafka({ system: { msk: { clients: { cidrs: [cidr] } } } });
  const changes = await update(from("10.1.0.0/16"), from("10.2.0.0/16"));
  expect(of("aws_msk_cluster", changes)).toEqual([]);
  expect(of("aws_security_group", changes)).toEqual([]);
  expect(of("aws_vpc_security_group_ingress_rule", changes).length).toBeGreaterThan(0);
});

test("subnets that change do not replace the cluster", async () => {
  const said = { system: { msk: { version: "4.1.x" } } };
  const changes = await update(kafka({ ...said, zones: 3 }), kafka({ ...said, zones: 2 }));
  for (const what of of("aws_msk_cluster", changes)) expect(what).toBe("update");
});

test("a user that comes or goes never makes a message broker anew", async () => {
  const comes = await update(rabbit(["till"]), rabbit(["till", "ledger"]));
  expect(of("aws_mq_broker", comes)).toEqual([]);
  expect(of("aws_secretsmanager_secret", comes)).toEqual(["create"]);
  expect(of("aws_lambda_invocation", comes)).toEqual(["delete, create"]);
  expect(of("aws_mq_broker", await update(rabbit(["till", "ledger"]), rabbit(["till"])))).toEqual([]);
});

test("a message broker takes a new deadline and a patch of its window in place", async () => {
  const later = { maintenance: { window: { day: "MONDAY" } }, channels: { jobs: { ackDeadline: "2h" } } };
  const changes = await update(rabbit(["till"]), rabbit(["till"], later));
  expect(of("aws_mq_configuration", changes)).toEqual(["update"]);
  expect(of("aws_mq_broker", changes)).toEqual(["update"]);
});

test("one more topic, and wider ones, are the function's work alone", async () => {
  const channels = { placed: { partitions: 12 }, shipped: { partitions: 6 } };
  const changes = await update(kafka({ clients: [] }), kafka({ clients: [], system: { channels } }));
  expect(of("aws_msk_cluster", changes)).toEqual([]);
  expect(of("aws_lambda_invocation", changes)).toEqual(["delete, create"]);
});
