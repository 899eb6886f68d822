import { ConfigResourceTypes, type Admin } from "kafkajs";
import { sameValue } from "../../../lib/engines/msk/functions/settings";

/** Read by the authorizer, not by the broker; tests of who may do what show that it was read. */
const ofAuthorizer = ["allow.everyone.if.no.acl.found", "super.users"];

/**
 * What each broker made of its configuration. Kafka starts with keys that it does not know and says nothing: it tells
 * them again without a value, as if they were secrets.
 *
 * @returns what is wrong, a line each
 */
export async function readBack(
  admin: Admin,
  brokers: readonly { readonly nodeId: number }[],
  wanted: Readonly<Record<string, string>>,
): Promise<string[]> {
  const { resources } = await admin.describeConfigs({
    resources: brokers.map(({ nodeId }) => ({ type: ConfigResourceTypes.BROKER, name: String(nodeId) })),
    includeSynonyms: false,
  });
  return resources.flatMap(({ resourceName, configEntries }) => {
    const told = new Map(configEntries.map((entry) => [entry.configName, entry]));
    return Object.entries(wanted)
      .filter(([key]) => !ofAuthorizer.includes(key))
      .flatMap(([key, value]) => {
        const entry = told.get(key);
        if (entry === undefined || entry.isSensitive) return [`broker ${resourceName} knows no '${key}'`];
        if (sameValue(entry.configValue, value)) return [];
        return [`broker ${resourceName} has ${key}=${entry.configValue}, and not ${value}`];
      });
  });
}
