import * as z from "zod";
import { programUsers } from "../names";
import { isAmazons } from "./changes";
import type { Management } from "./management";
import { observe, type ObservedUser } from "./observed";

/**
 * One virtual host with its users. `desired` is what the function `broker` is called with: so that is how it comes back.
 * Passwords come out of the users' secrets.
 *
 * @param prefix what the names of the users' secrets begin with
 */
export async function exportRabbitMq(management: Management, vhost: string, prefix: string) {
  const all = await observe(management);
  const { rabbitmq_version: brokerVersion } = await management.get(overviewSpec, "overview");
  const parameters = await management.get(parametersSpec, "parameters");
  const within = <T extends { readonly vhost: string }>(things: readonly T[]): T[] =>
    things.filter((one) => one.vhost === vhost);
  const allowed = within(all.permissions);
  const users = all.users.filter(({ name }) => allowed.some(({ user }) => user === name));
  const clients = users.filter(isDesired).map(({ name }) => name);
  const policies = within(all.policies);
  return {
    brokerVersion,
    desired: {
      engine: "rabbitmq",
      users: clients.map((name) => ({
        name,
        secret: `${prefix}${name}`,
        ...(name === programUsers.metrics && { tags: ["management"] }),
      })),
      definitions: {
        vhosts: [{ name: vhost }],
        permissions: allowed.filter(({ user }) => clients.includes(user)),
        exchanges: within(all.exchanges),
        queues: within(all.queues),
        bindings: within(all.bindings),
        policies: policies.filter(({ name }) => !isAmazons(name)),
      },
    },
    /** What the function does not bring back: it is Amazon MQ's own or a person's. A parameter's value may hold a password. */
    others: {
      users: users.filter(({ name }) => !clients.includes(name)).map(({ name, tags }) => ({ name, tags })),
      permissions: allowed.filter(({ user }) => !clients.includes(user)),
      policies: policies.filter(({ name }) => isAmazons(name)),
      parameters: within(parameters),
    },
  };
}

/** A client's user has no tag; the one that counts messages has one, and is ours all the same. */
const isDesired = ({ name, tags }: ObservedUser): boolean =>
  (tags.length === 0 && !isAmazons(name)) || name === programUsers.metrics;

const overviewSpec = z.object({ rabbitmq_version: z.string() });
const parametersSpec = z.array(z.object({ vhost: z.string(), component: z.string(), name: z.string() }));
