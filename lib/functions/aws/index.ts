import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { serviceRole } from "../../core/aws/service-role";
import { withLiteralPlan } from "../../core/literal";
import { constructId } from "../../core/names";
import type { LateNetwork } from "../../core/late";
import type { FunctionPlan } from "../function";
import type { FunctionsPlan } from "../plan";
import { runtime } from "../runtime";
import { bundle } from "./bundle";
import { Schedules } from "./schedules";

export interface FunctionsProps {
  readonly plan: FunctionsPlan;
  readonly keyArn: string;
  /** Names of the functions' log groups, by the id of their source. */
  readonly logGroupNames: Readonly<Record<string, string>>;
  /** The values that AWS assigned, by function. */
  readonly variables: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Where functions live that run in the network, and the addresses that they may reach there. */
  readonly network?: LateNetwork & { readonly cidr: string };
}

/**
 * Functions of ours: each is bundled from its source when the stack is synthesized. One that Terraform calls is called
 * once it stands and whenever its input or its program changes; a call that fails fails the deploy.
 *
 * @throws Error when a function is to run in a network and there is none, or a late variable has no value
 */
export class Functions extends Construct {
  /** The functions' ARNs by their ids: references, so that whoever calls one waits for it. */
  readonly arns: Readonly<Record<string, string>>;
  /** The calls of functions that do what Terraform cannot: once they are done, topics stand, and queues in brokers. */
  readonly calls: LambdaInvocation[] = [];
  /** ARN of the queue of failed calls; a reference. */
  readonly failedCallsArn?: string;
  private readonly deadLetters?: SqsQueue;

  constructor(scope: Construct, id: string, given: FunctionsProps) {
    super(scope, id);
    const { plan: all, ...props } = withLiteralPlan(given);
    const { functions, deadLetters, schedules } = all;
    if (deadLetters !== undefined) this.deadLetters = this.failedCalls(deadLetters, props.keyArn);
    if (this.deadLetters !== undefined) this.failedCallsArn = this.deadLetters.arn;
    this.arns = Object.fromEntries(functions.map((plan) => [plan.id, this.add(plan, props)]));
    if (schedules !== undefined && this.deadLetters !== undefined)
      new Schedules(this, "Schedules", {
        plan: schedules,
        keyArn: props.keyArn,
        functionArns: this.arns,
        after: this.calls,
        deadLettersArn: this.deadLetters.arn,
      });
  }

  private failedCalls({ name, policy }: NonNullable<FunctionsPlan["deadLetters"]>, keyArn: string): SqsQueue {
    return new SqsQueue(this, "FailedCalls", {
      name,
      kmsMasterKeyId: keyArn,
      // As long as SQS keeps anything (SQS SetQueueAttributes, 2026-11: 14 days).
      messageRetentionSeconds: 1_209_600,
      policy,
    });
  }

  private add(plan: FunctionPlan, { keyArn, logGroupNames, variables, network }: Omit<FunctionsProps, "plan">): string {
    const at = new Construct(this, constructId(plan.id));
    const role = serviceRole(at, plan.role);
    const code = new TerraformAsset(at, "Code", { path: bundle(plan.entry), type: AssetType.ARCHIVE });
    const logGroup = logGroupNames[plan.log.id];
    const lambda = new LambdaFunction(at, "Resource", {
      functionName: plan.name,
      description: plan.description,
      role: role.arn,
      runtime: `nodejs${runtime.node}.x`,
      handler: "index.handler",
      filename: code.path,
      sourceCodeHash: code.assetHash,
      timeout: plan.timeoutSeconds,
      memorySize: plan.memoryMiB,
      ...(plan.serial === true && { reservedConcurrentExecutions: 1 }),
      tracingConfig: { mode: "Active" },
      kmsKeyArn: keyArn,
      environment: { variables: { ...plan.variables, ...lateVariables(plan, variables) } },
      ...(this.deadLetters && plan.fleeting !== true && { deadLetterConfig: { targetArn: this.deadLetters.arn } }),
      ...(logGroup !== undefined && { loggingConfig: { logFormat: "JSON", logGroup } }),
      ...(plan.inNetwork && { vpcConfig: this.vpcConfig(at, plan, network) }),
      dependsOn: [role.attachment],
    });
    // What waited as long as that is late (Lambda API reference, PutFunctionEventInvokeConfig, 2026-11: 60 s at least).
    if (plan.fleeting === true)
      new LambdaFunctionEventInvokeConfig(at, "Calls", {
        functionName: lambda.functionName,
        maximumRetryAttempts: 0,
        maximumEventAgeInSeconds: 60,
      });
    this.trigger(at, plan, lambda, code);
    return lambda.arn;
  }

  private trigger(at: Construct, { trigger }: FunctionPlan, lambda: LambdaFunction, code: TerraformAsset): void {
    if (trigger.kind === "change")
      this.calls.push(
        new LambdaInvocation(at, "Invocation", {
          functionName: lambda.functionName,
          input: trigger.input,
          lifecycleScope: "CREATE_ONLY",
          triggers: { program: code.assetHash },
        }),
      );
    if (trigger.kind === "call")
      for (const { id, service, sourceArn } of trigger.callers)
        new LambdaPermission(at, constructId(`Caller-${id}`), {
          functionName: lambda.functionName,
          action: "lambda:InvokeFunction",
          principal: service,
          sourceArn,
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
