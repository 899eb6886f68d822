import * as fc from "fast-check";
import { ExportStore } from "../../../lib/core/archive/exported";
import { fingerprint, type ArchivedMessage } from "../../../lib/core/archive/message";
import { ArchiveStore } from "../../../lib/core/archive/store";
import { startS3, type MemoryS3 } from "../../support/s3";

let s3: MemoryS3;
let store: ArchiveStore;
beforeAll(async () => {
  s3 = await startS3();
  store = new ArchiveStore(s3.client, "archive", "orders");
});
beforeEach(() => s3.objects.clear());
afterAll(() => s3.stop());

const base64 = fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes).toString("base64"));
const content = fc.record(
  {
    lane: fc.constantFrom("", "a", "b/ü"),
    minute: fc.nat({ max: 59 }),
    key: base64,
    headers: fc.array(
      fc.oneof(fc.tuple(fc.string({ maxLength: 4 }), base64), fc.tuple(fc.string(), base64, fc.string())),
    ),
    body: base64,
  },
  { requiredKeys: ["lane", "minute"] },
);
const batches = fc
  .array(fc.array(content, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 })
  .map((all) => {
    let position = 0;
    return all.map((batch, hour) => batch.map((message) => messageOf(message, ++position, hour)));
  });

function messageOf(
  { minute, ...message }: { lane: string; minute: number } & Pick<ArchivedMessage, "key" | "headers" | "body">,
  position: number,
  hour: number,
): ArchivedMessage {
  return { ...message, position: String(position), time: new Date(Date.UTC(2026, 10, 25, hour, minute)).toISOString() };
}

const ids = (messages: readonly ArchivedMessage[]) =>
  messages.map((one) => `${one.lane} ${one.position} ${fingerprint(one)}`);

async function written(all: readonly (readonly ArchivedMessage[])[]): Promise<void> {
  s3.objects.clear();
  for (const batch of all) await store.write("placed", batch);
}

test("whatever is written is read again: all of it, as it was, each lane in its order, and no batch twice", async () => {
  await fc.assert(
    fc.asyncProperty(batches, async (all) => {
      await written([...all, ...all.slice(0, 1)]);
      const { messages, faults } = await store.newest("placed", Infinity);
      expect(faults).toEqual([]);
      expect(ids(messages).sort()).toEqual(ids(all.flat()).sort());
      for (const lane of new Set(messages.map(({ lane }) => lane))) {
        const positions = messages.filter((one) => one.lane === lane).map(({ position }) => Number(position));
        expect(positions).toEqual([...positions].sort((a, b) => a - b));
      }
    }),
    { numRuns: 40 },
  );
});

test("any flipped byte of any object or manifest is found, and told by the object's key", async () => {
  await fc.assert(
    fc.asyncProperty(batches, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), async (all, which, where, flip) => {
      await written(all);
      const [path, bytes] = [...s3.objects.entries()][which % s3.objects.size]!;
      const changed = Buffer.from(bytes);
      changed[where % changed.length]! ^= flip;
      s3.objects.set(path, changed);
      const { faults } = await store.newest("placed", Infinity);
      const name = path.replace(/^archive\/(messages|manifests)\//, "").replace(/\.(ndjson\.gz|json)$/, "");
      expect(faults).toMatchObject([{ key: `messages/${name}.ndjson.gz` }]);
      expect(faults[0]!.code).toMatch(/^(Object|Manifest)Corrupted$/);
    }),
    { numRuns: 40 },
  );
});

describe("of two batches", () => {
  const batch = (hour: number) => [messageOf({ lane: "a", minute: 0, body: "YQ==" }, hour, hour)];
  const keys = () => [...s3.objects.keys()].map((path) => path.replace("archive/", ""));
  const object = () => keys().find((key) => key.startsWith("messages/"))!;
  beforeEach(() => written([batch(1), batch(2)]));

  test("a removed object is found, and the other is read", async () => {
    const key = object();
    s3.objects.delete(`archive/${key}`);
    const { faults, messages, objects } = await store.newest("placed", Infinity);
    expect(faults).toMatchObject([{ code: "ObjectMissing", key }]);
    expect(faults[0]!.message).toContain("1 messages are missing");
    expect([messages.length, objects]).toEqual([1, 2]);
  });

  test("a removed manifest is found", async () => {
    const key = object();
    s3.objects.delete(`archive/${key.replace("messages/", "manifests/").replace(".ndjson.gz", ".json")}`);
    expect((await store.newest("placed", Infinity)).faults).toMatchObject([{ code: "ManifestMissing", key }]);
  });

  test("an object's place says whose it is and when it was", () => {
    expect(object()).toMatch(/^messages\/orders\/placed\/2026\/11\/25\/01\/a-1-[0-9a-f]{16}\.ndjson\.gz$/);
  });

  test("no more hours are read than are needed", async () => {
    expect((await store.newest("placed", 1)).messages).toMatchObject([{ position: "2" }]);
  });

  test("another channel has none of it", async () => {
    expect(await store.newest("shipped", 1)).toMatchObject({ messages: [], faults: [], recoveryPointSeconds: 0 });
  });
});

describe("of an hour in which many lanes write", () => {
  const message = (lane: string, position: number, time = "2026-11-25T01:00:00.000Z"): ArchivedMessage => ({
    lane,
    position: String(position),
    time,
  });

  test("the objects last written are read, whatever their lanes are called", async () => {
    s3.objects.clear();
    const lanes = ["9", "11", "a", "0"];
    for (const lane of lanes) await store.write("placed", [message(lane, 1)]);
    lanes.forEach((lane, index) => {
      for (const path of s3.objects.keys())
        if (path.includes(`/${lane}-1-`)) s3.written.set(path, new Date(Date.UTC(2026, 10, 25, 1, index)));
    });
    const { messages } = await store.newest("placed", 2);
    expect(messages.map(({ lane }) => lane)).toEqual(["0", "a"]);
  });

  test("no more objects are read at once than the sample takes, and a hundred thousand messages are none too many", async () => {
    s3.objects.clear();
    const many = (lane: number) => Array.from({ length: 50_000 }, (_, index) => message(`lane-${lane}`, index));
    for (const lane of [1, 2, 3]) await store.write("placed", many(lane));
    expect(await store.newest("placed", 1_000)).toMatchObject({ objects: 1, faults: [] });
    expect((await store.newest("placed", 120_000)).messages).toHaveLength(150_000);
  }, 60_000);

  test("hours before a given one are not looked at, be they whole or not", async () => {
    const hours = ["2026-11-25T01:59:59.999Z", "2026-11-25T02:00:00.000Z", "2026-11-25T03:00:00.000Z"];
    await written(hours.map((time, index) => [message("a", index, time)]));
    for (const path of [...s3.objects.keys()]) if (/^archive\/messages\/.*\/01\//.test(path)) s3.objects.delete(path);
    const read = (since: string) => store.newest("placed", Infinity, { since: new Date(since) });
    expect(await read("2026-11-25T02:30:00.000Z")).toMatchObject({ objects: 2, faults: [] });
    expect(await read("2026-11-25T01:30:00.000Z")).toMatchObject({ objects: 3, faults: [{ code: "ObjectMissing" }] });
  });

  test("the records of a key are in their order also after their shard was split", async () => {
    const before = message("shardId-000000000000", 9);
    const after = message("shardId-000000000001", 10, "2026-11-25T02:00:00.000Z");
    await written([[before], [after]]);
    const positions = async (orderedBy: "key" | "lane") =>
      (await store.newest("placed", Infinity, { orderedBy })).messages.map(({ position }) => position);
    expect(await positions("key")).toEqual(["9", "10"]);
    // By lanes there is no order between two of them: the newest hour comes first.
    expect(await positions("lane")).toEqual(["10", "9"]);
  });
});

test("a function is told by its variables which archive it is", () => {
  expect(() => ArchiveStore.fromVariables({})).toThrow("ARCHIVE_BUCKET and SYSTEM are not set");
  expect(() => ExportStore.fromVariables({ SYSTEM: "orders" })).toThrow("EXPORT_BUCKET and SYSTEM are not set");
});

describe("an export", () => {
  const exported = () => new ExportStore(s3.client, "exports", "orders");
  const at = new Date("2026-11-25T03:04:05.678Z");

  test("is one document of one moment", async () => {
    expect(await exported().write("msk", { topics: [{ name: "placed" }] }, at)).toBe(
      "exports/orders/2026-11-25T03-04-05Z.json",
    );
    expect(JSON.parse(s3.objects.get("exports/exports/orders/2026-11-25T03-04-05Z.json")!.toString())).toEqual({
      system: "orders",
      engine: "msk",
      exportedAt: "2026-11-25T03:04:05.678Z",
      content: { topics: [{ name: "placed" }] },
    });
  });

  test("never holds a password", async () => {
    await expect(exported().write("mq", { users: [{ name: "till", password_hash: "x" }] }, at)).rejects.toThrow(
      "users.0.password_hash may hold a password",
    );
    for (const at of ["desired", "others"])
      await expect(exported().write("mq", { [at]: { users: [{ name: "a" }, { pass: "x" }] } })).rejects.toThrow(
        `${at}.users.1.pass may hold a password`,
      );
    expect(s3.objects.size).toBe(0);
  });

  test("is written whatever a filter, a topic or a header is called", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("passwordPolicy", "secret_string", "private_key", "users", "__proto__"),
        async (name) => {
          const policy = JSON.stringify({ [name]: ["strict"] });
          const content = { queues: [{ settings: { [name]: "x", FilterPolicy: policy } }], [name]: policy };
          await exported().write("sns-sqs", content, at);
        },
      ),
      { numRuns: 20 },
    );
  });
});
