import type { Construct } from "constructs";
import type { BuiltSystem, LateReferences } from "../lib/core/late";
import { Mq } from "../lib/engines/mq/aws";
import { Kinesis } from "../lib/engines/kinesis/aws";
import { Msk } from "../lib/engines/msk/aws";
import { SnsSqs } from "../lib/engines/sns-sqs/aws";
import type { AnySystemPlan } from "../lib/environment/engines";

/** Which construct belongs to which engine: the only place outside an engine's own folder that tells them apart. */
export function buildSystem(scope: Construct, plan: AnySystemPlan, late: LateReferences): BuiltSystem {
  switch (plan.engine) {
    case "kinesis":
      return new Kinesis(scope, "System", { plan, ...late }).built;
    case "sns-sqs":
      return new SnsSqs(scope, "System", { plan, ...late }).built;
    case "msk":
      return new Msk(scope, "System", { plan, ...late }).built;
    case "mq":
      return new Mq(scope, "System", { plan, ...late }).built;
  }
}
