import { Repeats, type Block } from "../support/repeats";

const queue = (name: string, more: Partial<Block> = {}): Block => ({
  type: "aws_sqs_queue",
  name: `Queues_${name}_8F275819`,
  words: [`name=prod-orders-${name}`, "retention=60", "fifo=true"],
  lines: ['policy: {Action:"sqs:*",Resource:queue,Sid:DenyPlainText}'],
  ...more,
});

test("a resource says how it differs from the one that is most like it", () => {
  const [, first, second, third] = new Repeats().shorten("prod-orders", "orders", [
    queue("a"),
    queue("b"),
    queue("c", { words: ["name=prod-orders-c", "retention=90"] }),
  ]);
  expect(first).toContain("retention=60");
  expect(second).toBe(".Queues_b_8F275819 as Queues_a");
  expect(third).toBe(".Queues_c_8F275819 as Queues_a, but\n  retention=90  no fifo");
});

test("what stands in an earlier stack, but for the system's name, is named", () => {
  const repeats = new Repeats();
  repeats.shorten("prod-orders", "orders", [queue("a")]);
  const other = queue("a", { words: ["name=prod-clicks-a", "retention=60", "fifo=true"] });
  expect(repeats.shorten("prod-clicks", "clicks", [other])).toEqual(["as in prod-orders: Queues_a"]);
});

test("a statement that changes is shown", () => {
  const line = 'policy: {Action:"sqs:Send",Resource:queue,Sid:DenyPlainText}';
  const [, , second] = new Repeats().shorten("prod-orders", "orders", [queue("a"), queue("b", { lines: [line] })]);
  expect(second).toBe(`.Queues_b_8F275819 as Queues_a, but\n  ${line}`);
});
