import { arn } from "../../core/arns";
import type { Existing } from "../../core/engine";
import { named } from "../../core/names";
import type { Place } from "../../core/place";

/** Every name of the system that follows from the data alone, and the ARNs that its policies say. */
export interface Names {
  readonly prefix: readonly string[];
  readonly cluster: string;
  /** MSK gives each cluster a UUID, which stands at the end of its ARN: the only `*`. */
  readonly clusterArn: string;
  readonly securityGroup: string;
  readonly brokerLog: string;
}

export function nameSystem(place: Place, system: string, existing: Existing | undefined): Names {
  const prefix = existing === undefined ? [place.environment, system] : [existing.name];
  const cluster = existing?.name ?? named("cluster", prefix);
  return {
    prefix,
    cluster,
    clusterArn: arn(place, "kafka", `cluster/${cluster}/*`),
    securityGroup: named("securityGroup", [...prefix, "brokers"]),
    brokerLog: named("logGroup", [`/signalbox/${place.environment}/${system}/broker`]),
  };
}

/** ARN of a topic, group or transactional id within the cluster (MSK developer guide, kafka-actions, 2026-11). */
export const withinCluster = (
  place: Place,
  { cluster }: Pick<Names, "cluster">,
  kind: "topic" | "group" | "transactional-id",
  name: string,
): string => arn(place, "kafka", `${kind}/${cluster}/*/${name}`);

/** Secrets that MSK reads have to begin so (MSK developer guide, msk-password-limitations, 2026-11). */
export const secretName = (prefix: readonly string[], user: string): string =>
  named("secret", [`AmazonMSK_${prefix.join("-")}`, user]);
