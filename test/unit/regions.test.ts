import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { loadLayers } from "../../lib/config";
import { Issues } from "../../lib/core/issues";
import { partitionOf, regionNames, regionOf } from "../../lib/core/regions";
import { planEnvironment } from "../../lib/environment/plan";
import { planNetwork } from "../../lib/network/plan";
import { networkSpec } from "../../lib/network/spec";
import { synthesize } from "../support/render";

const world = { inventory: undefined, today: "2026-12-01" };
const partitions = [...new Set(regionNames.map(partitionOf))];
const regionsOf = (partition: string) => regionNames.filter((region) => partitionOf(region) === partition);

/** Domains below which AWS's endpoints and principals are, in any partition. */
const domain =
  /(?<![\w.-])((?:[a-z0-9-]+\.)*)(amazonaws\.com\.cn|amazonaws\.com|amazonaws\.eu|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)(?![\w.-])/g;
const suffixes: Readonly<Record<string, string>> = {
  aws: "amazonaws.com",
  "aws-cn": "amazonaws.com.cn",
  "aws-us-gov": "amazonaws.com",
  "aws-iso": "c2s.ic.gov",
  "aws-iso-b": "sc2s.sgov.gov",
  "aws-iso-e": "cloud.adc-e.uk",
  "aws-iso-f": "csp.hci.ic.gov",
  "aws-eusc": "amazonaws.eu",
};

/** prod.yaml as it would be in another region. */
function elsewhere(region: string): { readonly text: string; readonly codes: readonly string[] } {
  const partition = partitionOf(region);
  const second = regionsOf(partition).find((one) => one !== region);
  const { data } = loadLayers("stacks/environments/prod.yaml", (path) => readFileSync(path, "utf8"));
  const text = JSON.stringify({ ...Object(data), network: { cidr: "10.0.0.0/16", zones: ["a", "b", "c"] } })
    .replaceAll("arn:aws:", `arn:${partition}:`)
    .replaceAll("eu-central-1", second ?? region)
    .replaceAll("eu-west-1", region);
  const issues = new Issues();
  const plan = planEnvironment(JSON.parse(text), world, issues);
  if (plan === undefined) throw new Error(`${region} was not planned`);
  return { text: JSON.stringify(synthesize(plan)), codes: issues.all.map(({ kind }) => kind.code) };
}

test.each(partitions)("nothing that is made in a region of %s names another partition", (partition) => {
  const [region = ""] = regionsOf(partition);
  const { text, codes } = elsewhere(region);
  const arns = new Set([...text.matchAll(/\barn:(aws[\w-]*):/g)].map(([, named]) => named));
  expect([...arns]).toEqual([partition]);
  const hosts = [...text.matchAll(domain)].map(([host]) => host);
  const own = regionsOf(partition).map((one) => `.${one}.${suffixes[partition]}`);
  const regional = hosts.filter((host) => own.some((end) => host.endsWith(end)));
  expect(regional).not.toEqual([]);
  // What names no region is the principal of a service, which is the same in every partition.
  expect(
    hosts.filter((host) => !regional.includes(host) && !/^(?!.*-\d\.)[a-z0-9.-]+\.amazonaws\.com$/.test(host)),
  ).toEqual([]);
  expect(codes.filter((code) => !["InventoryOutdated", "ServiceNotInRegion", "SameRegion"].includes(code))).toEqual([]);
  expect(codes.includes("ServiceNotInRegion")).toBe(regionOf(region)?.lacks !== undefined);
});

test("AWS's domains and partitions are written in one file", () => {
  const written = ["lib", "stacks", "bin"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => join(folder, file)),
  );
  expect(written.length).toBeGreaterThan(200);
  // The name of a Java class, and a stand-in for what a plan without an account cannot know.
  const exceptions = ["com.amazonaws.kafka.config.providers", "arn:aws:kms:eu-west-1:000000000000:key/"];
  const literal = /amazonaws\.|amazonaws"|arn:aws/;
  const found = written.filter((file) => {
    const text = exceptions.reduce((left, exception) => left.replaceAll(exception, ""), readFileSync(file, "utf8"));
    return file !== join("lib", "core", "regions.ts") && literal.test(text);
  });
  expect(found).toEqual([]);
});

const base = {
  environment: "prod",
  aws: { account: "111122223333", region: "eu-west-1" },
  state: { s3: { bucket: "acme-tfstate" } },
  owner: { team: "platform", contact: "platform@acme.example" },
  alerts: { routes: { platform: { page: { email: ["a@acme.example"] }, ticket: { email: ["a@acme.example"] } } } },
};

function issuesOf(data: object): string[] {
  const issues = new Issues();
  planEnvironment({ ...base, ...data }, world, issues);
  return issues.all
    .filter(({ kind }) => kind.code !== "InventoryOutdated")
    .map(({ kind, path, message }) => `${path.join(".")} ${kind.code}: ${message}`);
}

test("a region that does not exist is refused, and the nearest one is named", () => {
  const [first, ...more] = issuesOf({ aws: { ...base.aws, region: "eu-wst-1" } });
  expect(more).toEqual([]);
  expect(first).toMatch(
    /^aws\.region NotAllowed: "eu-wst-1" is not an AWS region such as eu-west-1; did you mean 'eu-west-1'\?$/,
  );
});

test("an ARN of another partition is refused wherever it is", () => {
  const governance = { approvers: ["arn:aws-cn:iam::111122223333:role/on-call"] };
  expect(issuesOf({ governance })).toEqual([
    "governance.approvers.0 ForeignPartition: the ARN is of partition aws-cn; must be aws, the partition of eu-west-1",
  ]);
});

test("a region without the engine's service is refused", () => {
  const clicks = { pattern: "event-stream", engine: "msk", channels: { clicks: {} } };
  const at = (region: string) =>
    issuesOf({
      aws: { ...base.aws, region },
      network: { cidr: "10.0.0.0/16", zones: ["a", "b", "c"] },
      systems: { clicks },
    });
  expect(at("us-isob-east-1")).toContain(
    "systems.clicks.engine ServiceNotInRegion: engine is msk; us-isob-east-1 does not have the service kafka",
  );
  expect(at("us-iso-east-1").filter((text) => text.includes("ServiceNotInRegion"))).toEqual([]);
});

function zonesOf(region: string, zones?: number | string[]) {
  const issues = new Issues();
  const spec = networkSpec.parse({ cidr: "10.0.0.0/16", ...(zones === undefined ? {} : { zones }) });
  const { subnets } = planNetwork({ environment: "prod", account: "111122223333", region }, spec, ["network"], issues);
  return { zones: subnets.map(({ zone, by }) => `${zone} ${by}`), issues: issues.all.map(({ kind }) => kind.code) };
}

test.each([
  { region: "eu-west-1", zones: ["eu-west-1a name", "eu-west-1b name", "eu-west-1c name"], issues: [] },
  {
    region: "ap-northeast-1",
    zones: ["ap-northeast-1a name", "ap-northeast-1c name", "ap-northeast-1d name"],
    issues: [],
  },
  { region: "ca-central-1", zones: ["ca-central-1a name", "ca-central-1b name", "ca-central-1d name"], issues: [] },
  { region: "cn-north-1", said: 2, zones: ["cn-north-1a name", "cn-north-1b name"], issues: [] },
  { region: "ap-northeast-1", said: ["apne1-az1", "apne1-az4"], zones: ["apne1-az1 id", "apne1-az4 id"], issues: [] },
])("zones of $region, $said", ({ region, said, zones, issues }) => {
  expect(zonesOf(region, said)).toEqual({ zones, issues });
});

test.each([
  { region: "us-west-1", issue: "ZonesUnknown" },
  { region: "us-west-1", said: 1, issue: "ZonesUnknown" },
  { region: "eusc-de-east-1", issue: "ZonesUnknown" },
  { region: "cn-north-1", said: 3, issue: "ZonesUnknown" },
  { region: "eu-west-1", said: ["apne1-az1"], issue: "ZoneElsewhere" },
  { region: "eu-west-1", said: ["a", "euw1-az1"], issue: "ZonesMixed" },
])("zones of $region, $said, are refused", ({ region, said, issue }) => {
  expect(zonesOf(region, said).issues).toEqual([issue]);
});

test("every region with letters gives three zones, or is known to have fewer", () => {
  for (const region of regionNames) {
    const known = regionOf(region)?.zones?.length ?? 0;
    expect({ region, issues: zonesOf(region, Math.min(3, known) || 1).issues }).toEqual({
      region,
      issues: known === 0 ? ["ZonesUnknown"] : [],
    });
  }
});
