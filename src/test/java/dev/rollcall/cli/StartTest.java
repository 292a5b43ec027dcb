package dev.rollcall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.DataInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The jar's entry, which an older Java must be able to read. */
class StartTest {
  @ParameterizedTest
  @CsvSource({"52.0, 1.8.0_412", "55.0, 11.0.22", "60.0, 16.0.2"})
  void anOlderJavaIsToldWhichOneIsNeeded(String classes, String version) {
    assertEquals(
        "Rollcall needs Java 17 or newer; this is Java "
            + version
            + " (/usr/lib/jvm/x): install a newer one, or use the package of Rollcall that has its"
            + " own.",
        Start.complaint(classes, version, "/usr/lib/jvm/x"));
  }

  @ParameterizedTest
  @CsvSource({"61.0, 17", "65.0, 21.0.2", "69.0, 25", "69, 25"})
  void othersAreNewEnough(String classes, String version) {
    assertEquals("", Start.complaint(classes, version, "/usr/lib/jvm/x"));
  }

  /** JVMS §4.1: the version 52 is that of Java 8. It names no class that Java 8 lacks. */
  @Test
  void itIsAClassOfJavaEight() throws Exception {
    try (DataInputStream in = new DataInputStream(Start.class.getResourceAsStream("Start.class"))) {
      assertEquals(0xcafebabe, in.readInt());
      assertEquals(52, in.readInt());
    }
  }
}
