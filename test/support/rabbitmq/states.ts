import * as fc from "fast-check";
import type { Change, WantedState } from "../../../lib/engines/mq/functions/changes";
import { identityOf } from "../../../lib/engines/mq/functions/compare";
import type { RabbitDefinitions } from "../../../lib/engines/mq/functions/desired";
import type { ObservedState } from "../../../lib/engines/mq/functions/observed";
import { hashPassword } from "../../../lib/engines/mq/functions/passwords";

export const administrator = "admin";
const flags = { durable: true, auto_delete: false };
const few = <T>(of: fc.Arbitrary<T>) => fc.array(of, { maxLength: 4 });
/** Few names, so that the wanted and the observed meet often; slashes, because names are joined with them. */
const name = fc.constantFrom("a", "b", "a/b", "b/a");
const managed = fc.constantFrom("v", "v/a");
const anywhere = fc.constantFrom("v", "v/a", "other");
const table = fc.constantFrom<Record<string, string | number>>({}, { x: 1, y: "z" }, { y: "z", x: 1 }, { x: "1" });
const pattern = fc.constantFrom("^$", ".*", "^a$");

const distinct = <T>(all: fc.Arbitrary<T[]>, key: (one: T) => string): fc.Arbitrary<T[]> =>
  all.map((items) => [...new Map(items.map((one) => [key(one), one])).values()]);

/** Records as JSON makes them: with a prototype. */
const record = <T extends object>(model: { readonly [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record<T>(model, { noNullPrototype: true });

const stateIn = (vhost: fc.Arbitrary<string>, own: fc.Arbitrary<string>) => ({
  permissions: distinct(few(record({ user: own, vhost, configure: pattern, write: pattern, read: pattern })), (one) =>
    identityOf("permission", one),
  ),
  exchanges: distinct(
    few(
      record({
        name,
        vhost,
        type: fc.constantFrom<RabbitDefinitions["exchanges"][number]["type"]>("direct", "headers"),
        internal: fc.boolean(),
        arguments: fc.constant({}),
        durable: fc.constant(flags.durable),
        auto_delete: fc.constant(flags.auto_delete),
      }),
    ),
    (one) => identityOf("exchange", one),
  ),
  queues: distinct(
    few(
      record({
        name,
        vhost,
        arguments: fc.constantFrom<Record<string, string>>(
          {},
          { "x-queue-type": "classic" },
          { "x-queue-type": "quorum" },
        ),
        durable: fc.constant(flags.durable),
        auto_delete: fc.constant(flags.auto_delete),
      }),
    ),
    (one) => identityOf("queue", one),
  ),
  bindings: distinct(
    few(
      record({
        source: name,
        vhost,
        destination: name,
        destination_type: fc.constantFrom<"queue" | "exchange">("queue", "exchange"),
        routing_key: fc.constantFrom("", "k"),
        arguments: table,
      }),
    ),
    (one) => identityOf("binding", one),
  ),
  policies: distinct(
    few(
      record({
        vhost,
        name: own,
        pattern,
        "apply-to": fc.constantFrom<"queues" | "all">("queues", "all"),
        priority: fc.constantFrom(1, 2),
        definition: table,
      }),
    ),
    (one) => identityOf("policy", one),
  ),
});

const users = ["a", "b", "c"].map((user) => ({
  name: user,
  password: `password of ${user}`,
  ...(user === "c" && { tags: ["management"] }),
}));
export const wantedStates: fc.Arbitrary<WantedState> = record({
  users: fc.subarray(users),
  administrator: fc.constant(administrator),
  definitions: record({
    vhosts: fc.constant<{ name: string }[]>([{ name: "v" }, { name: "v/a" }]),
    ...stateIn(managed, fc.constantFrom("a", "b", "c")),
  }),
}).map(({ definitions, ...wanted }) => ({
  ...wanted,
  definitions: {
    ...definitions,
    permissions: definitions.permissions.filter(({ user }) => wanted.users.some((one) => one.name === user)),
  },
}));

export const amazons = "ha-all-AWS-OWNED-DO-NOT-DELETE";
const observedUsers = record({
  tags: fc.constantFrom<string[]>([], [], ["monitoring"], ["management"]),
  right: fc.boolean(),
  hidden: fc.boolean(),
}).chain((how) =>
  fc.constantFrom("a", "b", "c", "d", amazons).map((user) => ({
    name: user,
    tags: user === amazons ? [] : how.tags,
    ...(how.hidden ? {} : hashPassword(how.right ? `password of ${user}` : "another")),
  })),
);
export const observedStates: fc.Arbitrary<ObservedState> = record({
  users: distinct(few(observedUsers), (one) => one.name),
  vhosts: fc.subarray(["v", "v/a", "other"]).map((all) => all.map((one) => ({ name: one }))),
  ...stateIn(anywhere, fc.constantFrom("a", "b", "c", "d", amazons)),
})
  // A broker has nothing of a virtual host or a user that it does not have.
  .map((state) => {
    const here = <T extends { readonly vhost: string }>(all: T[]) =>
      all.filter(({ vhost }) => state.vhosts.some((one) => one.name === vhost));
    return {
      ...state,
      users: [...state.users, { name: administrator, tags: ["administrator"], ...hashPassword("secret") }],
      permissions: here(state.permissions).filter(({ user }) => state.users.some((one) => one.name === user)),
      exchanges: here(state.exchanges),
      queues: here(state.queues),
      bindings: here(state.bindings),
      policies: here(state.policies),
    };
  });

/** What a broker is after the changes: a model of RabbitMQ in a few lines. */
export function after(state: ObservedState, changes: readonly Change[]): ObservedState {
  const { users, vhosts, permissions, exchanges, queues, bindings, policies } = state;
  const next = {
    users: [...users],
    vhosts: [...vhosts],
    permissions: [...permissions],
    exchanges: [...exchanges],
    queues: [...queues],
    bindings: [...bindings],
    policies: [...policies],
  };
  for (const change of changes) apply(next, change);
  return next;
}

function apply(state: ObservedState, { action, ...change }: Change): void {
  const put = <T>(all: T[], one: T, key: (of: T) => string) => {
    const at = all.findIndex((other) => key(other) === key(one));
    if (at >= 0) all.splice(at, 1);
    if (action !== "remove") all.push(one);
  };
  if (change.kind === "vhost") put(state.vhosts, change.element, (one) => one.name);
  if (change.kind === "permission") put(state.permissions, change.element, (one) => identityOf("permission", one));
  if (change.kind === "exchange") put(state.exchanges, change.element, (one) => identityOf("exchange", one));
  if (change.kind === "queue") put(state.queues, change.element, (one) => identityOf("queue", one));
  if (change.kind === "binding") put(state.bindings, change.element, (one) => identityOf("binding", one));
  if (change.kind === "policy") put(state.policies, change.element, (one) => identityOf("policy", one));
  if (change.kind !== "user") return;
  const { element } = change;
  const login = "password" in element ? { tags: [...(element.tags ?? [])], ...hashPassword(element.password) } : {};
  put(state.users, { name: element.name, tags: [], ...login }, (one) => one.name);
  if (action === "remove") state.permissions = state.permissions.filter(({ user }) => user !== element.name);
}
