package dev.rollcall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.document.Stored;
import dev.rollcall.history.store.Recorder;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.probe.Misbehaviour;
import dev.rollcall.probe.Peer;
import dev.rollcall.protocol.ssh.SshHello;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drift from end to end, against a server on loopback whose banner changes. */
class DriftTest {
  private static final Said SILENCE = new Said(0, "", "");

  private final AtomicReference<String> software = new AtomicReference<>("OpenSSH_9.2");

  @TempDir private Path folder;

  private Peer ssh() throws Exception {
    return Peer.serving(
        socket -> {
          byte[] hello = SshHello.of(software.get());
          socket.getOutputStream().write(hello);
          Peer.drain(socket);
        });
  }

  private Path history() {
    return folder.resolve("history");
  }

  private Said check(Path checks, String... more) {
    return Said.to(
        Stream.concat(
                Stream.of(
                    "check", "--checks", checks.toString(), "--history", history().toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private Said drift(String... more) {
    return Said.to(
        Stream.concat(
                Stream.of("drift"),
                Stream.concat(Stream.of(more), Stream.of("--history", history().toString())))
            .toArray(String[]::new));
  }

  private List<String> runs() throws IOException {
    try (Stream<Path> files = Files.walk(history())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json.gz"))
          .map(name -> name.replace(".json.gz", ""))
          .sorted()
          .toList();
    }
  }

  @Test
  void aChangeIsReportedOnceAndStaysOpenUntilAccepted() throws Exception {
    try (Peer peer = ssh()) {
      Path checks = Own.catalogue(folder, "shell", peer.address());
      assertEquals(SILENCE, check(checks, "--quiet", "--drift"));
      assertEquals(SILENCE, check(checks, "--quiet", "--drift"));
      assertEquals(0, drift().exit());

      software.set("OpenSSH_9.9");
      Said changed = check(checks, "--quiet", "--drift");
      assertEquals(4, changed.exit(), changed::toString);
      assertTrue(changed.out().contains("1 changed"), changed::out);
      assertTrue(changed.out().contains("OpenSSH_9.9"), changed::out);
      assertTrue(changed.out().contains("was: OpenSSH_9.2"), changed::out);
      assertEquals(new Said(4, "", ""), check(checks, "--quiet", "--drift"));
      assertEquals(SILENCE, check(checks, "--quiet"), "drift was not asked for");
      Path page = folder.resolve("page.html");
      Said loud = check(checks, "--drift", "--report", "html=" + page);
      assertEquals(4, loud.exit());
      assertTrue(Files.readString(page).contains("Changes: 1 changed."));
      assertTrue(loud.out().contains("READY"), loud::out);
      assertTrue(loud.out().contains("Drift: 1 changed"), loud::out);
      assertEquals(4, drift().exit());

      Said accepted = drift("accept");
      assertEquals(0, accepted.exit(), accepted::toString);
      assertTrue(accepted.out().contains(System.getProperty("user.name")), accepted::out);
      assertEquals(SILENCE, check(checks, "--quiet", "--drift"));
      assertEquals(0, drift().exit());
      assertTrue(drift().out().contains("accepted by"), drift()::out);

      List<String> runs = runs();
      assertEquals(7, runs.size(), runs::toString);
      Said named = drift(runs.get(0), runs.get(6));
      assertEquals(4, named.exit(), named::toString);
      assertTrue(named.out().contains("was: OpenSSH_9.2"), named::out);
      assertEquals(0, drift("accept", runs.get(0)).exit());
      assertEquals(4, drift().exit());
    }
  }

  /** Later runs do not report them: the first one must say so, also where it prints little. */
  @Test
  void theFirstRunSaysThatItsFailuresBelongToTheBaseline() throws Exception {
    try (Peer refusing = Peer.refusing()) {
      Path checks = Own.catalogue(folder, "x", refusing.address());
      Said first = check(checks, "--quiet", "--drift");
      assertEquals(1, first.exit(), first::toString);
      assertTrue(
          first
              .out()
              .endsWith(
                  "This run is the baseline now, as the first one. 1 rule fails in it: this"
                      + " failure no longer counts as drift, but check still exits 1 for it.\n"),
          first::out);
      assertEquals(new Said(1, "", ""), check(checks, "--quiet", "--drift"));
      assertEquals(new Said(1, "", ""), check(checks, "--quiet"), "as the help says");
    }
  }

  @Test
  void aFailureAndItsEndAreNews() throws Exception {
    Path good;
    Path bad;
    try (Peer peer = ssh();
        Peer refusing = Peer.refusing()) {
      good = Own.catalogue(Files.createDirectory(folder.resolve("a")), "x", peer.address());
      bad = Own.catalogue(Files.createDirectory(folder.resolve("b")), "x", refusing.address());
      check(good, "--quiet");
      Said broken = check(bad, "--quiet", "--drift");
      assertEquals(1, broken.exit());
      assertTrue(broken.out().contains("FAIL: CONNECT REFUSED"), broken::out);
      assertTrue(broken.out().contains("owner"), broken::out);
      assertEquals(new Said(1, "", ""), check(bad, "--quiet", "--drift"));
      Said recovered = check(good, "--quiet", "--drift");
      assertEquals(0, recovered.exit(), recovered::toString);
      assertTrue(recovered.out().contains("1 recovered"), recovered::out);
      assertTrue(recovered.out().contains("PASS again"), recovered::out);
      assertEquals(SILENCE, check(good, "--quiet", "--drift"));
    }
  }

  @Test
  void aHistoryWithoutARunSaysWhatStoresOne() throws IOException {
    Files.createDirectory(history());
    Said none = drift("--from", "client");
    assertEquals(2, none.exit(), none::toString);
    String stores = "check --history " + history() + " --from client stores one";
    assertTrue(none.err().contains(stores), none::err);
    Files.delete(history());
    Files.createFile(history());
    for (Said file : List.of(drift(), drift("accept"))) {
      assertEquals(2, file.exit(), file::toString);
      assertTrue(file.err().contains(history() + " is not a folder: name one"), file::err);
    }
  }

  @Test
  void newsThatCouldNotBePrintedIsSaidAgain() throws Exception {
    try (Peer peer = ssh()) {
      Path checks = Own.catalogue(folder, "shell", peer.address());
      String[] quietly = {
        "check", "--checks=" + checks, "--history=" + history(), "--quiet", "--drift"
      };
      assertEquals(SILENCE, Said.to(quietly));
      software.set("OpenSSH_9.9");
      Said lost = Said.toFullDisk(quietly);
      assertEquals(74, lost.exit(), lost::toString);
      assertTrue(lost.err().contains("could not be printed"), lost::err);
      Said again = Said.to(quietly);
      assertTrue(again.out().contains("was: OpenSSH_9.2"), again::out);
      assertEquals(new Said(4, "", ""), Said.to(quietly));

      software.set("OpenSSH_9.2");
      assertEquals(74, Said.toFullDisk(quietly).exit());
      assertTrue(Said.to(quietly).out().contains("OpenSSH_9.2"));
      assertEquals(SILENCE, Said.to(quietly));
      assertEquals(7, runs().size(), "every run is kept");
    }
  }

  @Test
  void whoHoldsTheLockIsNamed() throws Exception {
    try (Peer peer = ssh()) {
      Path checks = Own.catalogue(folder, "shell", peer.address());
      try (Recorder other = Recorder.open(history(), "check from client")) {
        for (Said held : List.of(check(checks), drift("accept"))) {
          assertEquals(75, held.exit(), held::toString);
          assertEquals("", held.out());
          assertTrue(held.err().contains("check from client"), held::err);
          assertTrue(held.err().contains(String.valueOf(ProcessHandle.current().pid())), held::err);
        }
        assertEquals(List.of(), other.archive().series());
      }
      assertEquals(0, check(checks, "--quiet").exit());
    }
  }

  @Test
  void aRunThatCannotBeKeptIsReportedAndSaysSo() throws Exception {
    Path runs = Files.createDirectories(history().resolve("runs"));
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    Files.createFile(runs.resolve(today.toString()));
    Files.createFile(runs.resolve(today.plusDays(1).toString()));
    try (Peer peer = ssh()) {
      Path checks = Own.catalogue(folder, "shell", peer.address());
      Said said = check(checks);
      assertEquals(74, said.exit(), said::toString);
      assertTrue(said.out().contains("OpenSSH_9.2"), said::out);
      assertTrue(said.err().startsWith("the run could not be stored"), said::err);
    }
  }

  @Test
  void aHistoryThatCannotBeReadIsNotCalledEmpty() throws Exception {
    String today = LocalDate.now(ZoneOffset.UTC).toString();
    Path day = Files.createDirectories(history().resolve("runs").resolve(today));
    Files.writeString(day.resolve("journal.jsonl"), "{" + "x".repeat(200) + "\n");
    Said said = drift();
    assertEquals(2, said.exit(), said::toString);
    assertTrue(said.err().contains("is damaged: no line of its journals can be read"), said::err);
  }

  /** A limit for the size of files, which any user may set, stands for a disk that is full. */
  @Test
  void onAFullDiskTheRunIsMadeAndReported() throws Exception {
    try (Peer peer = ssh()) {
      Path checks = Own.catalogue(folder, "shell", peer.address());
      // A history that was never written to, and one that was.
      for (int times = 0; times < 2; times++) {
        Said full = withoutRoom(checks);
        assertEquals(74, full.exit(), full::toString);
        assertTrue(full.out().endsWith("}\n") && full.out().contains("OpenSSH_9.2"), full::out);
        assertTrue(
            full.err()
                .contains(
                    "the run could not be stored in the history: cannot write history to "
                        + history()
                        + " ("),
            full::err);
        assertTrue(full.err().contains("on a disk with room"), full::err);
        assertEquals(times, runs().size());
        assertEquals(0, check(checks).exit());
      }
    }
  }

  private Said withoutRoom(Path checks) throws Exception {
    return Said.withoutRoom(
        "check",
        "--checks",
        checks.toString(),
        "--history",
        history().toString(),
        "--report",
        "json=-");
  }

  @Test
  void onAFullDiskNothingIsAccepted() throws Exception {
    try (Peer peer = ssh()) {
      check(Own.catalogue(folder, "shell", peer.address()));
    }
    Said full = Said.withoutRoom("drift", "accept", "--history", history().toString());
    assertEquals(74, full.exit(), full::toString);
    assertTrue(
        full.err()
            .startsWith("the run could not be accepted: cannot write history to " + history()),
        full::err);
    assertEquals("", full.out());
  }

  @Test
  void aRunWithOnlyIsNoBaselineAndSaysSo() throws Exception {
    String said =
        "no baseline yet: a run with --only does not become one; java -jar rollcall.jar drift"
            + " accept --history "
            + history()
            + " makes it one\n";
    try (Peer peer = ssh()) {
      Path checks = Own.catalogue(folder, "shell", peer.address());
      for (int times = 0; times < 2; times++) {
        Said narrowed = check(checks, "--only", "shell", "--drift", "--quiet");
        assertEquals(new Said(0, said, ""), narrowed);
      }
      Said none = drift();
      assertEquals(2, none.exit(), none::toString);
      assertTrue(
          none.err().contains("java -jar rollcall.jar drift accept --history " + history()),
          none::err);
      assertEquals(SILENCE, check(checks, "--only", "shell", "--quiet"), "no --drift");
      assertEquals(0, drift("accept").exit());
      assertEquals(SILENCE, check(checks, "--only", "shell", "--drift", "--quiet"));
    }
  }

  @Test
  void anInterruptedRunIsNoBaselineEither() throws Exception {
    try (Peer silent = Peer.that(Misbehaviour.SILENT)) {
      Path checks = Own.catalogue(folder, "shell", silent.address());
      Said early = check(checks, "--drift", "--timeout", "1m", "--deadline", "500ms");
      assertEquals(3, early.exit(), early::toString);
      assertTrue(
          early.out().endsWith("does not become one; the first complete run does\n"), early::out);
    }
  }

  /** A change that a monitoring system did not report must still be new for the next report. */
  @Test
  void aMonitoringSystemTakesNoNewsAway() throws Exception {
    try (Peer peer = ssh()) {
      Path checks = Own.catalogue(folder, "shell", peer.address());
      check(checks);
      software.set("OpenSSH_9.9");
      Said monitored = check(checks, "--report", "nagios=-");
      assertEquals(0, monitored.exit(), monitored::toString);
      assertEquals(1, runs().size());
      Said refused = check(checks, "--report", "nagios=-", "--drift");
      assertEquals(3, refused.exit());
      assertTrue(refused.out().contains("--drift cannot be combined"), refused::out);
      Said plain = check(checks);
      assertEquals(0, plain.exit());
      assertTrue(plain.out().contains("was: OpenSSH_9.2"), plain::out);
    }
  }

  @Test
  void aRunThatEndsEarlyIsNews() throws Exception {
    try (Peer peer = ssh();
        Peer silent = Peer.that(Misbehaviour.SILENT)) {
      Path good = Own.catalogue(Files.createDirectory(folder.resolve("a")), "x", peer.address());
      Path bad = Own.catalogue(Files.createDirectory(folder.resolve("b")), "x", silent.address());
      check(good);
      Said early = check(bad, "--quiet", "--timeout", "1m", "--deadline", "500ms");
      assertEquals(3, early.exit());
      assertTrue(early.out().contains("ended before every rule was finished"), early::out);
      Said again = check(bad, "--quiet", "--timeout", "1m", "--deadline", "500ms");
      assertEquals(new Said(3, "", ""), again);
      assertTrue(check(good, "--quiet").out().contains("PASS again"));
    }
  }

  @Test
  void aDamagedBaselineIsNamed() throws Exception {
    try (Peer peer = ssh()) {
      Path checks = Own.catalogue(folder, "shell", peer.address());
      check(checks);
      Files.writeString(history().resolve("baseline-own-appsanywhere.json"), "{");
      for (Said said : List.of(check(checks), drift(), drift("accept"))) {
        assertEquals(2, said.exit(), said::toString);
        assertTrue(said.err().contains("baseline-own-appsanywhere.json is damaged"), said::err);
      }
    }
  }

  @Test
  void theStoredRunIsARunDocument() throws Exception {
    try (Peer peer = ssh()) {
      check(Own.catalogue(folder, "shell", peer.address()));
    }
    String run = runs().get(0);
    Path file = history().resolve("runs").resolve(run.substring(0, 10)).resolve(run + ".json.gz");
    Run stored = ((Stored.OfRun) Stored.read(file)).run();
    assertEquals(Status.PASS, stored.status());
    assertEquals(0, Said.to("render", file.toString(), "--report", "junit=-").exit());
  }

  @Test
  void slipsAreAnsweredWithTheRemedy() throws Exception {
    Said alone = Said.to("check", "--drift");
    assertEquals(2, alone.exit());
    assertTrue(alone.err().contains("--history DIR"), alone::err);
    Said nowhere = Said.to("drift");
    assertEquals(2, nowhere.exit());
    assertTrue(nowhere.err().contains("--history DIR"), nowhere::err);
    Said none = drift();
    assertEquals(2, none.exit());
    assertTrue(none.err().contains("there is no folder " + history()), none::err);
    assertFalse(Files.exists(history()), "reading makes no folder");
    Files.createDirectory(history());
    Said empty = drift();
    assertEquals(2, empty.exit());
    assertTrue(empty.err().contains("has no run"), empty::err);
    Said one = drift("2026-11-23T043434.123Z-appsanywhere");
    assertEquals(2, one.exit());
    assertTrue(one.err().contains("two runs"), one::err);
    Said three = drift("a", "b", "c");
    assertEquals(2, three.exit());
    assertTrue(three.err().contains("name two runs"), three::err);
    Said unknown = drift("a", "b");
    assertEquals(2, unknown.exit());
    assertTrue(unknown.err().contains("has no run 'a'"), unknown::err);
  }

  @Test
  void theUserWhoBecameRootIsNamed() {
    assertEquals("ada", DriftCommand.who("ada", Map.of()));
    assertEquals("ada as root", DriftCommand.who("root", Map.of("SUDO_USER", "ada")));
    assertEquals("root", DriftCommand.who("root", Map.of("SUDO_USER", "root")));
  }
}
