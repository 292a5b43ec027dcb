package dev.rollcall.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.catalogue.bind.Kind;
import dev.rollcall.catalogue.bind.Readers;
import dev.rollcall.catalogue.bind.Section;
import dev.rollcall.cli.Said;
import dev.rollcall.model.fault.FaultKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page on catalogues: its examples work, and it leaves out no key, type or fault. */
class CataloguesPageTest {
  private static final Path PAGE = Path.of("src/site/catalogues.md");
  private static final Pattern FILE = Pattern.compile("```yaml\\n# (\\S+)\\n([\\s\\S]*?)```");
  private static final Pattern WORD = Pattern.compile("`([^`]+)`");

  @TempDir private Path folder;

  private String page = "";

  @BeforeEach
  void writeTheExamples() throws IOException {
    page = Files.readString(PAGE);
    Matcher file = FILE.matcher(page);
    while (file.find()) {
      Files.writeString(folder.resolve(file.group(1)), file.group(2));
    }
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"appsanywhere", "client"})
  void theExamplesAreRight(String vantage) {
    Said lint =
        Said.to(
            "lint", "--checks", file("print.yaml"), "--site", file("site.yaml"), "--from", vantage);
    assertEquals(0, lint.exit(), lint::err);
    assertTrue(lint.out().contains("catalogue print: 3 rules"), lint.out());
  }

  @Test
  void theExampleIsChecked() throws IOException {
    String here =
        Files.readString(folder.resolve("site.yaml")).replace("print.uni.edu", "127.0.0.1");
    Files.writeString(folder.resolve("here.yaml"), here.replace("}", ", port: 1}"));
    Said check =
        Said.to(
            "check",
            "--checks",
            file("print.yaml"),
            "--site",
            file("here.yaml"),
            "--only",
            "print.ipp");
    assertEquals(1, check.exit(), check::err);
    assertTrue(check.out().contains("CONNECT REFUSED"), check.out());
  }

  @Test
  void initAsksForItsSiteFile() {
    Said init =
        Said.to(
            "init",
            file("made.yaml"),
            "--checks",
            file("print.yaml"),
            "--set=print.host=print.uni.edu",
            "--yes");
    assertEquals(0, init.exit(), init::err);
  }

  /** The words in the first column of the table under a heading. */
  private Set<String> rows(String heading) {
    String section =
        page.substring(page.indexOf("\n## " + heading + "\n") + 4).split("\n## ", -1)[0];
    return section
        .lines()
        .filter(line -> line.startsWith("| `"))
        .flatMap(line -> WORD.matcher(line.split("\\|", -1)[1]).results())
        .map(word -> word.group(1))
        .collect(Collectors.toSet());
  }

  @Test
  void everyTypeAndKeyIsThere() {
    assertEquals(Readers.constants(Kind.class).keySet(), rows("Values"));
    assertEquals(
        Section.of(RuleKeys.class).keys().stream()
            .map(key -> key.name())
            .collect(Collectors.toSet()),
        rows("Rules"));
  }

  @Test
  void everyFaultIsWhereItCounts() {
    Set<FaultKind> listed = EnumSet.allOf(FaultKind.class);
    listed.removeAll(RuleReader.BLOCKING);
    listed.removeAll(RuleReader.NEVER);
    assertEquals(names(RuleReader.BLOCKING), line("count if you give no list"));
    assertEquals(names(listed), line("only if you list them"));
    assertEquals(names(RuleReader.NEVER), line("never count"));
  }

  private static Set<String> names(Set<FaultKind> kinds) {
    return kinds.stream().map(FaultKind::name).collect(Collectors.toSet());
  }

  private Set<String> line(String with) {
    return page.lines()
        .filter(line -> line.startsWith("- ") && line.contains(with))
        .flatMap(line -> WORD.matcher(line).results())
        .map(word -> word.group(1))
        .collect(Collectors.toSet());
  }
}
