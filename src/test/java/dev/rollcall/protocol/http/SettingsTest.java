package dev.rollcall.protocol.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Target;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.settings.YamlKey;
import dev.rollcall.protocol.http.message.Location;
import dev.rollcall.protocol.http.message.Scheme;
import dev.rollcall.protocol.http.message.StatusPattern;
import dev.rollcall.protocol.http.message.TextGlob;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a rule may say, and how patterns and ways are read. */
class SettingsTest {
  private static final Target BASE = new Target("a.test", Port.tcp(80));

  @Test
  void everyKeyIsDescribed() {
    for (Protocol<?> protocol : List.of(HttpProtocol.PLAIN, HttpProtocol.TLS)) {
      RecordComponent[] components = protocol.settings().getRecordComponents();
      assertEquals(10, components.length);
      assertEquals(
          0, Arrays.stream(components).filter(c -> c.getAnnotation(YamlKey.class) == null).count());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "/a b", "/a\r\nHost: x", "/ä", "/a#b"})
  void badPaths(String path) {
    assertThrows(IllegalArgumentException.class, () -> new Settings().path(path).build());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 65536})
  void badPorts(int port) {
    assertEquals(
        "redirect-port " + port + " is not between 1 and 65535",
        assertThrows(
                IllegalArgumentException.class, () -> new Settings().redirectPort(port).build())
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "20", "6xx", "2x0", "not-", "ok"})
  void badStatuses(String status) {
    assertEquals(
        "status '" + status + "' is not of the form 200, 2xx, not-404 or not-5xx",
        assertThrows(IllegalArgumentException.class, () -> new Settings().status(status).build())
            .getMessage());
  }

  @Test
  void badOthers() {
    assertThrows(IllegalArgumentException.class, () -> new Settings().header("Server").build());
    assertThrows(IllegalArgumentException.class, () -> new Settings().body("").build());
    assertThrows(IllegalArgumentException.class, () -> new Settings().proof().build());
  }

  @ParameterizedTest
  @CsvSource({
    "'',          599, true",
    "200,         200, true",
    "200,         201, false",
    "2xx 301,     204, true",
    "2xx 301,     301, true",
    "2xx 301,     302, false",
    "not-5xx,     404, true",
    "not-5xx,     503, false",
    "4xx not-407, 404, true",
    "4xx not-407, 407, false",
    "4xx not-407, 200, false"
  })
  void statuses(String entries, int status, boolean accepted) {
    List<String> list = entries.isEmpty() ? List.of() : List.of(entries.split(" "));
    assertEquals(accepted, StatusPattern.accepts(list, status));
  }

  @ParameterizedTest
  @CsvSource({
    "*,        '',      true",
    "a*c,      ABBC,    true",
    "a*c,      abcd,    false",
    "a?c,      abc,     true",
    "a?c,      ac,      false",
    "*b*b*,    abab,    true",
    "x-ms-*,   X-Ms-,   true",
    "'',       a,       false"
  })
  void globs(String pattern, String text, boolean matches) {
    assertEquals(matches, TextGlob.matches(pattern, text));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "https://B.test.,               https b.test 443 /",
        "https://b.test:8443/x?y#z,     https b.test 8443 /x?y",
        "https://b.test:/x,             https b.test 443 /x",
        "https://b.test?y,              https b.test 443 /?y",
        "https://a.test@b.test/,        https b.test 443 /",
        "https://a.test:80@b.test:81/@, https b.test 81 /@",
        "https://[FD00::1]:81/,         https fd00::1 81 /",
        "//b.test/x,                    http b.test 80 /x",
        "/\\b.test/x,                   http b.test 80 /x",
        "https:/b.test,                 https b.test 443 /",
        "http:b.test,                   http b.test 80 /",
        "/x?u=http://b.test,            http a.test 80 /x?u=http://b.test",
        "x,                             http a.test 80 /x",
        "'',                            http a.test 80 /",
        "javascript:alert(1),           none",
        "https://,                      none",
        "https://b.test:x/,             none"
      })
  void locations(String value, String expected) {
    Optional<Location> read = Location.of(value, Scheme.HTTP, BASE);
    assertEquals(
        expected,
        read.map(l -> l.scheme() + " " + l.host() + " " + l.port() + " " + l.uri()).orElse("none"));
  }
}
