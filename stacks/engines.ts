import type { Construct } from "constructs";
import { nothingBuilt, type BuiltSystem, type LateReferences } from "../lib/core/late";
import { Mq } from "../lib/engines/mq/aws";
import { SnsSqs } from "../lib/engines/sns-sqs/aws";
import type { AnySystemPlan } from "../lib/environment/engines";

/** Which construct belongs to which engine: the only place outside an engine's own folder that tells them apart. */
export function buildSystem(scope: Construct, plan: AnySystemPlan, late: LateReferences): BuiltSystem {
  switch (plan.engine) {
    case "sns-sqs":
      new SnsSqs(scope, "System", { plan, ...late });
      return nothingBuilt;
    case "mq":
      return new Mq(scope, "System", { plan, ...late }).built;
  }
}
