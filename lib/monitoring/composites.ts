import type { Severity } from "../core/facts";
import { named } from "../core/names";
import type { Place } from "../core/place";
import type { Audience } from "./audience";

/** An alarm as far as others are built upon it. */
export interface Member {
  /** Its id in the plan. */
  readonly id: string;
  readonly name: string;
  readonly severity: Severity;
  readonly runbook: string;
  /** Whether it tells that the brokers themselves are broken, which explains most others of the system. */
  readonly ofBrokers: boolean;
  readonly to: Audience;
}

/** An alarm that speaks for others, so that many that have one cause are one message. */
export interface CompositePlan {
  /** Unique among the alarms of its system. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Literal text that names alarms. */
  readonly rule: string;
  /** Ids of the alarms that the rule names: they must be there first. */
  readonly after: readonly string[];
  /** Who is told; nobody where another composite alarm speaks for this one. */
  readonly to: readonly Audience[];
  /** While this alarm fires, nobody is told: what is broken below explains it. */
  readonly suppressor?: Suppressor;
}

export interface Suppressor {
  readonly id: string;
  readonly name: string;
  /** How long it waits for the suppressor before it tells, and how long after the suppressor is over. */
  readonly waitSeconds: number;
  readonly extensionSeconds: number;
}

/**
 * A rule takes 10,240 characters and 100 alarms (CloudWatch API reference, PutCompositeAlarm, 2026-11); an alarm may be
 * in the rules of 150.
 */
export const limits = { characters: 10_240, alarms: 100 } as const;

/** Time for the slowest metric to say that the system is broken, and for queues to empty when it is no longer. */
const suppression = { waitSeconds: 120, extensionSeconds: 600 } as const;

export interface Spoken {
  readonly composites: readonly CompositePlan[];
  /** Ids of the alarms that tell by themselves. */
  readonly alone: ReadonlySet<string>;
}

/**
 * Who speaks for which alarms. All pages of the brokers themselves are one message: whoever is woken looks at all of
 * them. Everything else is one message a kind and team, so that what lingers (a dead letter over a weekend) hides only
 * its like; and it waits while the brokers are broken. One alarm that nothing suppresses speaks for itself.
 */
export function speakers(place: Place, system: string, members: readonly Member[]): Spoken {
  const groups = grouped(members);
  const broken = groups.find(({ ofBrokers }) => ofBrokers);
  const suppressor = broken && suppressorOf(place, system, broken);
  const isAlone = (group: Group) => group.others.length === 0 && (group.ofBrokers || suppressor === undefined);
  return {
    alone: new Set(groups.filter(isAlone).map(({ first }) => first.id)),
    composites: groups
      .filter((group) => !isAlone(group))
      .flatMap(({ id, first, others, ofBrokers }) => {
        const description = describe(system, first);
        const root = { place, system, id, description, to: [first.to], ...(!ofBrokers && { suppressor }) };
        return tree(root, [first, ...others]);
      }),
  };
}

/** Alarms that one message tells of. */
interface Group {
  readonly id: string;
  readonly ofBrokers: boolean;
  readonly first: Member;
  readonly others: Member[];
}

function grouped(members: readonly Member[]): Group[] {
  const groups = new Map<string, Group>();
  for (const member of members) {
    const { ofBrokers, runbook, severity, to } = member;
    const id = [...(to.team === undefined ? [] : [to.team]), ofBrokers ? "system" : runbook, severity].join("_");
    const group = groups.get(id);
    if (group === undefined) groups.set(id, { id, ofBrokers, first: member, others: [] });
    else group.others.push(member);
  }
  return [...groups.values()];
}

function suppressorOf(place: Place, system: string, { id, first, others }: Group): Suppressor {
  const { id: alarm, name } = others.length === 0 ? first : { id, name: nameOf(place, system, id) };
  return { id: alarm, name, ...suppression };
}

export const nameOf = (place: Place, system: string, id: string): string =>
  named("alarm", [place.environment, system, id]);

function describe(system: string, { ofBrokers, runbook, severity }: Member): string {
  const what = ofBrokers ? `${system} itself is broken` : `Alarms of one kind in ${system}`;
  const page = ofBrokers ? "broken-system" : runbook;
  return `${what}; the children that fire say where. What to do: docs/runbooks/${page}.md (${severity})`;
}

interface Root extends Pick<CompositePlan, "id" | "description" | "to"> {
  readonly place: Place;
  readonly system: string;
  readonly suppressor?: Suppressor | undefined;
}

/** One composite alarm; where a rule cannot hold all members, one over several that each hold a part and tell nobody. */
function tree(root: Root, members: readonly Pick<Member, "id" | "name">[], level = 1): CompositePlan[] {
  const { place, system, id, description, to, suppressor } = root;
  const over = (ownId: string, part: readonly Pick<Member, "id" | "name">[]) => ({
    id: ownId,
    name: nameOf(place, system, ownId),
    description,
    rule: anyOf(part),
    after: part.map((member) => member.id),
  });
  const parts = cut(members);
  if (parts.length === 1) return [{ ...over(id, members), to, ...(suppressor && { suppressor }) }];
  const below = parts.map((part, index) => ({
    ...over([id, ...(level > 1 ? [`level-${level}`] : []), index + 1].join("_"), part),
    to: [],
  }));
  return [...below, ...tree(root, below, level + 1)];
}

const or = " OR ";
export const term = (alarm: string): string => `ALARM(${JSON.stringify(alarm)})`;
const anyOf = (members: readonly Pick<Member, "name">[]): string => members.map(({ name }) => term(name)).join(or);

/** The fewest parts in order, each within what one rule takes. */
export function cut<M extends Pick<Member, "name">>(members: readonly M[]): M[][] {
  const parts: M[][] = [[]];
  let length = 0;
  for (const member of members) {
    const last = parts.at(-1) ?? [];
    const more = term(member.name).length + (last.length > 0 ? or.length : 0);
    if (last.length < limits.alarms && length + more <= limits.characters) {
      last.push(member);
      length += more;
    } else {
      parts.push([member]);
      length = term(member.name).length;
    }
  }
  return parts;
}
