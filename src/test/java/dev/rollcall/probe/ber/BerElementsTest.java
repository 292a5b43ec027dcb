package dev.rollcall.probe.ber;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class BerElementsTest {
  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  @Test
  void elementsSideBySideAreCounted() {
    byte[] many = new byte[2000];
    assertFalse(BerElements.exceed(many, 1000));
    assertTrue(BerElements.exceed(many, 999));
    assertTrue(BerElements.exceed(Arrays.copyOf(many, 60_000), 1000));
    assertFalse(BerElements.exceed(new byte[0], 0));
    // What stands inside of one is not beside it, whatever the form of its length.
    for (String hex :
        new String[] {"3004050005000500", "308104050005000500", "30840000000405000500"}) {
      assertFalse(BerElements.exceed(bytes(hex), 2), hex);
    }
    assertTrue(BerElements.exceed(bytes("3081040500050005000500"), 2));
  }

  @Test
  void whatIsNoBerEndsTheCount() {
    for (String hex :
        new String[] {
          "05", "0500" + "05", "3005", "30857fffffff00", "3084ffffffff", "3084ff", "3080"
        }) {
      assertFalse(BerElements.exceed(bytes(hex), 2), hex);
    }
  }
}
