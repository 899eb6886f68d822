import { renderAccess, type AccessPlan } from "../../lib/access/plan";
import type { SystemInput } from "../../lib/core/engine";
import type { Client, Verb } from "../../lib/core/grants";
import { Issues } from "../../lib/core/issues";
import { kinesis, planKinesis, type KinesisPlan, type KinesisSpec } from "../../lib/engines/kinesis";
import type { StreamPlan } from "../../lib/engines/kinesis/plan";
import { place } from "./sns-sqs";

export type Channel = KinesisSpec["channels"][string];

/** A system with one channel, `views`. */
export const withStream = (channel: Channel, more: Omit<KinesisSpec, "channels"> = {}): KinesisPlan =>
  planKinesis(place, "clicks", { channels: { views: channel }, ...more });

export function streamOf({ streams }: KinesisPlan, channel = "views"): StreamPlan {
  const found = streams.find((stream) => stream.channel === channel);
  if (found === undefined) throw new Error(`no stream of ${channel}`);
  return found;
}

export const roleArn = (name: string, account = place.account): string => `arn:aws:iam::${account}:role/${name}`;

/** A client that is one role. */
export const roleClient = (name: string, account = place.account): Client => ({
  name,
  path: ["clients", name],
  identity: { kind: "role", account, role: roleArn(name, account) },
});

export interface Line {
  readonly client: Client;
  readonly verb: Verb;
  readonly channel: string;
  readonly group?: string;
}

export interface Accessed {
  readonly plan: KinesisPlan;
  readonly access: AccessPlan;
  readonly codes: readonly string[];
}

/** A system with what its environment's `access:` would say of it. */
export function withAccess(
  channels: KinesisSpec["channels"],
  lines: readonly Line[],
  more: Pick<KinesisSpec, "existing" | "options"> & Pick<SystemInput, "needs"> = {},
): Accessed {
  const issues = new Issues();
  const input = { name: "clicks", path: ["clicks"], pattern: "event-stream" as const, channels, ownership: {} };
  const opened = kinesis.open({ ...input, options: undefined, protect: true, ...more }, place, issues);
  if (opened === undefined) throw new Error(issues.all.map(({ message }) => message).join("\n"));
  const permissions = lines.flatMap((line, index) => opened.permit({ ...line, path: ["clicks", "access", index] }));
  const access = renderAccess(place, "clicks", permissions, "alias/prod-clicks");
  const plan = opened.plan({ statements: access.resourceStatements, permissions });
  return { plan, access, codes: issues.all.map(({ kind, path }) => `${kind.code} ${path.join(".")}`) };
}
