import { randomBytes } from "node:crypto";
import { connect } from "amqplib";
import * as z from "zod";
import type { ReplayAnswer } from "../../../core/archive/facts";
import { ArchiveStore } from "../../../core/archive/store";
import { amqpEndpoint } from "./endpoint";
import { ScratchChannel } from "./scratch";
import { Secrets } from "./secrets";

const requestSpec = z.strictObject({ channel: z.string(), expected: z.string(), received: z.string() });
const variablesSpec = z.object({
  AMQP: amqpEndpoint,
  VHOST: z.string().min(1),
  /** Name of the secret of the user that may use scratch channels and nothing else. */
  USER_SECRET: z.string().min(1),
  /** What the names of scratch channels begin with. */
  SCRATCH: z.string().min(1),
  SECONDS: z.coerce.number(),
});

/**
 * Restores a sample through an exchange and a queue that are made for it and removed afterwards, and keeps what came. Its
 * user may touch no channel of the system.
 */
export async function handler(event: unknown): Promise<ReplayAnswer> {
  const { expected, received } = requestSpec.parse(event);
  const { AMQP, VHOST: vhost, USER_SECRET, SCRATCH, SECONDS } = variablesSpec.parse(process.env);
  const deadline = Date.now() + SECONDS * 1_000;
  const store = ArchiveStore.fromVariables();
  const messages = await store.getAt(expected);
  const login = await new Secrets().read(USER_SECRET);
  if (login === undefined) throw new Error(`secret ${USER_SECRET} is not there`);
  const { protocol, hostname, port } = AMQP;
  const { username, password } = login;
  const connection = await connect({
    protocol: protocol.slice(0, -1),
    hostname,
    ...(port !== "" && { port: Number(port) }),
    username,
    password,
    vhost,
  });
  // What ends the connection also ends the call that waits for it.
  connection.on("error", () => undefined);
  try {
    const scratch = await ScratchChannel.make(connection, `${SCRATCH}${randomBytes(4).toString("hex")}`);
    const came = await scratch.pass(messages, deadline);
    await scratch.remove();
    await store.putAt(received, came);
    return { sent: messages.length, received: came.length };
  } finally {
    await connection.close();
  }
}
