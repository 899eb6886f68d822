import * as z from "zod";
import type { StatefulThing } from "../core/facts";

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const entrySpec = z.strictObject({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  /** Values that cannot be changed freely, as last deployed. An inventory of an earlier format has none. */
  values: z.record(z.string(), scalar).optional(),
});

/** The committed list of what an environment has that holds messages, keys or logs, like a lock file. */
export const inventorySpec = z.strictObject({
  environment: z.string(),
  /** Every stack that a deploy may have created and that none has emptied since. An earlier format has none. */
  stacks: z.array(z.strictObject({ name: z.string(), region: z.string() })).optional(),
  stateful: z.array(entrySpec),
});
export type Inventory = z.output<typeof inventorySpec>;
export type InventoryEntry = Inventory["stateful"][number];
export type StackName = NonNullable<Inventory["stacks"]>[number];

/** A thing is the same only under the same name: a rename is a removal and a creation. */
export const sameThing = (one: StatefulThing | InventoryEntry, other: StatefulThing | InventoryEntry): boolean =>
  one.id === other.id && one.kind === other.kind && one.name === other.name;

/** Kinds that an inventory without `stacks` did not list. */
const recentKinds = ["aws_vpc", "rabbitmq_exchange", "rabbitmq_queue", "activemq_queue", "activemq_topic"];
export const isRecent = ({ kind }: StatefulThing): boolean => recentKinds.includes(kind);

/** Kinds that hold nothing: their values are guarded, and their removal is not. */
export const isRemovable = ({ kind }: InventoryEntry): boolean => kind === "aws_vpc";
