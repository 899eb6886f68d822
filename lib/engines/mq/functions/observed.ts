import * as z from "zod";
import type { Management } from "./management";

const text = z.string();
const table = z.record(text, z.unknown());

/** A user as the broker has it; a version of the broker that keeps the hash to itself leaves it out. */
const user = z.object({
  name: text,
  tags: z.union([z.array(text), text.transform((tags) => tags.split(",").filter((tag) => tag !== ""))]),
  password_hash: text.optional(),
  hashing_algorithm: text.optional(),
});

/** What a broker of any version lists of its definitions, as far as it is managed here. */
export const observedState = z.object({
  users: z.array(user),
  vhosts: z.array(z.object({ name: text })),
  permissions: z.array(z.object({ user: text, vhost: text, configure: text, write: text, read: text })),
  exchanges: z.array(
    z.object({
      name: text,
      vhost: text,
      type: text,
      durable: z.boolean(),
      auto_delete: z.boolean(),
      internal: z.boolean(),
      arguments: table,
    }),
  ),
  queues: z.array(
    z.object({ name: text, vhost: text, durable: z.boolean(), auto_delete: z.boolean(), arguments: table }),
  ),
  bindings: z.array(
    z.object({
      source: text,
      vhost: text,
      destination: text,
      destination_type: z.enum(["queue", "exchange"]),
      routing_key: text,
      arguments: table,
    }),
  ),
  policies: z.array(
    z.object({ vhost: text, name: text, pattern: text, "apply-to": text, priority: z.number(), definition: table }),
  ),
});
export type ObservedState = z.output<typeof observedState>;
export type ObservedUser = ObservedState["users"][number];
export type Permission = ObservedState["permissions"][number];
export type Exchange = ObservedState["exchanges"][number];
export type Queue = ObservedState["queues"][number];
export type Binding = ObservedState["bindings"][number];
export type Policy = ObservedState["policies"][number];

/** All definitions of the broker. Exclusive queues, the broker's own exchanges and default bindings are not among them. */
export const observe = (management: Management): Promise<ObservedState> => management.get(observedState, "definitions");
