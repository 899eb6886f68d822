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
  expect(plan?.retired).toEqual([
    { id: "notifications/orders/subscribers/warehouse", reason: "the partner left", until: "2026-11-24" },
  ]);
});

test("the day after, it is an error again, and the inventory to commit forgets it", () => {
  const { plan, issues } = withoutWarehouse(retired("2026-11-24"), "2026-11-25");
  expect(issues.map(({ kind }) => kind.code)).toEqual(["RetiredExpired"]);
  expect(plan?.inventory.stateful.filter(({ id }) => id.includes("warehouse"))).toEqual([]);
});

test("the inventory to commit forgets nothing before that day", () => {
  const { plan } = withoutWarehouse();
  expect(plan?.inventory.stateful.filter(({ id }) => id.includes("warehouse"))).toHaveLength(2);
});
