import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.HexFormat;
import java.util.TimeZone;
import java.util.regex.Pattern;
import org.quartz.CronExpression;
import org.springframework.expression.common.TemplateParserContext;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/**
 * What Java's own libraries say. Reads lines "KIND HEX", HEX being the text in UTF-8 and KIND cron (Quartz), regex,
 * expression or template (Spring's SpEL, the latter with ${ }), and answers each with "refuses: REASON" or with
 * "accepts"; a cron expression's "accepts" is followed by the next three times in UTC. Nothing is evaluated.
 */
public class Verdicts {
  private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final Date BEGIN = Date.from(Instant.parse("2026-11-27T15:04:05Z"));
  private static final SpelExpressionParser SPRING = new SpelExpressionParser();
  private static final TemplateParserContext BRACES = new TemplateParserContext("${", "}");

  private static String cron(String text) throws Exception {
    var expression = new CronExpression(text);
    expression.setTimeZone(TimeZone.getTimeZone("UTC"));
    var answer = new StringBuilder("accepts");
    Date next = BEGIN;
    for (int i = 0; i < 3 && next != null; ++i) {
      next = expression.getNextValidTimeAfter(next);
      if (next != null) answer.append(' ').append(FORMAT.format(next.toInstant()));
    }
    return answer.toString();
  }

  private static String verdict(String kind, String text) throws Exception {
    switch (kind) {
      case "cron" -> {
        return cron(text);
      }
      case "regex" -> Pattern.compile(text);
      case "expression" -> SPRING.parseExpression(text);
      case "template" -> SPRING.parseExpression(text, BRACES);
      default -> throw new AssertionError("no kind " + kind);
    }
    return "accepts";
  }

  public static void main(String[] arguments) throws Exception {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      int blank = line.indexOf(' ');
      var text = new String(HexFormat.of().parseHex(line.substring(blank + 1)), StandardCharsets.UTF_8);
      try {
        out.println(verdict(line.substring(0, blank), text));
      } catch (Exception refusal) {
        out.println("refuses: " + String.valueOf(refusal.getMessage()).replaceAll("[\\r\\n]", " "));
      }
    }
    out.flush();
  }
}
