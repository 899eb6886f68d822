import type { S3Client } from "@aws-sdk/client-s3";
import { Objects, storageClient } from "./objects";

/** What a system exports besides its messages: the document of one moment. */
export interface ExportDocument {
  readonly system: string;
  readonly engine: string;
  /** ISO 8601, UTC. */
  readonly exportedAt: string;
  /** The engine's own words: topics, rights, definitions, settings. */
  readonly content: unknown;
}

const secretKey = /password|passwd|secret_?string|private_?key/i;

/** The exports of one system. */
export class ExportStore {
  private readonly objects: Objects;

  constructor(
    client: S3Client,
    bucket: string,
    private readonly system: string,
  ) {
    this.objects = new Objects(client, bucket);
  }

  /**
   * The exports that a function of ours writes to: its variables EXPORT_BUCKET and SYSTEM say which.
   *
   * @throws Error when there are none
   */
  static fromVariables({ EXPORT_BUCKET, SYSTEM }: NodeJS.ProcessEnv = process.env): ExportStore {
    if (EXPORT_BUCKET === undefined || SYSTEM === undefined) throw new Error("EXPORT_BUCKET and SYSTEM are not set");
    return new ExportStore(storageClient(), EXPORT_BUCKET, SYSTEM);
  }

  /**
   * Writes one document and gives its key, `exports/orders/2026-11-25T03-00-00Z.json`.
   *
   * @throws Error when something in it looks like a password: an export is no place for one
   */
  async write(engine: string, content: unknown, at = new Date()): Promise<string> {
    refuseSecrets(content, []);
    const exportedAt = at.toISOString();
    const key = `exports/${this.system}/${exportedAt.slice(0, 19).replaceAll(":", "-")}Z.json`;
    const document: ExportDocument = { system: this.system, engine, exportedAt, content };
    await this.objects.put(key, `${JSON.stringify(document, undefined, 2)}\n`);
    return key;
  }
}

function refuseSecrets(value: unknown, path: readonly string[]): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const at = [...path, key];
    if (secretKey.test(key) && typeof inner === "string" && inner !== "")
      throw new Error(`${at.join(".")} looks like a password, and exports hold none; leave it out`);
    refuseSecrets(inner, at);
  }
}
