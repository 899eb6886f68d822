import { generateAuthToken } from "aws-msk-iam-sasl-signer-js";
import { Kafka, logLevel, type KafkaConfig } from "kafkajs";
import * as z from "zod";
import { keepBrokerWords } from "./broker-words";

const common = {
  /** `host:port`, comma separated. */
  BOOTSTRAP: z.string().regex(/^[^\s,]+:\d+(,[^\s,]+:\d+)*$/, "is no list of host:port, comma separated"),
  TLS: z.enum(["on", "off"]).default("on"),
};
const environmentSpec = z.discriminatedUnion("AUTHENTICATION", [
  z.object({ ...common, AUTHENTICATION: z.literal("iam"), REGION: z.string().min(1) }),
  z.object({ ...common, AUTHENTICATION: z.literal("scram"), USERNAME: z.string(), PASSWORD: z.string() }),
]);
type Environment = z.output<typeof environmentSpec>;

/**
 * A client of the cluster that the environment's variables name: BOOTSTRAP, and AUTHENTICATION=iam with REGION, or
 * =scram with USERNAME and PASSWORD. TLS=off is for brokers on this machine alone.
 *
 * @throws Error that names what is wrong with the variables
 */
export function connect(variables: Readonly<Record<string, string | undefined>>): Kafka {
  const read = environmentSpec.safeParse(variables);
  if (!read.success) throw new Error(`the function's variables are wrong:\n${z.prettifyError(read.error)}`);
  const brokers = read.data.BOOTSTRAP.split(",");
  if (read.data.TLS === "off" && !brokers.every(onThisMachine))
    throw new Error(`TLS=off is for brokers on this machine, and BOOTSTRAP is ${read.data.BOOTSTRAP}`);
  keepBrokerWords();
  return new Kafka({
    brokers,
    clientId: "signalbox",
    ssl: read.data.TLS === "on",
    sasl: sasl(read.data),
    // A broker that has just come up, or a function whose network interface has: a minute of patience in all.
    connectionTimeout: 10_000,
    authenticationTimeout: 15_000,
    requestTimeout: 30_000,
    retry: { initialRetryTime: 300, maxRetryTime: 10_000, retries: 10 },
    // What fails is told by the error; kafkajs would log every refusal of a rehearsal as well.
    logLevel: logLevel.NOTHING,
  });
}

const onThisMachine = (broker: string): boolean => /^(127(\.\d+){3}|localhost|\[::1\]):/.test(broker);

function sasl(environment: Environment): NonNullable<KafkaConfig["sasl"]> {
  if (environment.AUTHENTICATION === "scram")
    return { mechanism: "scram-sha-512", username: environment.USERNAME, password: environment.PASSWORD };
  const { REGION: region } = environment;
  return { mechanism: "oauthbearer", oauthBearerProvider: () => iamToken(region) };
}

/** What MSK takes for a password: a request to connect, signed with the credentials of the function's role. */
export async function iamToken(region: string): Promise<{ value: string }> {
  const { token } = await generateAuthToken({ region });
  return { value: token };
}
