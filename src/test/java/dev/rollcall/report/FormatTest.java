package dev.rollcall.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class FormatTest {
  @Test
  void knowsItsNames() {
    assertEquals(Format.JSON, Format.named("json"));
    assertEquals(Format.JUNIT, Format.named("junit"));
    assertEquals(Format.CONSOLE, Format.named("console"));
    assertEquals(Format.PROMETHEUS, Format.named("prometheus"));
    assertEquals(Format.HTML, Format.named("html"));
    assertEquals(Format.NAGIOS, Format.named("nagios"));
    assertEquals(Format.CHANGE_REQUEST, Format.named("change-request"));
  }

  @Test
  void unknownNamesListTheKnown() {
    assertEquals(
        "'jsno' is not a report format: use one of json, jsonl, junit, console, prometheus, html,"
            + " nagios, change-request, github-summary",
        assertThrows(IllegalArgumentException.class, () -> Format.named("jsno")).getMessage());
  }
}
