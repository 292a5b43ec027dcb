package dev.rollcall.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "ad.ldaps, ad.ldaps, true",
    "ad.ldaps, ad.ldap, false",
    "AD.ldaps, ad.ldaps, false",
    "ad.*, ad.ldaps, true",
    "ad.*, ad., true",
    "ad.*, adx, false",
    "*, a, true",
    "*.*s, ad.ldaps, true",
    "*a*b, aab, true",
    "*a*b, aaba, false",
    "?d.l*, ad.ldaps, true",
    "?, ab, false",
    "a.c, abc, false",
    "a\\E*, a\\Eb, true",
    "**?, a, true"
  })
  void starsAndQuestionMarks(String glob, String id, boolean matches) {
    assertEquals(matches, Glob.of(glob).test(id));
  }

  /** As a regular expression this takes longer than anybody waits. */
  @Test
  void manyStarsTakeNoTime() {
    assertEquals(false, Glob.of("*a".repeat(50) + "b").test("a".repeat(500)));
  }
}
