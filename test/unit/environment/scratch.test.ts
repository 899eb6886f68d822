import { Issues } from "../../../lib/core/issues";
import { planEnvironment } from "../../../lib/environment/plan";
import { environmentOf } from "../../support/least";

const topic = { pattern: "pub-sub", engine: "sns-sqs", channels: { placed: { subscribers: { billing: {} } } } };
const archived = { ...topic, backup: { archive: { retention: "30d" } } };

function refused(systems: object): string[] {
  const issues = new Issues();
  planEnvironment({ ...environmentOf({}), systems }, { inventory: undefined, today: "2026-11-24" }, issues);
  return issues.all.flatMap(({ kind, path }) => (kind.code === "ReservedName" ? [path.join(".")] : []));
}

test.each([
  ["orders-restore", ["systems.orders-restore"]],
  ["orders-restore-eu", ["systems.orders-restore-eu"]],
  ["orders.restore", ["systems.orders.restore"]],
  ["orders-restored", []],
  ["orders-eu", []],
  ["restore", []],
])("beside the archived system orders, %s may be called so: %j", (name, codes) => {
  expect(refused({ orders: archived, [name]: topic })).toEqual(codes);
  expect(refused({ orders: topic, [name]: topic })).toEqual([]);
});
