import type { QuotaName, QuotaUse } from "../core/quotas";
import { checkPolicy, policyKindOf, statementsIn, type PolicyKind } from "../core/policy-limits";
import type { DataPath, Issues } from "../core/issues";
import type { SecurityGroupPlan } from "../core/security-group";
import type { FunctionsPlan } from "../functions/plan";
import type { MaintenancePlan } from "../maintenance/plan";
import type { CopiesPlan } from "./copies";
import type { FoundationPlan } from "./foundation";
import type { PartUse } from "./quotas";
import type { SystemStackPlan } from "./system";

/** Documents by kind. Each role has one trust policy, each bucket one bucket policy: they count what they belong to. */
type Documents = Partial<Record<PolicyKind, number>>;

/** Measures every policy document of a plan where it is, and counts them. */
function documentsIn(value: unknown, path: DataPath, issues: Issues, counts: Documents = {}): Documents {
  if (typeof value === "string") {
    const statements = statementsIn(value);
    const kind = statements && policyKindOf(statements);
    if (statements === undefined || kind === undefined) return counts;
    checkPolicy(value, statements, path, issues);
    counts[kind] = (counts[kind] ?? 0) + 1;
  } else if (typeof value === "object" && value !== null)
    for (const inner of Object.values(value)) documentsIn(inner, path, issues, counts);
  return counts;
}

const count = (quota: QuotaName, number: number): QuotaUse[] => (number > 0 ? [{ quota, count: number }] : []);

function ofDocuments({ identity = 0, trust = 0, s3 = 0, logs = 0 }: Documents): QuotaUse[] {
  return [
    ...count("roles", trust),
    ...count("policies", identity),
    ...count("buckets", s3),
    ...count("logResourcePolicies", logs),
  ];
}

/** What functions use: those that must run one at a time have a reservation, those in the network a group. */
function ofFunctions({ functions, schedules }: FunctionsPlan): QuotaUse[] {
  return [
    ...count("lambdaConcurrency", functions.filter(({ serial }) => serial).length),
    ...count("securityGroups", functions.filter(({ inNetwork }) => inNetwork).length),
    ...count("scheduleGroups", schedules === undefined ? 0 : 1),
  ];
}

/** A broker's security group and its inbound rules. */
const ofGroup = (group: SecurityGroupPlan | undefined): QuotaUse[] =>
  group === undefined
    ? []
    : [
        { quota: "securityGroups", count: 1 },
        { quota: "securityGroupRules", count: group.rules.length, of: `the security group ${group.name}` },
      ];

/** What a system uses. Of one that exists already, only what Signalbox builds for it. */
export function systemUse(stack: SystemStackPlan, issues: Issues): PartUse {
  const { system, access, delivery, functions, backup, remedies, name } = stack;
  const path = ["systems", name];
  const { foreignPolicies, ...rendered } = access;
  documentsIn(foreignPolicies, [...path, "access"], issues);
  const { facts: _, ...own } = system;
  const built = system.build ? own : undefined;
  const documents = [
    { ...rendered, key: stack.key, built },
    { delivery, functions, backup, remedies },
  ];
  const [accessed = {}, others = {}] = documents.map((part, index) =>
    documentsIn(part, index === 0 ? [...path, "access"] : path, issues),
  );
  return {
    path,
    name,
    uses: [
      ...ofDocuments(accessed),
      ...ofDocuments(others),
      ...access.identityPolicies.map(({ roleName, path: at }): QuotaUse => ({
        quota: "policiesPerRole",
        count: 1,
        of: `the role ${roleName}`,
        path: at,
      })),
      ...ofGroup(built !== undefined && "securityGroup" in built ? built.securityGroup : undefined),
      ...ofFunctions(functions),
      ...count("deliveryStreams", delivery?.streams.length ?? 0),
      ...count("documents", remedies.length),
      ...count("scheduleGroups", backup.restore === undefined ? 0 : 1),
      ...system.uses,
    ],
  };
}

/** What the stacks use that an environment has once. */
export function sharedUse(
  {
    foundation,
    copies,
    maintenance,
  }: {
    readonly foundation: FoundationPlan;
    readonly copies: CopiesPlan | undefined;
    readonly maintenance: MaintenancePlan;
  },
  issues: Issues,
): PartUse[] {
  const { alarms: _, domains, network, functions, delivery, deliveryGroup } = foundation;
  const { alarms: __, ...documents } = foundation;
  const endpoints = network?.network.endpoints.length ?? 0;
  const uses: QuotaUse[] = [
    ...ofDocuments(documentsIn({ documents, role: maintenance.role }, [], issues)),
    ...ofFunctions(functions),
    ...count("deliveryStreams", delivery?.streams.length ?? 0),
    ...count("eventRules", maintenance.rules.length),
    ...count("documents", maintenance.calendar === undefined ? 0 : 1),
    ...count("vpcs", network === undefined ? 0 : 1),
    ...(endpoints > 0 ? [{ quota: "interfaceEndpoints" as const, count: endpoints, of: "the VPC" }] : []),
    ...count("securityGroups", domains.length + (deliveryGroup ? 1 : 0) + (network === undefined ? 0 : 1)),
  ];
  const copied: PartUse[] =
    copies === undefined
      ? []
      : [
          {
            path: ["backup", "copyTo"],
            name: "copies",
            uses: ofDocuments(documentsIn(copies, ["backup", "copyTo"], issues)),
          },
        ];
  return [{ path: ["environment"], name: "foundation", uses }, ...copied];
}
