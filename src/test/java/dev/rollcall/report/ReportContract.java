package dev.rollcall.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.document.RunDocument;
import dev.rollcall.model.Run;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every report, whatever its format. */
public abstract class ReportContract {
  /** Renders as the command line would. */
  public abstract byte[] render(Run run);

  /** What ends a line of this format. */
  public String lineEnd() {
    return "\n";
  }

  /** Text that does harm somewhere: on a terminal, in a reader's eye, in a parser. */
  public static String[] hostileTexts() {
    return new String[] {
      "nul\0nul",
      "bell\u0007 backspace\b delete\u007f",
      "\u001b[2J\u001b]0;title\u0007cleared",
      "c1 \u009b31m csi",
      "line\r\noverwritten\rline",
      "forged\n::error:: line",
      "right \u202eot left\u202c \u2066isolate\u2069",
      "zero\u200bwidth\ufeffmark\u00ad",
      "line\u2028para\u2029graph",
      "lone \ud800 high",
      "lone \udc00 low",
      "not a character \uffff \ufffe",
      "]]> </failure><script>alert('x')</script> <!-- &amp; & \" ' -->",
      "{\"a\": [1, \\u0000, \"\\\"]}",
      "%s %n {} ${jndi} $(x) `x`",
      "x".repeat(100_000),
      "\ud83d\ude00".repeat(5_000),
      ""
    };
  }

  /** Whether a character does something to its reader, or is none. */
  private static boolean acts(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL -> point != '\n';
      case Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  @ParameterizedTest
  @MethodSource("hostileTexts")
  void hostileTextDoesNotAct(String text) throws Exception {
    byte[] report = render(HostileRun.of(text));
    String shown = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(report)).toString();
    String acting =
        shown
            .replace(lineEnd(), "\n")
            .codePoints()
            .filter(ReportContract::acts)
            .distinct()
            .mapToObj(point -> String.format("U+%04X", point))
            .collect(Collectors.joining(", "));
    assertEquals("", acting, "characters in the report that must be escaped");
    assertFalse(shown.lines().anyMatch(line -> line.startsWith("::error")), shown);
  }

  @Test
  void everyRunCanBeRendered() {
    assertDoesNotThrow(() -> render(SampleRun.empty()));
    assertDoesNotThrow(() -> render(SampleRun.ready()));
    assertDoesNotThrow(() -> render(SampleRun.everything()));
  }

  /** Whatever a clock or a certificate says, and whatever a stored run holds. */
  @Test
  void everyTimeCanBeRendered() {
    assertDoesNotThrow(() -> render(SampleRun.times()));
  }

  @Test
  void isAPureFunctionWhateverTheLocale() {
    byte[] first = render(SampleRun.everything());
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertArrayEquals(first, render(SampleRun.everything()));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void endsWithALineFeed() {
    byte[] report = render(SampleRun.everything());
    assertTrue(report.length > 0 && report[report.length - 1] == '\n');
  }

  @Test
  void rendersTheSameFromTheStoredDocument() throws Exception {
    Run run = SampleRun.everything();
    Run stored =
        RunDocument.read(new java.io.ByteArrayInputStream(RunDocument.write(run)), "run.json");
    assertArrayEquals(render(run), render(stored));
  }
}
