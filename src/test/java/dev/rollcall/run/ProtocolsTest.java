package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The registry, the page of probes and the catalogues under checks/ name the same protocols. */
class ProtocolsTest {
  private static final Set<String> REGISTRY = new TreeSet<>(Protocols.BY_NAME.keySet());

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
    Protocols.BY_NAME.forEach((name, protocol) -> assertEquals(name, protocol.name()));
    assertEquals(12, REGISTRY.size());
  }

  /** Which controller took a login, an offset and a size differ from run to run. */
  @Test
  void driftComparesNoFactThatDiffersByItself() {
    assertTrue(
        Protocols.VOLATILE_FACTS.containsAll(
            Set.of("ldap.base", "ntp.offset", "http.body-bytes", "smb.clock")));
    assertFalse(Protocols.VOLATILE_FACTS.contains("ldap.vendor"));
  }
}
