import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretPolicy } from "@cdktf/provider-aws/lib/secretsmanager-secret-policy";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { DataResource, Fn, Token } from "cdktf";
import { Construct } from "constructs";
import { RandomPassword } from "../../../core/aws/random-password";
import { withLiteralPlan } from "../../../core/literal";
import { constructId } from "../../../core/names";
import { administrator } from "../names";
import type { MqPlan } from "../plan";
import type { SecretPlan } from "../secrets";

interface Secrets {
  readonly plan: MqPlan;
  readonly keyArn: string;
}

/** Secrets of the clients' users. Their passwords stand in no state and no plan; the function gives them to the broker. */
export class Users extends Construct {
  /** What the function waits for. */
  readonly versions: readonly SecretsmanagerSecretVersion[];
  /** ARNs of the secrets, by user. */
  readonly secretArns: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: Secrets) {
    super(scope, id);
    const { plan, keyArn } = withLiteralPlan(props);
    const made = plan.users.map(({ user, secret: secretPlan }) => {
      const at = new Construct(this, constructId(user));
      const secretId = secret(at, secretPlan, keyArn);
      const password = new RandomPassword(at, "Password").value;
      const version = new SecretsmanagerSecretVersion(at, "Version", {
        secretId,
        secretStringWo: `{"username":"${user}","password":"${password}"}`,
        secretStringWoVersion: 1,
      });
      return { user, version };
    });
    this.versions = made.map(({ version }) => version);
    // The version's, and not the secret's: who signs in waits for a password.
    this.secretArns = Object.fromEntries(made.map(({ user, version }) => [user, version.arn]));
  }
}

/**
 * The user that the broker is made with. The AWS provider 5.100.0 has no write-only argument for its password, so that
 * the state holds it: it is good for nothing but the first call of the function, which replaces it in the broker and in
 * the secret, and tells nobody.
 */
export class Administrator extends Construct {
  readonly password: string;
  readonly version: SecretsmanagerSecretVersion;

  constructor(scope: Construct, id: string, props: Secrets) {
    super(scope, id);
    const { plan, keyArn } = withLiteralPlan(props);
    // Made once: a later plan knows another value, and is not to look at it.
    const made = new DataResource(this, "Password", {
      input: { password: "${sensitive(uuid())}${uuid()}" },
      lifecycle: { ignoreChanges: ["input"] },
    });
    // Terraform knows an output as sensitive only in the apply that makes it.
    this.password = Token.asString(Fn.sensitive(made.interpolationForAttribute("output.password")));
    this.version = new SecretsmanagerSecretVersion(this, "Version", {
      secretId: secret(this, plan.administrator, keyArn),
      secretStringWo: `{"username":"${administrator}","password":"${this.password}","bootstrap":true}`,
      secretStringWoVersion: 1,
    });
  }
}

function secret(scope: Construct, plan: SecretPlan, kmsKeyId: string): string {
  const { id, arn } = new SecretsmanagerSecret(scope, "Resource", {
    name: plan.name,
    description: plan.description,
    kmsKeyId,
    recoveryWindowInDays: plan.recoveryDays,
  });
  new SecretsmanagerSecretPolicy(scope, "Policy", { secretArn: arn, policy: plan.policy, blockPublicPolicy: true });
  return id;
}
