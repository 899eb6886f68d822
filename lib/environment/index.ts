export { issueCatalogue } from "./catalogue";
export type { FoundationPlan } from "./foundation";
export type { Inventory, StackName } from "./inventory";
export { type EnvironmentPlan, type World, deploymentSteps, planEnvironment } from "./plan";
export type { SystemStackPlan } from "./system";
