import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import software.amazon.event.ruler.Machine;

/** Reads a policy and an event from each line of standard input, and answers with `true`, `false` or an error, as JSON. */
public class Judge {
  public static void main(String[] args) throws Exception {
    var json = new ObjectMapper();
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = lines.readLine()) != null; ) {
      JsonNode question = json.readTree(line);
      Object answer;
      try {
        var machine = new Machine();
        machine.addRule("rule", question.get("policy").asText());
        answer = !machine.rulesForJSONEvent(question.get("event").asText()).isEmpty();
      } catch (Exception error) {
        answer = String.valueOf(error.getMessage());
      }
      System.out.println(json.writeValueAsString(answer));
    }
  }
}
