import javax.jms.Message;
import javax.jms.Session;
import javax.jms.TextMessage;
import org.apache.activemq.ActiveMQConnectionFactory;

/**
 * A JMS client that fails at everything: it gives each message of a queue back, and prints it, until none came for three
 * seconds. Usage: Consume URL USER PASSWORD QUEUE
 */
public class Consume {
  public static void main(String[] arguments) {
    try {
      failAtAll(arguments);
      System.exit(0);
    } catch (Throwable error) {
      // The client's threads would go on without us.
      error.printStackTrace();
      System.exit(1);
    }
  }

  private static void failAtAll(String[] arguments) throws Exception {
    var connection = new ActiveMQConnectionFactory(arguments[0]).createConnection(arguments[1], arguments[2]);
    connection.start();
    var session = connection.createSession(true, Session.SESSION_TRANSACTED);
    var consumer = session.createConsumer(session.createQueue(arguments[3]));
    for (Message message; (message = consumer.receive(3000)) != null; session.rollback())
      System.out.println(((TextMessage) message).getText());
    connection.close();
  }
}
