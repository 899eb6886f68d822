import { Issues } from "../../../lib/core/issues";
import { planEnvironment } from "../../../lib/environment/plan";
import { environmentOf } from "../../support/least";

// Each queue's mapping calls twice at once at least (Lambda developer guide, SQS event source, 2026-11).
test.each([
  [1, 5],
  [2, 5],
  [3, 6],
  [20, 40],
])("an archive of %i topics is called %i times at once", (count, calls) => {
  const topics = Array.from({ length: count }, (_, index): [string, object] => [
    `topic-${index}`,
    { subscribers: { email: {} } },
  ]);
  const orders = {
    engine: "sns-sqs",
    pattern: "pub-sub",
    channels: Object.fromEntries(topics),
    backup: { archive: { retention: "30d" } },
  };
  const plan = planEnvironment(environmentOf(orders), { inventory: undefined, today: "2026-11-24" }, new Issues());
  const archive = plan?.systems[0]?.functions.functions.find(({ id }) => id === "archive");
  expect(archive?.concurrency).toBe(calls);
});
