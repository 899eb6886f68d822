import * as z from "zod";
import type { Change, Difference, WantedState, WantedUser } from "./changes";
import { identityOf } from "./compare";
import { inconsistencies } from "./consistency";
import type { DesiredRabbitMq } from "./desired";
import { difference } from "./difference";
import type { Management } from "./management";
import { type Binding, observe } from "./observed";
import { hashPassword } from "./passwords";
import { Refused } from "./report";
import type { Secrets } from "./secrets";
import { readLogins } from "./users";

export interface RabbitMqResult extends Omit<Difference, "problems"> {
  readonly brokerVersion: string;
}

/**
 * Brings users, virtual hosts, permissions, exchanges, queues, bindings and policies about, and sees that they are.
 *
 * @throws Refused with every problem, before anything is changed
 */
export async function bringAbout(
  desired: DesiredRabbitMq,
  management: Management,
  secrets: Secrets,
): Promise<RabbitMqResult> {
  const { found, problems: userProblems } = await readLogins(desired.users, secrets);
  const wanted: WantedState = {
    definitions: desired.definitions,
    users: found.map(({ name, login, tags = [] }) => ({ name, password: login.password, tags })),
    administrator: management.login.username,
  };
  const { problems, changes, unmanaged } = difference(wanted, await observe(management));
  const all = [...inconsistencies(desired), ...userProblems, ...problems];
  if (all.length > 0) throw new Refused(all);
  const { rabbitmq_version: brokerVersion } = await management.get(overviewSpec, "overview");
  if (changes.length > 0) {
    await apply(changes, management);
    const left = difference(wanted, await observe(management)).changes;
    if (left.length > 0) throw new Error(`the broker did not take: ${left.map(said).join("; ")}`);
  }
  return { brokerVersion, changes, unmanaged };
}

const userOf = ({ password, tags = [] }: WantedUser) => ({ ...hashPassword(password), tags: tags.join(",") });
const overviewSpec = z.object({ rabbitmq_version: z.string() });
const said = ({ action, kind, name }: Change) => `${action} ${kind} ${name}`;

/** Users first, because permissions name them; then all that is new or different at once; last what goes. */
async function apply(changes: readonly Change[], management: Management): Promise<void> {
  const made = changes.filter(({ action }) => action !== "remove");
  for (const change of made)
    if (change.kind === "user" && "password" in change.element)
      await management.put(userOf(change.element), "users", change.name);
  const definitions = {
    vhosts: made.flatMap((change) => (change.kind === "vhost" ? [change.element] : [])),
    permissions: made.flatMap((change) => (change.kind === "permission" ? [change.element] : [])),
    policies: made.flatMap((change) => (change.kind === "policy" ? [change.element] : [])),
    exchanges: made.flatMap((change) => (change.kind === "exchange" ? [change.element] : [])),
    queues: made.flatMap((change) => (change.kind === "queue" ? [change.element] : [])),
    bindings: made.flatMap((change) => (change.kind === "binding" ? [change.element] : [])),
  };
  if (Object.values(definitions).some((all) => all.length > 0)) await management.post(definitions, "definitions");
  for (const change of changes) if (change.action === "remove") await remove(change, management);
}

async function remove(change: Change, management: Management): Promise<void> {
  if (change.kind === "user") await management.remove("users", change.element.name);
  if (change.kind === "permission") await management.remove("permissions", change.element.vhost, change.element.user);
  if (change.kind === "policy") await management.remove("policies", change.element.vhost, change.element.name);
  if (change.kind === "binding") await removeBinding(change.element, management);
}

const keyedBindings = z.array(
  z.object({ routing_key: z.string(), arguments: z.record(z.string(), z.unknown()), properties_key: z.string() }),
);

/** A binding's address ends in a key that the broker makes of its arguments. */
async function removeBinding(binding: Binding, management: Management): Promise<void> {
  const { vhost, source, destination_type, destination } = binding;
  const path = ["bindings", vhost, "e", source, destination_type === "queue" ? "q" : "e", destination];
  const identity = identityOf("binding", binding);
  for (const { properties_key, ...rest } of await management.get(keyedBindings, ...path))
    if (identityOf("binding", { ...binding, ...rest }) === identity) await management.remove(...path, properties_key);
}
