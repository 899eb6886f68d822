import { IAMClient, CreatePolicyCommand, ListPoliciesCommand } from "@aws-sdk/client-iam";
import { emulatorEnv, startEmulator, type Emulator } from "../support/emulator";

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
  Object.assign(process.env, emulatorEnv(emulator.endpoint));
});
afterAll(() => emulator.stop());

const PolicyDocument =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:ListQueues","Resource":"*"}]}';

/** One attempt of a call. The emulator takes the service from the credentials, and does not look at the signature. */
async function attempt(invocation: string, name: string, fault?: AbortSignal) {
  const answer = await fetch(emulator.endpoint, {
    method: "POST",
    headers: {
      "amz-sdk-invocation-id": invocation,
      "Content-Type": "application/x-www-form-urlencoded",
      Authorization:
        "AWS4-HMAC-SHA256 Credential=test/20261124/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0",
    },
    body: new URLSearchParams({ Action: "CreatePolicy", Version: "2010-05-08", PolicyName: name, PolicyDocument }),
    ...(fault && { signal: fault }),
  });
  return { status: answer.status, text: await answer.text() };
}

test("a repeated call has its first answer; another call for the same name is refused, also when it is repeated", async () => {
  const first = await attempt("one", "a");
  expect(first.status).toBe(200);
  expect(await attempt("one", "a")).toEqual(first);
  for (const again of ["two", "two"]) expect(await attempt(again, "a")).toMatchObject({ status: 409 });
});

test("a call that overtakes its first attempt waits for it, and creates nothing twice", async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => attempt("many", "b")));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(answers[0]?.status).toBe(200);
});

test("the SDK repeats a call whose answer is lost, and the call succeeds", async () => {
  await emulator.fault("lose/CreatePolicy");
  const { Policy } = await new IAMClient({}).send(new CreatePolicyCommand({ PolicyName: "c", PolicyDocument }));
  expect(Policy?.PolicyName).toBe("c");
  const { Policies = [] } = await new IAMClient({}).send(new ListPoliciesCommand({ Scope: "Local" }));
  expect(Policies.filter(({ PolicyName }) => PolicyName === "c")).toHaveLength(1);
});

test("a call that is held is executed, though its client stops waiting", async () => {
  await emulator.fault("hold/CreatePolicy");
  await expect(attempt("held", "d", AbortSignal.timeout(1_000))).rejects.toThrow();
  expect(await attempt("another", "d")).toMatchObject({ status: 409 });
});
