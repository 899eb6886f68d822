import type { Signal } from "../../../lib/core/facts";
import { judgeAlarm, judgeSignal, judgeState } from "../../../lib/maintenance/preflight";

const signal: Signal = {
  id: "cpu",
  title: "busy",
  metric: { source: "cloudwatch", namespace: "n", name: "m", dimensions: {}, statistic: "Average", periodSeconds: 60 },
  comparison: "above",
  threshold: 60,
  unit: "percent",
  periods: 3,
  breaching: 3,
  severity: "ticket",
  runbook: "broker-cpu",
};

test.each([
  ["above", 60, "fine", "at most 60 percent"],
  ["above", 60.001, "not fine", "at most 60 percent"],
  ["at-least", 59.9, "fine", "below 60 percent"],
  ["at-least", 60, "not fine", "below 60 percent"],
  ["below", 60, "fine", "at least 60 percent"],
  ["below", 59.9, "not fine", "at least 60 percent"],
] as const)("%s 60: %d is %s (%s)", (comparison, value, verdict, limit) => {
  expect(judgeSignal("orders", { ...signal, comparison }, value)).toMatchObject({ verdict, limit, value: `${value}` });
});

test("nothing measured is not known; and not fine where the signal says that silence is a problem", () => {
  expect(judgeSignal("orders", signal, undefined).verdict).toBe("not known");
  expect(judgeSignal("orders", { ...signal, silenceBreaches: true }, undefined).verdict).toBe("not fine");
});

test.each([
  ["OK", "fine"],
  ["ALARM", "not fine"],
  ["INSUFFICIENT_DATA", "not known"],
  [undefined, "not fine"],
] as const)("an alarm in state %s is %s", (state, verdict) => {
  expect(judgeAlarm("orders", "prod-orders-cpu", state).verdict).toBe(verdict);
});

test.each([
  ["kafka-cluster", "ACTIVE", "fine"],
  ["kafka-cluster", "MAINTENANCE", "not fine"],
  ["amazon-mq-broker", "RUNNING", "fine"],
  ["amazon-mq-broker", "REBOOT_IN_PROGRESS", "not fine"],
  ["kinesis-stream", "ACTIVE", "fine"],
  ["kinesis-stream", "UPDATING", "not fine"],
  ["kinesis-stream", undefined, "not fine"],
] as const)("a %s in state %s is %s", (mechanism, state, verdict) => {
  expect(judgeState("orders", { mechanism, name: "prod-orders" }, state).verdict).toBe(verdict);
});
