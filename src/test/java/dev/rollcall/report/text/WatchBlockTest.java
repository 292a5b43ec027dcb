package dev.rollcall.report.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Status;
import dev.rollcall.text.Wrap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The block of watched rules fits its terminal, whatever is in it. */
class WatchBlockTest {
  private static final String HEAD = "14:02:11 watching 2 rules every 2 s; Ctrl-C ends";

  private static WatchBlock.Row row(Status status, String id, String state) {
    return new WatchBlock.Row(
        status, id, state, "14:02:11", List.of(Status.FAIL, Status.FAIL, status));
  }

  private static final WatchBlock PLAIN = new WatchBlock(StandardCharsets.UTF_8, false);

  private static final List<WatchBlock.Row> TWO =
      List.of(row(Status.FAIL, "sql.tds", "DROPPED"), row(Status.PASS, "ad.ldaps", "PASS, 32 ms"));

  @Test
  void columnsSignsAndTrail() {
    assertEquals(
        List.of(
            HEAD,
            "✗ sql.tds   DROPPED      since 14:02:11  ✗✗✗",
            "✓ ad.ldaps  PASS, 32 ms  since 14:02:11  ✗✗✓"),
        PLAIN.lines(HEAD, TWO, 80, 24));
  }

  /** The newest results stay where there is no room for all. */
  @Test
  void aNarrowTerminal() {
    assertEquals(
        List.of(
            "✗ sql.tds   DROPPED      since 14:02:11  ✗✗",
            "✓ ad.ldaps  PASS, 32 ms  since 14:02:11  ✗✓"),
        PLAIN.lines(HEAD, TWO, 44, 3));
    assertEquals("✗ sql.tds   DROPPED      since 14:02:11", PLAIN.lines(HEAD, TWO, 40, 3).get(0));
  }

  @Test
  void asciiAndColour() {
    List<String> lines = new WatchBlock(StandardCharsets.US_ASCII, true).lines(HEAD, TWO, 80, 24);
    assertEquals("\u001b[31mx\u001b[0m sql.tds   DROPPED      since 14:02:11  xxx", lines.get(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5, 10, 24, 50})
  void neverHigherOrWiderThanTheTerminal(int height) {
    List<WatchBlock.Row> rows =
        new ArrayList<>(
            IntStream.range(0, 30).mapToObj(i -> row(Status.PASS, "good." + i, "PASS")).toList());
    rows.add(row(Status.FAIL, "bad\u001b[2J\n", "DROPPED"));
    for (int width : new int[] {1, 12, 33, 200}) {
      List<String> lines = PLAIN.lines(HEAD, rows, width, height);
      assertTrue(lines.size() <= Math.max(1, height - 1), lines::toString);
      for (String line : lines) {
        assertTrue(Wrap.columns(line) <= Math.max(10, width) - 1, line);
        assertTrue(line.chars().noneMatch(one -> one < ' '), line);
      }
    }
  }

  @Test
  void whereTheRowsDoNotFitThoseThatWorkAreLeftOut() {
    List<WatchBlock.Row> rows =
        List.of(
            row(Status.PASS, "a", "PASS"),
            row(Status.PASS, "b", "PASS"),
            row(Status.FAIL, "c", "DROPPED"),
            row(Status.PASS, "d", "PASS"));
    List<String> lines = PLAIN.lines("head", rows, 80, 5);
    assertEquals(4, lines.size(), lines::toString);
    assertTrue(lines.get(1).startsWith("✓ a"), lines::toString);
    assertTrue(lines.get(2).startsWith("✗ c"), lines::toString);
    assertEquals("… and 2 more", lines.get(3));
  }
}
