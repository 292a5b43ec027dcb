package dev.rollcall.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines that a reader understands one by one. */
class WrapTest {
  @Test
  void aNumberKeepsItsUnit() {
    assertEquals(List.of("8 skipped;", "1.81 s"), Wrap.lines("8 skipped; 1.81 s", 15));
    assertEquals(
        List.of("it took", "90 ms, and", "more"), Wrap.lines("it took 90 ms, and more", 10));
  }

  @Test
  void otherWordsAfterANumberDoNot() {
    assertEquals(List.of("skipped 8", "rules"), Wrap.lines("skipped 8 rules", 11));
    assertEquals(List.of("of size", "s"), Wrap.lines("of size s", 8));
  }
}
