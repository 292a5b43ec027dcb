package dev.rollcall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.cli.output.Streams;
import dev.rollcall.run.Protocols;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The examples for many hosts: what they call exists, and they agree with the other files. */
class FleetTest {
  private static final Path PACKAGING = Path.of("packaging");
  private static final Path ROLE = PACKAGING.resolve("ansible/roles/rollcall");

  private static List<Object> yaml(String text) {
    List<Object> documents = new ArrayList<>();
    new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build())
        .loadAllFromString(text)
        .forEach(documents::add);
    return documents;
  }

  /** What stands at a path of keys, and of numbers in a list. */
  private static Object at(Object node, String path) {
    Object here = node;
    for (String key : path.split(" ", -1)) {
      here =
          here instanceof List<?> list
              ? list.get(Integer.parseInt(key))
              : assertInstanceOf(Map.class, here, path).get(key);
    }
    return here;
  }

  private static List<?> list(Object node) {
    return assertInstanceOf(List.class, node);
  }

  private static Set<String> named(Object list, String key) {
    return list(list).stream()
        .map(one -> String.valueOf(at(one, key)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void parse(List<String> words) {
    Main.commandLine(new Streams(System.out, System.err), Protocols.ALL)
        .parseArgs(words.toArray(String[]::new));
  }

  @Test
  void theCronJobFitsTogether(@TempDir Path folder) throws Exception {
    List<Object> documents = yaml(Files.readString(PACKAGING.resolve("kubernetes/cronjob.yaml")));
    assertEquals(
        List.of("ConfigMap", "PersistentVolumeClaim", "CronJob"),
        documents.stream().map(one -> at(one, "kind")).toList());
    Object job = documents.get(2);
    assertEquals("Forbid", at(job, "spec concurrencyPolicy"));
    Object pod = at(job, "spec jobTemplate spec template spec");
    assertEquals(true, at(pod, "securityContext runAsNonRoot"));
    Object container = at(pod, "containers 0");
    assertEquals(true, at(container, "securityContext readOnlyRootFilesystem"));
    assertEquals(false, at(container, "securityContext allowPrivilegeEscalation"));
    assertEquals(named(at(pod, "volumes"), "name"), named(at(container, "volumeMounts"), "name"));
    assertEquals(at(documents.get(0), "metadata name"), at(pod, "volumes 0 configMap name"));
    assertEquals(
        at(documents.get(1), "metadata name"),
        at(pod, "volumes 2 persistentVolumeClaim claimName"));
    List<String> words = list(at(container, "args")).stream().map(String::valueOf).toList();
    parse(words);
    Set<String> mounted = named(at(container, "volumeMounts"), "mountPath");
    for (String path : words) {
      assertTrue(
          !path.startsWith("/") || mounted.stream().anyMatch(path::startsWith), words::toString);
    }
    assertTrue(mounted.contains(at(container, "env 0 value")), mounted::toString);
    assertTrue(mounted.contains(at(container, "env 1 value")), mounted::toString);
    Path site = folder.resolve("site.yaml");
    Files.writeString(site, String.valueOf(at(documents.get(0), "data site.yaml")));
    Said said = Said.to("lint", "--site", site.toString());
    assertEquals(0, said.exit(), said::toString);
  }

  private static String command(Path file, String launcher) throws IOException {
    Matcher command =
        Pattern.compile(Pattern.quote(launcher) + " (check .*)").matcher(Files.readString(file));
    assertTrue(command.find(), file::toString);
    return command.group(1).strip();
  }

  /** The role's commands are those of the files beside it, with room for options. */
  @ParameterizedTest
  @CsvSource({"rollcall.service.conf.j2, systemd/rollcall.service", "cron.j2, cron/rollcall"})
  void theRoleCallsTheRollAsTheOthersDo(String template, String other) throws Exception {
    String more = " {{ rollcall_options | join(' ') }}";
    String command =
        command(ROLE.resolve("templates").resolve(template), "{{ rollcall_launcher }}");
    assertTrue(command.endsWith(more), command);
    String plain = command.substring(0, command.length() - more.length());
    assertEquals(command(PACKAGING.resolve(other), "/opt/rollcall/rollcall"), plain);
    parse(List.of(plain.split(" ", -1)));
  }

  private static List<String> settings(String cron) {
    return cron.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
  }

  /** So a fleet does not call at once: both files wait for a random time first. */
  @Test
  void theRolesCronFileIsTheOther() throws Exception {
    String role =
        Files.readString(ROLE.resolve("templates/cron.j2"))
            .replace("{{ rollcall_mailto }}", "root")
            .replace("{{ rollcall_minute }}", "7")
            .replace("{{ rollcall_launcher }}", "/opt/rollcall/rollcall")
            .replace(" {{ rollcall_options | join(' ') }}", "");
    List<String> other = settings(Files.readString(PACKAGING.resolve("cron/rollcall")));
    assertEquals(other, settings(role));
    assertTrue(other.get(3).contains("sleep \"$(shuf "), other::toString);
  }

  /** The role's first tasks, which change nothing: each demands something of the variables. */
  private static String demand(String ofWhat) throws IOException {
    return list(yaml(Files.readString(ROLE.resolve("tasks/main.yml"))).get(0)).stream()
        .takeWhile(task -> assertInstanceOf(Map.class, task).containsKey("ansible.builtin.assert"))
        .filter(
            task -> (at(task, "loop") + " " + at(task, "ansible.builtin.assert")).contains(ofWhat))
        .map(task -> String.valueOf(at(task, "ansible.builtin.assert that")))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rollcall_options", "rollcall_home", "rollcall_credentials"})
  void theRoleRefusesWhatCronOrSystemdWouldChange(String variable) throws Exception {
    Matcher pattern = Pattern.compile("item is match\\('(.*)'\\)").matcher(demand(variable));
    assertTrue(pattern.matches());
    Pattern word = Pattern.compile(pattern.group(1).replace("\\Z", "\\z"));
    for (String good :
        List.of("--otlp", "http://localhost:4318", "jsonl=/var/log/rollcall/run.jsonl", "5m")) {
      assertTrue(word.matcher(good).lookingAt(), good);
    }
    for (String bad : List.of("a%b", "a b", "a;b", "$HOME", "a\nb", "a\n", "`a`", "a\\b", "'a'")) {
      assertFalse(word.matcher(bad).lookingAt(), bad);
    }
  }

  /** A package is always installed on the running host. */
  @Test
  void anotherRootNeedsATarball() throws Exception {
    assertEquals(
        "rollcall_root | length == 0 or rollcall_package.endswith('.tar.gz')",
        demand("rollcall_root"));
  }

  /** Not by one distribution's own module. */
  @Test
  void anRpmIsInstalledByWhatTheHostHas() throws Exception {
    Object rpm = at(yaml(Files.readString(ROLE.resolve("tasks/package.yml"))).get(0), "2");
    assertEquals("rollcall_package.endswith('.rpm')", at(rpm, "when"));
    assertEquals("present", at(rpm, "ansible.builtin.package state"));
  }

  private static Map<?, ?> first(Path file) throws IOException {
    return assertInstanceOf(Map.class, yaml(Files.readString(file)).get(0));
  }

  @Test
  void everyVariableOfTheRoleIsDescribedAndUsed() throws Exception {
    Map<?, ?> defaults = first(ROLE.resolve("defaults/main.yml"));
    Object specified =
        at(first(ROLE.resolve("meta/argument_specs.yml")), "argument_specs main options");
    assertEquals(defaults.keySet(), assertInstanceOf(Map.class, specified).keySet());
    StringBuilder uses = new StringBuilder();
    try (Stream<Path> files = Files.walk(ROLE)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.startsWith(ROLE.resolve("defaults")) && !file.startsWith(ROLE.resolve("meta"))) {
          uses.append(Files.readString(file));
        }
      }
    }
    for (Object name : defaults.keySet()) {
      Object set = defaults.get(name);
      Object said = at(specified, name + " default");
      assertTrue(said == null || said.equals(set), () -> name + ": " + said + " or " + set);
      assertTrue(
          Pattern.compile("\\{[{%][^}]*\\b" + name + "\\b|when: .*\\b" + name + "\\b")
              .matcher(uses)
              .find(),
          name::toString);
    }
  }

  private static String fenced(Path file, String begins) throws IOException {
    Matcher block =
        Pattern.compile("```yaml\\n(" + begins + "[\\s\\S]*?)```").matcher(Files.readString(file));
    assertTrue(block.find(), begins);
    return block.group(1);
  }

  @Test
  void theRolesExampleSetsOnlyItsVariables(@TempDir Path folder) throws Exception {
    Object example = yaml(fenced(ROLE.resolve("README.md"), "# my-site.yml")).get(0);
    Set<?> known = first(ROLE.resolve("defaults/main.yml")).keySet();
    assertTrue(known.containsAll(assertInstanceOf(Map.class, example).keySet()));
    Path site = folder.resolve("site.yaml");
    Files.writeString(
        site, new Dump(DumpSettings.builder().build()).dumpToString(at(example, "rollcall_site")));
    Said lint = Said.to("lint", "--site", site.toString());
    assertEquals(0, lint.exit(), lint::err);
    List<String> words = new ArrayList<>(List.of("check"));
    list(at(example, "rollcall_options")).forEach(word -> words.add(String.valueOf(word)));
    parse(words);
  }

  /** A collector reads keys that the JSON lines have. */
  @Test
  void theCollectorsFragmentReadsWhatIsWritten() throws Exception {
    String fragment = fenced(PACKAGING.resolve("monitoring.md"), "receivers:");
    assertFalse(yaml(fragment).isEmpty());
    String lines;
    try (var golden = FleetTest.class.getResourceAsStream("/dev/rollcall/report/run.jsonl")) {
      lines = new String(golden.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
    Matcher key = Pattern.compile("attributes\\.([a-z_]+)").matcher(fragment);
    while (key.find()) {
      assertTrue(lines.contains("\"" + key.group(1) + "\":"), key.group(1));
    }
    for (String status : List.of("PASS", "SKIPPED", "WARN", "INCONCLUSIVE", "FAIL")) {
      assertTrue(fragment.contains(status), status);
    }
  }
}
