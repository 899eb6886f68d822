import { LambdaEventSourceMapping } from "@cdktf/provider-aws/lib/lambda-event-source-mapping";
import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { SchedulerScheduleGroup } from "@cdktf/provider-aws/lib/scheduler-schedule-group";
import { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { EventSource } from "../core/archive/facts";
import type { BuiltSystem, LateArchiveSource } from "../core/late";
import { withLiteralPlan } from "../core/literal";
import { serviceRole } from "../core/aws/service-role";
import { constructId } from "../core/names";
import type { RestorePlan } from "./machine";
import type { BackupPlan } from "./plan";

export interface ArchiveProps {
  readonly plan: NonNullable<BackupPlan["archive"]>;
  /** Functions of the system by their ids, that exist by then. */
  readonly functionArns: Readonly<Record<string, string>>;
  readonly sources: BuiltSystem["archiveSources"];
  /** The queue of what could not be archived. */
  readonly failedCallsArn: string;
  /** What has to be done first, such as the call that makes topics: Lambda reads none that is not there. */
  readonly after: readonly ITerraformDependable[];
}

/**
 * Gives a system's messages to the function that archives them, batch by batch.
 *
 * @throws Error when the function or a source was not built
 */
export class Archive extends Construct {
  constructor(scope: Construct, id: string, props: ArchiveProps) {
    super(scope, id);
    const { plan, functionArns, sources, failedCallsArn, after } = withLiteralPlan(props);
    const functionName = functionArns[plan.functionId];
    if (functionName === undefined) throw new Error(`there is no function '${plan.functionId}' that archives`);
    // Calls for all queues together, so that a burst leaves the account's executions to others; two of each at least.
    const share = Math.floor(5 / plan.sources.length);
    for (const { id: sourceId, source, batchSize, windowSeconds } of plan.sources) {
      const late = sources[sourceId];
      if (late === undefined) throw new Error(`nothing was built that the archive could read '${sourceId}' from`);
      new LambdaEventSourceMapping(this, constructId(sourceId), {
        functionName,
        batchSize,
        ...(windowSeconds > 0 && { maximumBatchingWindowInSeconds: windowSeconds }),
        ...(after.length > 0 && { dependsOn: [...after] }),
        ...settingsOf(source, late, failedCallsArn, share),
      });
    }
  }
}

/**
 * A batch of a stream is halved until what is wrong in it stands alone, and offered again until it is too old. Then a queue
 * is told where it was, and not what was in it (Lambda developer guide, failed invocations of Kinesis and Kafka, 2026-11).
 */
function settingsOf(source: EventSource, late: LateArchiveSource, failedCallsArn: string, concurrency: number) {
  const eventSourceArn = late.arn;
  const destinationConfig = { onFailure: { destinationArn: failedCallsArn } };
  switch (source.kind) {
    case "sqs":
      // At least 2 (Lambda CreateEventSourceMapping, 2026-11).
      return { eventSourceArn, scalingConfig: { maximumConcurrency: Math.max(2, concurrency) } };
    case "kinesis":
      return {
        eventSourceArn,
        startingPosition: "TRIM_HORIZON",
        bisectBatchOnFunctionError: true,
        destinationConfig,
      };
    case "kafka":
      return {
        eventSourceArn,
        topics: [source.topic],
        startingPosition: "TRIM_HORIZON",
        amazonManagedKafkaEventSourceConfig: { consumerGroupId: source.consumerGroup },
        destinationConfig,
      };
    case "amazon-mq":
      return {
        eventSourceArn,
        queues: [source.queue],
        sourceAccessConfiguration: [
          ...(late.secretArn === undefined ? [] : [{ type: "BASIC_AUTH", uri: late.secretArn }]),
          ...(source.virtualHost === undefined ? [] : [{ type: "VIRTUAL_HOST", uri: source.virtualHost }]),
        ],
      };
  }
}

export interface RestoreTestProps {
  readonly plan: RestorePlan;
  readonly keyArn: string;
  /** Name of the group for its log, of one that exists by then. */
  readonly logGroupName: string;
}

/** The state machine that restores a sample and compares, and the schedule that starts it. */
export class RestoreTest extends Construct {
  constructor(scope: Construct, id: string, props: RestoreTestProps) {
    super(scope, id);
    const { plan, keyArn, logGroupName } = withLiteralPlan(props);
    const role = serviceRole(new Construct(this, "Role"), plan.role);
    const machine = new SfnStateMachine(this, "Resource", {
      name: plan.name,
      roleArn: role.arn,
      definition: plan.definition,
      type: "STANDARD",
      encryptionConfiguration: {
        type: "CUSTOMER_MANAGED_KMS_KEY",
        kmsKeyId: keyArn,
        kmsDataKeyReusePeriodSeconds: 300,
      },
      // What goes from step to step are keys and counts, never a message.
      loggingConfiguration: {
        level: "ALL",
        includeExecutionData: true,
        logDestination: `${plan.logArnPrefix}${logGroupName}:*`,
      },
      tracingConfiguration: { enabled: true },
      dependsOn: [role.attachment],
    });
    const caller = serviceRole(new Construct(this, "ScheduleRole"), plan.schedule.role);
    const group = new SchedulerScheduleGroup(this, "ScheduleGroup", { name: plan.schedule.group });
    new SchedulerSchedule(this, "Schedule", {
      name: plan.schedule.name,
      groupName: group.name,
      scheduleExpression: plan.schedule.expression,
      kmsKeyArn: keyArn,
      flexibleTimeWindow: { mode: "OFF" },
      target: { arn: machine.arn, roleArn: caller.arn, input: plan.schedule.input },
      dependsOn: [caller.attachment],
    });
  }
}
