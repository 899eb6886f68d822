import { loadLayers } from "../../../lib/config";
import { readFileSync } from "node:fs";
import { Testing } from "cdktf";
import { App } from "cdktf";
import * as z from "zod";
import { Issues } from "../../../lib/core/issues";
import { inventorySpec, type Inventory } from "../../../lib/environment/inventory";
import { deploymentSteps, planEnvironment } from "../../../lib/environment/plan";
import { addEnvironment } from "../../../stacks";

const today = "2026-11-24";
const word = { reason: "nobody uses it any more", until: "2026-12-31" };
const committed = inventorySpec.parse(JSON.parse(readFileSync("stacks/environments/prod.inventory.json", "utf8")));
const { stacks: _, ...earlier } = committed;
const fileSpec = z.looseObject({
  systems: z.record(z.string(), z.unknown()),
  backup: z.looseObject({}),
  logging: z.looseObject({}),
});
type File = z.output<typeof fileSpec> & { network?: unknown; retired?: unknown };

/** prod.yaml, edited, against its committed inventory or another one. */
function planned(edit: (file: File) => void, inventory: Inventory | undefined = committed) {
  const read = (path: string) => readFileSync(path, "utf8");
  const file: File = fileSpec.parse(loadLayers("stacks/environments/prod.yaml", read).data);
  edit(file);
  const issues = new Issues();
  const plan = planEnvironment(file, { inventory, today }, issues);
  if (plan === undefined) throw new Error("the file cannot be read");
  return { plan, codes: [...new Set(issues.all.map(({ kind }) => kind.code))], issues: issues.all };
}
const without =
  (system: string, retired: object = { [system]: word }) =>
  (file: File) => {
    delete file.systems[system];
    file.retired = retired;
  };
const withoutCopies = (file: File) => {
  delete file.backup.copyTo;
  file.retired = { copies: word };
};

describe.each([
  ["a system", "prod-clicks", "eu-west-1", without("clicks"), 0],
  ["the copies", "prod-copies", "eu-central-1", withoutCopies, 1],
] as const)("%s that the file no longer has", (_name, stack, region, edit, step) => {
  test.each([
    ["lists stacks", committed],
    ["is of an earlier format", earlier],
  ])("is deployed without resources where the inventory %s", (_format, inventory) => {
    const { plan, codes } = planned(edit, inventory);
    expect(codes).toEqual([]);
    expect(plan.emptied).toEqual([{ name: stack, region }]);
    expect(deploymentSteps(plan)[step]).toContain(stack);
    const built = addEnvironment(new App({ outdir: "never-written" }), plan);
    const names = built.map(({ node }) => node.id);
    expect(names).toEqual(deploymentSteps(plan).flat());
    const json: unknown = JSON.parse(Testing.synth(built[names.indexOf(stack)]!));
    expect(json).toMatchObject({
      provider: { aws: [{ region }] },
      terraform: { backend: { s3: { key: `${stack}.tfstate` } } },
    });
    expect(json).not.toHaveProperty("resource");
    expect(json).not.toHaveProperty("data");
  });

  test("stays in the steps until the inventory forgets it after the deploy", () => {
    const { plan } = planned(edit);
    expect(planned(edit, plan.inventory).plan.emptied).toHaveLength(1);
    const forgotten = planned((file) => {
      edit(file);
      delete file.retired;
    }, plan.deployedInventory);
    expect(forgotten.codes).toEqual([]);
    expect(forgotten.plan.emptied).toEqual([]);
  });
});

test("a system without anything stateful is emptied without retired:, and forgotten after the deploy", () => {
  const inventory = {
    ...committed,
    stacks: [...(committed.stacks ?? []), { name: "prod-grants", region: "eu-west-1" }],
  };
  const { plan, codes } = planned(() => undefined, inventory);
  expect(codes).toEqual([]);
  expect(plan.emptied).toEqual([{ name: "prod-grants", region: "eu-west-1" }]);
  expect(plan.inventory.stacks).toContainEqual({ name: "prod-grants", region: "eu-west-1" });
  expect(plan.deployedInventory.stacks).not.toContainEqual({ name: "prod-grants", region: "eu-west-1" });
});

test("a system that comes back under its name is built again", () => {
  const { plan } = planned(without("clicks"));
  expect(planned(() => undefined, plan.inventory)).toMatchObject({ codes: [], plan: { emptied: [] } });
  const back = planned(() => undefined, plan.deployedInventory);
  expect(back.codes).toEqual(["InventoryOutdated"]);
  expect(back.plan.emptied).toEqual([]);
});

test("taking retired: out before the deploy is an error", () => {
  const { plan } = planned(without("clicks"));
  expect(planned(without("clicks", {}), plan.inventory).codes).toEqual(["RemovedStateful"]);
});

test("the archive outlives its system with its retention and lock, and goes when it is retired itself", () => {
  const buckets = (edit: (file: File) => void) => {
    const { plan } = planned(edit);
    return [plan.foundation.stores, plan.copies?.stores].map((stores) =>
      stores?.messages.find(({ system }) => system === "clicks"),
    );
  };
  expect(buckets(without("clicks"))).toEqual(buckets(() => undefined));
  const own = { clicks: word, "foundation/messages/clicks": word };
  expect(buckets(without("clicks", own))[0]).toBeUndefined();
  expect(buckets(without("clicks", { ...own, "copies/messages/clicks": word }))).toEqual([undefined, undefined]);
});

test("an archive whose copy is retired is not copied", () => {
  const { plan } = planned(without("clicks", { clicks: word, "copies/messages/clicks": word }));
  const archive = plan.foundation.stores.messages.find(({ system }) => system === "clicks");
  expect(archive?.bucket.copy).toBeUndefined();
});

test("a search domain goes before the security group of the streams that deliver to it", () => {
  const edit = (file: File) => {
    file.logging = { ...file.logging, sinks: { archive: { s3: { retention: { operational: "400d", audit: "6y" } } } } };
    file.retired = { "foundation/search-search": word };
  };
  const { plan } = planned(edit);
  expect(plan.foundation.domains).toEqual([]);
  expect(plan.foundation.deliveryGroup).toBeDefined();
  const after = planned(edit, plan.deployedInventory);
  expect(after.plan.foundation.deliveryGroup).toBeUndefined();
});

test("the network is not removed in the deploy in which brokers of a system that stays are", () => {
  const replaced = (file: File) => {
    delete file.network;
    file.systems.backoffice = { pattern: "work-queue", engine: "sns-sqs", channels: { jobs: {} } };
  };
  const { issues } = planned(replaced);
  expect(issues.find(({ kind }) => kind.code === "NetworkInUse")?.path).toEqual(["network"]);
});

test("a stack cannot move to another region", () => {
  const { issues } = planned((file) => (file.backup.copyTo = "eu-north-1"));
  const moved = issues.find(({ kind }) => kind.code === "StackMoved");
  expect(moved).toMatchObject({
    path: ["backup", "copyTo"],
    message: "prod-copies is in eu-central-1, and the file has eu-north-1",
  });
});
