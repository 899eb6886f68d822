import type { ChannelTopology } from "../topology";

/** What RabbitMQ itself has, and Amazon MQ recommends: 30 minutes (amazon-mq, rabbitmq-configuration-policies.html, 2026-11). */
const standardSeconds = 1_800;

/**
 * The broker's own settings, as far as Amazon MQ lets one set them. A consumer that holds a message longer than the
 * longest `ackDeadline` of the system loses its channel, and the message is offered again; one deadline holds for the
 * whole broker, and is never shorter than what RabbitMQ itself has.
 */
export function rabbitConfiguration(topology: readonly ChannelTopology[]): string {
  const deadlines = topology.flatMap(({ queues }) => queues.map(({ ackDeadlineSeconds }) => ackDeadlineSeconds));
  return `consumer_timeout = ${Math.max(standardSeconds, ...deadlines) * 1000}\n`;
}
