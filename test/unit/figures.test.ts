import { amountText, titleWith } from "../../lib/core/amounts";
import { Issues } from "../../lib/core/issues";
import { read } from "../../lib/core/read";
import { domainEnds } from "../../lib/logging/domain-support";
import { alertsSpec } from "../../lib/monitoring/spec";
import { withSubscriber } from "../support/sns-sqs";

test.each([
  [3333.3333333333335, "calls", "3333.33 calls"],
  [60.005, "percent", "60.01 %"],
  [900, "seconds", "15m"],
  [900.5, "seconds", "900.5 seconds"],
  [90_000, "milliseconds", "90s"],
  [2 * 1024 ** 4, "bytes", "2TiB"],
  [12_480_000, "bytes/s", "12.48 MB/s"],
  [0.3, "of the time", "30 % of the time"],
])("%d %s is written %s", (value, unit, text) => {
  expect(amountText(value, unit)).toBe(text);
});

test("a title has the threshold that holds", () => {
  const disk = { title: "The disk is {threshold} full", threshold: 85, unit: "percent" };
  expect([titleWith(disk), titleWith(disk, 70)]).toEqual(["The disk is 85 % full", "The disk is 70 % full"]);
  const memory = { ...disk, title: "Most of the memory is used" };
  expect([titleWith(memory), titleWith(memory, 70)]).toEqual([memory.title, `${memory.title} (threshold 70 %)`]);
});

test("a load that no whole number of calls makes is rounded in the message", () => {
  const channel = {
    ordered: true,
    "sns-sqs": { throughput: "standard", workload: { rate: "10k/s", batch: 3 } },
  } as const;
  expect(() => withSubscriber({}, channel)).toThrow("3333.33 calls a second");
});

test.each([
  ["19%3aabc%40thread.tacv2", true],
  [`19%3A${"a".repeat(238)}%40thread.v2`, true],
  [`19%3A${"a".repeat(239)}%40thread.v2`, false],
  ["CHANNEL", false],
  ["19:abc@thread.tacv2", false],
])("the id of a channel of Teams: %s", (channel, ok) => {
  const uuid = "11111111-1111-1111-1111-111111111111";
  const issues = new Issues();
  const teams = [{ tenant: uuid, team: uuid, channel }];
  read(alertsSpec, { routes: { platform: { ticket: { teams } } } }, [], issues);
  expect(issues.all.map(({ kind }) => kind.code)).toEqual(ok ? [] : ["BadFormat"]);
});

test("standard support of OpenSearch 2.19 ends on a day, that of 3.1 on none that is known", () => {
  expect(domainEnds([{ version: "2.19" }, { version: "3.1" }])).toMatchObject([
    { version: "2.19", until: "2027-11-07" },
  ]);
});
