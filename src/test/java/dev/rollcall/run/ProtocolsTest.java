package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.probe.Protocol;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The registry, the page of probes and the catalogues under checks/ name the same protocols. */
class ProtocolsTest {
  private static final Set<String> REGISTRY = new TreeSet<>(Protocols.ALL.byName().keySet());

  @Test
  void thePageOfProbesHasARowForEach() throws Exception {
    List<String> lines = Files.readAllLines(Path.of("src/site/probes.md"));
    int table = lines.indexOf("| protocol | what proves the destination |");
    assertTrue(table >= 0, "the table of protocols");
    List<String> rows =
        lines.subList(table + 2, lines.size()).stream()
            .takeWhile(line -> line.startsWith("|"))
            .map(line -> line.replaceFirst("^\\| `([^`]*)` \\|.*$", "$1"))
            .toList();
    assertEquals(List.copyOf(REGISTRY), rows);
  }

  @Test
  void theCataloguesUseEach() throws Exception {
    Set<String> used = new TreeSet<>();
    try (var files = Files.newDirectoryStream(Path.of("checks"), "*.yaml")) {
      for (Path file : files) {
        Pattern.compile("\\bprotocol: *([a-z0-9-]+)")
            .matcher(Files.readString(file))
            .results()
            .forEach(match -> used.add(match.group(1)));
      }
    }
    assertEquals(REGISTRY, used);
  }

  @Test
  void namesAreTheirOwn() {
    Protocols.ALL.byName().forEach((name, protocol) -> assertEquals(name, protocol.name()));
  }

  /**
   * A report replaces {@code UDP port 123} by "the port"; of another port write {@code 123/udp}.
   */
  @Test
  void theirAdviceNamesNoPortThatAReportTakesForTheRulesOwn() {
    Pattern port = Pattern.compile("(TCP|UDP) port [0-9]");
    Protocols.ALL
        .byName()
        .forEach(
            (name, protocol) ->
                protocol
                    .advice()
                    .values()
                    .forEach(advice -> assertFalse(port.matcher(advice).find(), advice)));
  }

  /** A firewall that inspects has a name for every protocol, except for bare TCP. */
  @Test
  void firewallsKnowThem() {
    Protocols.ALL
        .byName()
        .forEach(
            (name, protocol) -> {
              assertFalse(protocol.serviceNames().service().isBlank(), name);
              assertEquals(
                  name.equals("tcp"), protocol.serviceNames().applications().isEmpty(), name);
            });
  }

  /** Which controller took a login, an offset and a size differ from run to run. */
  @Test
  void driftComparesNoFactThatDiffersByItself() {
    assertTrue(
        Protocols.ALL
            .volatileFacts()
            .containsAll(Set.of("ldap.base", "ntp.offset", "http.body-bytes", "smb.clock")));
    assertFalse(Protocols.ALL.volatileFacts().contains("ldap.vendor"));
  }

  /** By themselves these words are a transport and a scheme of URLs, which the core does know. */
  private static final Map<String, Set<String>> OTHER_MEANINGS =
      Map.of(
          "model/Port.java",
          Set.of("tcp"),
          "catalogue/UrlParts.java",
          Set.of("https"),
          "cli/Receiver.java",
          Set.of("http", "https"),
          "cli/WebhookUrl.java",
          Set.of("http", "https"));

  /** What a protocol declares, the core asks it for: it names neither protocols nor their facts. */
  @Test
  void onlyTheListNamesProtocolsAndOnlyProtocolsTheirFacts() throws Exception {
    Pattern word = Pattern.compile("\"(" + String.join("|", words()) + ")(\\.[a-z-]*)?\"");
    List<String> named = new ArrayList<>();
    Path root = Path.of("src/main/java/dev/rollcall");
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String name = root.relativize(file).toString();
        Set<String> allowed =
            OTHER_MEANINGS.getOrDefault(name.replaceFirst("^(\\w+)/.*/", "$1/"), Set.of());
        if (!name.startsWith("protocol/")) {
          word.matcher(Files.readString(file))
              .results()
              .filter(match -> match.group(2) != null || !allowed.contains(match.group(1)))
              .forEach(match -> named.add(name + ": " + match.group()));
        }
      }
    }
    assertEquals(List.of(), named);
  }

  /** The names of protocols, and what the names of their facts begin with. */
  private static Set<String> words() {
    Set<String> words = new TreeSet<>(REGISTRY);
    Protocols.ALL.volatileFacts().forEach(fact -> words.add(fact.substring(0, fact.indexOf('.'))));
    return words;
  }

  /** Nothing but the list depends on a protocol's package. */
  @Test
  void oneLineOfTheSourceKnowsAProtocol() throws Exception {
    Path root = Path.of("src/main/java/dev/rollcall");
    Map<String, String> known = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String text = Files.readString(file);
        if (!root.relativize(file).startsWith("protocol")
            && text.contains("import dev.rollcall.protocol.")) {
          known.put(root.relativize(file).toString(), text);
        }
      }
    }
    assertEquals(Set.of("run/Protocols.java"), known.keySet());
    for (Protocol<?> protocol : Protocols.ALL.byName().values()) {
      String made = made(protocol);
      assertEquals(2, known.get("run/Protocols.java").split(Pattern.quote(made), -1).length, made);
    }
  }

  /** How the list names it: by its class's constant for it, or by a new one. */
  private static String made(Protocol<?> protocol) throws IllegalAccessException {
    Class<?> type = protocol.getClass();
    for (Field field : type.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.get(null) == protocol) {
        return type.getSimpleName() + "." + field.getName() + ",";
      }
    }
    return "new " + type.getSimpleName() + "()";
  }
}
