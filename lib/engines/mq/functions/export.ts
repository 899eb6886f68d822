import * as z from "zod";
import { ExportStore } from "../../../core/archive/exported";
import { exportActiveMq } from "./activemq-export";
import { signIn } from "./administrator";
import { managementEndpoint } from "./endpoint";
import { exportRabbitMq } from "./rabbitmq-export";
import { Secrets } from "./secrets";

const settingsSpec = z.discriminatedUnion("BROKER", [
  z.object({
    BROKER: z.literal("rabbitmq"),
    ENDPOINT: managementEndpoint,
    ADMIN_SECRET: z.string().min(1),
    /** What the names of the users' secrets begin with. */
    SECRETS: z.string().min(1),
    VHOST: z.string().min(1),
  }),
  z.object({ BROKER: z.literal("activemq"), BROKER_ID: z.string().min(1) }),
]);

/** Exports what a broker has besides messages; answers the key of the document. It holds no password and no hash. */
export async function handler(): Promise<{ readonly key: string }> {
  const settings = settingsSpec.parse(process.env);
  const store = ExportStore.fromVariables();
  if (settings.BROKER === "activemq") return { key: await store.write("mq", await exportActiveMq(settings.BROKER_ID)) };
  const { ENDPOINT: endpoint, ADMIN_SECRET: secret, SECRETS: prefix, VHOST: vhost } = settings;
  const management = await signIn(new Secrets(), { endpoint, secret, waitSeconds: 60 });
  return { key: await store.write("mq", await exportRabbitMq(management, vhost, prefix)) };
}
