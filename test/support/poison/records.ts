import * as fc from "fast-check";

const base64 = fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes).toString("base64"));
const odd = fc.constantFrom("__proto__", "constructor", "toString", "7", "a", "ü");
const name = fc.oneof(odd, fc.string({ minLength: 1, maxLength: 6 }));
/** An own field, whatever its name is. */
const fields = <V>(value: fc.Arbitrary<V>) => fc.array(fc.tuple(name, value), { maxLength: 4 }).map(Object.fromEntries);

/** Records as the event source mappings hand them over (Lambda developer guide, 2026-11): what producers may choose is any. */
export const records = {
  sqs: (fifo: boolean) =>
    fc.record({
      messageId: fc.uuid(),
      body: fc.string({ unit: "grapheme", minLength: 1 }),
      attributes: fc.record({
        SentTimestamp: fc.constant("1545082649183"),
        ...(fifo && { MessageGroupId: odd, SequenceNumber: fc.nat().map((n) => `18849496460467696128${n}`) }),
      }),
      messageAttributes: fields(
        fc.oneof(
          fc.record({ dataType: fc.constantFrom("String", "Number", "String.x"), stringValue: fc.string() }),
          fc.record({ dataType: fc.constant("Binary"), binaryValue: base64 }),
        ),
      ),
      eventSourceARN: fc.constant(`arn:aws:sqs:eu-west-1:111122223333:channel${fifo ? ".fifo" : ""}`),
    }),
  kinesis: fc.record({
    eventID: fc.nat().map((n) => `shardId-000000000006:4954511${n}`),
    eventSourceARN: fc.constant("arn:aws:kinesis:eu-west-1:111122223333:stream/channel"),
    kinesis: fc.record({
      partitionKey: fc.string({ unit: "grapheme", minLength: 1 }),
      sequenceNumber: fc.nat().map((n) => `495451152434909850182800677${n}`),
      data: base64,
      approximateArrivalTimestamp: fc.constant(1545084650.987),
    }),
  }),
  kafka: fc.record(
    {
      topic: fc.constant("channel"),
      partition: fc.nat({ max: 3 }),
      offset: fc.nat(),
      timestamp: fc.oneof(fc.constantFrom(-9.2e18, -1, 1.7e15, 1.7e18), fc.nat()),
      key: fc.option(base64),
      value: fc.option(base64),
      headers: fc.array(
        fc.tuple(name, fc.array(fc.integer({ min: -128, max: 127 }))).map((one) => Object.fromEntries([one])),
      ),
    },
    { requiredKeys: ["topic", "partition", "offset", "timestamp"] },
  ),
  rabbitmq: fc.record({
    basicProperties: fc.record({
      contentType: fc.option(fc.string()),
      headers: fields(
        fc.oneof(
          fc.record({ bytes: fc.array(fc.integer({ min: -128, max: 127 })) }),
          fc.double({ noNaN: true, noDefaultInfinity: true }),
          fc.jsonValue(),
        ),
      ),
      deliveryMode: fc.constantFrom(null, 1, 2),
      priority: fc.option(fc.nat({ max: 255 })),
      timestamp: fc.constantFrom(
        null,
        "Jan 1, 1970, 12:33:41 AM",
        "Nov 25, 2026, 1:02:03\u202fPM",
        "Jul 14, 55841, 7:06:40 AM",
        "Nov 9, 53872956, 2:13:20 PM",
        "Dec 3, 292269055, 4:47:04 PM",
      ),
      expiration: fc.constantFrom(null, "60000"),
    }),
    data: base64,
  }),
};
