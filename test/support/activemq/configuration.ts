import type { MqPlan } from "../../../lib/engines/mq";
import { administrators } from "../../../lib/engines/mq/activemq/authorization";

/** The one who may do everything. */
export const administrator = "admin";

/**
 * The configuration of a plan, with what Amazon MQ adds of its own: how clients connect, and the users. Users have
 * their names for passwords.
 */
export function runnable({ broker, desired }: MqPlan, folder: string): string {
  if (desired.engine !== "activemq") throw new Error("not an ActiveMQ broker");
  const users = [{ name: administrator, groups: [administrators] }, ...desired.users].map(
    ({ name, groups }) => `<authenticationUser username="${name}" password="${name}" groups="${groups.join(",")}"/>`,
  );
  const [declaration = "", root = ""] = broker.configuration.split(/(?<=\?>)/);
  const amended = root
    .replace("<broker ", () => `<broker brokerName="tested" useJmx="false" dataDirectory="${folder}" `)
    .replace(
      "</plugins>",
      () =>
        `<simpleAuthenticationPlugin><users>${users.join("")}</users></simpleAuthenticationPlugin></plugins>` +
        `<transportConnectors><transportConnector name="openwire" uri="tcp://127.0.0.1:0"/>` +
        `<transportConnector name="amqp" uri="amqp://127.0.0.1:0"/>` +
        `<transportConnector name="stomp" uri="stomp://127.0.0.1:0"/></transportConnectors>`,
    );
  const namespaces = {
    xmlns: "http://www.springframework.org/schema/beans",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": [
      "http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans.xsd",
      "http://activemq.apache.org/schema/core http://activemq.apache.org/schema/core/activemq-core.xsd",
    ].join(" "),
  };
  const attributes = Object.entries(namespaces).map(([key, value]) => ` ${key}="${value}"`);
  return `${declaration}<beans${attributes.join("")}>${amended}</beans>`;
}
