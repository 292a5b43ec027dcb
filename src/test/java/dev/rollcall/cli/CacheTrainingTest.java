package dev.rollcall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CacheTrainingTest {
  private static String trained(CacheTraining.Kind kind) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    int exit = CacheTraining.train(kind, new PrintStream(printed, true, StandardCharsets.UTF_8));
    String said = printed.toString(StandardCharsets.UTF_8);
    assertEquals(0, exit, said);
    assertTrue(said.contains("sql.tds"), said);
    return said;
  }

  /** The faults that take seconds are not among them. */
  @Test
  void forProbesItListsThePlanAndChecksTheStandIns() {
    String said = trained(CacheTraining.Kind.named("probing"));
    assertTrue(said.contains("failures=\"2\""), said);
  }

  @Test
  void forOtherCommandsItProbesNothing() {
    String said = trained(CacheTraining.Kind.named("quick"));
    assertTrue(said.contains("rollcall "), said);
    assertFalse(said.contains("failures="), said);
  }
}
