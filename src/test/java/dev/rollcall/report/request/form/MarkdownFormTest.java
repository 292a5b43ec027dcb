package dev.rollcall.report.request.form;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Run;
import dev.rollcall.report.Golden;
import dev.rollcall.report.HostileRun;
import dev.rollcall.report.ReportContract;
import dev.rollcall.report.SampleRun;
import dev.rollcall.report.request.SampleRequests;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MarkdownFormTest extends ReportContract {
  private static final Pattern TICKS = Pattern.compile("`+");

  @Override
  public byte[] render(Run run) {
    return RequestForm.MARKDOWN.render(List.of(run), true);
  }

  private static String markdown(Run... runs) {
    return new String(RequestForm.MARKDOWN.render(List.of(runs), false), UTF_8);
  }

  /** The text without its code, as CommonMark §4.5 and §6.1 find it. */
  private static String outside(String markdown) {
    StringBuilder out = new StringBuilder();
    String fence = "";
    for (String line : markdown.split("\n", -1)) {
      Matcher ticks = TICKS.matcher(line);
      if (!fence.isEmpty()) {
        boolean ends = line.matches(" {0,3}`+ *") && line.strip().length() >= fence.length();
        fence = ends ? "" : fence;
      } else if (line.startsWith("```")) {
        assertTrue(ticks.lookingAt());
        fence = ticks.group();
        out.append("BLOCK\n");
      } else {
        out.append(spans(line, ticks)).append('\n');
      }
    }
    assertEquals("", fence, "a block does not end");
    return out.toString();
  }

  private static String spans(String line, Matcher ticks) {
    StringBuilder out = new StringBuilder();
    int from = 0;
    while (ticks.find(from)) {
      out.append(line, from, ticks.start()).append("CODE");
      String open = ticks.group();
      do {
        assertTrue(ticks.find(), () -> "code does not end: " + line);
      } while (!ticks.group().equals(open));
      from = ticks.end();
    }
    return out.append(line.substring(Math.min(from, line.length()))).toString();
  }

  @Test
  void looksLikeTheGoldenFile() throws Exception {
    Golden.assertMatches(
        "request.md",
        RequestForm.MARKDOWN.render(
            List.of(SampleRequests.server(), SampleRequests.desk()), false));
    Golden.assertMatches(
        "request-neighbour.md",
        RequestForm.MARKDOWN.render(List.of(SampleRequests.neighbour()), false));
  }

  static List<String> evil() {
    List<String> texts = new ArrayList<>(List.of(ReportContract.hostileTexts()));
    texts.removeIf(String::isBlank);
    texts.addAll(
        List.of(
            "<img src=x onerror=alert(1)>",
            "[click](https://evil.example)",
            "https://evil.example www.evil.example a@evil.example @team #1",
            "a | b \\| c \\\\| d",
            "`",
            "``",
            "```",
            "a `b` ``c`` ```d",
            "``` ",
            "~~~",
            "`x",
            "x`",
            "\\`",
            "x\\",
            "# x",
            "- x",
            "---",
            "> x",
            "    x",
            "&lt;script&gt; &#x202e;",
            "$x$",
            "**x**",
            "{{x}}"));
    return texts;
  }

  /** Nothing of others is outside of code, and no cell has a bar. */
  @ParameterizedTest
  @MethodSource("evil")
  void hostileTextIsNoMarkup(String text) {
    String markdown = markdown(HostileRun.of(text));
    assertEquals(outside(markdown(HostileRun.of("plain"))), outside(markdown));
    markdown
        .lines()
        .filter(line -> line.startsWith("|"))
        .forEach(line -> assertEquals(7, line.chars().filter(c -> c == '|').count(), line));
  }

  @Test
  void aPassingRunAsksForNothing() {
    assertTrue(markdown(SampleRun.ready()).contains("Nothing to request: no rule"));
    Run skipped = SampleRun.run(List.of(SampleRun.cloudpaging()), false);
    String whole = new String(RequestForm.MARKDOWN.render(List.of(skipped), true), UTF_8);
    assertTrue(whole.contains("Nothing to request: no rule of the run was probed."), whole);
    assertFalse(whole.contains("It lists every rule"), whole);
  }
}
