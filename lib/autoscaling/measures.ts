import type { Backlog, CloudWatchExpression, CloudWatchMetric } from "../core/facts";
import { low } from "./steps";

type Measure = CloudWatchMetric | CloudWatchExpression;

/** What is held at how much. */
export interface Held {
  readonly by: "age" | "backlogPerTask";
  readonly of: Measure;
  readonly value: number;
  readonly backlog: Backlog;
}

/** How many tasks of a service run: each is one sample a minute. A service without tasks is silent. */
export const tasksOf = (cluster: string, service: string): CloudWatchMetric => ({
  source: "cloudwatch",
  namespace: "AWS/ECS",
  name: "CPUUtilization",
  dimensions: { ClusterName: cluster, ServiceName: service },
  statistic: "SampleCount",
  periodSeconds: 60,
});

/** What is held against the target: the age as it is measured, or what waits for each task that runs. */
export function measureOf(held: Held, min: number, tasks: CloudWatchMetric): Measure {
  if (min === 0) return held.by === "age" ? sleepersAge(held, tasks) : sleepersBacklog(held, tasks);
  if (held.by === "age") return held.of;
  const [waiting, running] = [part("waiting", held.of), part("tasks", tasks)];
  return combined("BacklogPerTask", `${waiting.text} / ${running.text}`, [waiting, running]);
}

/**
 * What waits for each task of consumers that may sleep. One message wakes the first task, because nobody else will handle
 * it; and the last one stays while a message waits or is being handled.
 */
function sleepersBacklog({ of, value, backlog: { inFlight } }: Held, tasks: CloudWatchMetric): Measure {
  const [waiting, counted] = [part("waiting", of), part("tasks", tasks)];
  const handled = inFlight && part("handled", inFlight);
  const running = `FILL(${counted.text}, 0)`;
  const last = lastTask(waiting, waiting, handled, value);
  const asleep = `IF(${waiting.text} > 0, ${value + 1}, ${last})`;
  const formula = `IF(${running} > 1, ${waiting.text} / ${running}, IF(${running} < 1, ${asleep}, ${last}))`;
  return combined("BacklogPerTask", formula, [waiting, handled, counted]);
}

/** The age; where consumers may sleep, it is not low for the last task while a message waits or is being handled. */
function sleepersAge({ of, value, backlog: { messages = of, inFlight } }: Held, tasks: CloudWatchMetric): Measure {
  const [age, waiting, counted] = [part("age", of), part("waiting", messages), part("tasks", tasks)];
  const handled = inFlight && part("handled", inFlight);
  const formula = `IF(FILL(${counted.text}, 0) > 1, ${age.text}, ${lastTask(age, waiting, handled, value)})`;
  return combined("AgeOrWork", formula, [age, waiting, handled, counted]);
}

/** A measure that is not low while there is work, and nothing where there is none. */
function lastTask(measure: Part, waiting: Part, handled: Part | undefined, value: number): string {
  const work = handled === undefined ? waiting.text : `${waiting.text} + ${handled.text}`;
  return `IF(${work} > 0, IF(${measure.text} > ${low * value}, ${measure.text}, ${low * value}), 0)`;
}

/** A measure as it stands in a formula, and what it is made of. */
interface Part {
  readonly text: string;
  readonly metrics: Readonly<Record<string, CloudWatchMetric>>;
}

const part = (id: string, measure: Measure): Part =>
  measure.source === "cloudwatch"
    ? { text: id, metrics: { [id]: measure } }
    : { text: `(${measure.expression})`, metrics: measure.metrics };

const combined = (name: string, expression: string, parts: readonly (Part | undefined)[]): CloudWatchExpression => ({
  source: "cloudwatch-expression",
  name,
  expression,
  metrics: Object.fromEntries(parts.flatMap((one) => Object.entries(one?.metrics ?? {}))),
  statistic: "Maximum",
  periodSeconds: 60,
});
