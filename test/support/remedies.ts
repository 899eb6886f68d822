import * as z from "zod";
import { Issues } from "../../lib/core/issues";
import { planEnvironment } from "../../lib/environment/plan";
import type { RemedyPlan } from "../../lib/remedies/plan";

export const account = "111122223333";
export const roleArn = (name: string) => `arn:aws:iam::${account}:role/${name}`;

const stepSpec = z.looseObject({
  name: z.string().regex(/^[a-zA-Z0-9_]{3,128}$/),
  action: z.enum([
    "aws:executeAwsApi",
    "aws:branch",
    "aws:approve",
    "aws:waitForAwsResourceProperty",
    "aws:assertAwsResourceProperty",
  ]),
  inputs: z.looseObject({
    Service: z.string().optional(),
    Api: z.string().optional(),
    Choices: z
      .array(z.strictObject({ NextStep: z.string(), Variable: z.string(), StringEquals: z.string() }))
      .optional(),
    Default: z.string().optional(),
    Approvers: z.array(z.string()).optional(),
  }),
  outputs: z.array(z.strictObject({ Name: z.string(), Selector: z.string(), Type: z.string() })).optional(),
  nextStep: z.string().optional(),
  isEnd: z.boolean().optional(),
});
export type DocumentStep = z.output<typeof stepSpec>;

const documentSpec = z.strictObject({
  schemaVersion: z.literal("0.3"),
  description: z.string().min(10),
  assumeRole: z.string(),
  parameters: z.record(
    z.string(),
    z.strictObject({
      type: z.enum(["String", "Integer"]),
      description: z.string().min(5),
      allowedPattern: z.string().optional(),
      allowedValues: z.array(z.union([z.string(), z.number()])).optional(),
      default: z.union([z.string(), z.number()]).optional(),
    }),
  ),
  mainSteps: z.array(stepSpec).min(3),
  outputs: z.array(z.string()),
});

export const read = ({ content }: RemedyPlan) => documentSpec.parse(JSON.parse(content));

/** The remedies of one system in an environment of its own. */
export function remediesOf(system: object, more: object = {}) {
  const issues = new Issues();
  const data = {
    environment: "prod",
    aws: { account, region: "eu-west-1" },
    state: { s3: { bucket: "acme-prod-tfstate" } },
    owner: { team: "platform", contact: "platform@acme.example" },
    governance: { approvers: [roleArn("on-call")] },
    network: { cidr: "10.40.0.0/16" },
    clients: {
      shop: { role: roleArn("shop") },
      mailer: { role: roleArn("teams/mailer"), runs: { function: "mailer" } },
      printer: { role: roleArn("printer"), runs: { service: "office/printer" } },
      partner: { role: "arn:aws:iam::444455556666:role/partner" },
    },
    systems: { work: system },
    ...more,
  };
  const plan = planEnvironment(data, { inventory: undefined, today: "2026-11-24" }, issues);
  return {
    remedies: plan?.systems[0]?.remedies ?? [],
    key: plan?.systems[0]?.key,
    codes: issues.all.map(({ kind }) => kind.code).filter((code) => code !== "InventoryOutdated"),
  };
}

export const queues = {
  engine: "sns-sqs",
  pattern: "work-queue",
  channels: { jobs: {}, prints: {} },
  access: [
    { client: "shop", produce: ["jobs", "prints"] },
    { client: "mailer", consume: ["jobs"] },
    { client: "printer", consume: ["prints"] },
    { client: "partner", consume: ["jobs"] },
  ],
};
export const kafka = { engine: "msk", pattern: "event-stream", channels: { placed: {} } };
