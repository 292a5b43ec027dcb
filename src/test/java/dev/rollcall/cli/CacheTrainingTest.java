package dev.rollcall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CacheTrainingTest {
  /** The faults that take seconds are not among them. */
  @Test
  void itListsThePlanAndChecksTheStandIns() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    int exit = CacheTraining.train(new PrintStream(printed, true, StandardCharsets.UTF_8));
    String said = printed.toString(StandardCharsets.UTF_8);
    assertEquals(0, exit, said);
    assertTrue(said.contains("sql.tds"), said);
    assertTrue(said.contains("failures=\"2\""), said);
  }
}
