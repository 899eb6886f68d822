import { GetObjectCommand, ListObjectsV2Command, NoSuchKey, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

import { clientSettings } from "../clients";

/** A client for the environment's buckets. Buckets stand in the path, where an endpoint of one's own has no names for them. */
export const storageClient = (): S3Client => new S3Client(clientSettings({ forcePathStyle: true }));

export interface StoredObject {
  readonly bytes: Uint8Array;
  readonly written: Date;
}

/** An object as a bucket lists it. */
export interface ListedObject {
  readonly key: string;
  readonly written: Date;
}

/** The few things that programs of ours do with a bucket. */
export class Objects {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
  ) {}

  async put(key: string, body: string | Uint8Array): Promise<void> {
    await this.client.send(new PutObjectCommand({ Bucket: this.bucket, Key: key, Body: body }));
  }

  /** Undefined where there is no such object. */
  async get(key: string): Promise<StoredObject | undefined> {
    try {
      const { Body, LastModified } = await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
      if (Body === undefined) return undefined;
      return { bytes: await Body.transformToByteArray(), written: LastModified ?? new Date() };
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  /** Every object below a prefix, by key in alphabetical order. */
  async below(prefix: string): Promise<ListedObject[]> {
    return (await this.list(prefix)).objects;
  }

  /** The folders right below a prefix, each with its `/` at the end, in alphabetical order. */
  async folders(prefix: string): Promise<string[]> {
    return (await this.list(prefix, "/")).folders;
  }

  private async list(prefix: string, delimiter?: string) {
    const objects: ListedObject[] = [];
    const folders: string[] = [];
    let next: string | undefined;
    do {
      const page = await this.client.send(
        new ListObjectsV2Command({
          Bucket: this.bucket,
          Prefix: prefix,
          ...(delimiter && { Delimiter: delimiter }),
          ...(next && { ContinuationToken: next }),
        }),
      );
      objects.push(
        ...(page.Contents ?? []).flatMap(({ Key, LastModified }) =>
          Key === undefined ? [] : { key: Key, written: LastModified ?? new Date(0) },
        ),
      );
      folders.push(...(page.CommonPrefixes ?? []).flatMap(({ Prefix }) => Prefix ?? []));
      next = page.NextContinuationToken;
    } while (next !== undefined);
    return { objects, folders };
  }
}
