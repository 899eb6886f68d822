export { type DashboardPlan, planDashboard } from "./dashboard";
export { type AlarmPlan, type AlarmsPlan, type AlertsPlan, alertsKeyUse, planAlarms, planAlerts } from "./plan";
