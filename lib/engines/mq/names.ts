import { arn } from "../../core/arns";
import type { SystemInput } from "../../core/engine";
import { named } from "../../core/names";
import type { Place } from "../../core/place";

/** Every name of the system that AWS knows. */
export interface Names {
  readonly prefix: readonly string[];
  readonly broker: string;
  /** The id that AWS assigns stands between the name and the end. */
  readonly brokerArn: string;
  readonly configuration: string;
  /** What the names of exchanges and queues begin with that a restore test makes and removes. */
  readonly scratch: string;
  readonly securityGroup: string;
  readonly administratorSecret: string;
}

/** The user that the broker is made with, and that the function works as. */
export const administrator = "signalbox";

/** Users of programs of ours: each has a secret of its own, and may do what it needs and nothing else. */
export const programUsers = {
  archive: "signalbox-archive",
  replay: "signalbox-restore",
  metrics: "signalbox-metrics",
} as const;
export type ProgramUser = (typeof programUsers)[keyof typeof programUsers];

export function nameSystem(place: Place, { name, existing }: Pick<SystemInput, "name" | "existing">): Names {
  const prefix = existing === undefined ? [place.environment, name] : [existing.name];
  const broker = named("broker", prefix);
  return {
    prefix,
    broker,
    brokerArn: arn(place, "mq", `broker:${broker}:*`),
    scratch: `${prefix.join("-")}-restore-`,
    configuration: named("brokerConfiguration", prefix),
    securityGroup: named("securityGroup", [...prefix, "brokers"]),
    administratorSecret: secretName(prefix, administrator),
  };
}

/** `prod/backoffice/till` */
export const secretName = (prefix: readonly string[], user: string): string =>
  named("secret", [[...prefix, user].join("/")]);

/** Secrets Manager ends an ARN with six characters of its own. */
export const secretArn = (place: Place, name: string): string => arn(place, "secretsmanager", `secret:${name}-??????`);
