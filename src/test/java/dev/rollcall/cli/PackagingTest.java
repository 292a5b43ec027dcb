package dev.rollcall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.cli.output.Streams;
import dev.rollcall.run.Protocols;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/** What the packaging files, the README and its pages tell people, and their machines, to type. */
class PackagingTest {
  private static final Path PACKAGING = Path.of("packaging");
  private static final String COMMANDS =
      "(?:check|list|lint|explain|render|bundle(?= )|answer|demo|drift)\\b";

  /** A call by the jar, by the launcher, or in the README's shorter form. */
  private static final Pattern CALL =
      Pattern.compile(
          "(?:java -jar \\S*rollcall\\.jar +(?=[a-z-])"
              + "|(?<![\\w.-])rollcall +(?="
              + COMMANDS
              + ")"
              + "|`(?="
              + COMMANDS
              + "))"
              + "([^\\n`|#;&()]*)");

  private static final Pattern WORD = Pattern.compile("'[^']*'|\"[^\"]*\"|\\S+");

  /** Shell: where there is none, there is no launcher either. */
  @Test
  void theLauncherFollowsLinksAndSaysWhatIsMissing(@TempDir Path folder) throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    Path launcher = Files.copy(PACKAGING.resolve("rollcall"), home.resolve("rollcall"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("home/rollcall"));
    assertTrue(launch(link, "/usr/bin:/bin").contains("no jar: put rollcall.jar beside"));
    Files.writeString(home.resolve("rollcall.jar"), "");
    Path tools = Files.createDirectory(folder.resolve("tools"));
    for (String tool : List.of("readlink")) {
      Path there = Path.of("/usr/bin", tool);
      Path real = Files.exists(there) ? there : Path.of("/bin", tool);
      Path wrapper = tools.resolve(tool);
      Files.writeString(wrapper, "#!/bin/sh\nexec " + real + " \"$@\"\n");
      assertTrue(wrapper.toFile().setExecutable(true));
    }
    Path again = Files.createSymbolicLink(folder.resolve("again"), link.toAbsolutePath());
    assertTrue(launch(again, tools.toString()).contains("install a Java runtime, 17 or newer"));
    assertTrue(Files.isRegularFile(launcher));
  }

  /** A package's own runtime, whatever else is on the PATH. */
  @Test
  void theLauncherTakesTheJavaBesideTheJar(@TempDir Path folder) throws Exception {
    Path launcher = Files.copy(PACKAGING.resolve("rollcall"), folder.resolve("rollcall"));
    Files.writeString(folder.resolve("rollcall.jar"), "");
    Path own = Files.createDirectories(folder.resolve("runtime/bin")).resolve("java");
    Files.writeString(own, "#!/bin/sh\necho own \"$@\"\nexit 2\n");
    assertTrue(own.toFile().setExecutable(true));
    String said = launch(launcher, "/usr/bin:/bin");
    assertTrue(said.startsWith("own -XX:"), said);
    assertTrue(said.strip().endsWith("rollcall.jar --version"), said);
  }

  private static String launch(Path script, String path) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", script.toString(), "--version").redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", path);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(2, process.waitFor(), said);
    return said;
  }

  /** Before anything else is asked: no device, no right and no tool is needed for that. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          198.18.9/16      | '198.18.9' in '198.18.9/16' is no IPv4 address
          198.18..9/16     | '198.18..9' in '198.18..9/16' is no IPv4 address
          1.2.3.4.5/16     | '1.2.3.4.5' in '1.2.3.4.5/16' is no IPv4 address
          198.18.9.999/24  | '999' in '198.18.9.999/24' is no number from 0 to 255
          198.18.9.010/24  | '010' in '198.18.9.010/24' is no number from 0 to 255
          198.18.9.1       | '198.18.9.1' has no prefix length
          198.18.9.1/      | '' in '198.18.9.1/' is no prefix length from 1 to 32
          198.18.9.1/33    | '33' in '198.18.9.1/33' is no prefix length from 1 to 32
          198.18.9.1/24/24 | '24/24' in '198.18.9.1/24/24' is no prefix length from 1 to 32
          0.0.0.0/0        | '0' in '0.0.0.0/0' is no prefix length from 1 to 32
          0.0.0.0/1        | '0.0.0.0/1' is an address of no network
          127.0.0.1/8      | '127.0.0.1/8' is a loopback address
          224.0.0.1/24     | '224.0.0.1/24' is a multicast address
          255.255.255.255/32 | '255.255.255.255/32' is a reserved address
          198.18.8.0/21    | '198.18.8.0/21' is the address of its whole network
          198.18.15.255/21 | '198.18.15.255/21' is the broadcast address of its network
          fd18:1::g/64     | 'fd18:1::g' in 'fd18:1::g/64' is no IPv6 address
          fd18::1::2/64    | 'fd18::1::2' in 'fd18::1::2/64' is no IPv6 address
          1:2:3:4:5:6:7/64 | '1:2:3:4:5:6:7' in '1:2:3:4:5:6:7/64' is no IPv6 address
          ::ffff:1.2.3.4/96 | '::ffff:1.2.3.4' in '::ffff:1.2.3.4/96' is no IPv6 address
          fd18:1::50/129   | '129' in 'fd18:1::50/129' is no prefix length from 1 to 128
          0::0/64          | '0::0/64' is the unspecified address
          0:0::0001/64     | '0:0::0001/64' is the loopback address
          FF02::1/64       | 'FF02::1/64' is a multicast address
          fd18:1::/64      | 'fd18:1::/64' is the address of its whole network
          """)
  void noAddressThatNoServerHasIsBorrowed(String address, String why) throws Exception {
    String said = borrow(2, address, "no-such-device", "true");
    assertTrue(said.startsWith("borrow-address: " + why), said);
    assertTrue(said.contains(": write "), said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "198.18.9.1/24",
        "198.18.8.255/21",
        "198.18.8.0/31",
        "198.18.8.255/32",
        "fd18:1::50/64",
        "1:2:3:4:5:6:7:8/64",
        "fd18:1::/127"
      })
  void anyOtherAddressMayBe(String address) throws Exception {
    String said = borrow(2, address, "no-such-device", "true");
    assertFalse(said.contains(address), said);
  }

  @Test
  void whatIsAskedForIsBorrowedOnlyForACommandThatExists() throws Exception {
    String said = borrow(2, "198.18.9.1/24", "no-such-device", "no-such-command");
    assertTrue(said.contains("there is no command 'no-such-command'"), said);
    said = borrow(2, "198.18.9.1/24", "no-such-device", "/etc/passwd");
    assertTrue(said.contains("there is no command '/etc/passwd'"), said);
    assertTrue(borrow(2, "--helo").contains("there is no option '--helo'"));
    assertTrue(borrow(0, "-h").startsWith("Usage: borrow-address ADDRESS/PREFIX DEVICE COMMAND"));
    assertEquals(borrow(0, "-h"), borrow(0, "--help"));
  }

  private static String borrow(int code, String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "packaging/borrow-address"));
    command.addAll(List.of(args));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(code, process.waitFor(), said);
    return said;
  }

  private static List<Path> texts() throws IOException {
    List<Path> texts = new ArrayList<>(List.of(Path.of("README.md")));
    try (Stream<Path> packaging = Files.walk(PACKAGING);
        Stream<Path> pages = Files.walk(Path.of("src/site"))) {
      Stream.concat(packaging, pages)
          .filter(file -> Files.isRegularFile(file) && !file.toString().endsWith(".png"))
          // Sentences of an alert, not lines to be typed.
          .filter(file -> !file.startsWith(PACKAGING.resolve("prometheus")))
          .forEach(texts::add);
    }
    return texts;
  }

  private static List<List<String>> calls(Path text) throws IOException {
    List<List<String>> calls = new ArrayList<>();
    Matcher call = CALL.matcher(Files.readString(text).replaceAll("\\\\\\n\\s*", " "));
    while (call.find()) {
      List<String> words = new ArrayList<>();
      Matcher word = WORD.matcher(call.group(1));
      while (word.find()) {
        // An ellipsis stands for words that the reader knows.
        if (!word.group().equals("…")) {
          words.add(word.group().replaceAll("^['\"]|['\"]$", ""));
        }
      }
      calls.add(words);
    }
    return calls;
  }

  @ParameterizedTest
  @MethodSource("texts")
  void everyCommandLineIsOneThatRollcallTakes(Path text) throws Exception {
    for (List<String> words : calls(text)) {
      String line = text + ": " + String.join(" ", words);
      try {
        Main.commandLine(new Streams(System.out, System.err), Protocols.ALL)
            .parseArgs(words.toArray(String[]::new));
      } catch (MissingParameterException e) {
        // Prose may name a command alone.
        assertEquals(1, words.size(), line);
      } catch (ParameterException e) {
        throw new AssertionError(line + ": " + e.getMessage(), e);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "systemd/rollcall.service",
        "cron/rollcall",
        "ci/Jenkinsfile",
        "ci/gitlab-ci.yml",
        "ci/azure-pipelines.yml",
        "ci/github-actions.yml"
      })
  void eachOfTheseRunsOneCheck(String file) throws Exception {
    List<List<String>> calls = calls(PACKAGING.resolve(file));
    assertEquals(1, calls.size(), calls::toString);
    assertEquals("check", calls.get(0).get(0));
    assertTrue(calls.get(0).contains("--deadline"), calls::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gitlab-ci.yml", "azure-pipelines.yml", "github-actions.yml"})
  void pipelinesAreYaml(String file) throws Exception {
    Object pipeline =
        new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build())
            .loadFromString(Files.readString(PACKAGING.resolve("ci").resolve(file)));
    assertFalse(assertInstanceOf(Map.class, pipeline).isEmpty());
  }

  /** As cron reads a line of cron.d: five fields of time, a user, a command without a percent. */
  @Test
  void theCronFileIsOne() throws Exception {
    int jobs = 0;
    String text = Files.readString(PACKAGING.resolve("cron/rollcall"));
    assertTrue(text.endsWith("\n"), "cron ignores a last line without its line feed");
    for (String line : text.split("\n", -1)) {
      if (line.isBlank() || line.startsWith("#") || line.matches("[A-Z]+=\\S+")) {
        continue;
      }
      jobs++;
      String[] fields = line.split("\\s+", 7);
      assertEquals(7, fields.length, line);
      int[] most = {59, 23, 31, 12, 7};
      for (int i = 0; i < most.length; i++) {
        assertTrue(
            fields[i].equals("*")
                || (fields[i].matches("[0-9]{1,2}") && Integer.parseInt(fields[i]) <= most[i]),
            line);
      }
      assertEquals("rollcall", fields[5]);
      assertEquals(-1, fields[6].indexOf('%'), line);
    }
    assertEquals(1, jobs);
  }
}
