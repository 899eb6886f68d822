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

/**
 * Where documents hold users, and the fields of a user that are no password and no hash of one. Secrets are looked for by
 * place: a name anywhere else is the environment's own, such as that of a filter, and means nothing.
 */
const userLists = [["desired", "users"], ["others", "users"], ["users"]] as const;
const userFields = ["name", "secret", "tags", "groups", "console"];

/**
 * What is read of one thing; undefined, and its name among those that vanished, when it went after it was listed: all the
 * others are exported.
 */
export async function unlessVanished<T>(
  name: string,
  vanished: string[],
  gone: new (...settings: never[]) => Error,
  read: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof gone)) throw error;
    vanished.push(name);
    return undefined;
  }
}

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
   * @throws Error when a user in it has more than a name, the name of a secret and rights: an export holds no password
   */
  async write(engine: string, content: unknown, at = new Date()): Promise<string> {
    refuseSecrets(content);
    const exportedAt = at.toISOString();
    const key = `exports/${this.system}/${exportedAt.slice(0, 19).replaceAll(":", "-")}Z.json`;
    const document: ExportDocument = { system: this.system, engine, exportedAt, content };
    await this.objects.put(key, `${JSON.stringify(document, undefined, 2)}\n`);
    return key;
  }
}

function refuseSecrets(content: unknown): void {
  for (const path of userLists) {
    const users = path.reduce<unknown>((inner, key) => valueOf(inner, key), content);
    if (!Array.isArray(users)) continue;
    users.forEach((user: unknown, index) => {
      const [other] = Object.keys(isObject(user) ? user : {}).filter((key) => !userFields.includes(key));
      if (other !== undefined)
        throw new Error(
          `${[...path, index, other].join(".")} may hold a password, and exports hold none; leave it out`,
        );
    });
  }
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
const valueOf = (value: unknown, key: string): unknown =>
  isObject(value) ? Object.entries(value).find(([name]) => name === key)?.[1] : undefined;
