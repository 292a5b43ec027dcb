package dev.rollcall.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormatTest {
  @Test
  void knowsItsNames() {
    assertEquals(Format.JSON, Format.named("json"));
    assertEquals(Format.JUNIT, Format.named("junit"));
    assertEquals(Format.CONSOLE, Format.named("console"));
    assertEquals(Format.PROMETHEUS, Format.named("prometheus"));
    assertEquals(Format.NAGIOS, Format.named("nagios"));
    assertEquals(Format.CHANGE_REQUEST, Format.named("change-request"));
  }

  @ParameterizedTest
  @ValueSource(strings = "html")
  void reservedNamesAreRefusedWithTheWayRoundIt(String word) {
    assertEquals(
        "the report format '"
            + word
            + "' is not part of this version: write json now, other reports can be rendered from"
            + " it later",
        assertThrows(IllegalArgumentException.class, () -> Format.named(word)).getMessage());
  }

  @Test
  void unknownNamesListTheKnown() {
    assertEquals(
        "'jsno' is not a report format: use one of json, jsonl, junit, console, prometheus, nagios,"
            + " change-request",
        assertThrows(IllegalArgumentException.class, () -> Format.named("jsno")).getMessage());
  }
}
