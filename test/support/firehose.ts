import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import * as z from "zod";

const requestSpec = z.object({
  DeliveryStreamName: z.string(),
  Records: z.array(z.object({ Data: z.base64() })).min(1),
});

/** One call of PutRecordBatch, and when it came. */
export interface Put {
  readonly at: number;
  readonly records: readonly string[];
}

/** What a stream answers to its n-th call (from 0): an error of the whole call, or which of its records it refuses. */
export type Behaviour = (call: number, records: readonly string[]) => { readonly error: string } | readonly boolean[];

export const takesAll: Behaviour = (_, records) => records.map(() => false);

/** Errors of a call that the service, not the caller, is to blame for. */
const ofService = ["ServiceUnavailableException", "InternalFailure"];

/** Firehose takes no more in one call (Firehose API reference, PutRecordBatch, 2026-11). */
const most = { records: 500, recordBytes: 1_000 * 1_024, bytes: 4 * 1_024 ** 2 };

/** The one call of Firehose that functions make, over HTTP on loopback. Streams refuse what their behaviour says. */
export class LocalFirehose {
  readonly puts: Record<string, Put[]> = {};
  private readonly behaviours: Record<string, Behaviour> = {};
  private readonly server = createServer((request, response) => void this.answer(request, response));

  async start(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, "127.0.0.1", done));
    const { port } = addressOf(this.server.address());
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  stream(name: string, behaviour: Behaviour): void {
    this.behaviours[name] = behaviour;
    this.puts[name] = [];
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = Date.now();
    let text = "";
    for await (const part of request) text += String(part);
    const { DeliveryStreamName: name, Records } = requestSpec.parse(JSON.parse(text));
    const records = Records.map(({ Data }) => Buffer.from(Data, "base64").toString());
    const calls = this.puts[name] ?? [];
    const outcome = beyond(records)
      ? { error: "InvalidArgumentException" }
      : (this.behaviours[name] ?? (() => ({ error: "ResourceNotFoundException" })))(calls.length, records);
    calls.push({ at, records });
    if ("error" in outcome) return reply(response, ofService.includes(outcome.error) ? 503 : 400, outcome.error);
    const RequestResponses = outcome.map((refused, index) =>
      refused ? { ErrorCode: "ServiceUnavailableException", ErrorMessage: "Slow down." } : { RecordId: `${index}` },
    );
    const FailedPutCount = outcome.filter((refused) => refused).length;
    reply(response, 200, undefined, { FailedPutCount, RequestResponses });
  }
}

function beyond(records: readonly string[]): boolean {
  const sizes = records.map((record) => Buffer.byteLength(record));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  return records.length > most.records || bytes > most.bytes || sizes.some((size) => size > most.recordBytes);
}

function reply(response: ServerResponse, status: number, error?: string, body: object = {}): void {
  response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
  response.end(JSON.stringify(error === undefined ? body : { __type: error, message: "no" }));
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address;
}
