package dev.rollcall.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNamesTest {
  @Test
  void namesHaveOneAsciiForm() {
    assertEquals(Optional.of("MSSQL.uni.edu"), HostNames.inAscii("MSSQL.uni.edu"));
    assertEquals(Optional.of("xn--mller-kva.uni.edu"), HostNames.inAscii("m\u00fcller.uni.edu"));
    assertEquals(Optional.of("xn--uni-gieen-m1a.edu"), HostNames.inAscii("xn--uni-gieen-m1a.edu"));
    assertEquals(Optional.empty(), HostNames.inAscii("x".repeat(64) + ".uni.edu"));
  }

  @Test
  void anAuthorityHasNoFinalDotAndBracketsAroundAnAddress() {
    assertEquals("mssql.uni.edu", HostNames.authority("mssql.uni.edu."));
    assertEquals("10.0.0.1", HostNames.authority("10.0.0.1"));
    assertEquals("[2001:db8::1]", HostNames.authority("2001:db8::1"));
  }

  /** UTS #46 §6.1: IDNA2003 would give another host's name. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "uni-gie\u00dfen.edu",
        "GIE\u1e9eEN.edu",
        "\u03bf\u03b4\u03cc\u03c2.gr",
        "\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.ir",
        "\u0dc1\u0dca\u200d\u0dbb\u0dd3.lk"
      })
  void namesWithTwoFormsHaveNone(String name) {
    assertTrue(HostNames.isAmbiguous(name));
    assertEquals(Optional.empty(), HostNames.inAscii(name));
  }
}
