package dev.rollcall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.cli.otlp.Collector;
import dev.rollcall.probe.Peer;
import dev.rollcall.protocol.ssh.SshHello;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code check --notify}, from end to end. */
class NotifyTest {
  private static final String PATH = "/services/Zq7xVk-s3cr3t";

  /** A busy host is no failure. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path folder;

  private final AtomicReference<String> software = new AtomicReference<>("OpenSSH_9.2");
  private final List<String> mail = new CopyOnWriteArrayList<>();

  private Peer ssh() throws Exception {
    return Peer.serving(
        socket -> {
          socket.getOutputStream().write(SshHello.of(software.get()));
          Peer.drain(socket);
        });
  }

  /** A relay that takes every mail, but none for gone@uni.edu. */
  private Peer relay() throws Exception {
    return Peer.serving(
        socket -> {
          BufferedReader in =
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
          say(socket, "220 relay.uni.edu ESMTP");
          boolean text = false;
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            mail.add(line);
            if (text && !line.equals(".")) {
              continue;
            }
            text = line.equals("DATA");
            say(
                socket,
                text
                    ? "354 go on"
                    : line.contains("gone@uni.edu") ? "550 5.1.1 no such user" : "250 ok");
          }
        });
  }

  private static void say(Socket socket, String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  private Said check(Peer peer, String... more) throws Exception {
    return check(Own.catalogue(folder, "shell", peer.address()), Map.of(), more);
  }

  private static Said check(Path checks, Map<String, String> variables, String... more) {
    return Said.patiently(
        PATIENCE,
        variables,
        Stream.concat(Stream.of("check", "--checks", checks.toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  private String secret(Collector server) throws Exception {
    Path file = Files.writeString(folder.resolve("url"), server.url() + PATH + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return "file:" + file;
  }

  @Test
  void tellsEachRunAndShowsTheUrlNowhere() throws Exception {
    Path report = folder.resolve("run.json");
    try (Peer peer = ssh();
        Collector server = Collector.start(null)) {
      String place = secret(server);
      Said said =
          check(
              Own.catalogue(folder, "shell", peer.address()),
              Map.of("HOOK", server.url() + PATH),
              "--notify",
              "slack=" + place,
              "--notify",
              "teams=env:HOOK",
              "--notify=json=" + server.url() + "/open",
              "--quiet",
              "--report",
              "json=" + report);
      assertEquals(new Said(0, "", ""), said);
      assertEquals(3, server.received().size());
      assertEquals(
          List.of("/open", PATH, PATH),
          server.received().stream().map(Collector.Received::path).sorted().toList());
      assertFalse(Files.readString(report).contains("s3cr3t"));
    }
  }

  @ParameterizedTest
  @CsvSource({"true, 74", "false, 74"})
  void whatIsNotSentIsSaidAndExits74(boolean good, int exit) throws Exception {
    try (Peer peer = good ? ssh() : Peer.refusing();
        Collector server = Collector.start(null).answering(PATH, 500, "s3cr3t")) {
      Said said = check(peer, "--notify", "slack=" + secret(server), "--verbose");
      assertEquals(exit, said.exit(), said::toString);
      assertEquals("--notify: slack, to localhost: not sent: HTTP 500\n", said.err());
      assertTrue(said.out().contains(good ? "READY" : "NOT READY"), said::out);
      assertFalse(said.everything().contains("s3cr3t"), said::toString);
    }
  }

  @Test
  void withDriftOnlyNewsIsTold() throws Exception {
    try (Peer peer = ssh();
        Collector server = Collector.start(null)) {
      String[] options = {
        "--notify",
        "json=" + server.url() + "/",
        "--history",
        folder.resolve("history").toString(),
        "--drift",
        "--quiet"
      };
      assertEquals(0, check(peer, options).exit());
      assertEquals(0, check(peer, options).exit());
      assertEquals(0, server.received().size(), "all is well");
      software.set("OpenSSH_9.9");
      server.answering("/", 503, "");
      Said unsent = check(peer, options);
      assertEquals(74, unsent.exit(), unsent::toString);
      server.answering("/", 200, "");
      Said again = check(peer, options);
      assertEquals(4, again.exit(), again::toString);
      assertEquals(2, server.received().size(), "nobody had been told");
      for (Collector.Received each : server.received()) {
        assertTrue(each.body().contains("\"state\":\"new\""), each::body);
        assertTrue(each.body().contains("OpenSSH_9.9"), each::body);
      }
      assertEquals(4, check(peer, options).exit());
      assertEquals(2, server.received().size(), "told already");
      software.set("OpenSSH_9.2");
      assertEquals(0, check(peer, options).exit());
      assertEquals(3, server.received().size(), "it is over");
      assertTrue(server.received().get(2).body().contains("\"state\":\"over\""));
    }
  }

  @Test
  void theFirstRunOfAHistoryIsToldIfItIsNotReady() throws Exception {
    try (Peer peer = Peer.refusing();
        Collector server = Collector.start(null)) {
      String[] options = {
        "--notify=json=" + server.url() + "/", "--history=" + folder.resolve("history"), "--drift"
      };
      server.answering("/", 503, "");
      assertEquals(74, check(peer, options).exit());
      server.answering("/", 200, "");
      for (int again = 0; again < 2; again++) {
        Said said = check(peer, options);
        assertEquals(1, said.exit(), said::toString);
        assertEquals(2, server.received().size(), "the first that arrives is the baseline");
      }
    }
  }

  @Test
  void aWatchTellsItsEnd() throws Exception {
    try (Peer peer = ssh();
        Collector server = Collector.start(null)) {
      Said said = check(peer, "--watch", "--notify=json=" + server.url() + "/");
      assertEquals(0, said.exit(), said::toString);
      assertEquals(1, server.received().size());
    }
  }

  private Path withRelay(Peer peer, Peer relay) throws Exception {
    Path checks = Own.catalogue(folder, "shell", peer.address());
    return Files.writeString(
        checks,
        Files.readString(checks)
            + "  - id: mail\n    from: appsanywhere\n    to: 127.0.0.1\n    port: "
            + relay.address().getPort()
            + "/tcp\n    protocol: smtp\n    with: {tls: none, auth: none}\n"
            + "    usage: alerts\n");
  }

  private List<String> mails(String start) {
    return mail.stream().filter(line -> line.startsWith(start)).toList();
  }

  @Test
  void oneMailGoesToAllEvenWhereTheMailRuleIsNotChecked() throws Exception {
    try (Peer peer = Peer.refusing();
        Peer relay = relay()) {
      Said said =
          check(
              withRelay(peer, relay),
              Map.of(),
              "--only=shell",
              "--notify=mailto:one@uni.edu,gone@uni.edu",
              "--notify=mailto:two@uni.edu,one@uni.edu",
              "--notify-from=rollcall@uni.edu");
      assertEquals(74, said.exit(), said::toString);
      assertEquals(
          "--notify: mail to one@uni.edu, gone@uni.edu, two@uni.edu: sent, but the relay answers"
              + " mail to gone@uni.edu with 550 5.1.1 no such user\n",
          said.err());
      assertEquals(List.of("MAIL FROM:<rollcall@uni.edu>"), mails("MAIL"));
      assertEquals(3, mails("RCPT").size());
      assertEquals(1, mails("DATA").size());
      String subject = mails("Subject: ").get(0);
      assertTrue(subject.startsWith("Subject: Rollcall on "), subject);
      assertEquals(1, mails("Date: ").size());
      assertEquals(1, mails("Message-ID: ").size());
      assertEquals(1, mails("Auto-Submitted: auto-generated").size());
    }
  }

  @Test
  void aRelayThatTakesNothingIsSaid() throws Exception {
    try (Peer peer = ssh();
        Peer relay = relay()) {
      Path checks = withRelay(peer, relay);
      Said refused = check(checks, Map.of(), "--only=shell", "--notify=mailto:gone@uni.edu");
      assertEquals(74, refused.exit(), refused::toString);
      assertTrue(
          refused.err().startsWith("--notify: mail to gone@uni.edu: not sent: "), refused::err);
      assertTrue(refused.err().contains("550 5.1.1 no such user"), refused::err);
    }
    try (Peer peer = ssh();
        Peer none = Peer.refusing()) {
      Said said =
          check(withRelay(peer, none), Map.of(), "--only=shell", "--notify=mailto:a@uni.edu");
      assertEquals(74, said.exit(), said::toString);
      assertTrue(said.err().contains("CONNECT REFUSED"), said::err);
      assertEquals(1, said.err().lines().count(), said::err);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--notify slack=env:NOT_SET_ANYWHERE | --notify slack: the environment variable",
        "--notify teams=file:/no/such/file | create it, with the webhook's URL as its only line",
        "--notify slack=env:WRONG | --notify slack: the variable WRONG: not a URL of the form",
        "--notify slack=env:CLEAR | the URL must begin with https://",
        "--notify mailto:a@b | no rule of the vantage appsanywhere names a mail relay",
        "--notify-from a@b | --notify-from needs --notify mailto:ADDRESS",
        "--notify json=https://h/ --report nagios=- | cannot be combined with nagios=-"
      })
  void wrongOptionsAreSaidBeforeAnythingIsSent(String options, String words) throws Exception {
    try (Peer peer = ssh()) {
      Map<String, String> variables =
          Map.of("WRONG", "s3cr3t\\", "CLEAR", "http://hooks.example/s3cr3t");
      Said said =
          check(Own.catalogue(folder, "shell", peer.address()), variables, options.split(" ", -1));
      assertTrue(said.exit() == 2 || said.exit() == 3, said::toString);
      assertTrue(said.everything().contains(words), said::toString);
      assertFalse(said.everything().contains("s3cr3t"), said::toString);
      assertEquals(0, peer.connections());
    }
  }

  /** The vendor's own table, whose relay asks for a login. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | set mail.user and mail.password in the site file, or mail.auth: none",
        "rules: {mail.smtp: {skip: not ours}} | the mail rule mail.smtp is skipped"
      })
  void aRelayThatCannotBeUsed(String more, String words) throws Exception {
    String text = Files.readString(Path.of("checks/site.example.yaml"));
    if (!more.isEmpty()) {
      text = text.replaceAll("(?m)^rules:.*(\\n[ #].*)*", "") + "\n" + more + "\n";
    }
    Path site = Files.writeString(folder.resolve("site.yaml"), text);
    List<String> args = new ArrayList<>(List.of("check", "--site", site.toString()));
    args.addAll(List.of("--only", "sql.tds", "--notify", "mailto:a@b"));
    Said said = Said.to(args.toArray(String[]::new));
    assertEquals(2, said.exit(), said::toString);
    assertTrue(said.err().contains(words), said::err);
  }

  @Test
  void aProxyThatWantsALoginIsSaidAtOnce() throws Exception {
    String text =
        Files.readString(Path.of("checks/site.example.yaml")).replaceAll("(?m)^proxy:.*", "")
            + "\nproxy: {url: 'https://proxy.uni.edu:3128'}\n";
    Path site = Files.writeString(folder.resolve("site.yaml"), text);
    Said said =
        Said.to("check", "--site", site.toString(), "--notify", "json=https://hooks.example/a");
    assertEquals(2, said.exit(), said::toString);
    assertTrue(said.err().contains("name it under proxy.except"), said::err);
  }
}
