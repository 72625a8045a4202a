import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.springframework.expression.common.TemplateParserContext;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/**
 * Spring's verdicts. Reads lines "expression HEX" and "template HEX", HEX being the text in UTF-8, and answers each with
 * "accepts" or "refuses: REASON". Nothing is evaluated.
 */
public class Verdicts {
  public static void main(String[] arguments) throws Exception {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    var parser = new SpelExpressionParser();
    var template = new TemplateParserContext("${", "}");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      int blank = line.indexOf(' ');
      var text = new String(HexFormat.of().parseHex(line.substring(blank + 1)), StandardCharsets.UTF_8);
      try {
        if (line.startsWith("template")) {
          parser.parseExpression(text, template);
        } else {
          parser.parseExpression(text);
        }
        out.println("accepts");
      } catch (Exception refusal) {
        out.println("refuses: " + String.valueOf(refusal.getMessage()).replaceAll("[\\r\\n]", " "));
      }
    }
    out.flush();
  }
}
