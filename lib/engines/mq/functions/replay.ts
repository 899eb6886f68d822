import { randomBytes } from "node:crypto";
import { connect } from "amqplib";
import * as z from "zod";
import type { ReplayAnswer } from "../../../core/archive/facts";
import type { ArchivedMessage } from "../../../core/archive/message";
import { replay, type Sampled } from "../../../core/archive/replay";
import { patience } from "../../../core/clients";
import { amqpEndpoint } from "./endpoint";
import { ScratchChannel } from "./scratch";
import { Secrets } from "./secrets";

const variablesSpec = z.object({
  AMQP: amqpEndpoint,
  VHOST: z.string().min(1),
  /** Name of the secret of the user that may use scratch channels and nothing else. */
  USER_SECRET: z.string().min(1),
  /** What the names of scratch channels begin with. */
  SCRATCH: z.string().min(1),
});

/**
 * Restores a sample through an exchange and a queue that are made for it and removed afterwards. Its user may touch no
 * channel of the system.
 */
export const handler = (event: unknown): Promise<ReplayAnswer> => replay(event, throughExchange);

async function throughExchange(
  messages: readonly ArchivedMessage[],
  { deadline }: Sampled,
): Promise<ArchivedMessage[]> {
  const { AMQP, VHOST: vhost, USER_SECRET, SCRATCH } = variablesSpec.parse(process.env);
  const login = await new Secrets().read(USER_SECRET);
  if (login === undefined) throw new Error(`secret ${USER_SECRET} is not there`);
  const { protocol, hostname, port } = AMQP;
  const { username, password } = login;
  const connection = await connect(
    {
      protocol: protocol.slice(0, -1),
      hostname,
      ...(port !== "" && { port: Number(port) }),
      username,
      password,
      vhost,
    },
    { timeout: patience.connectionTimeout },
  );
  // What ends the connection also ends the call that waits for it.
  connection.on("error", () => undefined);
  try {
    const scratch = await ScratchChannel.make(connection, `${SCRATCH}${randomBytes(4).toString("hex")}`);
    const came = await scratch.pass(messages, deadline);
    await scratch.remove();
    return came;
  } finally {
    await connection.close();
  }
}
