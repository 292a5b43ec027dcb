package dev.rollcall.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TerminalTest {
  @Test
  void theOldConsoleOfWindowsIsNotColoured() {
    assertFalse(Terminal.obeys("Windows 10", Map.of("ConEmuANSI", "OFF")));
    assertTrue(Terminal.obeys("Windows 11", Map.of("WT_SESSION", "1")));
    assertTrue(Terminal.obeys("Windows 11", Map.of("TERM", "xterm")));
    assertTrue(Terminal.obeys("Linux", Map.of()));
    assertFalse(Terminal.obeys("Linux", Map.of("TERM", "dumb")));
    assertTrue(Terminal.obeys("Mac OS X", Map.of()));
  }

  @Test
  void columnsAsksForAWidth() {
    assertEquals(OptionalInt.of(120), Terminal.asked(Map.of("COLUMNS", "120")));
    for (String none : List.of("", "0", "-5", "wide", "123456")) {
      assertEquals(OptionalInt.empty(), Terminal.asked(Map.of("COLUMNS", none)), none);
    }
    assertEquals(OptionalInt.empty(), Terminal.asked(Map.of()));
  }
}
