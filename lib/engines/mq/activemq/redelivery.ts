import type { QueueTopology } from "../topology";
import { element, type Element } from "./xml";

/** The broker's own word for: again and again. */
const endlessly = -1;

/**
 * How often the broker itself offers a message again that a client gave back. It sends the message to its queue anew,
 * in the client's name, so that the client must be allowed to write there.
 *
 * An ordered queue offers nothing again: what comes back later has lost its place. There the client tries again itself,
 * while the others wait.
 */
export const redeliveriesOf = ({ ordered, maxDeliveries }: Pick<QueueTopology, "ordered" | "maxDeliveries">): number =>
  ordered ? 0 : maxDeliveries - 1;

/** How often a client of OpenWire is to try a message again before it gives it back; six times where it is not told. */
export const clientRedeliveriesOf = ({
  ordered,
  maxDeliveries,
}: Pick<QueueTopology, "ordered" | "maxDeliveries">): number => (ordered ? maxDeliveries - 1 : 0);

/** Failed messages are offered again, then become dead letters; a dead letter that fails stays where it is. */
export function redelivery(queues: readonly QueueTopology[]): Element {
  return element("redeliveryPlugin", { fallbackToDeadLetter: "true", sendToDlqIfMaxRetriesExceeded: "true" }, [
    element("redeliveryPolicyMap", {}, [
      element("redeliveryPolicyMap", {}, [
        element(
          "redeliveryPolicyEntries",
          {},
          queues.flatMap((queue) => [policy(queue.name, redeliveriesOf(queue)), policy(queue.deadLetters, endlessly)]),
        ),
      ]),
    ]),
  ]);
}

const policy = (queue: string, redeliveries: number): Element =>
  element("redeliveryPolicy", { queue, maximumRedeliveries: String(redeliveries) });
