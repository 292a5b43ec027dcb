package dev.rollcall.report.text;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.RuleResult;
import dev.rollcall.report.HostileRun;
import dev.rollcall.report.SampleRun;
import dev.rollcall.report.Samples;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final AtomicLong clock = new AtomicLong();
  private final PrintStream out = new PrintStream(bytes, false, UTF_8);

  /** What a terminal would show after all that was printed. */
  private String screen() {
    char[] line = new char[300];
    java.util.Arrays.fill(line, ' ');
    int column = 0;
    for (char character : bytes.toString(UTF_8).toCharArray()) {
      if (character == '\r') {
        column = 0;
      } else {
        line[column++] = character;
      }
    }
    return new String(line).stripTrailing();
  }

  private Progress progress(int width, Charset charset) {
    return new Progress(out, 38, width, charset, clock::get);
  }

  @Test
  void namesWhatIsRunningAndErasesItself() {
    RuleResult tds = SampleRun.tds();
    RuleResult ntp = SampleRun.ntp();
    try (Progress progress = progress(80, UTF_8)) {
      progress.started(tds.rule());
      progress.started(ntp.rule());
      assertEquals("0/38  sql.tds, time.0 …", screen());
      progress.finished(tds.rule());
      assertEquals("1/38  time.0 …", screen());
      progress.finished(ntp.rule());
      assertEquals("2/38", screen());
    }
    assertEquals("", screen());
    assertFalse(bytes.toString(UTF_8).contains("\n"));
  }

  @Test
  void saysWhatIsWaitedForAndHowLong() {
    try (Progress progress = progress(80, UTF_8)) {
      progress.started(SampleRun.tds().rule());
      clock.addAndGet(1_900_000_000L);
      progress.started(SampleRun.ntp().rule());
      assertEquals("0/38  sql.tds, time.0 …", screen());
      clock.addAndGet(1_200_000_000L);
      progress.tick();
      assertEquals("0/38  waiting for sql.tds (3 s), time.0 (1 s) …", screen());
      progress.finished(SampleRun.tds().rule());
      assertEquals("1/38  time.0 …", screen());
    }
  }

  @Test
  void manyRulesCostFewLines() {
    RuleResult tds = SampleRun.tds();
    Progress progress = new Progress(out, 10_000, 80, UTF_8, clock::get);
    for (int i = 0; i < 9_999; i++) {
      progress.started(tds.rule());
      progress.finished(tds.rule());
    }
    out.flush();
    assertEquals("9996/10000", screen());
    assertTrue(bytes.size() < 10_000, () -> bytes.size() + " bytes");
  }

  @Test
  void staysOnOneLine() {
    Progress progress = progress(20, US_ASCII);
    for (RuleResult result : SampleRun.everything().results()) {
      progress.started(result.rule());
      assertTrue(screen().length() < 20, screen());
    }
    assertEquals("0/38  inbound.s ...", screen());
    progress.close();
    progress.started(SampleRun.tds().rule());
    assertEquals("", screen());
  }

  @Test
  void hostileIdsDoNotAct() {
    Progress progress = progress(80, UTF_8);
    progress.started(HostileRun.of("x").results().get(0).rule());
    progress.started(
        Samples.rule("a\u001b[2J\nb", "", "", dev.rollcall.model.path.Port.tcp(1), "", ""));
    assertEquals("0/38  x.SKIPPED, a\\u001b[2J b …", screen());
  }
}
