import { arn } from "../core/arns";
import type { Client, Runs } from "../core/grants";
import type { Place } from "../core/place";
import { call, type Remedy, type Step } from "./document";

/** Stops a consumer, and lets it go on: nothing is lost meanwhile that `retention` keeps. */
export function pause(place: Place, { name, runs }: Client & { readonly runs: Runs }): Remedy {
  return runs.kind === "function" ? pauseFunction(place, name, runs) : pauseService(place, name, runs);
}

/**
 * Lambda stops to poll. The function is not throttled instead: what a throttled function is handed counts as a delivery
 * that failed (Lambda developer guide, services-sqs-errorhandling, 2026-11).
 */
function pauseFunction(place: Place, client: string, { name }: Extract<Runs, { kind: "function" }>): Remedy {
  const mapping = { UUID: "{{ Mapping }}" };
  const state = (desired: string): Step => ({
    name: `is${desired}`,
    action: "aws:waitForAwsResourceProperty",
    timeoutSeconds: 900,
    inputs: {
      Service: "lambda",
      Api: "GetEventSourceMapping",
      ...mapping,
      PropertySelector: "$.State",
      DesiredValues: [desired],
    },
  });
  const update = (step: string, Enabled: boolean) =>
    call(step, ["lambda", "UpdateEventSourceMapping"], { ...mapping, Enabled });
  const functionArn = arn(place, "lambda", `function:${name}`);
  return {
    id: `pause-${client}`,
    description: `Pauses ${client}: Lambda stops to poll for the function ${name}`,
    parameters: {
      Mapping: {
        type: "String",
        description: `The id of the event source mapping of ${name}`,
        allowedPattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
      },
    },
    look: (name) =>
      call(name, ["lambda", "GetEventSourceMapping"], mapping, [
        { Name: "Source", Selector: "$.EventSourceArn", Type: "String" },
        { Name: "State", Selector: "$.State", Type: "String" },
      ]),
    seen: ["Source", "State"],
    modes: {
      pause: [update("pause", false), state("Disabled")],
      resume: [update("resume", true), state("Enabled")],
    },
    statements: [
      {
        Sid: "PauseMappings",
        Effect: "Allow",
        Action: ["lambda:GetEventSourceMapping", "lambda:UpdateEventSourceMapping"],
        // AWS assigns a mapping's id; the function binds it.
        Resource: arn(place, "lambda", "event-source-mapping:*"),
        Condition: { ArnLike: { "lambda:FunctionArn": [functionArn, `${functionArn}:*`] } },
      },
    ],
  };
}

/** ECS runs no task of the service, and its automatic scaling is held so that it does not start them again. */
function pauseService(
  place: Place,
  client: string,
  { cluster, name: service }: Extract<Runs, { kind: "service" }>,
): Remedy {
  const update = (step: string, desiredCount: number | string) =>
    call(step, ["ecs", "UpdateService"], { cluster, service, desiredCount });
  /** Fails for a service that does not scale by itself, which is no reason to stop. */
  const scaling = (step: string, suspended: boolean): Step => ({
    ...call(step, ["application-autoscaling", "RegisterScalableTarget"], {
      ServiceNamespace: "ecs",
      ScalableDimension: "ecs:service:DesiredCount",
      ResourceId: `service/${cluster}/${service}`,
      SuspendedState: {
        DynamicScalingInSuspended: suspended,
        DynamicScalingOutSuspended: suspended,
        ScheduledScalingSuspended: suspended,
      },
    }),
    onFailure: "Continue",
    isCritical: false,
  });
  return {
    id: `pause-${client}`,
    description: `Pauses ${client}: no task of the service ${service} in ${cluster} runs`,
    parameters: {
      Tasks: {
        type: "Integer",
        description: "How many tasks run again after resume",
        allowedValues: [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64],
        default: 1,
      },
    },
    look: (name) =>
      call(name, ["ecs", "DescribeServices"], { cluster, services: [service] }, [
        { Name: "Desired", Selector: "$.services[0].desiredCount", Type: "Integer" },
        { Name: "Running", Selector: "$.services[0].runningCount", Type: "Integer" },
      ]),
    seen: ["Desired", "Running"],
    modes: {
      pause: [scaling("holdScaling", true), update("pause", 0)],
      resume: [update("resume", "{{ Tasks }}"), scaling("letScale", false)],
    },
    statements: [
      {
        Sid: "PauseService",
        Effect: "Allow",
        Action: ["ecs:DescribeServices", "ecs:UpdateService"],
        Resource: arn(place, "ecs", `service/${cluster}/${service}`),
      },
      {
        Sid: "HoldScaling",
        Effect: "Allow",
        Action: "application-autoscaling:RegisterScalableTarget",
        // AWS assigns a target's id: the right is for the bounds and pauses of every ECS service of the account.
        Resource: arn(place, "application-autoscaling", "scalable-target/*"),
        Condition: {
          StringEquals: {
            "application-autoscaling:scalable-dimension": "ecs:service:DesiredCount",
            "application-autoscaling:service-namespace": "ecs",
          },
        },
      },
    ],
  };
}
