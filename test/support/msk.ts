import type { Client, Grant, Identity } from "../../lib/core/grants";
import { Issues } from "../../lib/core/issues";
import { msk, planMsk, type MskPlan, type MskSpec } from "../../lib/engines/msk";
import { codesOf, place } from "./sns-sqs";

export { codesOf, place };

export const network = { zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"], cidr: "10.40.0.0/16" };
export const today = "2026-11-24";
export type Options = NonNullable<MskSpec["options"]>;
export type Provisioned = Extract<Options, { mode?: "provisioned" | undefined }>;
export type Channel = MskSpec["channels"][string];

/** A system of one channel, `placed`. */
export const stream = (options: Options = {}, channel: Channel = {}, more: Partial<MskSpec> = {}): MskPlan =>
  planMsk(place, "orders", { channels: { placed: channel }, options, network, today, ...more });

/** The same when its only channel and its brokers are as one likes, as codes and paths. */
export const refused = (options: Options = {}, channel: Channel = {}, more: Partial<MskSpec> = {}): string[] =>
  codesOf(() => stream(options, channel, more));

/** The same of options and a channel whose types nobody checked, as a file has them. */
export function refusedAnyhow(options: object, channel: object = {}): string[] {
  const issues = new Issues();
  const input = { name: "orders", path: ["orders"], pattern: "event-stream" as const, ownership: {}, protect: true };
  msk
    .open({ ...input, channels: { placed: channel }, options, network, today }, place, issues)
    ?.plan({ statements: {}, permissions: [] });
  return issues.all.map(({ kind, path }) => `${kind.code} ${path.join(".")}`);
}

export const role = (name: string, account = place.account): Identity => ({
  kind: "role",
  account,
  role: `arn:aws:iam::${account}:role/${name}`,
});

/** One line of `access:`, taken apart. */
export function grant(
  name: string,
  identity: Identity,
  verb: Grant["verb"],
  more: Partial<Pick<Grant, "channel" | "group">> = {},
): Grant {
  const client: Client = { name, path: ["clients", name], identity };
  const group = verb === "consume" ? { group: "readers" } : {};
  return { client, verb, channel: "placed", path: ["access", name], ...group, ...more };
}

export const user = (name: string): Identity => ({ kind: "user", user: name });
export const certificate = (subject: string): Identity => ({ kind: "certificate", subject });
export const authority = "arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/abc-def";
