import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.apache.activemq.broker.BrokerFactory;
import org.apache.activemq.broker.BrokerService;

/**
 * Runs a broker of a configuration until standard input closes; that it does in any case when whoever started this ends
 * or is killed. Then its folder goes away. Prints its ports, as JSON, when it takes connections.
 */
public class Start {
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    try {
      BrokerService broker = BrokerFactory.createBroker("xbean:" + folder.resolve("activemq.xml").toUri());
      broker.start();
      broker.waitUntilStarted();
      System.out.printf("{\"amqp\":%d,\"openwire\":%d}%n", port(broker, "amqp"), port(broker, "openwire"));
      System.out.flush();
      System.in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (Throwable error) {
      error.printStackTrace();
    }
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException gone) {
      // There is nothing to tidy up.
    }
    Runtime.getRuntime().halt(0);
  }

  private static int port(BrokerService broker, String name) throws Exception {
    return broker.getTransportConnectorByName(name).getConnectUri().getPort();
  }
}
