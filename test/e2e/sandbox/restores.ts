import { storageClient } from "../../../lib/core/archive/objects";
import { ArchiveStore } from "../../../lib/core/archive/store";
import {
  amountOf,
  archiveMessages,
  archiveRecords,
  Bucket,
  expectRestored,
  verdictOf,
} from "../../support/restore-drill";
import { start, type Sandbox } from "../../support/sandbox";
import { topicOf } from "../../support/sns-sqs";
import { streamsOf } from "../../support/streams";

const minutes = 60_000;

/** Tests of a deployed sandbox: what was archived comes back, and what is damaged is told. */
export const restores = (sandbox: () => Sandbox) =>
  describe("a restore", () => {
    const named = (name: string) => sandbox().plan.systems.find((one) => one.name === name)!;
    const archive = () =>
      sandbox().plan.foundation.stores.messages.find((one) => one.system === "notifications")!.bucket.name;
    const drill = async (channel: string, of = "notifications") => {
      const command = `drill restore sandbox --system ${of} --channel ${channel} --format json`;
      const { code, output } = await start(`npm run -s signalbox -- ${command}`, sandbox().env, ".cache/logs/e2e.log")
        .done;
      return { code, verdict: verdictOf(output) };
    };

    test("proves nothing while nothing is archived", async () => {
      const { code, verdict } = await drill("user-events");
      expect(verdict).toMatchObject({ equal: true, expected: 0, received: 0 });
      expect(code).toBe(1);
    });

    test(
      "brings back 1,000 messages of a channel whose queues are lost: by count, checksum and order",
      async () => {
        expect(
          await archiveMessages(named("notifications"), topicOf(sandbox().plan, "orders"), 1_000),
        ).toBeGreaterThanOrEqual(1_000);
        const { code, verdict } = await drill("orders");
        expectRestored(verdict, 1_000);
        expect(code).toBe(0);
        const { messages } = await new ArchiveStore(storageClient(), archive(), "notifications").newest(
          "orders",
          1_000,
        );
        for (const customer of [0, 1, 2, 3, 4, 5, 6]) {
          const amounts = messages.filter(({ lane }) => lane === `customer ${customer}`).map(amountOf);
          expect(amounts.length).toBeGreaterThan(100);
          expect(amounts).toEqual([...amounts].sort((a, b) => a - b));
        }
      },
      10 * minutes,
    );

    test(
      "brings back 1,000 records of a stream, each key's in order",
      async () => {
        const stream = streamsOf(sandbox().plan).find((one) => one.stream.channel === "page-views")!.stream;
        expect(await archiveRecords(named("clicks"), stream, 1_000)).toBeGreaterThanOrEqual(1_000);
        const { code, verdict } = await drill("page-views", "clicks");
        expectRestored(verdict, 1_000);
        expect(code).toBe(0);
      },
      10 * minutes,
    );

    test("tells one corrupted and one missing object, each by its key", async () => {
      await archiveMessages(named("notifications"), topicOf(sandbox().plan, "user-events"), 40, 10);
      const bucket = new Bucket(archive());
      const [corrupted = "", missing = ""] = await bucket.keys("messages/notifications/user-events/");
      await bucket.flip(corrupted, 20);
      await bucket.remove(missing);
      const { code, verdict } = await drill("user-events");
      expect(verdict?.faults.map(({ code: fault, key }) => `${fault} ${key}`).sort()).toEqual([
        `ObjectCorrupted ${corrupted}`,
        `ObjectMissing ${missing}`,
      ]);
      expect(code).toBe(1);
    });
  });
