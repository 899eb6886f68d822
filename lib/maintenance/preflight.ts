import type { Signal, StatefulHealth } from "../core/facts";
import { freezeText, type FreezePlan } from "./freezes";

/** One answer to the question whether it is safe to change something now. */
export interface Finding {
  readonly system: string;
  /** What was looked at. */
  readonly check: string;
  readonly verdict: "fine" | "not fine" | "not known";
  readonly value: string;
  readonly limit: string;
}

/** An alarm as CloudWatch has it; undefined where it has none of the name. */
export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA" | undefined;

/** A freeze that holds. */
export function judgeFreeze(system: string, freeze: FreezePlan): Finding {
  return { system, check: freezeText(freeze), verdict: "not fine", value: "frozen", limit: `until ${freeze.until}` };
}

/**
 * What a signal's metric said last, against the value from which on its alarm counts. One value is enough here: an alarm
 * waits for several, and a change should not begin on the first of them.
 *
 * @param value undefined where nothing was measured; for most signals that is an idle system
 */
export function judgeSignal(system: string, signal: Signal, value: number | undefined): Finding {
  const { title, comparison, threshold, unit, silenceBreaches = false } = signal;
  const finding = { system, check: title, limit: `${words[comparison]} ${threshold} ${unit}` };
  if (value === undefined)
    return { ...finding, verdict: silenceBreaches ? "not fine" : "not known", value: "nothing was measured" };
  return { ...finding, verdict: breaches[comparison](value, threshold) ? "not fine" : "fine", value: number(value) };
}

const breaches = {
  above: (value: number, threshold: number) => value > threshold,
  "at-least": (value: number, threshold: number) => value >= threshold,
  below: (value: number, threshold: number) => value < threshold,
};
/** What the value must be. */
const words = { above: "at most", "at-least": "below", below: "at least" };

const number = (value: number): string => String(Math.round(value * 1_000) / 1_000);

/** The alarm of a name. One that does not exist is not fine: the system is not deployed, or this is another account. */
export function judgeAlarm(system: string, alarm: string, state: AlarmState): Finding {
  const verdicts = { OK: "fine", ALARM: "not fine", INSUFFICIENT_DATA: "not known" } as const;
  return {
    system,
    check: `alarm ${alarm}`,
    verdict: state === undefined ? "not fine" : verdicts[state],
    value: state ?? "there is none: not deployed, or another account",
    limit: "OK",
  };
}

/** In which state each kind of thing can be changed (DescribeClusterV2, DescribeBroker, DescribeStreamSummary, 2026-11). */
const usualState = { "kafka-cluster": "ACTIVE", "amazon-mq-broker": "RUNNING", "kinesis-stream": "ACTIVE" } as const;

/** The state of a cluster, broker or stream; undefined where there is none of the name. */
export function judgeState(system: string, { mechanism, name }: StatefulHealth, state: string | undefined): Finding {
  const limit = usualState[mechanism];
  return {
    system,
    check: `state of ${mechanism.replaceAll("-", " ")} ${name}`,
    verdict: state === limit ? "fine" : "not fine",
    value: state ?? "there is none",
    limit,
  };
}
