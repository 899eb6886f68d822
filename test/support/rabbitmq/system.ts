import { randomBytes } from "node:crypto";
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { connect, type ChannelModel } from "amqplib";
import * as z from "zod";
import type { DesiredUser } from "../../../lib/engines/mq/functions/desired";
import { startEmulator, type Emulator } from "../emulator";
import { type RabbitMq, type RabbitMqOptions, startRabbitMq } from ".";

export const adminSecret = "prod/shop/admin";
export const brokerId = "b-1234abcd-56ef-78ab-90cd-1234567890ab";

/** A broker and the secrets of it, as they stand when the function is first called. */
export class BrokerSystem {
  private readonly open: ChannelModel[] = [];

  private constructor(
    readonly emulator: Emulator,
    readonly broker: RabbitMq,
    readonly secrets: Secrets,
  ) {}

  /** Makes the users' secrets, and sets the environment variables under which the function runs. */
  static async start(users: readonly DesiredUser[], options?: RabbitMqOptions): Promise<BrokerSystem> {
    const [emulator, broker] = await Promise.all([startEmulator(), startRabbitMq(options)]);
    Object.assign(process.env, emulator.env, {
      ENDPOINT: broker.managementUrl,
      ADMIN_SECRET: adminSecret,
      BROKER_ID: brokerId,
    });
    const secrets = new Secrets();
    await secrets.create(adminSecret, { ...broker.admin, bootstrap: true });
    for (const { name: username, secret } of users)
      await secrets.create(secret, { username, password: randomBytes(16).toString("hex") });
    return new BrokerSystem(emulator, broker, secrets);
  }

  /** Connects as a client does: with the login that its secret holds. */
  async connect({ secret, vhost }: { readonly secret: string; readonly vhost: string }): Promise<ChannelModel> {
    const { hostname, port } = this.broker;
    const { username, password } = await this.secrets.login(secret);
    const connection = await connect({ hostname, port, username, password, vhost });
    // A refused operation closes its channel; a test looks at the channel's error.
    connection.on("error", () => undefined);
    this.open.push(connection);
    return connection;
  }

  async disconnectAll(): Promise<void> {
    await Promise.all(this.open.splice(0).map((connection) => connection.close().catch(() => undefined)));
  }

  async stop(): Promise<void> {
    await this.disconnectAll();
    await Promise.all([this.broker.stop(), this.emulator.stop()]);
  }
}

const secretText = z.strictObject({ username: z.string(), password: z.string(), bootstrap: z.boolean().optional() });
export type SecretText = z.output<typeof secretText>;

/** Secrets as their owner sees them. */
export class Secrets {
  private readonly client = new SecretsManagerClient({});

  async create(Name: string, value: SecretText): Promise<void> {
    await this.client.send(new CreateSecretCommand({ Name, SecretString: JSON.stringify(value) }));
  }

  /** A version that is only prepared. */
  async prepare(SecretId: string, value: SecretText): Promise<string> {
    const put = { SecretId, SecretString: JSON.stringify(value), VersionStages: ["AWSPENDING"] };
    const { VersionId = "" } = await this.client.send(new PutSecretValueCommand(put));
    return VersionId;
  }

  /** A new current version; in two steps, because moto loses track when the label was moved before. */
  async put(SecretId: string, value: SecretText): Promise<void> {
    const MoveToVersionId = await this.prepare(SecretId, value);
    const { VersionId: RemoveFromVersionId } = await this.client.send(
      new GetSecretValueCommand({ SecretId, VersionStage: "AWSCURRENT" }),
    );
    const moves = [
      { VersionStage: "AWSCURRENT", MoveToVersionId, RemoveFromVersionId },
      { VersionStage: "AWSPENDING", RemoveFromVersionId: MoveToVersionId },
    ];
    for (const move of moves) await this.client.send(new UpdateSecretVersionStageCommand({ SecretId, ...move }));
  }

  async login(SecretId: string, VersionStage = "AWSCURRENT"): Promise<SecretText> {
    const { SecretString = "" } = await this.client.send(new GetSecretValueCommand({ SecretId, VersionStage }));
    return secretText.parse(JSON.parse(SecretString));
  }
}
