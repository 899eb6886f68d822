import type { Engine, Granted, OpenSystem, SystemInput } from "../../core/engine";
import type { BrokerPermission } from "../../core/grants";
import type { Issues } from "../../core/issues";
import type { Place } from "../../core/place";
import { read } from "../../core/read";
import { activeMqConfiguration } from "./activemq/configuration";
import { checkArchive, isArchived } from "./archive-queues";
import { planBroker } from "./broker";
import { readChannels, type ReadChannels } from "./channels";
import { clientSettings } from "./client-settings";
import { checkCounted, countedBy } from "./counted";
import { checkReach } from "./endpoints";
import { systemFacts } from "./facts";
import type { DesiredUser } from "./functions/desired";
import { limitsOf } from "./instances";
import { changes } from "./changes";
import { kinds } from "./kinds";
import { metrics } from "./metric-catalogue";
import { planLogPolicy } from "./log-policy";
import { nameSystem, programUsers, type Names, type ProgramUser } from "./names";
import { permit } from "./permits";
import type { MqPlan } from "./plan";
import { programPermissions, rabbitDefinitions } from "./rabbitmq/definitions";
import { rabbitConfiguration } from "./rabbitmq/configuration";
import { planSecret } from "./secrets";
import { planSecurityGroup } from "./security-group";
import { brokerChannels, engineName, patterns, systemOptions, topics, workQueues, type SystemOptions } from "./spec";
import { checkSupported } from "./supported";
import { allQueues } from "./topology";
import { planUsers, type UserPlan } from "./users";

const channelSchemas = {
  "pub-sub": topics,
  "work-queue": workQueues,
  "event-stream": workQueues,
  broker: brokerChannels,
};

/** RabbitMQ and ActiveMQ on Amazon MQ: the patterns `pub-sub`, `work-queue` and `broker`. */
export const mq: Engine<MqPlan> = {
  name: engineName,
  platform: "aws",
  patterns,
  identities: ["user"],
  kinds,
  metrics,
  changes,
  schemas: (pattern) => ({ channels: channelSchemas[pattern], options: systemOptions }),
  open,
};

function open(input: SystemInput, place: Place, issues: Issues): OpenSystem<MqPlan> | undefined {
  const options = read(systemOptions, input.options, [...input.path, engineName], issues);
  const channels = readChannels(input, options !== undefined && isArchived(input, options), issues);
  if (channels === undefined || options === undefined) return undefined;
  checkSupported(options, channels.topology, issues);
  checkArchive(input, options, issues);
  checkReach(input, options, issues);
  checkCounted(input, options, channels.topology, issues);
  return {
    channels: channels.topology.map(({ name, kind, queues }) => ({
      name,
      consumedBy: kind === "fan-out" ? "subscriber" : "channel",
      subscribers: queues.flatMap(({ subscriber }) => subscriber ?? []),
    })),
    permit: (grant) => permit(options.broker, channels.topology, grant, issues),
    plan: (granted) =>
      planSystem({ input, place, issues, options, channels, names: nameSystem(place, input) }, granted),
  };
}

interface Opened {
  readonly input: SystemInput;
  readonly place: Place;
  readonly issues: Issues;
  readonly options: SystemOptions;
  readonly channels: ReadChannels;
  readonly names: Names;
}

function planSystem(opened: Opened, granted: Granted): MqPlan {
  const { input, place, issues, options, channels, names } = opened;
  const permissions = granted.permissions.filter((permission) => permission.mechanism === "broker-user");
  const { name: system, protect } = input;
  const programs = programsOf(input, options);
  const users = planUsers({ place, names, system, protect, permissions, programs }, input.path, issues);
  checkQueues(opened);
  const inside = insideOf(opened, permissions, users);
  const broker = planBroker(input, options, inside.configuration, issues);
  const facts = { place, input, names, options, broker, read: channels, permissions, users, desired: inside.desired };
  const logPolicy = planLogPolicy(place, names, options.broker);
  return {
    engine: engineName,
    inNetwork: input.existing === undefined,
    build: input.existing === undefined,
    place,
    protect,
    names,
    facts: systemFacts(facts),
    broker,
    topology: channels.topology,
    administrator: planSecret(place, names.administratorSecret, `The administrator of ${names.broker}`, protect),
    users,
    ...(logPolicy && { logPolicy }),
    securityGroup: planSecurityGroup(names, options, input.network, isArchived(input, options)),
    desired: inside.desired,
    clientSettings: clientSettings(options.broker, permissions, channels.topology),
  };
}

/** What is inside the broker: by definitions that the function applies, or by the broker's own configuration. */
function insideOf(
  { input, options, names, channels: { topology }, issues }: Opened,
  permissions: readonly BrokerPermission[],
  users: readonly UserPlan[],
): { readonly desired: MqPlan["desired"]; readonly configuration: string } {
  const named = users.map(({ user, secret }) => ({ name: user, secret: secret.name }));
  if (options.broker === "activemq")
    return {
      desired: { engine: "activemq", users: named.map((user) => ({ ...user, groups: [user.name] })) },
      configuration: activeMqConfiguration(topology, permissions, issues),
    };
  const definitions = {
    vhost: input.name,
    instanceType: options.instanceType,
    topology,
    permissions,
    programs: programPermissions(input.name, names, topology, programsOf(input, options)),
  };
  return {
    desired: { engine: "rabbitmq", definitions: rabbitDefinitions(definitions, issues), users: named.map(tagged) },
    configuration: rabbitConfiguration(topology),
  };
}

/** Programs of ours that sign in with a user of their own. */
function programsOf(input: SystemInput, options: SystemOptions): ProgramUser[] {
  const { archive, replay, metrics: counting } = programUsers;
  return [
    ...(isArchived(input, options) ? [archive, replay] : []),
    ...(countedBy(input, options) === "signalbox" ? [counting] : []),
  ];
}

/** Without a tag nobody may ask the management API how many messages wait. */
const tagged = (user: DesiredUser): DesiredUser =>
  user.name === programUsers.metrics ? { ...user, tags: ["management"] } : user;

function checkQueues({ input, options, channels, issues }: Opened): void {
  if (options.broker !== "rabbitmq") return;
  const count = 2 * channels.topology.flatMap(allQueues).length;
  const most = limitsOf(options).queues;
  if (count > most)
    issues.add(
      kinds.TooManyQueues,
      [...input.path, "channels"],
      `${count} queues with those for dead letters and the archive; RabbitMQ ${options.version} on ${options.instanceType} takes ${most}`,
    );
}
