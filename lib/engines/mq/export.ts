import type { ExportFacts } from "../../core/archive/facts";
import { arn } from "../../core/arns";
import type { FactsInput } from "./facts-input";
import { allow } from "../../core/policy";
import { readPasswords } from "./function-statements";
import { secretName } from "./names";

/** What is no message: RabbitMQ's definitions, ActiveMQ's configuration, and who the users are. Of our own brokers. */
export function exportFacts({ place, input, names, options }: FactsInput): ExportFacts | undefined {
  if (input.existing !== undefined) return undefined;
  const rabbit = options.broker === "rabbitmq";
  return {
    program: {
      id: "export",
      entry: "engines/mq/functions/export",
      description: `Exports what ${names.broker} has besides messages`,
      timeoutSeconds: 300,
      memoryMiB: 256,
      // Amazon MQ's own API tells of ActiveMQ; the private network has no endpoint of it.
      inNetwork: rabbit,
      statements: rabbit
        ? readPasswords(place, names, [names.administratorSecret])
        : [
            allow("SeeBroker", ["mq:DescribeBroker", "mq:DescribeUser", "mq:ListUsers"], names.brokerArn),
            // The ARN of a configuration has nothing but the id that AWS assigns.
            allow("SeeConfiguration", ["mq:DescribeConfigurationRevision"], arn(place, "mq", "configuration:*")),
          ],
      variables: rabbit
        ? {
            BROKER: options.broker,
            ADMIN_SECRET: names.administratorSecret,
            SECRETS: secretName(names.prefix, ""),
            VHOST: input.name,
          }
        : { BROKER: options.broker },
      lateVariables: rabbit ? ["ENDPOINT"] : ["BROKER_ID"],
    },
  };
}
