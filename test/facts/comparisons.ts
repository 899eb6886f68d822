import * as fc from "fast-check";
import { sinkSpec } from "../../lib/logging/sinks-spec";
import { alertsSpec } from "../../lib/monitoring/spec";
import { botocoreShapes, type Shape } from "./models";

/** A text of the environment file that becomes an argument of AWS, and AWS's own shape of the argument. */
interface Comparison {
  readonly field: string;
  readonly shape: readonly [service: string, name: string];
  /** The argument that a text becomes. */
  readonly argument: (text: string) => string;
  readonly accepts: (text: string) => boolean;
  readonly examples: readonly string[];
}

const uuid = "11111111-1111-1111-1111-111111111111";
const route = (ticket: object): boolean => alertsSpec.safeParse({ routes: { shop: { ticket } } }).success;
const domain = (more: object): boolean =>
  sinkSpec.safeParse({ opensearch: { domain: { administrator: "arn:aws:iam::111122223333:role/a", ...more } } })
    .success;
const same = (text: string): string => text;

/** Add a line for each text whose form AWS has a model of. */
const comparisons: readonly Comparison[] = [
  {
    field: "alerts.routes.*.*.teams[].channel",
    shape: ["chatbot", "TeamsChannelId"],
    argument: same,
    accepts: (channel) => route({ teams: [{ tenant: uuid, team: uuid, channel }] }),
    examples: ["19%3aabc%40thread.tacv2", "19:abc@thread.tacv2", "CHANNEL"],
  },
  {
    field: "alerts.routes.*.*.teams[].tenant",
    shape: ["chatbot", "UUID"],
    argument: same,
    accepts: (tenant) => route({ teams: [{ tenant, team: uuid, channel: "19%3aabc%40thread.tacv2" }] }),
    examples: [uuid, "1111"],
  },
  {
    field: "alerts.routes.*.*.slack[].channel",
    shape: ["chatbot", "SlackChannelId"],
    argument: same,
    accepts: (channel) => route({ slack: [{ workspace: "T012ABCDE", channel }] }),
    examples: ["C012ABCDE", "#general"],
  },
  {
    field: "alerts.routes.*.*.slack[].workspace",
    shape: ["chatbot", "SlackTeamId"],
    argument: same,
    accepts: (workspace) => route({ slack: [{ workspace, channel: "C012ABCDE" }] }),
    examples: ["T012ABCDE", "t012"],
  },
  {
    field: "logging.sinks.*.opensearch.domain.version",
    shape: ["opensearch", "VersionString"],
    argument: (version) => `OpenSearch_${version}`,
    accepts: (version) => domain({ version }),
    examples: ["2.19", "3.1", "12.100", "2"],
  },
];

export interface Outcome {
  readonly field: string;
  readonly shape: string;
  /** Texts on which the schema and AWS's model differ; none is as it must be. */
  readonly differences: readonly string[];
}

/** Compares each text of the list with its model, on the examples and on texts made from the model's pattern. */
export function compareAll(): { readonly version: string; readonly outcomes: readonly Outcome[] } {
  const { version, shapes } = botocoreShapes(comparisons.map(({ shape }) => shape));
  const outcomes = comparisons.map((comparison, index): Outcome => {
    const { field, shape } = comparison;
    return { field, shape: shape.join(" "), differences: differencesOf(comparison, shapes[index] ?? undefined) };
  });
  return { version, outcomes };
}

function differencesOf({ accepts, argument, examples }: Comparison, shape: Shape | undefined): string[] {
  if (shape?.pattern === undefined) return ["the model has no such shape with a pattern"];
  const { pattern, min = 0, max = Infinity } = shape;
  const whole = new RegExp(`^(?:${pattern})$`);
  const fits = (text: string) => whole.test(text) && text.length >= min && text.length <= max;
  const made = fc.sample(fc.stringMatching(whole, { size: "medium" }), { numRuns: 300, seed: 1 });
  const prefix = argument("");
  const own = made.filter((text) => text.startsWith(prefix)).map((text) => text.slice(prefix.length));
  const cut = own.flatMap((text) => [text.slice(1), `${text}~`]);
  return [...examples, ...own, ...cut].filter((text) => accepts(text) !== fits(argument(text)));
}
