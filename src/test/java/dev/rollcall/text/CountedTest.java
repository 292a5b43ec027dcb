package dev.rollcall.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CountedTest {
  @Test
  void oneIsSingular() {
    assertEquals("0 rules", Counted.of(0, "rule"));
    assertEquals("1 rule", Counted.of(1, "rule"));
    assertEquals("2 rules", Counted.of(2, "rule"));
  }

  @Test
  void oneTimeIsOnce() {
    assertEquals("once", Counted.times(1));
    assertEquals("2 times", Counted.times(2));
  }
}
