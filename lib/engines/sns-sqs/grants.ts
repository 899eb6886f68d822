import type { Client, Verb } from "../../core/grants";
import { Issues } from "../../core/issues";
import { named } from "../../core/names";
import { identityStatements } from "../../core/permissions";
import { policyText } from "../../core/policy";
import { suggestion } from "../../core/read";
import { specKinds } from "../../core/spec";
import { permit } from "./permits";
import type { SnsSqsPlan } from "./plan";

/** Who is granted what, where no environment file says it. */
export interface GrantRequest {
  /** ARN of the role. */
  readonly role: string;
  readonly verb: Verb;
  readonly channel: string;
  readonly subscriber?: string;
}

/**
 * The identity policy of a role of the system's own account.
 *
 * @param keyArn the system's key, where it has one
 * @throws PlanError when there is no such channel or subscriber, or a subscriber is missing
 */
export function planGrant(plan: SnsSqsPlan, request: GrantRequest, keyArn?: string) {
  const { place, names } = plan;
  const { role, verb, channel, subscriber } = request;
  const issues = new Issues();
  const path = [plan.facts.name, channel];
  const known = (what: string, name: string | undefined, all: readonly string[]) => {
    if (name === undefined || all.includes(name)) return;
    const message = `there is no ${what} '${name}'${suggestion(name, all)}; there are: ${all.join(", ") || "none"}`;
    issues.add(specKinds.NotAllowed, path, message);
  };
  known("channel", channel, Object.keys(names.channels));
  const { topic, queues = {} } = names.channels[channel] ?? {};
  known("subscriber", subscriber, topic === undefined ? [] : Object.keys(queues));
  if (topic !== undefined && verb === "consume" && subscriber === undefined)
    issues.add(specKinds.MissingKey, path, `name the subscriber: ${Object.keys(queues).join(", ")}`);
  issues.throwIfAny(`the right to ${verb}`);
  const client: Client = { name: role, path, identity: { kind: "role", account: place.account, role } };
  const grant = { client, verb, channel, path, ...(subscriber === undefined ? {} : { subscriber }) };
  return {
    name: named("policy", [...names.prefix, verb, channel, ...(subscriber === undefined ? [] : [subscriber])]),
    document: policyText(identityStatements(place, permit(place, names, grant), keyArn)),
  };
}
