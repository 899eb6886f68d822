import { DescribeBrokerCommand, DescribeConfigurationRevisionCommand, MqClient } from "@aws-sdk/client-mq";
import { clientSettings, patient } from "../../../core/clients";
import { listUsers } from "./activemq-users";

/**
 * An ActiveMQ broker: its settings, the text of its configuration, and its users with their groups. Amazon MQ tells no
 * password of a user; those that somebody wrote into the configuration are left out.
 */
export async function exportActiveMq(BrokerId: string) {
  const mq = new MqClient(clientSettings(patient));
  const broker = await mq.send(new DescribeBrokerCommand({ BrokerId }));
  const { Id: ConfigurationId, Revision: revision } = broker.Configurations?.Current ?? {};
  if (ConfigurationId === undefined || revision === undefined)
    throw new Error(`the broker ${BrokerId} has no configuration of its own`);
  const { Data = "" } = await mq.send(
    new DescribeConfigurationRevisionCommand({ ConfigurationId, ConfigurationRevision: String(revision) }),
  );
  return {
    broker: {
      name: broker.BrokerName,
      version: broker.EngineVersion,
      instanceType: broker.HostInstanceType,
      deploymentMode: broker.DeploymentMode,
      storageType: broker.StorageType,
      logs: { general: broker.Logs?.General, audit: broker.Logs?.Audit },
      maintenance: broker.MaintenanceWindowStartTime,
    },
    configuration: {
      id: ConfigurationId,
      revision,
      xml: Buffer.from(Data, "base64")
        .toString()
        .replace(/(password\s*=\s*)("[^"]*"|'[^']*')/gi, '$1""'),
    },
    users: [...(await listUsers(mq, BrokerId))].map(([name, { Groups = [], ConsoleAccess = false }]) => ({
      name,
      groups: Groups,
      console: ConsoleAccess,
    })),
  };
}
