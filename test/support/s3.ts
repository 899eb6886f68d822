import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { S3Client } from "@aws-sdk/client-s3";

/** Buckets in the memory of this process: what an S3 client puts, gets and lists. */
export interface MemoryS3 {
  readonly client: S3Client;
  readonly endpoint: string;
  /** By `bucket/key`. Tests change it behind the client's back. */
  readonly objects: Map<string, Buffer>;
  /** When each was written, by the same. */
  readonly written: Map<string, Date>;
  stop(): Promise<void>;
}

export async function startS3(): Promise<MemoryS3> {
  const objects = new Map<string, Buffer>();
  const written = new Map<string, Date>();
  const server = createServer((request, response) => void answer({ objects, written }, request, response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  const endpoint = `http://127.0.0.1:${(address satisfies AddressInfo).port}`;
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new S3Client({ endpoint, region: "eu-west-1", forcePathStyle: true, credentials });
  return {
    client,
    endpoint,
    objects,
    written,
    async stop() {
      client.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

type Buckets = Pick<MemoryS3, "objects" | "written">;

async function answer(buckets: Buckets, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { objects, written } = buckets;
  const url = new URL(request.url ?? "/", "http://s3");
  const path = decodeURIComponent(url.pathname.slice(1));
  if (request.method === "PUT") {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    await once(request, "end");
    objects.set(path, Buffer.concat(chunks));
    written.set(path, new Date());
    response.end();
    return;
  }
  response.setHeader("content-type", "application/xml");
  if (url.searchParams.has("list-type")) {
    response.end(listing(buckets, path.replace(/\/$/, ""), url.searchParams));
    return;
  }
  const object = objects.get(path);
  if (object === undefined) {
    response.statusCode = 404;
    response.end("<Error><Code>NoSuchKey</Code><Message>no such key</Message></Error>");
    return;
  }
  response.setHeader("content-type", "application/octet-stream");
  response.setHeader("last-modified", (written.get(path) ?? new Date()).toUTCString());
  response.end(object);
}

function listing({ objects, written }: Buckets, bucket: string, asked: URLSearchParams): string {
  const prefix = asked.get("prefix") ?? "";
  const delimiter = asked.get("delimiter");
  const keys = [...objects.keys()]
    .flatMap((path) => (path.startsWith(`${bucket}/${prefix}`) ? [path.slice(bucket.length + 1)] : []))
    .sort();
  const folderOf = (key: string) => {
    const end = delimiter === null ? -1 : key.indexOf(delimiter, prefix.length);
    return end < 0 ? undefined : key.slice(0, end + 1);
  };
  const folders = [...new Set(keys.flatMap((key) => folderOf(key) ?? []))];
  const contents = keys
    .filter((key) => folderOf(key) === undefined)
    .map(
      (key) =>
        `<Contents><Key>${key}</Key><LastModified>${(written.get(`${bucket}/${key}`) ?? new Date()).toISOString()}</LastModified></Contents>`,
    );
  const common = folders.map((folder) => `<CommonPrefixes><Prefix>${folder}</Prefix></CommonPrefixes>`);
  return `<ListBucketResult><IsTruncated>false</IsTruncated>${[...contents, ...common].join("")}</ListBucketResult>`;
}
