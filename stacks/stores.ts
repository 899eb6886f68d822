import { Construct } from "constructs";
import { constructId } from "../lib/core/names";
import type { StoresPlan } from "../lib/environment/backup";
import { Bucket, type BucketProps } from "../lib/logging/aws";

/** Where messages and exports are kept. Stateful. */
export class Stores extends Construct {
  readonly exports?: Bucket;

  constructor(
    scope: Construct,
    id: string,
    { plan, ...common }: Omit<BucketProps, "plan"> & { readonly plan: StoresPlan },
  ) {
    super(scope, id);
    for (const { system, bucket } of plan.messages)
      new Bucket(this, constructId(`Messages-${system}`), { ...common, plan: bucket });
    if (plan.exports !== undefined) this.exports = new Bucket(this, "Exports", { ...common, plan: plan.exports });
  }
}
