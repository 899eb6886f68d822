import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import javax.jms.Connection;
import javax.jms.Destination;
import javax.jms.Message;
import javax.jms.MessageConsumer;
import javax.jms.MessageProducer;
import javax.jms.Session;
import javax.jms.TextMessage;
import org.apache.activemq.ActiveMQConnection;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.broker.BrokerFactory;
import org.apache.activemq.broker.BrokerService;

/**
 * Starts a broker from a file, and is a client of it: each line of standard input says what to do, and is answered with
 * a line; both are JSON. Users have their names for passwords. Ends when standard input does.
 */
public class Broker {
  static final ObjectMapper json = new ObjectMapper();
  static String openwire;

  public static void main(String[] args) throws Exception {
    // What the broker itself prints must not be taken for an answer.
    var answers = System.out;
    System.setOut(System.err);
    BrokerService broker = BrokerFactory.createBroker("xbean:file:" + args[0]);
    broker.start();
    broker.waitUntilStarted();
    openwire = broker.getTransportConnectorByName("openwire").getConnectUri().toString();
    ObjectNode ports = json.createObjectNode();
    for (String name : new String[] {"amqp", "stomp"})
      ports.put(name, broker.getTransportConnectorByName(name).getConnectUri().getPort());
    answers.println(ports);
    var lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line; (line = lines.readLine()) != null; ) answers.println(answer(json.readTree(line)));
    Runtime.getRuntime().halt(0);
  }

  static ObjectNode answer(JsonNode asked) {
    try {
      return switch (asked.get("do").asText()) {
        case "send" -> send(asked);
        case "take" -> take(asked);
        case "fail" -> fail(asked);
        case "lose" -> lose(asked);
        default -> throw new IllegalArgumentException(asked.toString());
      };
    } catch (Exception error) {
      return json.createObjectNode().put("error", error.getMessage());
    }
  }

  static Connection connect(JsonNode asked) throws Exception {
    String user = asked.get("user").asText();
    var factory = new ActiveMQConnectionFactory(user, user, openwire);
    if (asked.has("redeliveries"))
      factory.getRedeliveryPolicy().setMaximumRedeliveries(asked.get("redeliveries").asInt());
    factory.getRedeliveryPolicy().setInitialRedeliveryDelay(10);
    factory.getRedeliveryPolicy().setRedeliveryDelay(10);
    Connection connection = factory.createConnection();
    connection.start();
    return connection;
  }

  static Destination destination(Session session, JsonNode asked) throws Exception {
    return asked.has("topic")
        ? session.createTopic(asked.get("topic").asText())
        : session.createQueue(asked.get("queue").asText());
  }

  static ObjectNode send(JsonNode asked) throws Exception {
    Connection connection = connect(asked);
    try {
      Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      MessageProducer producer = session.createProducer(destination(session, asked));
      if (asked.has("timeToLive")) producer.setTimeToLive(asked.get("timeToLive").asLong());
      TextMessage message = session.createTextMessage(asked.get("text").asText());
      if (asked.has("properties"))
        for (var property : asked.get("properties").properties())
          message.setObjectProperty(property.getKey(), json.treeToValue(property.getValue(), Object.class));
      producer.send(message);
      return json.createObjectNode();
    } finally {
      connection.close();
    }
  }

  /** Takes what there is, until nothing more comes within a time. */
  static ObjectNode take(JsonNode asked) throws Exception {
    ObjectNode answer = json.createObjectNode();
    var texts = answer.putArray("texts");
    Connection connection = connect(asked);
    try {
      Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      MessageConsumer consumer = session.createConsumer(destination(session, asked));
      for (Message one; (one = consumer.receive(asked.get("patience").asLong())) != null; ) {
        texts.add(((TextMessage) one).getText());
        answer.put("keptFor", one.getJMSExpiration() == 0 ? 0 : one.getJMSExpiration() - one.getJMSTimestamp());
      }
      return answer;
    } finally {
      connection.close();
    }
  }

  /** Takes messages and rolls back, until nothing more comes within a time. */
  static ObjectNode fail(JsonNode asked) throws Exception {
    ObjectNode answer = json.createObjectNode();
    var texts = answer.putArray("texts");
    Connection connection = connect(asked);
    try {
      Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
      MessageConsumer consumer = session.createConsumer(destination(session, asked));
      for (Message one; (one = consumer.receive(asked.get("patience").asLong())) != null; session.rollback()) {
        texts.add(((TextMessage) one).getText());
        if (texts.size() == asked.get("most").asInt()) break;
      }
      return answer;
    } finally {
      connection.close();
    }
  }

  /** Takes one message and loses the connection with it in hand. */
  static ObjectNode lose(JsonNode asked) throws Exception {
    var connection = (ActiveMQConnection) connect(asked);
    Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
    MessageConsumer consumer = session.createConsumer(destination(session, asked));
    Message one = consumer.receive(asked.get("patience").asLong());
    connection.getTransport().stop();
    ObjectNode answer = json.createObjectNode();
    var texts = answer.putArray("texts");
    if (one != null) texts.add(((TextMessage) one).getText());
    return answer;
  }
}
