import type { Construct } from "constructs";
import { Key } from "../lib/encryption/aws";
import type { CopiesPlan } from "../lib/environment/copies";
import type { EnvironmentPlan } from "../lib/environment/plan";
import { Bucket } from "../lib/logging/aws";
import { SignalboxStack } from "./signalbox-stack";
import { Stores } from "./stores";

/** The second region of an environment: copies of its archives and exports, and their key. Stateful. */
export class CopiesStack extends SignalboxStack {
  constructor(scope: Construct, { state }: EnvironmentPlan, { stackName, place, tags, ...plan }: CopiesPlan) {
    super(scope, { stackName, place, tags, state });
    const keyArn = new Key(this, "Key", { plan: plan.key }).arn;
    const accessLogs = new Bucket(this, "AccessLogs", { plan: plan.accessLogs, keyArn });
    new Stores(this, "Stores", { plan: plan.stores, keyArn, accessLogs });
    this.built();
  }
}
