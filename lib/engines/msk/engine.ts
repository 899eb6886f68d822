import type { Engine, Granted, OpenSystem, SystemInput } from "../../core/engine";
import type { Permission } from "../../core/grants";
import type { Issues } from "../../core/issues";
import type { Place } from "../../core/place";
import { policyText } from "../../core/policy";
import { read } from "../../core/read";
import { checkAdmission } from "./admission";
import { changes } from "./changes";
import { checkArchive } from "./archive-checks";
import { listenersOf, planAuthentication, planUsers } from "./authentication";
import { planClientSettings } from "./client-settings";
import { planCluster } from "./cluster";
import { planConfiguration } from "./configuration";
import { checkConnectivity } from "./connectivity";
import { systemFacts } from "./facts";
import { desiredKafka } from "./functions-facts";
import { kinds } from "./kinds";
import { metrics } from "./metric-catalogue";
import { limits } from "./limits";
import { checkLoad } from "./load";
import { nameSystem, type Names } from "./names";
import { permit } from "./permits";
import type { MskPlan } from "./plan";
import { planSecurityGroup } from "./security-group";
import { engineName, patterns, streamChannels, systemOptions, type StreamChannel, type SystemOptions } from "./spec";
import { planTopics } from "./topics";

/** Amazon MSK: brokers of one's own choice, Express brokers, or Serverless, for the pattern `event-stream`. */
export const msk: Engine<MskPlan> = {
  name: engineName,
  platform: "aws",
  patterns,
  identities: ["role", "account", "user", "certificate"],
  kinds,
  metrics,
  changes,
  schemas: () => ({ channels: streamChannels, options: systemOptions }),
  open,
};

function open(input: SystemInput, place: Place, issues: Issues): OpenSystem<MskPlan> | undefined {
  const options = read(systemOptions, input.options, [...input.path, engineName], issues);
  const channels = read(streamChannels, input.channels, [...input.path, "channels"], issues);
  if (options === undefined || channels === undefined) return undefined;
  const names = nameSystem(place, input.name, input.existing);
  return {
    channels: Object.keys(channels).map((name) => ({ name, consumedBy: "group", subscribers: [] })),
    permit: (grant) => {
      checkAdmission(place, options, input.existing, grant, issues);
      return permit(place, names, grant);
    },
    plan: (granted) => planSystem({ input, place, issues, options, channels, names }, granted),
  };
}

interface Opened {
  readonly input: SystemInput;
  readonly place: Place;
  readonly issues: Issues;
  readonly options: SystemOptions;
  readonly channels: Readonly<Record<string, StreamChannel>>;
  readonly names: Names;
}

function planSystem(opened: Opened, { statements, permissions }: Granted): MskPlan {
  const { input, place, issues, options, names } = opened;
  const at = [...input.path, engineName];
  const authentication = planAuthentication(options, permissions);
  const cluster = planCluster({ input, options, authentication, issues });
  const channels = planTopics(cluster, opened.channels, [...input.path, "channels"], issues);
  checkLoad(cluster, channels, [...input.path, "channels"], issues);
  checkArchive(input, names, channels, issues);
  checkConnectivity(input, options, issues);
  checkGroups(opened, permissions);
  const listeners = listenersOf(options, authentication);
  const desired = desiredKafka(channels, permissions);
  const policy = statements[names.clusterArn] ?? [];
  return {
    engine: engineName,
    inNetwork: input.existing === undefined,
    build: input.existing === undefined,
    place,
    names,
    protect: input.protect,
    cluster,
    ...(cluster.mode !== "serverless" && options.mode !== "serverless"
      ? { brokerConfiguration: planConfiguration(names, cluster, options, at, issues) }
      : {}),
    securityGroup: planSecurityGroup(input, names, options, listeners),
    users: planUsers(input, names, options, permissions, issues),
    ...(policy.length > 0 ? { clusterPolicy: policyText(policy) } : {}),
    desired,
    clientSettings: planClientSettings({ place, names, options, channels, permissions }),
    facts: systemFacts({ place, input, names, cluster, channels, listeners, permissions, desired }),
  };
}

function checkGroups({ input, options, channels, issues }: Opened, permissions: readonly Permission[]): void {
  const groups = new Set(permissions.flatMap(({ grant }) => grant.group ?? []));
  // The archive reads each topic as a group of its own.
  const count = groups.size + (input.needs?.archive === true ? Object.keys(channels).length : 0);
  if (options.mode === "serverless" && count > limits.serverless.groups)
    issues.add(
      kinds.TooMany,
      [...input.path, "access"],
      `${count} consumer groups; MSK Serverless takes ${limits.serverless.groups}`,
    );
}
