import { gzipSync } from "node:zlib";
import * as z from "zod";
import { documentsOf, handler } from "../../lib/logging/functions/documents";
import { LocalFirehose, takesAll, type Behaviour } from "../support/firehose";

const firehose = new LocalFirehose();
const told = jest.spyOn(console, "error").mockImplementation(() => undefined);
const before = { ...process.env };
beforeAll(async () => {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: await firehose.start(),
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  });
});
afterAll(async () => {
  process.env = before;
  told.mockRestore();
  await firehose.stop();
});

/** A record of CloudWatch Logs with an event of each of these messages. */
const recordOf = (messages: readonly string[]): Buffer =>
  gzipSync(
    JSON.stringify({
      messageType: "DATA_MESSAGE",
      logGroup: "group",
      logStream: "stream",
      logEvents: messages.map((message, index) => ({ id: String(index), timestamp: 0, message })),
    }),
  );
const textSpec = z.object({ message: z.string() });
const messageOf = (document: string): string => textSpec.parse(JSON.parse(document)).message;
const several = (count: number): string[] => Array.from({ length: count }, (_, index) => `event ${index}`);

interface Outcome {
  readonly result: string;
  /** What it answered with: a document, or the record as it came. */
  readonly data: Buffer;
  /** The messages of each call, in order. */
  readonly calls: readonly (readonly string[])[];
  /** Milliseconds between the calls. */
  readonly waits: readonly number[];
}

/** Has the function take one record of `stream` apart. */
async function takeApart(stream: string, messages: readonly string[], behaviour: Behaviour): Promise<Outcome> {
  firehose.stream(stream, behaviour);
  const deliveryStreamArn = `arn:aws:firehose:eu-west-1:111122223333:deliverystream/${stream}`;
  const record = { recordId: "1", data: recordOf(messages).toString("base64") };
  const { records } = await handler({ deliveryStreamArn, records: [record] });
  const [{ result, data } = { result: "none", data: "" }] = records;
  const puts = firehose.puts[stream] ?? [];
  return {
    result,
    data: Buffer.from(data, "base64"),
    calls: puts.map(({ records: handed }) => handed.map(messageOf)),
    waits: puts.slice(1).map(({ at }, index) => at - (puts[index]?.at ?? 0)),
  };
}

/** Refuses the records that say so, in the first `times` calls. */
const refuses =
  (times: number, ...messages: readonly string[]): Behaviour =>
  (call, records) =>
    records.map((record) => call < times && messages.includes(messageOf(record)));
const fails =
  (times: number, error: string): Behaviour =>
  (call, records) =>
    call < times ? { error } : takesAll(call, records);

describe("what the stream takes", () => {
  test("one event is the document, and nothing is handed back", async () => {
    const { result, data, calls } = await takeApart("one", ["a"], takesAll);
    expect([result, messageOf(data.toString()), calls]).toEqual(["Ok", "a", []]);
  });

  test("the first of several is the document, and the others are handed back, a record each", async () => {
    const { result, data, calls } = await takeApart("several", ["a", "b", "ü"], takesAll);
    expect([result, messageOf(data.toString()), calls]).toEqual(["Ok", "a", [["b", "ü"]]]);
  });

  test.each([
    [500, [500]],
    [501, [500, 1]],
    [1_000, [500, 500]],
    [1_001, [500, 500, 1]],
  ])("%i others are handed back in calls of %j", async (others, sizes) => {
    const { result, calls } = await takeApart(`count-${others}`, several(1 + others), takesAll);
    expect(result).toBe("Ok");
    expect(calls.map(({ length }) => length)).toEqual(sizes);
    expect(calls.flat()).toEqual(several(1 + others).slice(1));
  });

  /** A message whose document has so many bytes. */
  const filling = (bytes: number): string => {
    const [empty = ""] = documentsOf(recordOf([""]));
    return "x".repeat(bytes - Buffer.byteLength(empty));
  };
  const half = filling(512 * 1_024);

  test.each([
    { name: "exactly 4 MiB", last: half, sizes: [8] },
    { name: "a byte more than 4 MiB", last: `${half}x`, sizes: [7, 1] },
  ])("others of $name are handed back in calls of $sizes", async ({ name, last, sizes }) => {
    const { result, calls } = await takeApart(name, ["a", ...Array.from({ length: 7 }, () => half), last], takesAll);
    expect(result).toBe("Ok");
    expect(calls.map(({ length }) => length)).toEqual(sizes);
  });

  test.each([
    { name: "1,000 KiB", message: filling(1_000 * 1_024), result: "Ok" },
    { name: "a byte more than 1,000 KiB", message: filling(1_000 * 1_024 + 1), result: "ProcessingFailed" },
  ])("a document of $name: $result", async ({ name, message, result }) => {
    expect((await takeApart(`record of ${name}`, ["a", message], takesAll)).result).toBe(result);
  });
});

describe("what the stream refuses", () => {
  const messages = ["a", "b", "c", "d"];
  let once: Outcome, thrice: Outcome, always: Outcome, later: Outcome;
  // Each waits as long as it does in Lambda, all of them at once.
  beforeAll(async () => {
    [once, thrice, always, later] = await Promise.all([
      takeApart("once", messages, refuses(1, "c")),
      takeApart("thrice", messages, refuses(3, "b", "d")),
      takeApart("always", messages, refuses(4, "c")),
      takeApart("later", several(502), refuses(5, "event 501")),
    ]);
  }, 20_000);

  test("is handed over again, and only that", () => {
    expect([once.result, once.calls]).toEqual(["Ok", [["b", "c", "d"], ["c"]]]);
  });

  test("three times, after a longer wait each", () => {
    expect([thrice.result, thrice.calls]).toEqual([
      "Ok",
      [
        ["b", "c", "d"],
        ["b", "d"],
        ["b", "d"],
        ["b", "d"],
      ],
    ]);
    [400, 1_600, 6_400].forEach((least, index) => {
      expect(thrice.waits[index]).toBeGreaterThanOrEqual(least - 5);
      expect(thrice.waits[index]).toBeLessThan(least + 1_000);
    });
  });

  test("a fourth time, and the record fails with its data: Firehose keeps it", () => {
    expect([always.result, always.calls]).toEqual(["ProcessingFailed", [["b", "c", "d"], ["c"], ["c"], ["c"]]]);
    expect(always.data).toEqual(recordOf(messages));
    expect(told.mock.calls.flat()).toContain('{"recordId":"1","problem":"Refused"}');
  });

  test("of a later batch fails the record as well, and the earlier one is not handed over again", () => {
    expect(later.result).toBe("ProcessingFailed");
    expect(later.calls.map(({ length }) => length)).toEqual([500, 1, 1, 1, 1]);
  });
});

describe("a call that fails as a whole", () => {
  test.each([
    [2, "Ok", 3],
    [3, "ProcessingFailed", 3],
  ])("%i times, as Firehose is not available: %s after %i calls", async (times, result, count) => {
    const behaviour = fails(times, "ServiceUnavailableException");
    const { result: found, calls } = await takeApart(`unavailable-${times}`, ["a", "b"], behaviour);
    expect([found, calls.length]).toEqual([result, count]);
  });

  test("as the role may not: the record fails at once, and the log names the error and nothing of the record", async () => {
    told.mockClear();
    const behaviour = fails(1, "AccessDeniedException");
    const { result, calls, data } = await takeApart("denied", ["a", "secret"], behaviour);
    expect([result, calls.length]).toEqual(["ProcessingFailed", 1]);
    expect(data).toEqual(recordOf(["a", "secret"]));
    expect(told.mock.calls).toEqual([['{"recordId":"1","problem":"AccessDeniedException"}']]);
  });
});

test("of several records each has its own outcome", async () => {
  firehose.stream("mixed", (_, records) =>
    records.some((record) => messageOf(record) === "no")
      ? { error: "AccessDeniedException" }
      : records.map(() => false),
  );
  const batch = [["a", "no"], ["b", "yes"], ["c"]].map((messages, index) => ({
    recordId: String(index),
    data: recordOf(messages).toString("base64"),
  }));
  const answer = await handler({ deliveryStreamArn: "arn:aws:firehose:::deliverystream/mixed", records: batch });
  expect(answer.records.map(({ recordId, result }) => [recordId, result])).toEqual([
    ["0", "ProcessingFailed"],
    ["1", "Ok"],
    ["2", "Ok"],
  ]);
});

describe("a record that cannot be read", () => {
  const deliveryStreamArn = "arn:aws:firehose:eu-west-1:111122223333:deliverystream/poison";
  const good = { recordId: "good", data: recordOf(["a"]).toString("base64") };
  const packed = (message: unknown) => gzipSync(JSON.stringify(message)).toString("base64");
  const logEvents = [{ id: "1", timestamp: 0, message: "a" }];
  const whole = { messageType: "DATA_MESSAGE", logGroup: "g", logStream: "s", logEvents };

  test.each([
    ["no gzip that ends", Buffer.from([0x1f, 0x8b, 8, 0]).toString("base64")],
    ["no JSON", gzipSync("{").toString("base64")],
    ["another message", packed({ ...whole, messageType: "OTHER" })],
    ["an event without a message", packed({ ...whole, logEvents: [{ id: "1", timestamp: 0 }] })],
    ["more than any record of CloudWatch", gzipSync(Buffer.alloc(33 * 1_024 ** 2)).toString("base64")],
  ])("of %s fails alone, and is answered as it came", async (_, data) => {
    firehose.stream("poison", takesAll);
    const { records } = await handler({ deliveryStreamArn, records: [{ recordId: "bad", data }, good] });
    expect(records.map(({ recordId, result }) => [recordId, result])).toEqual([
      ["bad", "ProcessingFailed"],
      ["good", "Ok"],
    ]);
    expect(records[0]?.data).toBe(data);
  });

  test.each([undefined, null, 5])("whose data are %j stops no other", async (data) => {
    const { records } = await handler({ deliveryStreamArn, records: [{ recordId: "bad", data }, good] });
    expect(records[1]?.result).toBe("Ok");
  });

  test.each([-9.2e18, 9.2e18, null, "yesterday"])("but for its timestamp %j is a document", (timestamp) => {
    const event = { id: "1", timestamp, message: "a" };
    const [document = ""] = documentsOf(gzipSync(JSON.stringify({ ...whole, logEvents: [event] })));
    expect(JSON.parse(document)).toMatchObject({
      message: "a",
      timestamp: timestamp === "yesterday" ? timestamp : JSON.stringify(timestamp),
    });
  });
});

test("an answer stays below 6 MiB, however much comes out of small records: the rest is handed back", async () => {
  firehose.stream("large", takesAll);
  const text = "x".repeat(900_000);
  const records = Array.from({ length: 10 }, (_, index) => ({
    recordId: String(index),
    data: recordOf([text]).toString("base64"),
  }));
  const deliveryStreamArn = "arn:aws:firehose:eu-west-1:111122223333:deliverystream/large";
  const answer = await handler({ deliveryStreamArn, records });
  expect(JSON.stringify(answer).length).toBeLessThan(6 * 1_024 ** 2);
  const handed = (firehose.puts.large ?? []).flatMap((put) => put.records);
  expect(handed.length + answer.records.filter(({ result }) => result === "Ok").length).toBe(10);
});
