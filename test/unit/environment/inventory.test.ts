import { readFileSync } from "node:fs";
import { loadLayers, locateAll } from "../../../lib/config";
import { Issues } from "../../../lib/core/issues";
import { inventorySpec, type Inventory } from "../../../lib/environment/inventory";
import { planEnvironment } from "../../../lib/environment/plan";

const file = "stacks/environments/prod.yaml";
const inventory: Inventory = inventorySpec.parse(
  JSON.parse(readFileSync("stacks/environments/prod.inventory.json", "utf8")),
);

/** prod.yaml without the subscriber `warehouse`, and with more lines. */
function withoutWarehouse(more = "", today = "2026-11-24") {
  const loaded = loadLayers(file, (path) => {
    const text = readFileSync(path, "utf8");
    if (!path.endsWith("prod.yaml")) return text;
    return (
      text
        .replace(/^ +orders: \{ subscribers: .*\n/m, "      orders: { ordered: true }\n")
        .replace(/^ +- \{ client: partner.*\n/m, "") + more
    );
  });
  const issues = new Issues();
  const plan = planEnvironment(loaded.data, { inventory, today }, issues);
  return { plan, issues: locateAll(issues.all, loaded) };
}
const retired = (until: string) =>
  `retired:\n  notifications/orders/subscribers/warehouse: { reason: the partner left, until: ${until} }\n`;

test("a queue that goes without a word is an error, for itself and its dead letters", () => {
  const { issues } = withoutWarehouse();
  expect(issues.map(({ kind }) => kind.code)).toEqual(["RemovedStateful", "RemovedStateful"]);
  expect(issues[0]?.message).toContain("prod-notifications-orders-warehouse.fifo");
  expect(issues[0]?.message).toContain("retired:");
});

test("with a word it passes until the day, and says until when", () => {
  const { plan, issues } = withoutWarehouse(retired("2026-11-24"));
  expect(issues).toEqual([]);
  expect(plan?.notes.retired).toEqual([
    { id: "notifications/orders/subscribers/warehouse", reason: "the partner left", until: "2026-11-24" },
  ]);
});

test("the day after, it is an error again, and nothing is forgotten: the removal may not be deployed", () => {
  const { plan, issues } = withoutWarehouse(retired("2026-11-24"), "2026-11-25");
  expect(issues.map(({ kind }) => kind.code)).toEqual(["RetiredExpired"]);
  for (const next of [plan?.inventory, plan?.deployedInventory])
    expect(next?.stateful.filter(({ id }) => id.includes("warehouse"))).toHaveLength(2);
});

test("once the removal is deployed, the inventory forgets it and keeps the rest", () => {
  const { plan } = withoutWarehouse(retired("2026-11-24"));
  expect(plan?.inventory.stateful).toHaveLength(inventory.stateful.length);
  expect(plan?.deployedInventory.stateful).toHaveLength(inventory.stateful.length - 2);
});

test("the inventory to commit forgets nothing before that day", () => {
  const { plan } = withoutWarehouse();
  expect(plan?.inventory.stateful.filter(({ id }) => id.includes("warehouse"))).toHaveLength(2);
});

/** prod.yaml with one text of its layers in place of another, and with more lines. */
function changed(from: RegExp, to: string, more = "", committed: Inventory = inventory) {
  const loaded = loadLayers(file, (path) => {
    const text = readFileSync(path, "utf8");
    return path.endsWith("prod.yaml") ? text + more : text.replace(from, to);
  });
  const issues = new Issues();
  const plan = planEnvironment(loaded.data, { inventory: committed, today: "2026-11-24" }, issues);
  return { plan, issues: locateAll(issues.all, loaded) };
}

test("a queue of another kind in place of the old one is its own case, and retiring the id allows it", () => {
  const { issues } = changed(/ordered: true/, "ordered: false");
  expect(new Set(issues.map(({ kind }) => kind.code))).toEqual(new Set(["ReplacedStateful"]));
  expect(issues[0]?.message).toContain('retired: { "notifications/orders/');
  const allowed = changed(
    /ordered: true/,
    "ordered: false",
    "retired:\n  notifications/orders: { reason: the order does not matter, until: 2027-01-31 }\n",
  );
  expect(allowed.issues.map(({ kind }) => kind.code)).toEqual(["InventoryOutdated"]);
  const written = changed(
    /ordered: true/,
    "ordered: false",
    "retired:\n  notifications/orders: { reason: the order does not matter, until: 2027-01-31 }\n",
    allowed.plan?.inventory,
  );
  expect(written.issues).toEqual([]);
});

test("an inventory without values and stacks is read, and asks to be written before anything changes", () => {
  const stateful = inventory.stateful
    .filter(({ kind }) => !["aws_vpc", "rabbitmq_queue", "rabbitmq_exchange", "activemq_queue"].includes(kind))
    .map(({ id, kind, name }) => ({ id, kind, name }));
  const { plan, issues } = changed(/^$/, "", "", { environment: "prod", stateful });
  expect(issues).toEqual([]);
  expect(plan?.notes.warnings[0]).toContain("--write-inventory");
  expect(plan?.inventory).toEqual(inventory);
});
