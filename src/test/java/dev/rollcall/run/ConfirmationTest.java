package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.cli.Own;
import dev.rollcall.cli.Said;
import dev.rollcall.document.RunDocument;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.plan.PlannedRule;
import dev.rollcall.probe.Misbehaviour;
import dev.rollcall.probe.Peer;
import dev.rollcall.protocol.ssh.SshHello;
import dev.rollcall.sample.RuleBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A rule that fails is asked again before it is called broken; others are left in peace. */
@Timeout(60)
class ConfirmationTest {
  @TempDir private Path folder;

  /** Closes its first connections without a word, and then greets. */
  private static Peer recovering(int bad, AtomicInteger met) throws IOException {
    return Peer.serving(
        socket -> {
          if (met.incrementAndGet() > bad) {
            byte[] hello = SshHello.of("OpenSSH_9.2");
            socket.getOutputStream().write(hello);
            Peer.drain(socket);
          }
        });
  }

  private List<RuleResult> check(int exit, Path checks, String... more) {
    Path json = folder.resolve("run.json");
    String[] all = new String[more.length + 5];
    System.arraycopy(
        new String[] {"check", "--checks", checks.toString(), "--report", "json=" + json},
        0,
        all,
        0,
        5);
    System.arraycopy(more, 0, all, 5, more.length);
    Said said = Said.to(all);
    assertEquals(exit, said.exit(), said::toString);
    try {
      return RunDocument.read(json).results();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Confirms after a pause that costs the test nothing. */
  private static RunExecutor confirming(int times) {
    return new RunExecutor(Protocols.ALL, false, times, Duration.ofMillis(1));
  }

  private static PlannedRule reading(String id, Peer peer) {
    return PlanRunner.planned(id, peer.address().getPort(), session -> session.dial().read(1));
  }

  @Test
  void whatRecoversIsNotCalledBroken() throws Exception {
    AtomicInteger sick = new AtomicInteger();
    AtomicInteger sound = new AtomicInteger();
    try (Peer first = recovering(1, sick);
        Peer second = recovering(0, sound)) {
      List<RuleResult> results =
          PlanRunner.called(confirming(3), reading("sick", first), reading("sound", second))
              .results();
      assertEquals(Status.PASS, results.get(0).verdict().status());
      assertTrue(
          results
              .get(0)
              .verdict()
              .remarks()
              .contains("failed at first (EXCHANGE CLOSED), but not when checked again"),
          () -> results.get(0).verdict().toString());
      assertEquals(List.of(), results.get(1).verdict().remarks());
    }
    assertEquals(2, sick.get());
    assertEquals(1, sound.get(), "what holds is asked once");
  }

  /** Otherwise the old silence of one port would be compared with the new answer of the other. */
  @Test
  void whatIsComparedWithAFailingRuleIsAskedAgainToo() throws Exception {
    AtomicInteger sick = new AtomicInteger();
    AtomicInteger second = new AtomicInteger();
    try (Peer first = recovering(1, sick);
        Peer other = recovering(1, second)) {
      PlannedRule beside = reading("beside", other);
      List<RuleResult> results =
          PlanRunner.called(
                  confirming(1),
                  reading("sick", first),
                  new PlannedRule(
                      RuleBuilder.rule("beside")
                          .to("127.0.0.1", Port.tcp(other.address().getPort()), "made-up")
                          .expecting(new Expectation.Beside("sick"))
                          .build(),
                      beside.work()))
              .results();
      assertEquals(Status.PASS, results.get(0).verdict().status());
      assertEquals(Status.PASS, results.get(1).verdict().status());
    }
    assertEquals(2, second.get());
  }

  @Test
  void aRuleThatKeepsFailingSaysHowOftenItWasChecked() throws Exception {
    AtomicInteger met = new AtomicInteger();
    try (Peer peer = recovering(100, met)) {
      List<RuleResult> results = PlanRunner.called(confirming(3), reading("sick", peer)).results();
      assertEquals(Status.FAIL, results.get(0).verdict().status());
      assertTrue(
          results.get(0).verdict().remarks().contains("checked 4 times, and failed each time"),
          () -> results.get(0).verdict().toString());
    }
    assertEquals(4, met.get());
  }

  /** The pause would reach beyond it: what is known is the report. */
  @Test
  void theDeadlineIsThatOfTheWholeRun() throws Exception {
    AtomicInteger met = new AtomicInteger();
    try (Peer peer = recovering(100, met)) {
      Path checks = Own.catalogue(folder, "sick", peer.address());
      List<RuleResult> results = check(1, checks, "--confirm", "3", "--deadline", "3s");
      assertEquals(Status.FAIL, results.get(0).verdict().status());
    }
    // One check; its second connection asked whether the server speaks TLS.
    assertEquals(2, met.get());
  }

  /** A made-up product, whose rule logs in. */
  private Path theirs(Peer peer, String protocol) throws IOException {
    return Files.writeString(
        folder.resolve("theirs.yaml"),
        """
        catalogue: theirs
        title: Theirs
        values:
          box.host: {type: host, about: The box.}
          box.user: {type: text, about: Its user.}
          box.password: {type: secret, about: Its password.}
        rules:
          - id: box
            from: appsanywhere
            to: ${box.host}
            port: %d/tcp
            %s
            login: {user: box.user, password: box.password}
            usage: test
        """
            .formatted(peer.address().getPort(), protocol));
  }

  /** A site of a made-up product; its secret is not to be had. */
  private Said loggingIn(String... more) throws Exception {
    try (Peer peer = Peer.that(Misbehaviour.SILENT)) {
      Path checks = theirs(peer, "protocol: ssh");
      Path site =
          Files.writeString(
              folder.resolve("site.yaml"),
              "box: {host: 127.0.0.1, user: svc, password: {env: ROLLCALL_NOT_SET}}\n");
      String[] all = new String[more.length + 9];
      System.arraycopy(
          new String[] {
            "check",
            "--checks",
            checks.toString(),
            "--site",
            site.toString(),
            "--timeout",
            "1s",
            "--history",
            folder.resolve("history").toString()
          },
          0,
          all,
          0,
          9);
      System.arraycopy(more, 0, all, 9, more.length);
      return Said.to(all);
    }
  }

  @Test
  void aRepeatedRuleStillSeparatesPathAndPermissions() throws Exception {
    AtomicInteger met = new AtomicInteger();
    Path password = Files.writeString(folder.resolve("password"), "planted");
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
    Path site =
        Files.writeString(
            folder.resolve("site.yaml"),
            "box: {host: 127.0.0.1, user: svc, password: {file: '" + password + "'}}\n");
    try (Peer peer =
        Peer.serving(
            socket -> {
              if (met.incrementAndGet() > 1) {
                String lines = "220 mx.example\r\n250-mx.example\r\n250 AUTH PLAIN\r\n";
                socket.getOutputStream().write(lines.getBytes(StandardCharsets.US_ASCII));
                Peer.drain(socket);
              }
            })) {
      List<RuleResult> results =
          check(
              3,
              theirs(peer, "protocol: smtp\n    with: {tls: none}"),
              "--site",
              site.toString(),
              "--history",
              folder.resolve("history").toString(),
              "--allow-credentials",
              "--confirm",
              "1");
      Verdict verdict = results.get(0).verdict();
      assertEquals(Status.INCONCLUSIVE, verdict.status());
      assertTrue(
          verdict
              .remarks()
              .contains("failed at first (EXCHANGE CLOSED), but not when checked again"),
          verdict::toString);
      assertTrue(
          verdict.sides().orElseThrow().right().startsWith("not tried ("), verdict::toString);
    }
  }

  @Test
  void anotherCatalogueGetsNoCredentialsUnasked() throws Exception {
    Said without = loggingIn();
    assertEquals(1, without.exit(), without::toString);
    assertTrue(
        without.out().replaceAll("\\s+", " ").contains("no credentials are shown (box)"),
        without::out);
    assertTrue(without.out().contains("--allow-credentials"), without::out);
    Said with = loggingIn("--allow-credentials");
    assertEquals(2, with.exit(), with::toString);
    assertTrue(with.err().contains("box.password: the environment variable"), with::err);
    assertFalse(with.err().contains("allow-credentials"), with::err);
  }
}
