import { App, Testing } from "cdktf";
import * as z from "zod";
import type { EnvironmentPlan } from "../../lib/environment/plan";
import { addEnvironment } from "../../stacks";
import { pathHash, Repeats, type Block } from "./repeats";

export const stackSpec = z.looseObject({
  resource: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))),
  output: z.record(z.string(), z.unknown()).optional(),
});
export type StackJson = z.output<typeof stackSpec>;

/** Every stack of an environment, as Terraform gets it. */
export function synthesize(plan: EnvironmentPlan): Record<string, StackJson> {
  const stacks = addEnvironment(new App({ outdir: "never-written" }), plan);
  return Object.fromEntries(stacks.map((stack) => [stack.node.id, stackSpec.parse(JSON.parse(Testing.synth(stack)))]));
}

/** What cdktf calls a bundled program by: it changes with every dependency of the program. */
const assetHash = /\b[0-9A-F]{32}\b/g;

/** Where a resource names others: their addresses stand in full where they are shown. */
const references = /\$\{[^}]*\}|\bdepends_on=\[[^\]]*\]/g;

/**
 * An alarm for each subscription of a log: they follow from the subscriptions, as test/contract/logging.test.ts holds, and
 * are of one form.
 */
const follows = ({ type, name }: Block): boolean =>
  type === "aws_cloudwatch_metric_alarm" && /^Alarms_log-delivery-.*-refused_/.test(name);

/**
 * The stacks of an environment as a reviewer reads them: what is repeated is not shown again, and what is of the
 * environment's own region and account is named without both, and what a resource refers to without its address's end.
 */
export function render(plan: EnvironmentPlan): string {
  const repeats = new Repeats();
  return Object.entries(blocksOf(plan))
    .map(([stack, blocks]) => {
      const system = stack.replace(`${plan.place.environment}-`, "");
      const shown = system === "foundation" ? blocks : blocks.filter((block) => !follows(block));
      return [`# ${stack}`, ...repeats.shorten(stack, system, shown)].join("\n");
    })
    .join("\n")
    .replace(references, (text) => text.replace(pathHash, ""))
    .replaceAll("data.terraform_remote_state.Foundation.outputs.", "Foundation.")
    .replace(new RegExp(`arn:aws:([\\w-]+):(${plan.place.region})?:${plan.place.account}:`, "g"), "arn:$1:");
}

/** The same, each resource whole: for comparing line by line. */
export const renderWhole = (plan: EnvironmentPlan): string =>
  Object.entries(blocksOf(plan))
    .flatMap(([stack, blocks]) => [
      `# ${stack}`,
      ...blocks.flatMap(({ type, name, words, lines }) => [`${type}.${name}`, words.join("  "), ...lines]),
    ])
    .join("\n");

const blocksOf = (plan: EnvironmentPlan): Record<string, readonly Block[]> =>
  Object.fromEntries(
    Object.entries(synthesize(plan)).map(([stack, { resource }]) => [
      stack,
      Object.entries(resource).flatMap(([type, all]) =>
        Object.entries(all).map(([name, body]) => ({ type, name, ...renderResource(type, body) })),
      ),
    ]),
  );

/** A resource in a few lines, a policy as one line a statement. */
function renderResource(type: string, { "//": _, ...body }: Record<string, unknown>): Pick<Block, "words" | "lines"> {
  // Its address says whose policy it attaches to whose role; test/unit holds what each may do.
  if (type === "aws_iam_role_policy_attachment") return { words: [], lines: [] };
  if (type === "aws_cloudwatch_metric_alarm") return { words: [], lines: alarm(body) };
  if (type === "aws_cloudwatch_log_subscription_filter") return { words: [], lines: [subscription(body)] };
  // All tell the same topic by the same role, and set aside in the same queue: test/contract/maintenance.test.ts.
  if (type === "aws_cloudwatch_event_target") return { words: [], lines: [] };
  if (type === "aws_cloudwatch_event_rule") return { words: [], lines: [rule(body)] };
  if (type === "aws_ssm_document") return { words: [], lines: document(body) };
  if (type === "aws_cloudwatch_composite_alarm") return { words: [], lines: [composite(body)] };
  const words: string[] = [];
  const lines: string[] = [];
  // The inventory is committed, and read there.
  const shown = Object.entries(body).filter(([key]) => type !== "aws_s3_object" || key !== "content");
  for (const [key, value] of shown) {
    const inner = unfolded(value);
    if (inner === undefined || (typeof value !== "string" && inner.length === 1))
      words.push(`${key}=${plain(inner?.[0] ?? value)}`.replace(assetHash, "HASH"));
    else lines.push(...inner.map((line) => `${key}: ${line}`));
  }
  return { words, lines };
}

const querySpec = z.object({
  id: z.string(),
  expression: z.string().optional(),
  metric: z
    .object({
      namespace: z.string(),
      metric_name: z.string(),
      dimensions: z.record(z.string(), z.string()),
      stat: z.string(),
      period: z.number(),
    })
    .optional(),
});

/** A formula with what it is made of: `result = 100 * part / whole; part = …`. */
const formula = (queries: readonly z.output<typeof querySpec>[]): string =>
  queries
    .map(({ id, expression, metric: of }) =>
      of === undefined
        ? `${id} = ${expression}`
        : `${id} = ${of.namespace} ${of.metric_name} ${plain(of.dimensions)} ${of.stat} ${of.period}s`,
    )
    .join("; ");

const alarmSpec = z.looseObject({
  alarm_name: z.string(),
  alarm_description: z.string(),
  alarm_actions: z.array(z.string()).optional(),
  comparison_operator: z.string(),
  threshold: z.number(),
  datapoints_to_alarm: z.number(),
  evaluation_periods: z.number(),
  treat_missing_data: z.string(),
  metric_query: z.array(querySpec).optional(),
});

const comparisons: Readonly<Record<string, string>> = {
  GreaterThanThreshold: ">",
  GreaterThanOrEqualToThreshold: ">=",
  LessThanThreshold: "<",
};

/**
 * An alarm in two lines: what it looks at, and what it says. There are hundreds, all of one form; an alarm's name is its
 * stack's and its address's.
 */
function alarm(body: object): string[] {
  const { alarm_name, alarm_description, alarm_actions, ...rest } = alarmSpec.parse(body);
  const { comparison_operator, threshold, datapoints_to_alarm, evaluation_periods, treat_missing_data } = rest;
  const { namespace, metric_name, dimensions, statistic, period, metric_query } = rest;
  const missing = treat_missing_data === "notBreaching" ? "" : `, missing ${treat_missing_data}`;
  const when = `${comparisons[comparison_operator] ?? comparison_operator} ${threshold} in ${datapoints_to_alarm} of ${evaluation_periods}${missing}`;
  // One of six windows on the same metric, or the way down beside the way up.
  if (alarm_name.includes("-objective-") || alarm_name.endsWith("-scale-in")) return [when];
  const what = metric_query
    ? formula(metric_query)
    : [namespace, metric_name, plain(dimensions), statistic, `${String(period)}s`].join(" ");
  return [`${what} ${when}${told(alarm_actions)}`, alarm_description.replace(" What to do: docs/runbooks/", " ")];
}

const told = (actions: readonly string[] | undefined): string =>
  actions === undefined ? "" : ` → ${actions.map((arn) => arn.split(":").at(-1)).join()}`;

const compositeSpec = alarmSpec.pick({ alarm_actions: true }).extend({
  actions_suppressor: z.object({ alarm: z.string() }).optional(),
});

/** Who is told by a composite alarm. Which alarms it speaks for follows from their kind, and is tested. */
function composite(body: object): string {
  const { alarm_actions, actions_suppressor } = compositeSpec.parse(body);
  return `${told(alarm_actions)}${actions_suppressor ? ` unless ${actions_suppressor.alarm}` : ""}`;
}

/** Which log goes where; that all of it does, and by which role, is tested. */
const subscription = ({ log_group_name, destination_arn }: Record<string, unknown>): string =>
  `${String(log_group_name)} → ${String(destination_arn)}`;

/** A rule in a line: when it tells. Its name is its environment's and its address's. */
function rule(body: object): string {
  const { schedule_expression, event_pattern = "null" } = ruleSpec.parse(body);
  return schedule_expression ?? plain(JSON.parse(event_pattern));
}

const ruleSpec = z.object({ schedule_expression: z.string().optional(), event_pattern: z.string().optional() });

const documentSpec = z.object({
  parameters: z.record(z.string(), z.unknown()),
  mainSteps: z.array(z.object({ name: z.string(), inputs: z.looseObject({ Service: z.string().optional() }) })),
});

/** A document in three lines: its parameters and its steps. What each says in full is held by test/contract/remedies.test.ts. */
function document({ name, content, document_type }: Record<string, unknown>): string[] {
  // A calendar: its events, a line each.
  if (document_type === "ChangeCalendar")
    return [String(name), ...[...String(content).matchAll(/^(?:SUMMARY|DTSTART|DTEND):.*$/gm)].map(([line]) => line)];
  const { parameters, mainSteps } = documentSpec.parse(JSON.parse(String(content)));
  const steps = mainSteps.map(({ name: step, inputs: { Service, Api } }) =>
    Service === undefined ? step : `${step} ${Service}:${String(Api)}`,
  );
  return [`${String(name)} (${Object.keys(parameters).join(", ")})`, steps.join(" → ")];
}

/** The lines of a value that deserves more than one: a policy's statements, a dashboard's graphs, a block. */
function unfolded(value: unknown): string[] | undefined {
  const inner: unknown = typeof value === "string" && /^\{".*\}$/.test(value) ? JSON.parse(value) : value;
  if (typeof inner !== "object" || inner === null) return undefined;
  if ("Statement" in inner && Array.isArray(inner.Statement)) return inner.Statement.map(statement);
  if ("widgets" in inner && Array.isArray(inner.widgets)) return inner.widgets.map(widget);
  if (Array.isArray(inner)) return inner.every((item) => typeof item === "object") ? inner.map(plain) : [plain(inner)];
  return plain(inner).length > 400 ? listed(inner) : [plain(inner)];
}

/** A statement of a policy: it allows where nothing else is said. */
const statement = (value: unknown): string => plain(value).replace("Effect:Allow,", "");

/** A large document with a line for each item of its lists: `topics: {name:orders,partitions:6}`. */
function listed(value: object, path = ""): string[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const at = path === "" ? key : `${path}.${key}`;
    if (Array.isArray(inner)) return inner.map((item) => `${at}: ${plain(item)}`);
    return typeof inner === "object" && inner !== null ? listed(inner, at) : [`${at}: ${plain(inner)}`];
  });
}

/** Which metrics a graph has is tested with the alarms; here stands how many. */
function widget(value: unknown): string {
  const { properties } = z
    .object({
      properties: z.looseObject({
        title: z.string(),
        metrics: z.array(z.unknown()).default([]),
        alarms: z.array(z.unknown()).default([]),
      }),
    })
    .parse(value);
  const { title, metrics, alarms } = properties;
  return alarms.length > 0 ? `${title}: ${alarms.length} alarms` : `${title}: ${metrics.length} lines`;
}

/** JSON without the quotes that nobody needs. */
function plain(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value).replace(/"([^"\s,:{}[\]]+)"/g, "$1");
}
