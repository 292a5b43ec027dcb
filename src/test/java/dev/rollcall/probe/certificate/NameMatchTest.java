package dev.rollcall.probe.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9525 §6.3 as a table. */
class NameMatchTest {
  @ParameterizedTest
  @CsvSource({
    "dns:uni.edu,            uni.edu,          true",
    "dns:UNI.edu,            uni.EDU,          true",
    "dns:uni.edu,            uni.edu.,         true",
    "dns:uni.edu.,           uni.edu,          false",
    "dns:uni.edu,            www.uni.edu,      false",
    "dns:*.uni.edu,          www.uni.edu,      true",
    "dns:*.uni.edu,          a.b.uni.edu,      false",
    "dns:*.uni.edu,          uni.edu,          false",
    "dns:*.uni.edu,          .uni.edu,         false",
    "dns:*.edu,              uni.edu,          false",
    "dns:*,                  uni,              false",
    "dns:w*.uni.edu,         www.uni.edu,      false",
    "dns:www.*.edu,          www.uni.edu,      false",
    "dns:xn--mller-kva.test, müller.test,      true",
    // IDNA2008 has another ASCII form than IDNA2003, whose "ss" is another host's name.
    "dns:giessen.test,       gießen.test,      false",
    "dns:xn--gieen-nqa.test, xn--gieen-nqa.test, true",
    "ip:10.0.0.1,            10.0.0.1,         true",
    "ip:10.0.0.1,            10.0.0.2,         false",
    "dns:10.0.0.1,           10.0.0.1,         false",
    "ip:0:0:0:0:0:0:0:1,     ::1,              true",
    "ip:10.0.0.1,            999.0.0.1,        false",
    "dns:x,                  10.0.0.1,         false"
  })
  void covers(String name, String host, boolean expected) {
    assertEquals(expected, NameMatch.covers(List.of(name), host));
  }

  /** As OpenSSL, curl and Java were seen to judge. */
  @ParameterizedTest
  @CsvSource({
    "dns:h2.uni.edu,  h2.uni.edu,  STANDARD",
    "dns:h2.uni.edu.; dns:H2.uni.edu, h2.uni.edu, STANDARD",
    "dns:h2.uni.edu., h2.uni.edu,  TRAILING_DOT",
    "dns:H2.uni.edu., h2.uni.edu., TRAILING_DOT",
    "dns:*.uni.edu.,  h2.uni.edu,  TRAILING_DOT",
    "dns:h*.uni.edu,  h2.uni.edu,  PARTIAL_WILDCARD",
    "dns:h*.uni.edu., h2.uni.edu,  NONE",
    "dns:h3.uni.edu., h2.uni.edu,  NONE",
    "dns:h2.uni.edu.., h2.uni.edu, NONE"
  })
  void cover(String names, String host, NameMatch.Cover expected) {
    assertEquals(expected, NameMatch.cover(List.of(names.split("; ")), List.of(), host));
  }
}
