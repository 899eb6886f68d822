import { latestGoodKey, watchedSinceKey } from "../../lib/backup/places";
import { Issues } from "../../lib/core/issues";
import type { Pattern } from "../../lib/core/engine";
import { engines } from "../../lib/environment/engines";
import { planEnvironment } from "../../lib/environment/plan";
import { environmentOf, least } from "../support/least";

const channels = (pattern: Pattern): object => ({ one: least[pattern].channel });
const full = { archive: { retention: "400d", lock: { retention: "30d" } }, restoreTest: "weekly" };

function planned(system: object, environment: object = {}) {
  const issues = new Issues();
  const data = environmentOf(system, environment);
  const plan = planEnvironment(data, { inventory: "unreadable", today: "2026-11-24" }, issues);
  return {
    codes: issues.all.map(({ kind, path }) => `${kind.code} ${path.join(".")}`),
    messages: issues.all.map(({ message }) => message),
    plan,
    system: plan?.systems[0],
  };
}

const pubSub = { engine: "sns-sqs", pattern: "pub-sub", channels: channels("pub-sub") };
const cases = engines.flatMap(({ name: engine, patterns }) =>
  patterns.map((pattern) => [engine, pattern, { engine, pattern, channels: channels(pattern) }] as const),
);

test.each(cases)(
  "%s, %s: archives and restores, or says in a code what to use instead",
  (_engine, _pattern, system) => {
    const { codes, messages, system: built } = planned({ ...system, backup: full });
    const archive = built?.backup.archive;
    if (archive === undefined) {
      expect(codes).toContain("NotSupported systems.orders.backup.archive");
      expect(messages.join()).toMatch(/use |Take |change the engine/);
      return;
    }
    expect(codes).toEqual([]);
    expect(archive.sources.map(({ channel }) => channel)).toEqual(["one"]);
    expect(built?.backup.restore?.channels).toEqual(["one"]);
    const ids = built?.functions.functions.map(({ id }) => id);
    for (const id of [
      archive.functionId,
      "replay",
      "restore-sample",
      "restore-compare",
      "restore-report",
      "restore-age",
    ])
      expect(ids).toContain(id);
    const sample = built?.functions.functions.find(({ id }) => id === "restore-sample");
    expect(sample?.variables).toMatchObject({ RETENTION_SECONDS: String(400 * 86_400) });
    expect(built?.alarms.alarms.map(({ id }) => id)).toEqual(
      expect.arrayContaining(["restore-failed", "restore-overdue"]),
    );
  },
);

test.each(cases)("%s, %s: nothing is kept where nothing is asked for", (_engine, _pattern, system) => {
  const { codes, system: built, plan } = planned(system);
  expect(codes).toEqual([]);
  expect(built?.backup).toMatchObject({ signals: [], keyUses: [] });
  expect(built?.backup.archive).toBeUndefined();
  expect(plan?.foundation.stores.messages).toEqual([]);
});

test.each(cases)("%s, %s: of a system that stands already nothing is archived", (engine, _pattern, system) => {
  const { codes, messages } = planned({ ...system, existing: { name: "legacy" }, backup: full });
  expect(codes).toContain("NotSupported systems.orders.backup");
  expect(messages.join()).toContain(`let ${engine} be built by Signalbox`);
});

test.each([
  [{ restoreTest: "daily" }, "RestoreTestWithoutArchive systems.orders.backup.restoreTest"],
  [
    { archive: { retention: "29d", lock: { retention: "30d" } } },
    "LockAboveRetention systems.orders.backup.archive.lock.retention",
  ],
  [
    { archive: { retention: "30d" }, restoreTest: { every: "weekly", maxAge: "7d" } },
    "MaxAgeBelowInterval systems.orders.backup.restoreTest.maxAge",
  ],
])("%j is refused", (backup, code) => {
  expect(planned({ ...pubSub, backup }).codes).toEqual([code]);
});

test.each([
  { archive: { retention: "30d", lock: { retention: "30d" } } },
  { archive: { retention: "30d" }, restoreTest: { every: "weekly", maxAge: "8d" } },
])("%j is not", (backup) => {
  expect(planned({ ...pubSub, backup }).codes).toEqual([]);
});

test.each([
  ["daily", 2],
  ["weekly", 9],
  ["monthly", 35],
])("restores that are tested %s may be %i days old where no maxAge is said", (every, days) => {
  const maxAge = (restoreTest: unknown) => {
    const { codes, system } = planned({ ...pubSub, backup: { archive: { retention: "30d" }, restoreTest } });
    expect(codes).toEqual([]);
    return system?.backup.restore?.maxAgeSeconds;
  };
  expect(maxAge(every)).toBe(days * 86_400);
  expect(maxAge({ every })).toBe(days * 86_400);
});

test("of an execution that went wrong one metric is enough: those that are silent count nothing", () => {
  const { system } = planned({ ...pubSub, backup: full });
  const metric = system?.backup.signals.find(({ id }) => id === "restore-failed")?.metric;
  if (metric?.source !== "cloudwatch-expression") throw new Error("restore-failed has no formula");
  const filled = Object.keys(metric.metrics).map((id) => `FILL(${id}, 0)`);
  expect(metric.expression.split(" + ")).toEqual(filled);
});

test("a channel is not named as the scratch channels of restore tests are", () => {
  const restore = { "restore-me": { subscribers: { reader: {} } } };
  const both = [
    planned({ ...pubSub, channels: restore, backup: full }),
    planned({ engine: "kinesis", pattern: "event-stream", channels: { "restore-me": {} }, backup: full }),
  ];
  expect(both.map(({ codes }) => codes)).toEqual([
    ["NameCollision systems.orders.channels.restore-me"],
    ["StreamNameCollision systems.orders.channels.restore-me"],
  ]);
});

test("a subscriber is not named as the archive's queue is", () => {
  const channels = { one: { subscribers: { archive: {} } } };
  expect(planned({ ...pubSub, channels }).codes).toEqual([]);
  expect([...new Set(planned({ ...pubSub, channels, backup: full }).codes)]).toEqual([
    "NameCollision systems.orders.channels.one",
  ]);
});

test("an archive is locked for as long as it is kept, unless the file says otherwise", () => {
  const lockOf = (archive: object, environment = {}) =>
    planned({ ...pubSub, backup: { archive } }, environment).plan?.foundation.stores.messages[0]?.bucket.lock;
  expect(lockOf({ retention: "400d" })).toEqual({ mode: "GOVERNANCE", days: 400 });
  expect(lockOf({ retention: "400d", lock: { mode: "compliance", retention: "90d" } })).toEqual({
    mode: "COMPLIANCE",
    days: 90,
  });
  const unprotected = { protection: { deletion: false, reason: "made to be thrown away" } };
  expect(lockOf({ retention: "400d" }, unprotected)).toBeUndefined();
});

test.each([
  ["7d", { messages: 7, samples: 7, evidence: 400 }],
  ["3y", { messages: 1095, samples: 7, evidence: 1095 }],
])(
  "kept for %s, messages end then, evidence not before 400 days, and what the watch knows never",
  (retention, days) => {
    const bucket = planned({ ...pubSub, backup: { archive: { retention } } }).plan?.foundation.stores.messages[0]
      ?.bucket;
    expect(Object.fromEntries(bucket?.ends?.map(({ prefix, expireDays }) => [prefix, expireDays]) ?? [])).toEqual({
      "messages/": days.messages,
      "manifests/": days.messages,
      "restore-samples/": days.samples,
      "restore-tests/": days.evidence,
    });
    expect(
      [latestGoodKey, watchedSinceKey].filter((key) => bucket?.ends?.some(({ prefix }) => key.startsWith(prefix))),
    ).toEqual([]);
    expect(bucket?.noncurrentDays).toBe(1);
  },
);

test("exports go to a bucket of their own, unless the file says never", () => {
  const stores = (environment: object) => planned(pubSub, environment).plan?.foundation.stores.exports;
  expect(stores({})).toMatchObject({ expireDays: 400, lock: { mode: "GOVERNANCE", days: 400 } });
  expect(stores({ backup: { exports: "never" } })).toBeUndefined();
});
