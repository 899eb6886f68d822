import { TerraformElement } from "cdktf";
import type { Construct } from "constructs";

/**
 * A password that Secrets Manager makes while Terraform applies, and that stands in no plan and no state: an ephemeral
 * resource, which cdktf has no class for. It needs Terraform 1.11, as the argument does that takes it.
 *
 * Terraform opens an ephemeral resource in every plan, unless an argument of it is not known by then. `timestamp()` is
 * known while Terraform applies and not before: so a plan asks AWS for no password, and can be made without
 * credentials. What the argument says is the same every time.
 */
export class RandomPassword extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly length = 48,
  ) {
    super(scope, id, "aws_secretsmanager_random_password");
  }

  /** The password, for a write-only argument. */
  get value(): string {
    return `\${ephemeral.aws_secretsmanager_random_password.${this.friendlyUniqueId}.random_password}`;
  }

  override toTerraform(): object {
    const password = {
      password_length: this.length,
      require_each_included_type: true,
      exclude_punctuation: '${timestamp() != ""}',
    };
    // No `required_version`: Checkov cannot parse a stack that has one (3.3.30, terraform_json/parser.py). Older versions of
    // Terraform refuse the block, or the argument that takes the password, by themselves.
    return {
      ephemeral: { aws_secretsmanager_random_password: { [this.friendlyUniqueId]: password } },
    };
  }
}
