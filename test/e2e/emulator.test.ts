import { startEmulator, type Emulator } from "../support/emulator";

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator?.stop());

/** Makes the schedule `nightly`. The emulator takes the service from the credentials, and does not look at the signature. */
async function create(ClientToken: string): Promise<{ readonly status: number; readonly text: string }> {
  const answer = await fetch(`${emulator.endpoint}/schedules/nightly`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Authorization:
        "AWS4-HMAC-SHA256 Credential=test/20261124/eu-west-1/scheduler/aws4_request, SignedHeaders=host, Signature=0",
    },
    body: JSON.stringify({
      ClientToken,
      FlexibleTimeWindow: { Mode: "OFF" },
      ScheduleExpression: "rate(1 day)",
      Target: {
        Arn: "arn:aws:lambda:eu-west-1:123456789012:function:one",
        RoleArn: "arn:aws:iam::123456789012:role/one",
      },
    }),
  });
  return { status: answer.status, text: await answer.text() };
}

test("a schedule whose creation comes again, as when its answer was lost, is there; another one of its name is refused", async () => {
  const first = await create("a");
  expect(first.status).toBe(200);
  expect(first.text).toContain("schedule/default/nightly");
  expect(await create("a")).toEqual(first);
  const other = await create("b");
  expect(other.status).toBe(400);
  expect(other.text).toContain("already exists");
});
