package dev.rollcall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.cli.login.Submission;
import dev.rollcall.document.RunDocument;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.probe.Misbehaviour;
import dev.rollcall.probe.Peer;
import dev.rollcall.protocol.ssh.SshHello;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code check --watch} from end to end, against servers on loopback. */
@Timeout(180)
class WatchTest {
  private static final Pattern TIME = Pattern.compile("\\d\\d:\\d\\d:\\d\\d ");

  @TempDir private Path folder;

  /** Closes the first connections, and greets afterwards. */
  private static Peer recovering(int bad, AtomicInteger met) throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return recovering(any, bad, met);
  }

  private static Peer recovering(InetSocketAddress where, int bad, AtomicInteger met)
      throws IOException {
    return Peer.servingAt(
        where,
        socket -> {
          if (met.incrementAndGet() > bad) {
            byte[] hello = SshHello.of("OpenSSH_9.2");
            socket.getOutputStream().write(hello);
            Peer.drain(socket);
          }
        });
  }

  private Said watch(Path checks, String... more) {
    List<String> all = new ArrayList<>(List.of("check", "--checks", checks.toString()));
    all.addAll(List.of("--watch", "--every", "1s", "--report", "json=" + json()));
    all.addAll(List.of(more));
    return Said.to(all.toArray(String[]::new));
  }

  private Path json() {
    return folder.resolve("run.json");
  }

  private Run run() {
    try {
      return RunDocument.read(json());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines without their times; each must have one. */
  private static List<String> lines(String out) {
    return out.lines()
        .peek(line -> assertTrue(TIME.matcher(line).lookingAt(), line))
        .map(line -> line.substring(9))
        .toList();
  }

  private static String withoutLatency(String line) {
    return line.replaceFirst(", [0-9.]+ m?s$", "");
  }

  /** What the run says of the watch, after what it says of its rules. */
  private static List<String> course(Run run) {
    return run.remarks().stream()
        .map(Run.Remark::text)
        .dropWhile(text -> !text.startsWith("watched "))
        .toList();
  }

  @Test
  void whatRecoversIsShownAndEndsTheWatch() throws Exception {
    AtomicInteger sick = new AtomicInteger();
    AtomicInteger sound = new AtomicInteger();
    Path junit = folder.resolve("junit.xml");
    Path console = folder.resolve("console.txt");
    try (Peer first = recovering(2, sick);
        Peer second = recovering(0, sound)) {
      Path checks = Own.catalogue(folder, "sick sound", first.address(), second.address());
      Said said = watch(checks, "--report", "junit=" + junit, "--report", "console=" + console);
      assertEquals(0, said.exit(), said::toString);
      List<String> lines = lines(said.out());
      assertEquals(
          List.of(
              "sick: CLOSED",
              "watching 1 rule every 1 s; logins and test mails are not repeated",
              "sick: CLOSED → PASS",
              "every watched rule passes"),
          lines.stream().map(WatchTest::withoutLatency).toList());
      assertTrue(lines.get(2).matches("sick: CLOSED → PASS, [0-9.]+ m?s"), lines::toString);
    }
    assertEquals(3, sick.get());
    assertEquals(1, sound.get(), "what passes is not probed again");
    Run run = run();
    assertEquals(Status.PASS, run.status());
    assertFalse(run.interrupted());
    String change = course(run).get(1);
    assertTrue(
        withoutLatency(change).matches("\\d{4}-\\d\\d-\\d\\d [0-9:]{8} UTC sick: CLOSED → PASS"),
        change);
    assertTrue(course(run).get(0).endsWith(": every watched rule passes"), course(run)::toString);
    assertTrue(Files.readString(junit).contains(change), change);
    assertTrue(Files.readString(console).contains("sick: CLOSED → PASS"), change);
  }

  /** A server that begins to listen later. */
  @Test
  void refusedUntilTheServerListens() throws Exception {
    Peer refusing = Peer.refusing();
    try (Live live = new Live()) {
      Path checks = Own.catalogue(folder, "late", refusing.address());
      live.start("check", "--checks", checks.toString(), "--watch", "--report", "json=" + json());
      live.await("late: REFUSED");
      refusing.close();
      try (Peer late = recovering(refusing.address(), 0, new AtomicInteger())) {
        late.awaitConnection();
        assertEquals(0, live.exit(), live::text);
        assertTrue(live.text().contains("late: REFUSED → PASS"), live::text);
      }
    }
    assertTrue(course(run()).get(1).contains("late: REFUSED → PASS"), course(run())::toString);
  }

  @Test
  void namedRulesAreProbedUntilAllPassTogether() throws Exception {
    AtomicInteger slow = new AtomicInteger();
    AtomicInteger sound = new AtomicInteger();
    try (Peer first = recovering(3, slow);
        Peer second = recovering(0, sound)) {
      Path checks = Own.catalogue(folder, "a.sick a.sound", first.address(), second.address());
      Said said = watch(checks, "--only", "a.*");
      assertEquals(0, said.exit(), said::toString);
      assertTrue(said.out().contains("a.sound: PASS"), said::out);
    }
    assertTrue(sound.get() >= 3, () -> "probed while it passes: " + sound);
  }

  @Test
  void theDeadlineEndsItWithTheLastState() throws Exception {
    try (Peer refusing = Peer.refusing()) {
      Said said = watch(Own.catalogue(folder, "bad", refusing.address()), "--deadline", "3s");
      assertEquals(1, said.exit(), said::toString);
      assertTrue(said.out().endsWith("the deadline was reached\n"), said::out);
    }
    assertEquals(Status.FAIL, run().status());
    assertFalse(run().interrupted(), "every rule has a result");
    assertTrue(course(run()).get(1).startsWith("bad: REFUSED since "), course(run())::toString);
  }

  @Test
  void withNothingToWatchItEndsAtOnce() throws Exception {
    AtomicInteger sound = new AtomicInteger();
    try (Peer peer = recovering(0, sound)) {
      Said said = watch(Own.catalogue(folder, "sound", peer.address()));
      assertEquals(0, said.exit(), said::toString);
      assertEquals(List.of("no rule is left to watch"), lines(said.out()));
    }
    assertEquals(1, sound.get());
  }

  /** A login that was refused is not repeated, and one that was never made is not made. */
  @Test
  void noLoginIsRepeated() throws Exception {
    try (Submission relay = Submission.watched(moment -> {})) {
      List<String> arguments = new ArrayList<>(relay.check(folder));
      arguments.addAll(List.of("--watch", "--only", "mail.*", "--report", "json=" + json()));
      Said said = Said.to(arguments.toArray(String[]::new));
      assertEquals(1, said.exit(), said::toString);
      assertTrue(
          said.out().contains(": DENIED by its login, which is not repeated: not watched"),
          said::out);
      assertTrue(said.out().endsWith("no rule is left to watch\n"), said::out);
      assertEquals(1, relay.logins(), () -> relay.log().toString());
    }
    assertEquals(1, run().count(Status.FAIL));
  }

  @Test
  void aLoginThatTheFirstRoundCouldNotMakeIsNotMadeLater() throws Exception {
    AtomicBoolean open = new AtomicBoolean();
    try (Submission relay =
            Submission.watched(
                moment -> {
                  if (!open.get()) {
                    throw new IOException("cut");
                  }
                });
        Live live = new Live()) {
      List<String> arguments = new ArrayList<>(relay.check(folder));
      arguments.addAll(List.of("--watch", "--every", "1s", "--report", "json=" + json()));
      live.start(arguments.toArray(String[]::new));
      live.await("watching 2 rules");
      open.set(true);
      assertEquals(0, live.exit(), live::text);
      assertEquals(0, relay.logins(), () -> relay.log().toString());
    }
    Run run = run();
    assertEquals(Status.WARN, run.status());
    for (RuleResult result : run.results()) {
      assertEquals(Status.PASS, result.verdict().status());
      assertEquals(
          "not tried (no login is made while watching)",
          result.verdict().sides().orElseThrow().right());
    }
    assertEquals(
        2,
        run.remarks().stream().filter(remark -> remark.status() == Status.WARN).count(),
        () -> run.remarks().toString());
  }

  @Test
  void aSignalEndsItWithValidReports() throws Exception {
    Path output = folder.resolve("output");
    try (Peer refusing = Peer.refusing()) {
      Path checks = Own.catalogue(folder, "bad", refusing.address());
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
      command.addAll(List.of("check", "--checks", checks.toString(), "--watch"));
      command.addAll(List.of("--report", "json=" + json()));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .redirectInput(new File(checks.toString()))
              .start();
      try {
        while (!Files.readString(output).contains("watching 1 rule")) {
          assertTrue(process.isAlive(), Files.readString(output));
          TimeUnit.MILLISECONDS.sleep(50);
        }
        process.destroy();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      } finally {
        process.destroyForcibly();
      }
      assertEquals(143, process.exitValue(), Files.readString(output));
      assertTrue(Files.readString(output).endsWith("ended by a signal\n"));
    }
    assertEquals(Status.FAIL, run().status());
    assertTrue(course(run()).get(0).endsWith(": ended by a signal"), course(run())::toString);
  }

  @Test
  void theHistoryHasOneEntryOfTheLastState() throws Exception {
    AtomicInteger met = new AtomicInteger();
    Path history = folder.resolve("history");
    try (Peer peer = recovering(2, met)) {
      Said said =
          watch(Own.catalogue(folder, "sick", peer.address()), "--history", history.toString());
      assertEquals(0, said.exit(), said::toString);
    }
    try (Stream<Path> files = Files.walk(history)) {
      assertEquals(1, files.filter(file -> file.toString().endsWith(".json.gz")).count());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--every 2s, --every needs --watch",
    "--watch --every 500ms, --every must be from 1s to 1h",
    "--watch --every 2h, --every must be from 1s to 1h",
    "--watch --every 2, is not a duration",
    "--watch --confirm 1, --watch cannot be combined with --confirm",
    "--watch --samples 2, --watch cannot be combined with --samples",
    "--watch --drift --history h, --watch cannot be combined with --drift",
    "--watch --report nagios=-, --watch cannot be combined with nagios=-",
  })
  void whatHasNoMeaningIsRefused(String arguments, String sentence) throws Exception {
    try (Peer peer = Peer.that(Misbehaviour.SILENT)) {
      Path checks = Own.catalogue(folder, "one", peer.address());
      List<String> all = new ArrayList<>(List.of("check", "--checks", checks.toString()));
      all.addAll(List.of(arguments.split(" ", -1)));
      Said said = Said.to(all.toArray(String[]::new));
      assertEquals(arguments.contains("nagios") ? 3 : 2, said.exit(), said::toString);
      assertTrue(said.everything().contains(sentence), said::toString);
    }
  }
}
