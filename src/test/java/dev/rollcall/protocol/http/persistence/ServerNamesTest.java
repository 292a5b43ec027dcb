package dev.rollcall.protocol.http.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerNamesTest {
  private static final ServerNames NAMES =
      new ServerNames(
          List.of("web01.uni.edu 10.1.2.3", "web02.uni.edu 10.1.2.4 fd00::4", "10.9.9.9"),
          List.of("blue"));

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "web01, web01.uni.edu",
        "WEB02.Uni.Edu, web02.uni.edu",
        "served by web01., web01.uni.edu",
        "served by web01.uni.edu., web01.uni.edu",
        "1!web02, web02.uni.edu",
        "10.1.2.4:443, web02.uni.edu",
        "10.9.9.9, 10.9.9.9",
        "blue, blue",
        "blue1, -",
        "is blue, -",
        "web011, -",
        "xweb01, -",
        "web-web01x, -",
        "10.1.2.33, -",
        "110.1.2.3, -",
        "10.1.2.3.4, -",
        "web01.uni.edu web02.uni.edu, -",
        "web01 or web02, -",
        "10.9, -",
        "10, -",
        "uni.edu, -",
        "web01.uni.edu.evil.test, web01.uni.edu",
        "'', -"
      })
  void tellsExactlyOneServerOrNone(String text, String server) {
    assertEquals(Optional.ofNullable(server), NAMES.serverIn(text));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"www, -", "www.a.edu, www.a.edu", "www.b.edu, www.b.edu"})
  void aLabelThatTwoServersShareIdentifiesNeither(String text, String server) {
    ServerNames names = new ServerNames(List.of("www.a.edu", "www.b.edu"), List.of());
    assertEquals(Optional.ofNullable(server), names.serverIn(text));
  }
}
