import type { CloudWatchExpression, Indicators } from "../../core/facts";
import { instancesOf, metric, minute, type SignalInput } from "./watched";

/** A broker makes every producer wait when its memory or disk is full. How long messages wait it does not measure. */
export function indicatorsOf(input: SignalInput): Indicators {
  return {
    delivery:
      "Amazon MQ measures how many messages wait, and not how long; use the objective availability and the alarm on backlog (mq: { maxBacklog }), or engine: sns-sqs",
    availability: [{ id: "broker", of: input.names.broker, metric: blocked(input), tolerated: 0 }],
  };
}

function blocked({ names, broker }: SignalInput): CloudWatchExpression {
  const expression = (text: string, metrics: CloudWatchExpression["metrics"]): CloudWatchExpression => ({
    source: "cloudwatch-expression",
    name: "ProducersBlocked",
    expression: text,
    metrics,
    statistic: "Maximum",
    periodSeconds: minute,
  });
  if (broker.engineType === "RabbitMQ") {
    const of = { Broker: names.broker };
    return expression("IF(used >= most OR free <= least, 1, 0)", {
      used: metric("RabbitMQMemUsed", of),
      most: metric("RabbitMQMemLimit", of, "Minimum"),
      free: metric("RabbitMQDiskFree", of, "Minimum"),
      least: metric("RabbitMQDiskFreeLimit", of),
    });
  }
  const used = instancesOf(broker).map((instance): [string, CloudWatchExpression["metrics"][string]] => [
    `used${instance}`,
    metric("StorePercentUsage", { Broker: `${names.broker}-${instance}` }),
  ]);
  // The standby is silent.
  const full = used.map(([id]) => `FILL(${id}, 0) >= 100`).join(" OR ");
  return expression(`IF(${full}, 1, 0)`, Object.fromEntries(used));
}
