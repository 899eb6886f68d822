import { checkEndpoints } from "../../core/endpoints";
import type { SystemInput } from "../../core/engine";
import type { Issues } from "../../core/issues";
import { isArchived } from "./archive-queues";
import { countedBy } from "./counted";
import type { SystemOptions } from "./spec";

/**
 * Services that functions call from within the network, where RabbitMQ is: they read passwords, keep the broker's logs for
 * as long as is said, and publish counts.
 */
export function checkReach(input: SystemInput, options: SystemOptions, issues: Issues): void {
  const { path, existing, logRetention, network } = input;
  if (options.broker !== "rabbitmq" || existing !== undefined) return;
  const needed = [
    "secretsmanager",
    ...(logRetention === undefined ? [] : ["logs"]),
    ...(countedBy(input, options) === "signalbox" ? ["monitoring"] : []),
  ];
  checkEndpoints(network, needed, { why: "functions work within the network", path }, issues);
  if (!isArchived(input, options)) return;
  // Lambda developer guide, with-mq.html, network configuration, 2026-11.
  const archive = { why: "messages are read from within the network", path: [...path, "backup", "archive"] };
  checkEndpoints(network, ["lambda", "sts"], archive, issues);
}
