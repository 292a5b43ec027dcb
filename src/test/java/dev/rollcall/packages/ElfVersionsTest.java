package dev.rollcall.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the bound on the C library rests on. */
class ElfVersionsTest {
  @Test
  void versionsCountAsNumbersAndNotAsText() {
    assertEquals(2017, GlibcBound.number("GLIBC_2.17"));
    assertEquals(2002, GlibcBound.number("GLIBC_2.2.5"));
    assertEquals(2036, GlibcBound.number("GLIBC_ABI_DT_RELR"));
    assertEquals(0, GlibcBound.number("GCC_3.0"));
  }

  @Test
  void otherFilesAreNoElfFiles() {
    assertFalse(ElfVersions.holds(new byte[0]));
    assertFalse(ElfVersions.holds("#!/bin/sh\n".repeat(20).getBytes(StandardCharsets.US_ASCII)));
  }
}
