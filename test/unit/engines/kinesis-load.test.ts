import * as fc from "fast-check";
import { onDemandCapacity, shardsFor } from "../../../lib/engines/kinesis/load";
import { roleClient, withAccess, withStream, type Channel } from "../../support/kinesis";
import { codesOf } from "../../support/sns-sqs";

const kib = 1_024;
const codes = (channel: Channel) => codesOf(() => withStream(channel));

describe("the stated load", () => {
  test("10,000 messages of half a KiB and four readers need 20 shards: each counts as 1 KiB (FAQ)", () => {
    // The AWS calculator, which does not round, says 10 for the same load (capacity vectors 17 and 18).
    expect(shardsFor({ rate: 10_000, messageSize: 0.5 * kib }, 4)).toBe(20);
    expect(shardsFor({ rate: 10_000, messageSize: 0.5 * kib }, 2)).toBe(10);
  });

  test.each([
    [1, 1, 1, 0.001],
    [1_000, kib, 1, 1],
    [1_000, kib + 1, 1, 2],
    [1_000, kib, 3, 1.5],
    [1_000, kib, 0, 1],
  ])("%i messages of %i bytes and %i readers are worth %d shards", (rate, messageSize, readers, shards) => {
    expect(shardsFor({ rate, messageSize }, readers)).toBeCloseTo(shards, 9);
  });

  test("an on-demand stream bears four MB, and twice what it bore: 40 → 80, and once it bore 50 → 100", () => {
    expect(onDemandCapacity("eu-west-1")).toBe(4);
    expect(onDemandCapacity("eu-west-1", 1_000 * kib)).toBe(4);
    expect(onDemandCapacity("eu-west-1", 40 * 1_000 * kib)).toBe(80);
    expect(onDemandCapacity("eu-west-1", 50 * 1_000 * kib)).toBe(100);
    expect(onDemandCapacity("eu-central-1", 150 * 1_000 * kib)).toBe(200);
  });

  const load = { rate: "10k/s", messageSize: "512B" };
  const rate = "clicks.channels.views.kinesis.workload.rate";
  test.each([
    ["20 partitions for four readers", { partitions: 20 }, { ...load, consumers: 4 }, []],
    ["19 partitions", { partitions: 19 }, { ...load, consumers: 4 }, [`StreamThroughput ${rate}`]],
    ["10 partitions without a reader", { partitions: 10 }, load, []],
    ["9 partitions", { partitions: 9 }, load, [`StreamThroughput ${rate}`]],
    ["a new on-demand stream", {}, { rate: "4k/s", messageSize: "1KiB" }, []],
    ["above it", {}, { rate: "4001/s", messageSize: "1KiB" }, [`OnDemandThroughput ${rate}`]],
    ["read by more than two", {}, { rate: "4k/s", messageSize: "1KiB", consumers: 3 }, [`OnDemandThroughput ${rate}`]],
    ["one that bore half", {}, { rate: "80k/s", messageSize: "1KiB", observedPeak: "40000KiB/s" }, []],
    [
      "one that bore less",
      {},
      { rate: "80001/s", messageSize: "1KiB", observedPeak: "40000KiB/s" },
      [`OnDemandThroughput ${rate}`],
    ],
    [
      "a peak of a provisioned one",
      { partitions: 20 },
      { ...load, observedPeak: "1MiB/s" },
      ["OptionNeedsOnDemand clicks.channels.views.kinesis.workload.observedPeak"],
    ],
  ])("%s", (_, channel, workload, expected) => {
    expect(codes({ ...channel, kinesis: { workload } })).toEqual(expected);
  });

  test.each([
    ["1MiB", []],
    ["1048577B", ["RecordTooLarge clicks.channels.views.kinesis.workload.messageSize"]],
  ])("a message of %s → %j", (messageSize, expected) => {
    expect(codes({ kinesis: { workload: { rate: "1/s", messageSize } } })).toEqual(expected);
  });

  test("is read by the groups that access: admits, but those with a fan-out", () => {
    const reader = (group: string) => ({
      client: roleClient("reader"),
      verb: "consume" as const,
      channel: "views",
      group,
    });
    const check = (fanOut: string[], ...groups: string[]) =>
      withAccess(
        { views: { partitions: 1, kinesis: { fanOut, workload: { rate: "1k/s", messageSize: "1KiB" } } } },
        groups.map(reader),
      ).codes;
    expect(check([], "a", "b")).toEqual([]);
    expect(check([], "a", "b", "c")).toEqual([`StreamThroughput ${rate}`]);
    expect(check(["c"], "a", "b", "c")).toEqual([]);
  });

  test("as many partitions as it is worth are enough, and one fewer is not", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_001, max: 100_000 }),
        fc.integer({ min: 1, max: 20 * kib }),
        fc.integer({ min: 0, max: 10 }),
        (messages, bytes, consumers) => {
          const workload = { rate: `${messages}/s`, messageSize: `${bytes}B`, consumers };
          const partitions = Math.ceil(shardsFor({ rate: messages, messageSize: bytes }, consumers));
          fc.pre(partitions <= 20_000);
          expect(codes({ partitions, kinesis: { workload } })).toEqual([]);
          expect(codes({ partitions: partitions - 1, kinesis: { workload } })).toEqual([`StreamThroughput ${rate}`]);
        },
      ),
      { numRuns: 40 },
    );
  });
});
