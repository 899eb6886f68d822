export { type AlertsPlan, alertsKeyUses, planAlerts, topicArnOf, undeliveredSignals } from "./alerts";
export type { Audience } from "./audience";
export type { AlarmChange, Asked } from "./changes";
export type { CompositePlan } from "./composites";
export { type DashboardPlan, planDashboard } from "./dashboard";
export type { ObjectivePlan } from "./objectives";
export { planOverview } from "./overview";
export { type AlarmOptions, type AlarmPlan, type AlarmsPlan, type Watched, planAlarms } from "./plan";
