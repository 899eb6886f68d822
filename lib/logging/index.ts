export { type BucketPlan, planBucket } from "./bucket";
export { type LogGroupPlan, type LoggingSpec, logsKeyUse, planLogGroup } from "./plan";
export { type TrailPlan, planTrail, trailKeyUse } from "./trail";
