import * as z from "zod";
import { ActiveMqUsers } from "./activemq";
import { administer } from "./administrator";
import { type DesiredActiveMq, desiredBroker, type DesiredRabbitMq } from "./desired";
import { managementEndpoint } from "./endpoint";
import { bringAbout } from "./rabbitmq";
import { mostNamed, Refused, type Report } from "./report";
import { retainLogs } from "./retention";
import { Secrets } from "./secrets";

const settingsSpec = z.object({
  /** The broker's management console; RabbitMQ alone has one that can be spoken to. */
  ENDPOINT: managementEndpoint.optional(),
  ADMIN_SECRET: z.string().min(1),
  BROKER_ID: z.string().min(1),
  /** How long the broker's logs are kept; for ever when left out. */
  RETENTION_DAYS: z.coerce.number().int().positive().optional(),
  /** How long its audit log is kept; as long as the others when left out. */
  AUDIT_RETENTION_DAYS: z.coerce.number().int().positive().optional(),
  WAIT_SECONDS: z.coerce.number().int().min(0).default(300),
});
type Settings = z.output<typeof settingsSpec>;

/**
 * Brings a message broker to what the event says, and answers what was done; called again, it has nothing to do.
 *
 * @throws Error that names every problem, where the broker cannot be brought there
 */
export async function handler(event: unknown): Promise<Report> {
  const settings = settingsSpec.safeParse(process.env);
  const desired = desiredBroker.safeParse(event);
  if (!settings.success || !desired.success)
    throw new Refused([settings.error, desired.error].flatMap((error) => (error ? said(error) : [])));
  const secrets = new Secrets();
  const done =
    desired.data.engine === "rabbitmq"
      ? await rabbitMq(desired.data, settings.data, secrets)
      : await activeMq(desired.data, settings.data, secrets);
  const { BROKER_ID, RETENTION_DAYS: days, AUDIT_RETENTION_DAYS: auditDays = days } = settings.data;
  const logs =
    days === undefined || auditDays === undefined ? undefined : await retainLogs(BROKER_ID, { days, auditDays });
  const logRetention = logs?.logRetention ?? [];
  return {
    engine: desired.data.engine,
    changed:
      done.administrator === "replaced" ||
      done.changes.length > 0 ||
      logRetention.some(({ action }) => action === "set"),
    ...done,
    changeCount: done.changes.length,
    changes: done.changes.slice(0, mostNamed),
    unmanaged: done.unmanaged.slice(0, mostNamed),
    logRetention,
    notes: [...done.notes, ...(logs?.notes ?? [])],
  };
}

type Done = Pick<Report, "brokerVersion" | "administrator" | "changes" | "unmanaged" | "notes">;

async function rabbitMq(desired: DesiredRabbitMq, settings: Settings, secrets: Secrets): Promise<Done> {
  const { ENDPOINT, ADMIN_SECRET: secret, WAIT_SECONDS: waitSeconds } = settings;
  if (ENDPOINT === undefined) throw new Refused(["ENDPOINT: a RabbitMQ broker is reached over its management console"]);
  const { management, password } = await administer(secrets, { endpoint: ENDPOINT, secret, waitSeconds });
  const { brokerVersion, changes, unmanaged } = await bringAbout(desired, management, secrets);
  // What a change holds may be a password; a report has names alone.
  const named = changes.map(({ action, kind, name }) => ({ action, kind, name }));
  return { brokerVersion, administrator: password, changes: named, unmanaged, notes: [] };
}

const activeMq = (desired: DesiredActiveMq, settings: Settings, secrets: Secrets): Promise<Done> =>
  new ActiveMqUsers(settings.BROKER_ID, secrets).bringAbout(desired, settings.ADMIN_SECRET);

const said = ({ issues }: z.ZodError): string[] =>
  issues.map(({ path, message }) => `${path.map(String).join(".") || "event"}: ${message}`);
