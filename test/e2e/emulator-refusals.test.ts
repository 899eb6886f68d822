import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
} from "@aws-sdk/client-cloudwatch";
import { emulatorEnv, startEmulator, type Emulator } from "../support/emulator";
import { alarmsThere } from "../support/left";

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
  Object.assign(process.env, emulatorEnv(emulator.endpoint));
});
afterAll(() => emulator.stop());

describe("CloudWatch", () => {
  const metric = (AlarmName: string) =>
    new CloudWatchClient({}).send(
      new PutMetricAlarmCommand({
        AlarmName,
        Namespace: "AWS/SQS",
        MetricName: "ApproximateAgeOfOldestMessage",
        Statistic: "Maximum",
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: "GreaterThanThreshold",
      }),
    );
  const composite = (AlarmName: string, children: readonly string[], ActionsSuppressor?: string) =>
    new CloudWatchClient({}).send(
      new PutCompositeAlarmCommand({
        AlarmName,
        AlarmRule: children.map((child) => `ALARM("${child}")`).join(" OR ") || "FALSE",
        ...(ActionsSuppressor && {
          ActionsSuppressor,
          ActionsSuppressorWaitPeriod: 1,
          ActionsSuppressorExtensionPeriod: 1,
        }),
      }),
    );
  const remove = (...AlarmNames: string[]) => new CloudWatchClient({}).send(new DeleteAlarmsCommand({ AlarmNames }));

  test("deletes no alarm that a composite alarm names, and deletes it when the rule no longer names it", async () => {
    for (const name of ["a", "b", "quiet"]) await metric(name);
    await composite("both", ["a", "b"], "quiet");
    await expect(remove("a")).rejects.toThrow("Cannot delete a as there are composite alarm(s) depending on it.");
    await expect(remove("quiet")).rejects.toThrow("Cannot delete quiet");
    await composite("both", ["b"]);
    await remove("a", "quiet");
    await expect(remove("both", "b")).rejects.toThrow("Cannot delete b");
    await remove("both");
    await remove("b");
    expect(await alarmsThere()).toEqual([]);
  });

  test("deletes one composite alarm per call, and none of a cycle", async () => {
    await composite("first", []);
    await composite("second", ["first"]);
    await composite("first", ["second"]);
    await expect(remove("first")).rejects.toThrow("Cannot delete first");
    await expect(remove("second")).rejects.toThrow("Cannot delete second");
    await composite("first", []);
    await expect(remove("first", "second")).rejects.toThrow("Exactly one composite alarm");
    await remove("second");
    await remove("first");
    expect(await alarmsThere()).toEqual([]);
  });

  test("accepts 100 children of a composite alarm, and no more", async () => {
    const names = Array.from({ length: 101 }, (_, index) => `child-${index}`);
    for (const name of names) await metric(name);
    await composite("all", names.slice(0, 100));
    await expect(composite("all", names)).rejects.toThrow("100");
    await expect(composite("unknown", ["nowhere"])).rejects.toThrow("do not exist");
  });
});
