import { titleWith } from "../core/amounts";
import type { Signal } from "../core/facts";
import { groupBy } from "../core/group";
import { pathText, type DataPath, type Issues } from "../core/issues";
import type { Watching } from "../core/patterns/watching";
import { suggestion } from "../core/read";
import { kinds } from "./kinds";

/** How an alarm differs from the usual, and why: for the risk register. */
export interface AlarmChange {
  /** The signal's id. */
  readonly alarm: string;
  readonly title: string;
  /** None where the alarm is off. */
  readonly threshold?: number;
  readonly usual: number;
  readonly reason: string;
}

/** What a system and each of its channels say of their watching. */
export interface Asked {
  readonly system: Watching;
  readonly channels: Readonly<Record<string, Watching>>;
}

type Line = NonNullable<Watching["alarms"]>[string];

/**
 * The change of each signal, by its id. What a channel says wins over what its system says, and an alarm's own id over
 * its kind.
 */
export function changesOf(
  signals: readonly Signal[],
  asked: Asked,
  path: DataPath,
  issues: Issues,
): ReadonlyMap<string, AlarmChange> {
  const changes = new Map<string, AlarmChange>();
  const apply = ({ alarms = {} }: Watching, among: readonly Signal[], at: DataPath) => {
    const lines = Object.entries(alarms).map(([key, line]) => ({ key, line, meant: meantBy(key, among) }));
    // An id is one alarm, a kind mostly more.
    for (const { key, line, meant } of lines.sort((a, b) => Number(a.meant.byId) - Number(b.meant.byId))) {
      check(key, line, meant.signals, among, [...at, "alarms", key], issues);
      for (const signal of meant.signals) {
        const { id, threshold: usual } = signal;
        changes.set(id, {
          alarm: id,
          title: titleWith(signal, line.off ? usual : line.threshold),
          ...(line.threshold !== undefined && !line.off && { threshold: line.threshold }),
          usual,
          reason: line.reason,
        });
      }
    }
  };
  apply(asked.system, signals, path);
  const ofChannel = groupBy(signals, ({ channel }) => channel);
  for (const [name, watching] of Object.entries(asked.channels))
    apply(watching, ofChannel.get(name) ?? [], [...path, "channels", name]);
  return changes;
}

function meantBy(key: string, among: readonly Signal[]) {
  const one = among.filter(({ id }) => id === key);
  return { byId: one.length > 0, signals: one.length > 0 ? one : among.filter(({ runbook }) => runbook === key) };
}

function check(
  key: string,
  { off, threshold }: Line,
  meant: readonly Signal[],
  among: readonly Signal[],
  path: DataPath,
  issues: Issues,
): void {
  if (off === (threshold !== undefined))
    issues.add(
      kinds.AlarmChange,
      path,
      off
        ? `"${key}" is off and has a threshold; leave one out`
        : `"${key}" changes nothing; write off: true or a threshold`,
    );
  if (meant.length > 0) return;
  issues.add(kinds.UnknownAlarm, path, `there is no alarm "${key}" here${knownText(key, among, path.slice(0, -1))}`);
}

/** So many ids a message names; a large system has thousands. */
const mostNamed = 8;

function knownText(key: string, among: readonly Signal[], path: DataPath): string {
  const known = [...new Set(among.map(({ runbook }) => runbook))].sort();
  const ids = among.map(({ id }) => id);
  const near = suggestion(key, [...known, ...ids]);
  const more = ids.length > mostNamed ? ` … ${ids.length} in all` : "";
  return `${near}; kinds: ${known.join(", ") || "none"}; ids: ${ids.slice(0, mostNamed).join(", ") || "none"}${more}; signalbox explain ${pathText(path)} FILE lists them`;
}
