import type { SystemInput } from "../../core/engine";
import type { DataPath, Issues } from "../../core/issues";
import { supportKinds } from "../../core/support";
import { isArchived } from "./archive-queues";
import { countedBy } from "./counted";
import type { SystemOptions } from "./spec";

/**
 * Services that functions call from within the network, where RabbitMQ is: they read passwords, keep the broker's logs for
 * as long as is said, and publish counts.
 */
export function checkEndpoints(input: SystemInput, options: SystemOptions, issues: Issues): void {
  const { path, existing, logRetention } = input;
  if (options.broker !== "rabbitmq" || existing !== undefined) return;
  const needed = [
    "secretsmanager",
    ...(logRetention === undefined ? [] : ["logs"]),
    ...(countedBy(input, options) === "signalbox" ? ["monitoring"] : []),
  ];
  check(input, needed, "functions work within the network", path, issues);
  if (isArchived(input, options))
    // Lambda developer guide, with-mq.html, network configuration, 2026-11.
    check(
      input,
      ["lambda", "sts"],
      "messages are read from within the network",
      [...path, "backup", "archive"],
      issues,
    );
}

function check({ network }: SystemInput, needed: string[], why: string, path: DataPath, issues: Issues): void {
  const missing = needed.filter((service) => network?.endpoints?.includes(service) === false);
  if (missing.length > 0)
    issues.add(
      supportKinds.EndpointMissing,
      path,
      `${why}, which has no endpoint for ${missing.join(" and ")}; add what is missing to network.endpoints`,
    );
}
