import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { buildSync } from "esbuild";
import { constructId } from "../core/names";
import type { LateNetwork } from "../core/late";
import { runtime, type FunctionPlan } from "./plan";

const { node } = runtime;

export interface FunctionsProps {
  readonly plan: readonly FunctionPlan[];
  readonly keyArn: string;
  /** Names of the functions' log groups, by the id of their source. */
  readonly logGroupNames: Readonly<Record<string, string>>;
  /** The values that AWS assigned, by function. */
  readonly variables: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Where functions live that run in the network, and the addresses that they may reach there. */
  readonly network?: LateNetwork & { readonly cidr: string };
}

/**
 * Functions of ours: each is bundled from its source when the stack is synthesized, and called once it stands and
 * whenever its input or its program changes. A call that fails fails the deploy.
 *
 * @throws Error when a function is to run in a network and there is none, or a late variable has no value
 */
export class Functions extends Construct {
  constructor(scope: Construct, id: string, props: FunctionsProps) {
    super(scope, id);
    for (const plan of props.plan) this.add(plan, props);
  }

  private add(plan: FunctionPlan, { keyArn, logGroupNames, variables, network }: FunctionsProps): void {
    const at = new Construct(this, constructId(plan.id));
    const role = new IamRole(at, "Role", { name: plan.roleName, assumeRolePolicy: plan.trust });
    const policy = new IamPolicy(at, "Policy", { name: plan.policyName, policy: plan.document });
    const attachment = new IamRolePolicyAttachment(at, "Attachment", { role: role.name, policyArn: policy.arn });
    const code = new TerraformAsset(at, "Code", { path: bundle(plan.entry), type: AssetType.ARCHIVE });
    const logGroup = logGroupNames[plan.log.id];
    const lambda = new LambdaFunction(at, "Resource", {
      functionName: plan.name,
      description: plan.description,
      role: role.arn,
      runtime: `nodejs${node}.x`,
      handler: "index.handler",
      filename: code.path,
      sourceCodeHash: code.assetHash,
      timeout: plan.timeoutSeconds,
      memorySize: plan.memoryMiB,
      // One at a time: two that set the same broker up would race.
      reservedConcurrentExecutions: 1,
      tracingConfig: { mode: "Active" },
      kmsKeyArn: keyArn,
      environment: { variables: { ...plan.variables, ...lateVariables(plan, variables) } },
      ...(logGroup !== undefined && { loggingConfig: { logFormat: "JSON", logGroup } }),
      ...(plan.inNetwork && { vpcConfig: this.vpcConfig(at, plan, network) }),
      dependsOn: [attachment],
    });
    new LambdaInvocation(at, "Invocation", {
      functionName: lambda.functionName,
      input: plan.input,
      lifecycleScope: "CREATE_ONLY",
      triggers: { program: code.assetHash },
    });
  }

  private vpcConfig(at: Construct, { name }: FunctionPlan, network: FunctionsProps["network"]) {
    if (network === undefined) throw new Error(`${name} runs in the network, and there is none`);
    const group = new SecurityGroup(at, "Group", {
      name,
      description: "What the function may reach: the network",
      vpcId: network.vpcId,
    });
    new VpcSecurityGroupEgressRule(at, "ToNetwork", {
      securityGroupId: group.id,
      description: "Brokers and endpoints in the network",
      cidrIpv4: network.cidr,
      ipProtocol: "tcp",
      fromPort: 0,
      toPort: 65_535,
    });
    return { subnetIds: [...network.subnetIds], securityGroupIds: [group.id] };
  }
}

function lateVariables({ id, lateVariables: names }: FunctionPlan, variables: FunctionsProps["variables"]) {
  return Object.fromEntries(
    names.map((name) => {
      const value = variables[id]?.[name];
      if (value === undefined) throw new Error(`the function '${id}' needs ${name}, which nothing gives`);
      return [name, value] as const;
    }),
  );
}

const bundles = new Map<string, string>();

/** Bundles a program below lib/ with all that it imports; gives the folder that holds it. Each once a process. */
export function bundle(entry: string): string {
  const known = bundles.get(entry);
  if (known !== undefined) return known;
  const source = [".ts", ".js"].map((ending) => join(__dirname, "..", `${entry}${ending}`)).find(existsSync);
  if (source === undefined) throw new Error(`there is no program lib/${entry}`);
  const folder = mkdtempSync(join(tmpdir(), "signalbox-function-"));
  buildSync({
    entryPoints: [source],
    outfile: join(folder, "index.js"),
    bundle: true,
    platform: "node",
    target: `node${node}`,
    // Lambda's Node has the SDK's clients of its own, but not every helper package that a program may need
    // (github.com/aws/aws-sdk-js-v3/issues/4401: a function that left out @aws-sdk/util-utf8 did not load).
    external: ["@aws-sdk/client-*"],
    legalComments: "none",
    logLevel: "error",
  });
  bundles.set(entry, folder);
  return folder;
}
