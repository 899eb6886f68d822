import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { RestorePlan } from "../../../lib/backup/machine";
import { evidenceSpec, isProof, type Evidence } from "../../../lib/backup/functions/words";
import { evidenceKey } from "../../../lib/backup/places";
import { suggestion } from "../../../lib/core/read";
import type { SystemStackPlan } from "../../../lib/environment/system";
import { loadEnvironment, onlyFile } from "../../environment-file";
import { BrokenInput, exitCode, refuseBroken, WorldFailed } from "../../report";
import { evidenceText } from "./evidence";

export interface RestoreOptions {
  readonly system: string;
  /** All channels when left out. */
  readonly channel?: string;
  readonly format: string;
}

/**
 * `signalbox drill restore`: starts the restore test of a deployed system, follows it to its end and tells what it
 * found. 1 when a channel did not come back whole, and when there was nothing that could come back.
 */
export async function restore(file: string, options: RestoreOptions): Promise<number> {
  const loaded = loadEnvironment(onlyFile(file));
  refuseBroken([loaded]);
  const { plan } = loaded;
  if (plan === undefined) throw new BrokenInput();
  const planned = restorePlanOf(plan.systems, options.system);
  const channels = channelsOf(planned, options.channel);
  const messages = plan.foundation.stores.messages.find(({ system }) => system === options.system);
  if (messages === undefined) throw new Error(`there is no archive of ${options.system}`);
  const run = `drill-${new Date().toISOString().replace(/[:.]/g, "-")}-${randomBytes(2).toString("hex")}`;
  const { region } = plan.place;
  await execute(region, planned.arn, run, channels);
  const evidence = await evidenceOf(region, messages.bucket.name, run);
  console.log(options.format === "json" ? JSON.stringify(evidence, undefined, 2) : evidenceText(evidence));
  return evidence.good && isProof(evidence) ? exitCode.fine : exitCode.findings;
}

function restorePlanOf(systems: readonly SystemStackPlan[], name: string): RestorePlan {
  const found = systems.find((system) => system.name === name);
  const restorable = systems.filter(({ backup }) => backup.restore !== undefined).map((system) => system.name);
  if (found?.backup.restore !== undefined) return found.backup.restore;
  const why = found === undefined ? `there is no system '${name}'` : `'${name}' has no restoreTest`;
  return refuse(`${why}${suggestion(name, restorable)}; systems with one: ${restorable.join(", ") || "none"}`);
}

function channelsOf({ channels }: RestorePlan, channel: string | undefined): readonly string[] {
  if (channel === undefined) return channels;
  if (channels.includes(channel)) return [channel];
  return refuse(
    `there is no archived channel '${channel}'${suggestion(channel, channels)}; there are: ${channels.join(", ")}`,
  );
}

function refuse(message: string): never {
  console.error(message);
  throw new BrokenInput();
}

/** Runs the state machine to its end, whatever that is: what came of it is in the evidence. */
async function execute(
  region: string,
  stateMachineArn: string,
  name: string,
  channels: readonly string[],
): Promise<void> {
  const { DescribeExecutionCommand, SFNClient, StartExecutionCommand } = await import("@aws-sdk/client-sfn");
  const { clientSettings } = await import("../../../lib/core/clients");
  const client = new SFNClient(clientSettings({ region }));
  const start = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify({ channels }) });
  const { executionArn } = await asked("states:StartExecution", stateMachineArn, () => client.send(start));
  for (;;) {
    const describe = new DescribeExecutionCommand({ executionArn });
    const ask = () => client.send(describe);
    const { status, error, cause } = await asked("states:DescribeExecution", `${executionArn}`, ask);
    if (status === "SUCCEEDED" || (status === "FAILED" && error === "NotRestored")) return;
    if (status !== "RUNNING")
      throw new WorldFailed(`${executionArn} ended with ${status}: ${error ?? ""} ${cause ?? ""}`);
    await wait(pollMilliseconds);
  }
}

const pollMilliseconds = 1_000;

/** @throws WorldFailed that names the call, when AWS does not answer it */
async function asked<T>(action: string, what: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new WorldFailed(
      `AWS does not answer ${action} of ${what}: ${why}. It takes credentials of the environment's account that may do it, and the environment as deployed (docs/backup.md)`,
    );
  }
}

async function evidenceOf(region: string, bucket: string, run: string): Promise<Evidence> {
  const { GetObjectCommand, S3Client } = await import("@aws-sdk/client-s3");
  const { clientSettings } = await import("../../../lib/core/clients");
  const client = new S3Client(clientSettings({ region, forcePathStyle: true }));
  const get = new GetObjectCommand({ Bucket: bucket, Key: evidenceKey(run) });
  const { Body } = await asked("s3:GetObject", `${bucket}/${evidenceKey(run)}`, () => client.send(get));
  return evidenceSpec.parse(JSON.parse((await Body?.transformToString()) ?? ""));
}
