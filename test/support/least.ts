import type { Pattern } from "../../lib/core/engine";

/** The least that a channel of each pattern says, and what a line of access says besides the channel to consume it. */
export const least: Readonly<Record<Pattern, { readonly channel: object; readonly consume: object }>> = {
  "pub-sub": { channel: { subscribers: { reader: {} } }, consume: { subscriber: "reader" } },
  "work-queue": { channel: {}, consume: {} },
  "event-stream": { channel: {}, consume: { group: "readers" } },
  broker: { channel: { type: "queue" }, consume: {} },
};

/** An environment `test` with one system, `orders`. */
export const environmentOf = (system: object, more: object = {}): object => ({
  environment: "test",
  aws: { account: "111122223333", region: "eu-west-1" },
  state: { s3: { bucket: "acme-test-tfstate" } },
  owner: { team: "platform", contact: "platform@acme.example" },
  network: { cidr: "10.40.0.0/16" },
  ...more,
  systems: { orders: system },
});
