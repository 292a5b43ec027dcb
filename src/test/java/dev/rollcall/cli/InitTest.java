package dev.rollcall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.cli.interview.Dialogue;
import dev.rollcall.cli.output.Streams;
import dev.rollcall.probe.Peer;
import dev.rollcall.run.Protocols;
import dev.rollcall.setup.Defaults;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** A site file is made by questions, by flags, or by both. */
class InitTest {
  /** What the table cannot do without. */
  private static final List<String> ENOUGH =
      List.of(
          "--set=servers=a.uni.edu, b.uni.edu",
          "--set=service.url=https://apps.uni.edu",
          "--set=sql.host=db.uni.edu",
          "--set=directory.host=dc1.uni.edu",
          "--set=directory.realm=UNI.EDU",
          "--set=files.unc=\\\\files.uni.edu\\packages");

  @TempDir private Path folder;

  private final List<String> prompts = new ArrayList<>();

  /** The characters of the passwords, as long as they are kept. */
  private final List<char[]> typed = new ArrayList<>();

  /** Types these lines, then leaves; what begins with a bar is a password. */
  private Dialogue typing(String... lines) {
    Deque<String> left = new ArrayDeque<>(List.of(lines));
    return new Dialogue() {
      @Override
      public Optional<String> line(String prompt, boolean repeated) {
        prompts.add(prompt);
        return Optional.ofNullable(left.poll());
      }

      @Override
      public Optional<char[]> hidden(String prompt) {
        Optional<char[]> text = Optional.ofNullable(left.poll()).map(String::toCharArray);
        text.ifPresent(typed::add);
        return text;
      }
    };
  }

  private Said init(Dialogue dialogue, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams =
        new Streams(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of());
    Defaults.Source host =
        new Defaults.Source("apps01", List.of("uni.edu"), List.of(), any -> List.of(), Map.of());
    CommandLine line = Main.commandLine(streams, Protocols.ALL);
    line.addSubcommand("ask", new InitCommand(streams, Protocols.ALL, () -> dialogue, () -> host));
    line.setErr(Streams.writer(streams.err()));
    line.setParameterExceptionHandler(line.getParameterExceptionHandler());
    List<String> all = new ArrayList<>(List.of("ask", site().toString()));
    all.addAll(List.of(args));
    int exit = Main.run(line, streams, all.toArray(String[]::new));
    return new Said(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Path site() {
    return folder.resolve("site.yaml");
  }

  private Path draft() {
    return folder.resolve("site.yaml.draft");
  }

  private String[] enough(String... more) {
    List<String> args = new ArrayList<>(ENOUGH);
    args.add("--yes");
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  private void lints() {
    Said lint = Said.to("lint", "--site", site().toString());
    assertEquals(0, lint.exit(), lint::toString);
  }

  @Test
  void flagsAreEnough() throws Exception {
    Said said = init(typing(), enough("--set=sql.port=1500", "--set=mail.auth=none"));
    assertEquals(0, said.exit(), said::toString);
    assertTrue(
        said.out().contains("  java -jar rollcall.jar check --site " + site()), said::toString);
    assertTrue(said.out().contains("directory.domain: uni.edu, from this host's resolver"));
    assertEquals(List.of(), prompts);
    assertFalse(Files.exists(draft()));
    String text = Files.readString(site());
    assertTrue(text.contains("  port: 1500\n") && text.contains("unc: '\\\\files."), text);
    lints();
  }

  /** Paths in a site file start at its folder, and not where the command was called. */
  @Test
  void theSiteFileIsNoPasswordOrCertificateOfItself() throws Exception {
    Files.writeString(site(), "hunter2");
    for (String answer :
        List.of("sql.password=file:site.yaml", "sql.password=file:site.yaml.draft")) {
      Said said = init(typing(), enough("--set=sql.user=u", "--set=" + answer, "--overwrite"));
      assertEquals(2, said.exit(), said::toString);
      assertTrue(
          said.err().contains(" is for the site file itself. Name another file."), said::err);
      assertEquals("hunter2", Files.readString(site()));
    }
  }

  /** What a draft says was not checked as an answer is. */
  @Test
  void theSiteFileIsNotWrittenOverAFileThatItsDraftNames() throws Exception {
    Files.writeString(site(), "hunter2");
    Files.writeString(draft(), "sql:\n  user: u\n  password: {file: site.yaml}\n");
    Said said = init(typing(), enough("--overwrite"));
    assertEquals(2, said.exit(), said::toString);
    assertTrue(
        said.err().contains(" is read by this command (sql.password), and would be replaced"),
        said::err);
    assertEquals("hunter2", Files.readString(site()));
  }

  /** One of the two would be lost, and no one would know. */
  @Test
  void aKeyIsSetOnce() throws Exception {
    Said said = init(typing(), enough("--set=sql.port=1500", "--set=sql.port=1501"));
    assertEquals(2, said.exit(), said::toString);
    assertEquals("--set sql.port: it is given more than once; give it once\n", said.err());
    assertFalse(Files.exists(site()));
  }

  @Test
  void aPersonIsAskedInOrder() throws Exception {
    Said said =
        init(
            typing(
                "", // servers: this host
                "https://apps.uni.edu",
                "", // no health check
                "", // no single sign-on
                "db.uni.edu",
                "not a port",
                "?",
                "1444",
                "<",
                "1500",
                "", // the default instance
                "sqluser",
                "", // the default database
                "hunter2 in clear",
                "file sql.password",
                "hunter2",
                "", // the resolver's domain
                "dc1.uni.edu",
                "", // no site
                "", // the domain in capitals
                "", // no directory user
                "\\\\files.uni.edu\\packages",
                "",
                "",
                "", // time
                "",
                "",
                "",
                "", // applicable where there are
                "",
                "",
                "",
                "",
                "", // mail
                "",
                "-"));
    assertEquals(0, said.exit(), () -> said + String.join("\n", prompts));
    lints();
    String text = Files.readString(site());
    for (String part :
        List.of(
            "servers: [apps01.uni.edu]\n",
            "  port: 1500\n",
            "  user: sqluser\n",
            "  password: {file: sql.password}\n",
            "  realm: UNI.EDU\n",
            "  domain: uni.edu\n")) {
      assertTrue(text.contains(part), text);
    }
    Path password = folder.resolve("sql.password");
    assertEquals("hunter2\n", Files.readString(password));
    assertEquals(List.of("\0".repeat(7)), typed.stream().map(String::new).toList());
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(password)));
    assertFalse(said.everything().contains("hunter2"), said::toString);
    assertFalse(text.contains("hunter2"), text);
    assertTrue(said.out().contains("a port between 1 and 65535"), said::toString);
    assertTrue(said.out().contains("Do not type the password here"), said::toString);
    assertTrue(prompts.contains("sql.port [1444, from your answer]: "), prompts::toString);
    assertTrue(
        prompts.contains("servers [apps01.uni.edu, from this host's name]: "), prompts::toString);
  }

  @Test
  void leftAndTakenUpAgain() throws Exception {
    Said left = init(typing("a.uni.edu, b.uni.edu", "https://apps.uni.edu", "", "", "db.uni.edu"));
    assertEquals(3, left.exit(), left::toString);
    assertTrue(left.out().contains(draft().toString()), left::toString);
    assertTrue(Files.exists(draft()));
    assertFalse(Files.exists(site()));
    prompts.clear();
    Said again = init(typing());
    assertEquals(3, again.exit());
    assertTrue(again.out().contains("Going on with the answers in "), again::toString);
    assertEquals("sql.port [1433]: ", prompts.get(0));
    // What is left can be said by flags.
    Said ended =
        init(
            typing(),
            "--yes",
            "--set=directory.host=dc1.uni.edu",
            "--set=files.unc=\\\\files.uni.edu\\packages");
    assertEquals(0, ended.exit(), ended::toString);
    assertTrue(Files.readString(site()).contains("host: db.uni.edu\n"));
    assertFalse(Files.exists(draft()));
    lints();
  }

  @Test
  void nothingIsReplacedUnasked() throws Exception {
    Files.writeString(site(), "mine\n");
    Said refused = init(typing(), enough());
    assertEquals(2, refused.exit(), refused::toString);
    assertTrue(refused.err().contains("--overwrite"), refused::toString);
    Said no = init(typing("n"));
    assertEquals(2, no.exit(), no::toString);
    assertEquals("mine\n", Files.readString(site()));
    // Nor is a password.
    Files.writeString(folder.resolve("own"), "mine\n");
    Files.setPosixFilePermissions(
        folder.resolve("own"), PosixFilePermissions.fromString("rw-------"));
    Said kept =
        init(
            typing("", "", "", "", "file own", "", "", "", "", "", "", "", "", "", "", "", "", ""),
            "--set=sql.user=u",
            "--overwrite");
    assertEquals("mine\n", Files.readString(folder.resolve("own")), kept::toString);
    Said replaced = init(typing(), enough("--overwrite"));
    assertEquals(0, replaced.exit(), replaced::toString);
    lints();
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    Said said = init(typing(), "--yes", "--set=sql.host=db.uni.edu");
    assertEquals(2, said.exit(), said::toString);
    assertEquals(
        """
        service.url is missing: add --set service.url=https://appsanywhere.uni.edu
        files.unc is missing: add --set files.unc='\\\\myfileshare.uni.edu\\packages'
        """,
        said.err());
    assertFalse(Files.exists(site()));
  }

  /** Neither a right one beside a wrong one, nor one that only needs the wrong one. */
  @Test
  void onlyWrongFlagsAreNamed() {
    Said said =
        init(
            typing(),
            enough("--set=sql.port=x", "--set=sql.user=a\tb", "--set=sql.password=env:X"));
    assertEquals(2, said.exit(), said::toString);
    assertEquals(
        """
        --set sql.port: sql.port must be a port between 1 and 65535, not 'x'
        --set sql.user: sql.user has a character that cannot be printed; type it again
        """,
        said.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sql.hots=db | --set sql.hots: no such value (did you mean 'sql.host'?)",
        "foo.bar=x | --set foo.bar: no such value; java -jar rollcall.jar init --all asks for every"
            + " one",
        "sql.port=x | --set sql.port: sql.port must be a port between 1 and 65535",
        "sql.password=hunter2 | --set sql.password: say where the password is kept: env:VARIABLE,",
        "sql.password=env:X | sql.password is set and sql.user is not",
        "sql.user=a\tb | --set sql.user: sql.user has a character that cannot be printed",
        "trust.internal=none.pem | there is no file"
      })
  void wrongFlags(String set, String message) {
    Said said = init(typing(), enough("--set", set));
    assertEquals(2, said.exit(), said::toString);
    assertTrue(said.err().contains(message), said::toString);
    assertEquals(1, said.err().lines().count(), said::toString);
    assertFalse(said.everything().contains("hunter2"), said::toString);
    assertFalse(Files.exists(site()));
  }

  @Test
  void anAnswerIsProbedAtOnce() throws Exception {
    try (Peer peer = Peer.refusing()) {
      String port = String.valueOf(peer.address().getPort());
      Said said =
          init(
              typing("https://127.0.0.1", "", "", "127.0.0.1", port, "", "", "127.0.0.1"),
              "--probe",
              "--set=servers=127.0.0.1",
              "--set=directory.domain=");
      assertEquals(3, said.exit(), said::toString);
      assertTrue(said.out().contains("CONNECT REFUSED"), said::toString);
      assertTrue(said.out().contains("127.0.0.1:" + port + "/tcp"), said::toString);
    }
  }

  /** A later answer that was given by a flag makes no earlier question skipped. */
  @Test
  void whatWasNotAskedIsAskedWhenTakenUp() throws Exception {
    init(typing("a.uni.edu"), "--set=time.servers=ntp.uni.edu");
    prompts.clear();
    init(typing());
    assertEquals(List.of("service.url: "), prompts);
  }

  /** With the user goes the password; what was given by a flag can be taken back by one. */
  @Test
  void whatDependsOnAnAnswerGoesWithIt() throws Exception {
    Said said =
        init(typing(), enough("--set=sql.user=u", "--set=sql.password=env:X", "--set=sql.host="));
    assertEquals(2, said.exit(), said::toString);
    init(
        typing(
            "https://apps.uni.edu",
            "",
            "",
            "db.uni.edu",
            "",
            "",
            "u",
            "",
            "env PW",
            "<",
            "<",
            "<",
            "-",
            "dc1.uni.edu"),
        "--set=servers=a.uni.edu",
        "--set=directory.domain=");
    String draft = Files.readString(draft());
    assertTrue(draft.contains("\n  host: dc1.uni.edu\n"), draft);
    assertFalse(draft.contains("\n  password: "), draft);
    init(typing(""), "--set=sql.user=u", "--set=sql.password=env:PW");
    assertTrue(Files.readString(draft()).contains("\n  password: {env: PW}\n"));
    Said taken = init(typing(), enough("--set=sql.user="));
    assertEquals(0, taken.exit(), taken::toString);
    assertFalse(Files.readString(site()).contains("\n  user: u\n"));
    lints();
  }

  @Test
  void aPasswordFileMustBeOne() throws Exception {
    Files.writeString(folder.resolve("open"), "x");
    Files.setPosixFilePermissions(
        folder.resolve("open"), PosixFilePermissions.fromString("rw-r--r--"));
    Said said =
        init(
            typing(
                "",
                "file site.yaml",
                "file site.yaml.draft",
                "file .",
                "file open",
                "file none/sql",
                "file new"),
            "--set=servers=a.uni.edu",
            "--set=service.url=https://apps.uni.edu",
            "--set=service.health.path=",
            "--set=service.sso.path=",
            "--set=sql.host=db.uni.edu",
            "--set=sql.port=1433",
            "--set=sql.instance=",
            "--set=sql.user=u");
    for (String part :
        List.of(
            "site.yaml is for the site file itself",
            "site.yaml.draft is for the site file itself",
            ". is not a file",
            "open may be read by others: chmod 600",
            "does not exist: create it first",
            "No password was typed")) {
      assertTrue(said.out().contains(part), said::toString);
    }
    assertFalse(Files.exists(site()));
  }
}
