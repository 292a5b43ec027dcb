package dev.rollcall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.cli.otlp.Collector;
import dev.rollcall.probe.Peer;
import dev.rollcall.protocol.ssh.SshHello;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code check --otlp}, from end to end. */
class OtlpTest {
  @TempDir private Path folder;

  /** A busy host is no failure. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private Said check(Peer peer, String... more) throws Exception {
    Path checks = Own.catalogue(folder, "shell", peer.address());
    return Said.patiently(
        PATIENCE,
        Stream.concat(Stream.of("check", "--checks", checks.toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  private static Peer ssh() throws Exception {
    return Peer.serving(
        socket -> {
          socket.getOutputStream().write(SshHello.of("OpenSSH_9.2"));
          Peer.drain(socket);
        });
  }

  @Test
  void sendsWhatTheReportsHoldAfterThem() throws Exception {
    Path lines = folder.resolve("run.jsonl");
    try (Peer peer = ssh();
        Collector collector = Collector.start(null)) {
      Said said = check(peer, "--otlp", collector.url(), "--report", "jsonl=" + lines, "--quiet");
      assertEquals(new Said(0, "", ""), said);
      List<Collector.Received> received = collector.received();
      assertEquals(2, received.size());
      assertTrue(received.get(0).body().contains("rollcall_rule_success"));
      assertTrue(received.get(1).body().contains("\u0004rule\u0012\u0007\n\u0005shell"));
      assertTrue(Files.readString(lines).contains("\"shell\""));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatDoesNotArriveChangesNoExitCode(boolean good) throws Exception {
    try (Peer peer = good ? ssh() : Peer.refusing();
        Collector collector = Collector.start(null).answering("/v1/logs", 500, "")) {
      Said said = check(peer, "--otlp", collector.url());
      assertEquals(good ? 0 : 1, said.exit(), said::toString);
      assertEquals(
          "--otlp: not everything was sent to "
              + collector.url()
              + ": log records: 1 of 1 not sent: HTTP 500\n",
          said.err());
    }
  }

  @Test
  void eachKindMayHaveItsReceiver() throws Exception {
    try (Peer peer = ssh();
        Collector metrics = Collector.start(null);
        Collector logs = Collector.start(null)) {
      Said said = check(peer, "--otlp", "metrics=" + metrics.url(), "--otlp", "logs=" + logs.url());
      assertEquals(0, said.exit(), said::toString);
      assertEquals("", said.err());
      assertEquals(List.of("/v1/metrics"), paths(metrics));
      assertEquals(List.of("/v1/logs"), paths(logs));
    }
  }

  /** A receiver that is down takes nothing from another. */
  @Test
  void eachReceiverHasItsLine() throws Exception {
    try (Peer peer = ssh();
        Collector bad = Collector.start(null).answering("/v1/metrics", 400, "");
        Collector good = Collector.start(null)) {
      Said said = check(peer, "--otlp", "metrics=" + bad.url(), "--otlp", good.url());
      assertEquals(0, said.exit(), said::toString);
      assertEquals(1, said.err().lines().count(), said::err);
      assertTrue(said.err().contains("not everything was sent to " + bad.url() + ": "), said::err);
      assertEquals(List.of("/v1/metrics", "/v1/logs"), paths(good));
    }
  }

  private static List<String> paths(Collector collector) {
    return collector.received().stream().map(Collector.Received::path).toList();
  }

  @Test
  void aDriftRunAndAWatchSendOnce() throws Exception {
    try (Peer peer = ssh();
        Collector collector = Collector.start(null)) {
      String history = folder.resolve("history").toString();
      Said drift =
          check(peer, "--otlp", collector.url(), "--history", history, "--drift", "--quiet");
      assertEquals(0, drift.exit(), drift::toString);
      assertEquals(2, collector.received().size());
      Said watch = check(peer, "--otlp", collector.url(), "--watch");
      assertEquals(0, watch.exit(), watch::toString);
      assertEquals(4, collector.received().size());
    }
  }

  @Test
  void headersComeFromAFileOfTheOwners() throws Exception {
    Path file = Files.writeString(folder.resolve("headers"), "api-key=s3cr3t\n");
    try (Peer peer = ssh();
        Collector collector = Collector.start(null)) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
      String[] options = {"--otlp", collector.url(), "--otlp-headers", "file:" + file};
      Said open = check(peer, options);
      assertEquals(2, open.exit(), open::toString);
      assertTrue(open.err().contains("chmod 600 " + file), open::err);
      assertEquals(0, collector.received().size());
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      Said said = check(peer, options);
      assertEquals(0, said.exit(), said::toString);
      assertEquals(List.of("s3cr3t"), collector.received().get(1).headers().get("Api-key"));
      assertFalse(said.everything().contains("s3cr3t"), said::toString);
      Files.writeString(file, "a=s3cr3t\nb=s3cr3t\n");
      Said two = check(peer, options);
      assertEquals(2, two.exit(), two::toString);
      assertTrue(two.err().contains("several lines; it must hold the headers alone"), two::err);
      Files.delete(file);
      Said none = check(peer, options);
      assertEquals(2, none.exit(), none::toString);
      assertTrue(none.err().contains("create it, with the headers as its only line"), none::err);
      Files.writeString(file, "s3cr3t");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      Said wrong = check(peer, options);
      assertEquals(2, wrong.exit(), wrong::toString);
      assertTrue(wrong.err().contains("--otlp-headers: header 1 is not name=value"), wrong::err);
      assertFalse(wrong.everything().contains("s3cr3t"), wrong::toString);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--otlp localhost:4318 | write it as http://HOST:4318",
        "--otlp http://u:s3cr3t@h:4318 | name a secret with --otlp-headers",
        "--otlp logs=localhost:4318 | write it as http://HOST:4318",
        "--otlp-headers env:X | --otlp-headers needs --otlp",
        "--otlp http://[::1]:4318 --otlp http://h:4318 --otlp-headers env:X | are secrets, which",
        "--otlp http://h:4318 --otlp-headers s3cr3t=1 | write it as env:VARIABLE",
        "--otlp http://h:4318 --otlp-headers env=X | write it as env:VARIABLE, file:FILE or",
        "--otlp http://h:4318 --otlp-headers env:X | are secrets, which need https://",
        "--otlp https://h:4318 --otlp-headers env:NOT_SET_ANYWHERE | is not set",
        "--otlp http://h:4318 --report nagios=- | cannot be combined with nagios=-"
      })
  void wrongOptionsAreSaidBeforeAnythingIsSent(String options, String said) throws Exception {
    try (Peer peer = ssh()) {
      Said answer = check(peer, options.split(" ", -1));
      assertTrue(answer.exit() == 2 || answer.exit() == 3, answer::toString);
      assertTrue(answer.everything().contains(said), answer::toString);
      assertFalse(answer.everything().contains("s3cr3t"), answer::toString);
      assertEquals(0, peer.connections());
    }
  }
}
