package dev.rollcall.protocol.smb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class UncTest {
  @Test
  void backslashesAtEitherEndAreNoPart() {
    assertEquals(Optional.of(new Unc("h", "s", "a\\b")), Unc.parse("\\\\h\\s\\\\a\\b\\\\"));
    assertEquals(Optional.of(new Unc("h", "s", "")), Unc.parse("\\\\h\\s\\"));
    assertEquals(Optional.empty(), Unc.parse("\\\\h\\"));
  }

  @Test
  void backslashesOfAnyNumberTakeNoLongerThanTheirLength() {
    String path = "a" + "\\".repeat(1 << 18) + "b";
    assertEquals(Optional.of(new Unc("h", "s", path)), Unc.parse("\\\\h\\s\\" + path));
  }
}
