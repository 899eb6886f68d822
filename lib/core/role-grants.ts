import type { Grantable } from "./engine";
import type { Client, Grant, Permission, Verb } from "./grants";
import { Issues } from "./issues";
import { named } from "./names";
import { identityStatements } from "./permissions";
import type { Place } from "./place";
import { policyText } from "./policy";
import { suggestion } from "./read";
import { specKinds } from "./spec";

/** Who is granted what, where no environment file says it. */
export interface GrantRequest {
  /** ARN of the role. */
  readonly role: string;
  readonly verb: Verb;
  readonly channel: string;
  /** Whose queue is consumed, where channels have subscribers. */
  readonly subscriber?: string;
  /** The consumer group, where channels are streams. */
  readonly group?: string;
}

/** A planned system, as far as its roles need to know it. */
export interface GrantingSystem {
  readonly place: Place;
  readonly name: string;
  /** What the names of its resources begin with. */
  readonly prefix: readonly string[];
  readonly channels: readonly Grantable[];
  permit(grant: Grant): readonly Permission[];
}

/** An inline policy of one role: its name, and its text as literal JSON. */
export interface RoleGrant {
  readonly name: string;
  readonly document: string;
}

/**
 * The identity policy of a role of the system's own account.
 *
 * @param keyArn the system's key, where it has one
 * @throws PlanError when there is no such channel or subscriber, or what a consumer must say is missing
 */
export function planRoleGrant(system: GrantingSystem, request: GrantRequest, keyArn?: string): RoleGrant {
  const { place, name, prefix } = system;
  const { role, verb, channel, subscriber, group } = request;
  const path = [name, channel];
  checkRequest(system, request, path);
  const client: Client = { name: role, path, identity: { kind: "role", account: place.account, role } };
  const through = { ...(subscriber === undefined ? {} : { subscriber }), ...(group === undefined ? {} : { group }) };
  const permissions = system.permit({ client, verb, channel, path, ...through });
  const iam = permissions.filter((permission) => permission.mechanism === "iam");
  return {
    name: named("policy", [...prefix, verb, channel, ...Object.values(through)]),
    document: policyText(identityStatements(place, iam, keyArn)),
  };
}

function checkRequest({ channels }: GrantingSystem, request: GrantRequest, path: readonly string[]): void {
  const { verb, channel: name, subscriber, group } = request;
  const issues = new Issues();
  const known = (what: string, said: string | undefined, all: readonly string[]) => {
    if (said === undefined || all.includes(said)) return;
    const message = `there is no ${what} '${said}'${suggestion(said, all)}; there are: ${all.join(", ") || "none"}`;
    issues.add(specKinds.NotAllowed, path, message);
  };
  const channel = channels.find((one) => one.name === name);
  known(
    "channel",
    name,
    channels.map((one) => one.name),
  );
  known("subscriber", subscriber, channel?.subscribers ?? []);
  if (group !== undefined && channel?.consumedBy !== "group")
    issues.add(specKinds.NotAllowed, path, `'${name}' has no consumer groups; take the group out`);
  if (verb === "consume" && channel?.consumedBy === "subscriber" && subscriber === undefined)
    issues.add(specKinds.MissingKey, path, `name the subscriber: ${channel.subscribers.join(", ")}`);
  if (verb === "consume" && channel?.consumedBy === "group" && group === undefined)
    issues.add(specKinds.MissingKey, path, "name the consumer group");
  issues.throwIfAny(`the right to ${verb}`);
}
