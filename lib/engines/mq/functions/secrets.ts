import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import * as z from "zod";
import { clientSettings } from "../../../core/clients";

const loginSpec = z.looseObject({
  username: z.string().min(1),
  password: z.string().min(1),
  bootstrap: z.boolean().default(false),
});

/** One version of a secret that holds a login. */
export interface SecretLogin {
  readonly id: string;
  readonly username: string;
  readonly password: string;
  /** Whether the password is the one that the broker was made with, which Terraform's state holds. */
  readonly bootstrap: boolean;
  readonly stages: readonly string[];
}

export type Stage = "AWSCURRENT" | "AWSPENDING" | "AWSPREVIOUS";

/** Logins in Secrets Manager: {"username","password"} as JSON. What else a secret says is kept. */
export class Secrets {
  private readonly client = new SecretsManagerClient(clientSettings({}));

  /**
   * @returns undefined where the secret or the version is not there
   * @throws Error where it holds something else than a login; its message says nothing of what it holds
   */
  async read(secret: string, stage: Stage = "AWSCURRENT"): Promise<SecretLogin | undefined> {
    const found = await this.fetch(secret, stage);
    if (found === undefined) return undefined;
    const { id, value, stages } = found;
    const { username, password, bootstrap } = this.parse(secret, value);
    return { id, username, password, bootstrap, stages };
  }

  /** Puts a login with a new password beside the current one, which stays current. */
  async prepare(secret: string, password: string): Promise<SecretLogin> {
    const current = await this.fetch(secret, "AWSCURRENT");
    if (current === undefined) throw new Error(`secret ${secret} has no current version`);
    const value = { ...this.parse(secret, current.value), password, bootstrap: false };
    const { VersionId: id = "" } = await this.client.send(
      new PutSecretValueCommand({
        SecretId: secret,
        SecretString: JSON.stringify(value),
        VersionStages: ["AWSPENDING" satisfies Stage],
      }),
    );
    return { id, username: value.username, password, bootstrap: false, stages: ["AWSPENDING"] };
  }

  /** Makes a prepared version the current one. */
  async promote(secret: string, id: string): Promise<void> {
    const current = await this.fetch(secret, "AWSCURRENT");
    const move = (
      VersionStage: Stage,
      versions: { readonly MoveToVersionId?: string; readonly RemoveFromVersionId?: string },
    ) => this.client.send(new UpdateSecretVersionStageCommand({ SecretId: secret, VersionStage, ...versions }));
    if (current?.id !== id)
      await move("AWSCURRENT", { MoveToVersionId: id, ...(current && { RemoveFromVersionId: current.id }) });
    await move("AWSPENDING", { RemoveFromVersionId: id });
  }

  /** Marks a version, and no other of the secret any more. */
  async label(secret: string, label: string, version: SecretLogin): Promise<void> {
    const before = await this.fetch(secret, label);
    await this.client.send(
      new UpdateSecretVersionStageCommand({
        SecretId: secret,
        VersionStage: label,
        MoveToVersionId: version.id,
        ...(before && { RemoveFromVersionId: before.id }),
      }),
    );
  }

  private async fetch(SecretId: string, VersionStage: string) {
    try {
      const found = await this.client.send(new GetSecretValueCommand({ SecretId, VersionStage }));
      return { id: found.VersionId ?? "", value: found.SecretString ?? "", stages: found.VersionStages ?? [] };
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  }

  private parse(secret: string, value: string): z.output<typeof loginSpec> {
    try {
      return loginSpec.parse(JSON.parse(value));
    } catch {
      throw new Error(`secret ${secret} does not hold {"username","password"} as JSON`);
    }
  }
}
