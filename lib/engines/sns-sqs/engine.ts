import { scratchWord } from "../../core/archive/programs";
import type { Engine, Granted, OpenSystem, SystemInput } from "../../core/engine";
import { globalArn } from "../../core/arns";
import { Issues, type DataPath } from "../../core/issues";
import { named } from "../../core/names";
import type { Place } from "../../core/place";
import { read } from "../../core/read";
import { ownershipTags } from "../../core/tags";
import { planQueueChannel, planTopicChannel } from "./channels";
import { systemFacts } from "./facts";
import { supportKinds } from "../../core/support";
import { changes } from "./changes";
import { kinds } from "./kinds";
import { metrics } from "./metric-catalogue";
import { limits, publishQuota } from "./limits";
import { grantables, nameSystem, type SystemChannels, type SystemNames } from "./names";
import { permit } from "./permits";
import type { ChannelPlan, DeliveryRolePlan, SnsSqsPlan } from "./plan";
import { deliveryRolePolicies } from "./policies";
import { engineName, patterns, queueChannels, systemOptions, topicChannels, type SystemOptions } from "./spec";

/** SNS topics and SQS queues: the patterns `pub-sub` and `work-queue`. */
export const snsSqs: Engine<SnsSqsPlan> = {
  name: engineName,
  platform: "aws",
  patterns,
  identities: ["role", "account"],
  kinds,
  metrics,
  changes,
  schemas: (pattern) => ({ channels: pattern === "pub-sub" ? topicChannels : queueChannels, options: systemOptions }),
  open,
};

function open(input: SystemInput, place: Place, issues: Issues): OpenSystem<SnsSqsPlan> | undefined {
  const options = read(systemOptions, input.options, [...input.path, engineName], issues);
  const spec = readChannels(input, issues);
  if (spec === undefined || options === undefined) return undefined;
  const names = nameSystem(place, input, spec, issues);
  return {
    channels: grantables(names),
    permit: (grant) => permit(place, names, grant),
    plan: (granted) => planSystem({ input, place, issues, spec, names, options }, granted),
  };
}

function readChannels({ pattern, path, channels }: SystemInput, issues: Issues): SystemChannels | undefined {
  const at = [...path, "channels"];
  if (pattern === "pub-sub") {
    const spec = read(topicChannels, channels, at, issues);
    return spec && { pattern, channels: spec };
  }
  const spec = read(queueChannels, channels, at, issues);
  return spec && { pattern: "work-queue", channels: spec };
}

interface Opened {
  readonly input: SystemInput;
  readonly place: Place;
  readonly issues: Issues;
  readonly spec: SystemChannels;
  readonly names: SystemNames;
  readonly options: SystemOptions;
}

function planSystem(opened: Opened, { statements }: Granted): SnsSqsPlan {
  const { input, place, issues, spec, names, options } = opened;
  checkAccountLimits(opened);
  checkArchive(opened);
  if (input.existing !== undefined) checkExistingPolicies(input.path, statements, issues);
  const context = { place, issues, protect: input.protect, statementsFor: (arn: string) => statements[arn] ?? [] };
  const pathOf = (name: string) => [...input.path, "channels", name];
  const planned =
    spec.pattern === "pub-sub"
      ? Object.entries(spec.channels).map(([name, channel]) =>
          planTopicChannel(
            { ...context, tags: ownershipTags(channel) },
            name,
            channel,
            names.channels[name] ?? { queues: {} },
            pathOf(name),
          ),
        )
      : Object.entries(spec.channels).map(([name, channel]) =>
          planQueueChannel(
            { ...context, tags: ownershipTags(channel) },
            name,
            channel,
            names.channels[name] ?? { queues: {} },
            pathOf(name),
          ),
        );
  const channels: ChannelPlan[] = planned.filter((channel) => channel !== undefined);
  return {
    engine: engineName,
    inNetwork: false,
    build: input.existing === undefined,
    place,
    names,
    facts: systemFacts(place, input, names.prefix, channels, (name) => spec.channels[name]),
    channels,
    ...(spec.pattern === "pub-sub" ? { deliveryRole: deliveryRole(place, names.prefix, options) } : {}),
  };
}

function deliveryRole(place: Place, prefix: readonly string[], { successSample }: SystemOptions): DeliveryRolePlan {
  const name = named("role", [...prefix, "delivery-logs"]);
  return {
    name,
    arn: globalArn(place, "iam", `role/${name}`),
    policyName: named("policy", [...prefix, "delivery-logs"]),
    successSample,
    ...deliveryRolePolicies(place, prefix.join("-")),
  };
}

/** A queue gives each message to one consumer, so an archive would take it away from the others. */
function checkArchive({ input: { needs, path }, issues, spec }: Opened): void {
  if (needs?.archive !== true) return;
  if (spec.pattern !== "pub-sub")
    issues.add(
      supportKinds.NotSupported,
      [...path, "backup", "archive"],
      "sns-sqs cannot archive a work-queue: a queue gives each message to one consumer; use pub-sub, where the archive is one more subscriber",
    );
  else
    for (const name of Object.keys(spec.channels).filter((channel) => channel.startsWith(scratchWord)))
      issues.add(
        supportKinds.NameCollision,
        [...path, "channels", name],
        `the names of its queues would begin with those of restore tests; call it something else than "${scratchWord}…"`,
      );
}

/** What all channels of a system together must not exceed. */
function checkAccountLimits({ input, place, issues, spec, options }: Opened): void {
  if (spec.pattern !== "pub-sub") return;
  const all = Object.values(spec.channels);
  const at = [...input.path, "channels"];
  for (const ordered of [false, true]) {
    const some = all.filter((channel) => channel.ordered === ordered);
    const most = ordered ? limits.fifoTopics : limits.topics;
    if (some.length > most)
      issues.add(
        kinds.TooManyTopics,
        at,
        `${some.length} ${ordered ? "ordered " : ""}topics; SNS takes ${most} an account`,
      );
    const load = some.reduce((sum, channel) => sum + (channel["sns-sqs"].workload?.rate ?? 0), 0);
    const quota = options.quotas.publishesPerSecond ?? publishQuota(place.region, ordered);
    if (load > quota)
      issues.add(
        kinds.PublishQuota,
        at,
        `the ${ordered ? "ordered " : ""}channels state ${load} messages a second together; SNS lets an account publish ${quota} in ${place.region}`,
      );
  }
  const filters = all.reduce(
    (sum, channel) => sum + Object.values(channel.subscribers).filter(({ filter }) => filter !== undefined).length,
    0,
  );
  if (filters > limits.filtersPerAccount)
    issues.add(
      kinds.TooManyFilters,
      at,
      `${filters} subscribers with a filter; SNS takes ${limits.filtersPerAccount} an account`,
    );
}

function checkExistingPolicies(path: DataPath, statements: Granted["statements"], issues: Issues): void {
  for (const resource of Object.keys(statements))
    issues.add(
      kinds.ExistingPolicy,
      [...path, "access"],
      `a client of another account needs a statement in the policy of ${resource}, which exists already`,
    );
}
