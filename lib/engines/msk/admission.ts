import type { Grant } from "../../core/grants";
import type { Issues } from "../../core/issues";
import type { Place } from "../../core/place";
import { supportKinds } from "../../core/support";
import type { Existing } from "../../core/engine";
import { kinds } from "./kinds";
import type { SystemOptions } from "./spec";

/** Whether a grant's client can come in at all, in the mode and the phase that the cluster is in. */
export function checkAdmission(
  place: Place,
  options: SystemOptions,
  existing: Existing | undefined,
  { client, path }: Grant,
  issues: Issues,
): void {
  const { identity, name } = client;
  const foreign = (identity.kind === "role" || identity.kind === "account") && identity.account !== place.account;
  if (options.mode === "serverless") {
    if (identity.kind === "user" || identity.kind === "certificate")
      issues.add(
        supportKinds.NotSupported,
        path,
        `msk in its serverless mode knows clients by IAM alone, and '${name}' is a ${identity.kind}; msk in its provisioned and express modes knows users and certificates`,
      );
    if (foreign)
      issues.add(
        supportKinds.NotSupported,
        path,
        `msk in its serverless mode is reached from the own account alone, and '${name}' is of ${identity.account}; msk in its provisioned and express modes lets other accounts in`,
      );
    return;
  }
  if (identity.kind === "certificate" && options.authentication.certificateAuthorities === undefined)
    issues.add(
      kinds.AuthorityMissing,
      path,
      `'${name}' is known by its certificate, and msk.authentication.certificateAuthorities is empty`,
    );
  if (!foreign) return;
  if (existing !== undefined)
    issues.add(kinds.ClusterPolicy, path, `'${name}' is of ${identity.account}, and the cluster exists already`);
  else if (options.connectivity.phase !== "multi-vpc")
    issues.add(
      kinds.ForeignNetwork,
      path,
      `'${name}' is of ${identity.account}, and connectivity.phase is ${options.connectivity.phase}; it takes multi-vpc`,
    );
}
