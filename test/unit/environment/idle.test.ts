import { Issues } from "../../../lib/core/issues";
import { planEnvironment } from "../../../lib/environment/plan";
import { environmentOf } from "../../support/least";

const topic = { pattern: "pub-sub", engine: "sns-sqs", channels: { placed: { subscribers: { billing: {} } } } };
const queue = { pattern: "work-queue", engine: "sns-sqs", channels: { jobs: {} } };
const archive = (lock: object = {}) => ({ ...topic, backup: { archive: { retention: "30d", ...lock } } });

function found(system: object, more: object = {}): string[] {
  const issues = new Issues();
  planEnvironment(environmentOf(system, more), { inventory: undefined, today: "2026-11-24" }, issues);
  return issues.all
    .map(({ kind, path }) => `${kind.code} ${path.join(".")}`)
    .filter((one) => !one.startsWith("InventoryOutdated"));
}

const unprotected = { protection: { deletion: false, reason: "made to be destroyed after every test" } };
const copyTo = "eu-west-2";

test.each([
  ["exports, and how long they are kept", queue, { backup: { exports: "daily", exportRetention: "40d" } }, []],
  ["no exports", queue, { backup: { exports: "never" } }, []],
  [
    "how long none are kept",
    queue,
    { backup: { exports: "never", exportRetention: "400d" } },
    ["NothingToKeep backup.exportRetention"],
  ],
  ["copies of exports", queue, { backup: { copyTo } }, []],
  ["copies of an archive", archive(), { backup: { exports: "never", copyTo } }, []],
  ["copies of nothing", queue, { backup: { exports: "never", copyTo } }, ["NothingToCopy backup.copyTo"]],
  ["a lock that nobody may lift", archive({ lock: { mode: "compliance", retention: "30d" } }), {}, []],
  [
    "such a lock where nothing is protected",
    archive({ lock: { mode: "compliance", retention: "30d" } }),
    unprotected,
    ["LockUnprotected systems.orders.backup.archive.lock.mode"],
  ],
  ["another lock there", archive({ lock: { retention: "30d" } }), unprotected, []],
  ["what may be empty", { ...queue, alarms: {}, access: [] }, { backup: {}, alerts: {}, maintenance: {} }, []],
  ["an empty backup", { ...queue, backup: {} }, {}, ["SaysNothing systems.orders.backup"]],
  ["nothing that scales", { ...queue, autoscaling: { consumers: {} } }, {}, ["SaysNothing systems.orders.autoscaling"]],
])("%s", (_, system, more, codes) => expect(found(system, more)).toEqual(codes));
