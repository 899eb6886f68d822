import {
  CreateBrokerCommand,
  CreateConfigurationCommand,
  MqClient,
  UpdateConfigurationCommand,
} from "@aws-sdk/client-mq";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { Objects } from "../../lib/core/archive/objects";
import { handler } from "../../lib/engines/mq/functions/export";
import { startEmulator, type Emulator } from "../support/emulator";

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
  Object.assign(process.env, emulator.env, { BROKER: "activemq", EXPORT_BUCKET: "exports", SYSTEM: "legacy" });
});
afterAll(() => emulator?.stop());

test("an ActiveMQ broker's settings, configuration and users are exported, without a password", async () => {
  const mq = new MqClient({});
  const engine = { EngineType: "ACTIVEMQ", EngineVersion: "5.18" } as const;
  const { Id = "" } = await mq.send(new CreateConfigurationCommand({ Name: "legacy", ...engine }));
  const xml = `<broker><networkConnector userName="u" password="topsecret" name='n'/></broker>`;
  const { LatestRevision } = await mq.send(
    new UpdateConfigurationCommand({ ConfigurationId: Id, Data: Buffer.from(xml).toString("base64") }),
  );
  const { BrokerId } = await mq.send(
    new CreateBrokerCommand({
      BrokerName: "prod-legacy",
      DeploymentMode: "SINGLE_INSTANCE",
      ...engine,
      HostInstanceType: "mq.m5.large",
      PubliclyAccessible: false,
      AutoMinorVersionUpgrade: true,
      Configuration: { Id, Revision: LatestRevision?.Revision },
      Users: [{ Username: "till", Password: "the-password-of-till", Groups: ["till"] }],
    }),
  );
  process.env.BROKER_ID = BrokerId;
  const s3 = new S3Client({ forcePathStyle: true });
  await s3.send(
    new CreateBucketCommand({ Bucket: "exports", CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } }),
  );
  const { key } = await handler();
  const text = Buffer.from((await new Objects(s3, "exports").get(key))?.bytes ?? []).toString();
  expect(text).not.toMatch(/topsecret|the-password/);
  expect(JSON.parse(text)).toMatchObject({
    system: "legacy",
    engine: "mq",
    content: {
      broker: { name: "prod-legacy", version: "5.18", deploymentMode: "SINGLE_INSTANCE" },
      configuration: { id: Id, xml: xml.replace("topsecret", "") },
      users: [{ name: "till", groups: ["till"], console: false }],
    },
  });
});
