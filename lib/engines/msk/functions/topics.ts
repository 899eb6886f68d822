import * as z from "zod";
import { bringAbout, type Report } from "./bring-about";
import { connect } from "./connect";
import { desiredKafka } from "./desired";
import { explained } from "./errors";

/**
 * The function that makes topics and access control entries, because Terraform cannot: it runs in the network, where
 * the brokers are, and is called when its input changes. Its input is a `DesiredKafka`; see `connect()` for its
 * variables, and `bringAbout()` for what it does and does not do.
 *
 * @throws Error that lists what is wrong with the input, or with the variables
 * @throws Error that names the cluster, when Kafka cannot be reached or does not admit us
 * @throws Refused when something cannot be brought about; then nothing was changed
 */
export async function handler(event: unknown): Promise<Report> {
  const desired = desiredKafka.safeParse(event);
  if (!desired.success) throw new Error(`the input is wrong:\n${z.prettifyError(desired.error)}`);
  const admin = connect(process.env).admin();
  try {
    await admin.connect();
    return await bringAbout(admin, desired.data);
  } catch (error) {
    throw explained(error, process.env.BOOTSTRAP ?? "");
  } finally {
    await admin.disconnect();
  }
}
