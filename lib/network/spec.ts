import * as z from "zod";
import { formatted } from "../core/spec";
import { valueAt } from "../core/walk";

/** AWS services that an environment reaches without the internet. */
export const endpointServices = [
  "kinesis-streams",
  "kms",
  "lambda",
  "logs",
  "monitoring",
  "secretsmanager",
  "sns",
  "sqs",
  "sts",
] as const;

/** A private network: subnets without a way to the internet, and endpoints for the services in use. */
export const networkSpec = z
  .strictObject({
    cidr: formatted(/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/, "an IPv4 range such as 10.40.0.0/16").describe(
      "The network's addresses: private, /16 to /24",
    ),
    zones: z
      .union([
        z.int().min(1).max(3),
        z
          .array(
            formatted(/^([a-f]|[a-z]{3,6}\d-az\d)$/, "the letter or the id of an availability zone, as a or euw1-az3"),
          )
          .min(1)
          .max(3),
      ])
      .default(3)
      .describe(
        "How many availability zones have a subnet, the first that new accounts have in the region; or their letters, or their ids: [a, c, d], [euw1-az1]. Ids are the same in every account",
      ),
    endpoints: z
      .array(z.enum(endpointServices))
      .default([...endpointServices])
      .describe("Services with an endpoint in every subnet; S3 always has one, without a charge"),
  })
  .describe("The private network; none when left out, because SNS and SQS need none");
export type NetworkSpec = z.output<typeof networkSpec>;

/** A network that could not be read, with what of it could, and an address range of no meaning for the rest. */
export function networkStandIn(said: unknown): Record<string, unknown> {
  const sound: [string, unknown][] = Object.entries(networkSpec.shape).flatMap(([key, spec]) => {
    const value = valueAt(said, [key]);
    return value !== undefined && spec.safeParse(value).success ? [[key, value]] : [];
  });
  return { cidr: "10.0.0.0/16", ...Object.fromEntries(sound) };
}
