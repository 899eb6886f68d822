import { spawn, type ChildProcess } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { loadEnvironment } from "../../bin/environment-file";
import { terraform } from "../../bin/tools";
import type { EnvironmentPlan } from "../../lib/environment/plan";
import { emulatorEnv } from "./emulator";
import { deployWorkflow, variablesOf } from "./workflow";

/** The sandbox environment, planned; what a deploy needs and does not make is made in the emulator. */
export interface Sandbox {
  readonly plan: EnvironmentPlan;
  /** Environment variables under which the deploy workflow's commands reach the emulator. */
  readonly env: NodeJS.ProcessEnv;
}

/** Prepares an emulator for its first deploy: the state bucket, and the roles and services of the clients. */
export async function prepareSandbox(endpoint: string): Promise<Sandbox> {
  const { plan, issues } = loadEnvironment("stacks/environments/sandbox.yaml");
  if (plan === undefined || issues.length > 0) throw new Error("sandbox.yaml has issues; run signalbox check sandbox");
  // The SDK clients of this process find the emulator by the same variables.
  Object.assign(process.env, emulatorEnv(endpoint));
  await makeStateBucket(plan);
  await makeClientRoles(plan);
  await makeClientServices(plan, endpoint);
  return { plan, env: sandboxEnv(endpoint) };
}

export function sandboxEnv(endpoint: string): NodeJS.ProcessEnv {
  const { path, env } = terraform();
  return {
    ...env,
    ...emulatorEnv(endpoint),
    TERRAFORM_BINARY_NAME: resolve("bin/terraform.mjs"),
    SIGNALBOX_TERRAFORM: path,
    ...variablesOf(deployWorkflow),
    RUNNER_TEMP: resolve(".cache"),
    ENVIRONMENT: "sandbox",
    REASON: "it is deployed to an emulator",
    SIGNALBOX_ENVIRONMENTS: "sandbox",
    NO_COLOR: "1",
  };
}

async function makeStateBucket({ state }: EnvironmentPlan): Promise<void> {
  const s3 = new S3Client({ forcePathStyle: true });
  const location = { LocationConstraint: "eu-west-1" } as const;
  const command = new CreateBucketCommand({ Bucket: state.bucket, CreateBucketConfiguration: location });
  await s3.send(command).catch(unless("BucketAlreadyOwnedByYou"));
}

/** Roles belong to the applications; a platform's deploy finds them there. */
async function makeClientRoles(plan: EnvironmentPlan): Promise<void> {
  const iam = new IAMClient({});
  const roles = plan.systems.flatMap(({ access }) => access.identityPolicies.map(({ roleName }) => roleName));
  for (const RoleName of new Set(roles)) {
    const AssumeRolePolicyDocument = '{"Version":"2012-10-17","Statement":[]}';
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument })).catch(unless("EntityAlreadyExists"));
  }
}

/** Services belong to the applications too; what scales them finds them there. */
async function makeClientServices(plan: EnvironmentPlan, endpoint: string): Promise<void> {
  for (const { resourceId } of plan.systems.flatMap(({ scaling }) => scaling.consumers)) {
    const [, cluster = "", service = ""] = resourceId.split("/");
    await ecs(endpoint, "CreateCluster", { clusterName: cluster });
    const containerDefinitions = [{ name: service, image: service, memory: 64 }];
    await ecs(endpoint, "RegisterTaskDefinition", { family: service, containerDefinitions });
    await ecs(endpoint, "CreateService", { cluster, serviceName: service, taskDefinition: service, desiredCount: 1 });
  }
}

/** One call of ECS, which the emulator knows by the scope of the credentials; it does not look at the signature. */
async function ecs(endpoint: string, operation: string, input: object): Promise<void> {
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: {
      "Content-Type": "application/x-amz-json-1.1",
      "X-Amz-Target": `AmazonEC2ContainerServiceV20141113.${operation}`,
      Authorization:
        "AWS4-HMAC-SHA256 Credential=test/20261124/eu-west-1/ecs/aws4_request, SignedHeaders=host, Signature=0",
    },
    body: JSON.stringify(input),
  });
  if (!answer.ok) throw new Error(`${operation}: ${await answer.text()}`);
}

/** Passes over one kind of answer of a service: that the thing is there already. */
function unless(name: string): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof Error) || !error.name.startsWith(name)) throw error;
  };
}

export interface Running {
  readonly child: ChildProcess;
  readonly done: Promise<{ readonly code: number | null; readonly output: string }>;
}

/** Runs a command line in a process group of its own, as a shell of CI would. */
export function start(command: string, env: NodeJS.ProcessEnv, logFile?: string, cwd = process.cwd()): Running {
  const child = spawn("bash", ["-euo", "pipefail", "-c", command], {
    cwd,
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (logFile !== undefined) mkdirSync(dirname(logFile), { recursive: true });
  const log = logFile === undefined ? undefined : createWriteStream(logFile, { flags: "a" });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      log?.write(chunk);
    });
  const done = new Promise<{ code: number | null; output: string }>((resolve) => {
    child.on("close", (code) => {
      log?.end();
      resolve({ code, output });
    });
  });
  return { child, done };
}
