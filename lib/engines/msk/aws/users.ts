import { MskSingleScramSecretAssociation } from "@cdktf/provider-aws/lib/msk-single-scram-secret-association";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretPolicy } from "@cdktf/provider-aws/lib/secretsmanager-secret-policy";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { Construct } from "constructs";
import { RandomPassword } from "../../../core/aws/random-password";
import { constructId } from "../../../core/names";
import type { ScramUser } from "../authentication";

export interface UsersProps {
  readonly users: readonly ScramUser[];
  readonly clusterArn: string;
  /** MSK takes no secret that is encrypted with AWS's own key. */
  readonly keyArn: string;
}

/** Users of the broker: each a secret that MSK reads. The passwords are in Secrets Manager alone. */
export class Users extends Construct {
  constructor(scope: Construct, id: string, props: UsersProps) {
    super(scope, id);
    // One after the other: MSK takes one change of a cluster's users at a time.
    props.users.reduce<MskSingleScramSecretAssociation | undefined>(
      (before, user) => this.user(user, props, before),
      undefined,
    );
  }

  private user(
    plan: ScramUser,
    { clusterArn, keyArn }: UsersProps,
    before: MskSingleScramSecretAssociation | undefined,
  ): MskSingleScramSecretAssociation {
    const at = new Construct(this, constructId(plan.user));
    const secret = new SecretsmanagerSecret(at, "Resource", {
      name: plan.secretName,
      description: plan.description,
      kmsKeyId: keyArn,
      recoveryWindowInDays: plan.recoveryDays,
    });
    const password = new RandomPassword(at, "Password");
    const version = new SecretsmanagerSecretVersion(at, "Version", {
      secretId: secret.id,
      secretStringWo: `{"username":"${plan.user}","password":"${password.value}"}`,
      secretStringWoVersion: plan.passwordVersion,
      lifecycle: { createBeforeDestroy: true },
    });
    const policy = new SecretsmanagerSecretPolicy(at, "Policy", {
      secretArn: secret.arn,
      policy: plan.policy,
      // MSK attaches the same by itself, and asks that nobody changes it (MSK developer guide, msk-password, 2026-11).
      lifecycle: { ignoreChanges: ["policy"] },
    });
    // One user alone: the other kind of association takes away the users that other stacks made.
    return new MskSingleScramSecretAssociation(at, "Association", {
      clusterArn,
      secretArn: secret.arn,
      dependsOn: [version, policy, ...(before === undefined ? [] : [before])],
    });
  }
}
