import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { App, TerraformStack, Testing } from "cdktf";
import * as z from "zod";
import type { LateReferences } from "../../../lib/core/late";
import { planMsk } from "../../../lib/engines/msk";
import { Msk } from "../../../lib/engines/msk/aws";
import {
  authority,
  grant,
  network,
  place,
  role,
  stream,
  user,
  type Options,
  type Provisioned,
} from "../../support/msk";

const late: LateReferences = {
  keyArn: "arn:aws:kms:eu-west-1:111122223333:key/1",
  network: { vpcId: "vpc-1", subnetIds: ["subnet-1", "subnet-2", "subnet-3"] },
  logGroupNames: { broker: "/signalbox/prod/orders/broker" },
};
const stackSpec = z.object({
  terraform: z.looseObject({ required_version: z.string().optional() }).default({}),
  ephemeral: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  resource: z.record(z.string(), z.record(z.string(), z.looseObject({}))).default({}),
});
const clusterSpec = z.looseObject({
  broker_node_group_info: z.looseObject({ connectivity_info: z.unknown(), client_subnets: z.unknown() }),
  client_authentication: z.unknown(),
  lifecycle: z.object({ ignore_changes: z.array(z.string()), prevent_destroy: z.boolean().optional() }),
});

function build(options: Options = {}, more: Parameters<typeof stream>[2] = {}, references = late) {
  const stack = new TerraformStack(new App({ outdir: "never-written" }), "stack");
  const system = new Msk(stack, "System", { plan: stream(options, {}, more), ...references });
  const json = stackSpec.parse(JSON.parse(Testing.synth(stack)));
  return { ...json, built: system.built, all: (type: string) => Object.values(json.resource[type] ?? {}) };
}
const clusterOf = (options: Options = {}, more = {}) =>
  clusterSpec.parse(build(options, more).all("aws_msk_cluster")[0]);
const standing = { standing: ["cluster"] };
const gib = 1024 ** 3;
const growing = { needs: { storage: { targetPercent: 60, maxBytes: 4096 * gib } } };
const secured: Provisioned = { authentication: { scram: true, certificateAuthorities: [authority] } };

/** Paths of blocks that say nothing. */
function emptyBlocks(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.entries(value).filter(([key]) => key !== "//");
  return inner.length === 0 ? [path] : inner.flatMap(([key, entry]) => emptyBlocks(entry, `${path}.${key}`));
}

describe("the cluster", () => {
  const every: [string, Options][] = [
    ["nothing said", {}],
    ["everything that clients may be known by", secured],
    ["anybody", { authentication: { unauthenticated: { reason: "measured in a test" } } }],
    ["PrivateLink", { ...secured, connectivity: { phase: "multi-vpc" } }],
    ["Prometheus for nobody", { openMonitoring: { jmx: false, node: false, reason: "nobody asks" } }],
    ["Express", { mode: "express" }],
  ];
  test.each(every)("%s: an empty authentication block is never emitted, nor any other", (_, options) => {
    const { resource } = build(options, standing);
    expect(emptyBlocks(resource)).toEqual([]);
  });

  test("how clients may be known stands in full", () => {
    expect(clusterOf(secured).client_authentication).toEqual({
      unauthenticated: false,
      sasl: { iam: true, scram: true },
      tls: { certificate_authority_arns: [authority] },
    });
    expect(clusterOf().client_authentication).toEqual({ unauthenticated: false, sasl: { iam: true } });
  });

  test("its place in the network is never a change, and its disks' size only where nothing else changes it", () => {
    const place = ["broker_node_group_info[0].client_subnets", "broker_node_group_info[0].security_groups"];
    const size = "broker_node_group_info[0].storage_info[0].ebs_storage_info[0].volume_size";
    expect(clusterOf().lifecycle.ignore_changes).toEqual(place);
    expect(clusterOf({}, growing).lifecycle.ignore_changes).toEqual([...place, size]);
    expect(clusterOf({ mode: "express" }).lifecycle.ignore_changes).toEqual(place);
    const [serverless] = build({ mode: "serverless" }).all("aws_msk_serverless_cluster");
    expect(serverless?.lifecycle).toEqual({ ignore_changes: ["vpc_config"], prevent_destroy: true });
  });

  test("is protected where the environment says so", () => {
    expect(clusterOf().lifecycle.prevent_destroy).toBe(true);
    expect(clusterOf({}, { protect: false }).lifecycle.prevent_destroy).toBeUndefined();
  });

  test("is reached as its phase says", () => {
    const reached = (phase: "private" | "multi-vpc" | "public" | "closing", more: Provisioned = {}) =>
      clusterOf({ ...secured, ...more, connectivity: { phase }, clients: { cidrs: ["203.0.113.0/24"] } }, standing)
        .broker_node_group_info.connectivity_info;
    const by = (on: boolean) => ({ client_authentication: { sasl: { iam: on, scram: on }, tls: on } });
    expect(reached("private")).toEqual({ public_access: { type: "DISABLED" } });
    expect(reached("public")).toEqual({ public_access: { type: "SERVICE_PROVIDED_EIPS" } });
    expect(reached("multi-vpc")).toEqual({ public_access: { type: "DISABLED" }, vpc_connectivity: by(true) });
    expect(reached("closing")).toEqual({ public_access: { type: "DISABLED" }, vpc_connectivity: by(false) });
  });

  test("is in some of the network's zones where one says so", () => {
    const subnets = (options: Options) => clusterOf(options).broker_node_group_info.client_subnets;
    expect(subnets({})).toEqual(["subnet-1", "subnet-2", "subnet-3"]);
    expect(subnets({ zones: 2 })).toMatch(/^\$\{slice\(.*0, 2\)\}$/);
  });

  test("is encrypted, logged and tiered as the plan says", () => {
    expect(
      clusterOf({ storage: { tiered: true, throughput: "300MiB/s" }, instanceType: "kafka.m5.4xlarge" }),
    ).toMatchObject({
      storage_mode: "TIERED",
      encryption_info: {
        encryption_at_rest_kms_key_arn: late.keyArn,
        encryption_in_transit: { client_broker: "TLS", in_cluster: true },
      },
      logging_info: { broker_logs: { cloudwatch_logs: { enabled: true, log_group: "/signalbox/prod/orders/broker" } } },
      broker_node_group_info: {
        storage_info: { ebs_storage_info: { provisioned_throughput: { enabled: true, volume_throughput: 300 } } },
      },
    });
  });
});

describe("the configuration", () => {
  test("is made anew before the old one goes, names no version, and is what the cluster refers to", () => {
    const { resource, all } = build();
    const [[name, body] = []] = Object.entries(resource.aws_msk_configuration ?? {});
    expect(body).toMatchObject({ lifecycle: { create_before_destroy: true } });
    expect(body).not.toHaveProperty("kafka_versions");
    expect(all("aws_msk_cluster")[0]?.configuration_info).toEqual({
      arn: `\${aws_msk_configuration.${name ?? ""}.arn}`,
      revision: `\${aws_msk_configuration.${name ?? ""}.latest_revision}`,
    });
  });

  test("text that looks like a template of Terraform reaches it as text", () => {
    const [body] = build({ brokerConfiguration: { "custom.advertised.listeners": "CLIENT_IAM://b-${x}:%{y}" } }).all(
      "aws_msk_configuration",
    );
    expect(body?.server_properties).toContain("CLIENT_IAM://b-$${x}:%%{y}");
  });
});

test("the security group never changes, whatever clients: and the listeners say; its rules do", () => {
  const groups = [{}, secured, { clients: { cidrs: ["10.9.0.0/16"], securityGroups: ["sg-0123456789abcdef0"] } }].map(
    (options: Options) => build(options),
  );
  expect(new Set(groups.map(({ resource }) => JSON.stringify(resource.aws_security_group))).size).toBe(1);
  expect(groups.map(({ all }) => all("aws_vpc_security_group_ingress_rule").length)).toEqual([1, 3, 3]);
});

describe("users", () => {
  const grants = [grant("billing", user("billing"), "produce"), grant("shop", user("shop"), "produce")];
  const { resource, ephemeral, terraform, all } = build({}, { grants });

  test("are associated one by one, so that another stack's users stay", () => {
    expect(resource).not.toHaveProperty("aws_msk_scram_secret_association");
    expect(all("aws_msk_single_scram_secret_association")).toHaveLength(4);
    const waiting = all("aws_msk_single_scram_secret_association").filter(({ depends_on }) =>
      JSON.stringify(depends_on).includes("aws_msk_single_scram_secret_association"),
    );
    expect(waiting).toHaveLength(3);
  });

  test("have a password that is in no plan and no state", () => {
    expect(Object.keys(ephemeral?.aws_secretsmanager_random_password ?? {})).toHaveLength(4);
    // Checkov parses no stack that has one.
    expect(terraform.required_version).toBeUndefined();
    for (const version of all("aws_secretsmanager_secret_version")) {
      expect(version).not.toHaveProperty("secret_string");
      expect(version.secret_string_wo).toMatch(
        /^\{"username":"[a-z-]+","password":"\$\{ephemeral\.aws_secretsmanager_random_password\.[\w-]+\.random_password\}"\}$/,
      );
    }
  });

  test("have a secret under the system's key, in the name that MSK wants", () => {
    for (const secret of all("aws_secretsmanager_secret")) {
      expect(secret.kms_key_id).toBe(late.keyArn);
      expect(secret.name).toMatch(/^AmazonMSK_prod-orders-/);
    }
  });

  test("no user, nothing that needs Terraform 1.11", () => {
    expect(build().terraform.required_version).toBeUndefined();
    expect(build().ephemeral).toBeUndefined();
  });
});

test("what the stack tells: an address for each listener, settings for each client, and what concerns refer to", () => {
  const grants = [grant("billing", user("billing"), "produce"), grant("shop", role("shop"), "produce")];
  const { built } = build({}, { grants });
  expect(Object.keys(built.outputs)).toEqual(["bootstrapIam", "bootstrapScram", "settings-billing", "settings-shop"]);
  expect(built.outputs["settings-billing"]).toMatch(/^bootstrap\.servers=.+\nclient\.id=billing\n/);
  expect(built.outputs["settings-billing"]).toContain("$${secretsmanager:");
  expect(Object.keys(built.functionVariables)).toEqual(["topics", "replay", "export"]);
  expect(Object.keys(built.scalingResources)).toEqual(["disks"]);
});

test("of a system that exists already nothing is built", () => {
  const { resource, built } = build({}, { existing: { name: "legacy" } }, { logGroupNames: {} });
  expect(resource).toEqual({});
  expect(built).toEqual({ outputs: {}, functionVariables: {}, scalingResources: {}, archiveSources: {} });
});

test("it is not built without a key, and not without a network", () => {
  const { keyArn: _key, ...keyless } = late;
  const { network: _network, ...homeless } = late;
  expect(() => build({}, {}, keyless)).toThrow(/without keyArn/);
  expect(() => build({}, {}, homeless)).toThrow(/without network/);
});

test("a policy of the cluster stands where somebody of another account may come in", () => {
  const plan = planMsk(place, "orders", {
    channels: { placed: {} },
    network,
    options: { connectivity: { phase: "multi-vpc" } },
    statements: {
      "arn:aws:kafka:eu-west-1:111122223333:cluster/prod-orders/*": [
        { Sid: "Reach", Effect: "Allow", Action: "kafka:CreateVpcConnection", Resource: "*" },
      ],
    },
  });
  const stack = new TerraformStack(new App({ outdir: "never-written" }), "stack");
  new Msk(stack, "System", { plan, ...late });
  const { resource } = stackSpec.parse(JSON.parse(Testing.synth(stack)));
  expect(Object.keys(resource.aws_msk_cluster_policy ?? {})).toHaveLength(1);
});

test("a role of the same account is granted a topic and a group, and no more", () => {
  const stack = new TerraformStack(new App({ outdir: "never-written" }), "stack");
  const plan = planMsk(place, "orders", {
    channels: { "orders.placed": {} },
    network: { zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"], cidr: "10.40.0.0/16" },
  });
  const system = new Msk(stack, "System", { plan, ...late });
  const role = new IamRole(stack, "Reports", { name: "reports", assumeRolePolicy: "{}" });
  system.grantConsume(role, "orders.placed", "reports");
  const [policy] = Object.values(stackSpec.parse(JSON.parse(Testing.synth(stack))).resource.aws_iam_role_policy ?? {});
  expect(policy?.policy).toContain("topic/prod-orders/*/orders.placed");
  expect(policy?.policy).toContain("group/prod-orders/*/reports");
  expect(policy?.policy).not.toContain("WriteData");
  expect(() => system.grantProduce(role, "orders.shipped")).toThrow("there is no channel 'orders.shipped'");
});

test("the archive reads from the cluster itself, whose ARN AWS assigns", () => {
  const archived = { needs: { archive: true } };
  const { built, all } = build({}, archived);
  expect(Object.keys(built.archiveSources)).toEqual(["placed"]);
  expect(all("aws_vpc_security_group_egress_rule").map((rule) => [rule.from_port, rule.cidr_ipv4])).toEqual([
    [9098, network.cidr],
    [443, network.cidr],
  ]);
  expect(Object.keys(build({ mode: "serverless" }, archived).built.archiveSources)).toEqual(["placed"]);
  expect(build().built.archiveSources).toEqual({});
});
