import type { Construct } from "constructs";
import type { EnvironmentPlan, StackName } from "../lib/environment";
import { SignalboxStack } from "./signalbox-stack";

/** A stack that the environment file no longer has: a provider and a state, so that Terraform destroys its resources. */
export class EmptiedStack extends SignalboxStack {
  constructor(scope: Construct, { place, state, foundation }: EnvironmentPlan, { name, region }: StackName) {
    super(scope, { stackName: name, place: { ...place, region }, tags: foundation.tags, state });
    this.built();
  }
}
