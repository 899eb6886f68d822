import * as fc from "fast-check";
import { compareMessages } from "../../../lib/backup/functions/comparison";
import type { ArchivedMessage } from "../../../lib/core/archive/message";

const time = "2026-11-25T01:00:00.000Z";
const message = (lane: string, body: string, position: number, key?: string): ArchivedMessage => ({
  lane,
  position: String(position),
  time,
  ...(key !== undefined && { key }),
  body: Buffer.from(body).toString("base64"),
});
const messages = fc
  .array(fc.tuple(fc.constantFrom("", "a", "b"), fc.constantFrom("1", "2", "3")), { minLength: 1, maxLength: 20 })
  .map((all) => all.map(([lane, body], index) => message(lane, body, index)));

test("what came back as it went is equal, whatever is its position now", () => {
  fc.assert(
    fc.property(messages, (sent) => {
      const came = sent.map((one, index) => ({ ...one, position: `p${index}`, time: "2027-01-01T00:00:00.000Z" }));
      expect(compareMessages(sent, came, "lane")).toMatchObject({ equal: true, differences: [] });
    }),
  );
});

test("one message too few, too many or changed is always found", () => {
  fc.assert(
    fc.property(messages, fc.nat(), (sent, nat) => {
      const at = nat % sent.length;
      const without = sent.filter((_, index) => index !== at);
      const changed = sent.map((one, index) => (index === at ? { ...one, body: "eA==" } : one));
      for (const came of [without, changed, [...sent, sent[at]!]])
        expect(compareMessages(sent, came, "lane").equal).toBe(false);
    }),
  );
});

test("a change of order is found within a lane or a key, and is none without", () => {
  const [first, second] = [message("a", "1", 1, "aw=="), message("a", "2", 2, "aw==")];
  const swapped = [second, first];
  expect(compareMessages([first, second], swapped, "lane").differences).toEqual([
    'the order within lane "a" differs from its 1. message on',
  ]);
  expect(compareMessages([first, second], swapped, "key").equal).toBe(false);
  expect(compareMessages([first, second], swapped, "nothing").equal).toBe(true);
  const unordered = [message("", "1", 1), message("", "2", 2)];
  expect(compareMessages(unordered, [...unordered].reverse(), "lane").equal).toBe(true);
});

test("the order within a key is by position, through whichever lanes it went", () => {
  const [before, after] = [message("parent", "1", 9, "aw=="), message("child", "2", 10, "aw==")];
  const came = (...all: ArchivedMessage[]) =>
    all.map((one, index) => ({ ...one, lane: "scratch", position: `${index}` }));
  expect(compareMessages([after, before], came(before, after), "key").equal).toBe(true);
  expect(compareMessages([after, before], came(after, before), "key").differences).toEqual([
    'the order within key "aw==" differs from its 1. message on',
  ]);
});

test("differences are named, the first few of each sort", () => {
  const sent = Array.from({ length: 9 }, (_, index) => message("a", String(index), index));
  const { differences, checksums } = compareMessages(sent, [], "lane");
  expect(differences).toHaveLength(7);
  expect(differences[0]).toBe("9 messages were archived and 0 came back");
  expect(differences[1]).toBe("the message at 0 of a did not come back as it was");
  expect(differences[6]).toBe("and 4 more like that");
  expect(checksums.expected).not.toBe(checksums.received);
});
