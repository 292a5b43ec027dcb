package dev.rollcall.protocol.smb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class UncPathTest {
  @Test
  void backslashesAtEitherEndAreNoPart() {
    assertEquals(Optional.of(new UncPath("h", "s", "a\\b")), UncPath.parse("\\\\h\\s\\\\a\\b\\\\"));
    assertEquals(Optional.of(new UncPath("h", "s", "")), UncPath.parse("\\\\h\\s\\"));
    assertEquals(Optional.empty(), UncPath.parse("\\\\h\\"));
  }

  @Test
  void backslashesOfAnyNumberTakeNoLongerThanTheirLength() {
    String path = "a" + "\\".repeat(1 << 18) + "b";
    assertEquals(Optional.of(new UncPath("h", "s", path)), UncPath.parse("\\\\h\\s\\" + path));
  }
}
