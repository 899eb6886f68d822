import * as z from "zod";
import { accessSpec, clientsSpec } from "../access/spec";
import { autoscalingSpec } from "../autoscaling/spec";
import { backupSpec, environmentBackupSpec } from "../backup/spec";
import { patterns } from "../core/engine";
import { watching } from "../core/patterns/watching";
import { dataClasses } from "../core/place";
import { formatted, identifier, reason, region } from "../core/spec";
import { account, bucketName, tagValue } from "../core/value-forms";
import { loggingSpec } from "../logging/spec";
import { maintenanceSpec, systemMaintenanceSpec } from "../maintenance/spec";
import { alertsSpec } from "../monitoring/spec";
import { networkSpec } from "../network/spec";

const contact = formatted(/^[^\x00-\x1f\x7f]{3,256}$/, "one line of 3 to 256 characters, such as an e-mail address");
const day = formatted(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, "a day such as 2027-01-31");
const approver = formatted(
  /^arn:[\w-]+:iam::\d{12}:(role|user)\/[\w+=,.@/-]{1,128}$/,
  "the ARN of an IAM role or user",
);

/** What every system says, whatever its engine. The engine reads `channels` and what stands under its own key. */
const systemBase = {
  pattern: z.enum(patterns).describe("How messages flow; it decides what a channel is"),
  engine: z.string().describe("What carries the messages"),
  description: z.string().optional().describe("What the system is for, in a sentence"),
  owner: tagValue.optional().describe("Who answers for it; the environment's owner when left out"),
  costCentre: tagValue.optional().describe("Who pays; the environment's cost centre when left out"),
  dataClass: z
    .enum(dataClasses)
    .optional()
    .describe("How sensitive its messages are; the environment's class when left out"),
  access: accessSpec.optional(),
  autoscaling: autoscalingSpec.optional(),
  backup: backupSpec.optional(),
  ...watching,
  maintenance: systemMaintenanceSpec.optional(),
  existing: z
    .strictObject({
      name: formatted(/^[A-Za-z0-9_-]{1,200}$/, "letters, digits, '-' and '_'").describe(
        "What its resources' names begin with",
      ),
      keyArn: formatted(/^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/, "the ARN of a KMS key")
        .optional()
        .describe("The key that protects it"),
    })
    .optional()
    .describe("The system stands already: it is watched and granted, and nothing of it is built"),
};

/** Everything of a system but what its engine reads. */
export const systemSpec = (engine: string) =>
  z.strictObject({ ...systemBase, channels: z.unknown(), [engine]: z.unknown().optional() });
export const systemHead = z.object({ pattern: systemBase.pattern, engine: systemBase.engine });
export { systemBase };

/** The environment file. Systems are read one by one, so that a broken one does not hide what is wrong with the rest. */
export const environmentBase = {
  environment: formatted(/^[a-z][a-z0-9]{0,15}$/, "1 to 16 lower-case letters and digits, a letter first").describe(
    "The environment's name; every resource's name begins with it",
  ),
  aws: z
    .strictObject({
      account,
      region,
    })
    .describe("Where it lives"),
  state: z
    .strictObject({ s3: z.strictObject({ bucket: bucketName, region: region.optional() }) })
    .describe("Where Terraform keeps its state; the bucket exists before the first deploy"),
  owner: z.strictObject({ team: tagValue, contact: contact }).describe("Who answers for the environment"),
  costCentre: tagValue.optional().describe("Who pays; becomes the tag CostCentre"),
  governance: z
    .strictObject({
      dataClass: z
        .enum(dataClasses)
        .default("internal")
        .describe("How sensitive messages are, where nothing else is said"),
      approvers: z
        .array(approver)
        .max(10)
        .default([])
        .describe("Who may approve what cuts a client off; nothing that does is made where nobody is named"),
      residency: z.array(region).min(1).optional().describe("The regions where data may be; any when left out"),
    })
    .prefault({}),
  protection: z
    .strictObject({ deletion: z.boolean().default(true), reason: reason.optional() })
    .prefault({})
    .describe("Deletion protection of all that holds messages, keys or logs. Switching it off takes a reason"),
  network: networkSpec.optional(),
  logging: loggingSpec.prefault({}),
  backup: environmentBackupSpec.prefault({}),
  alerts: alertsSpec.prefault({}),
  maintenance: maintenanceSpec.prefault({}),
  clients: clientsSpec.default({}),
  retired: z
    .record(z.string().min(1), z.strictObject({ reason, until: day }))
    .default({})
    .describe("Stateful things that may be removed, by their id in the inventory, and until when"),
};

export const environmentSpec = z.strictObject({
  ...environmentBase,
  systems: z.record(identifier, z.unknown()).default({}),
});
export type EnvironmentSpec = z.output<typeof environmentSpec>;
