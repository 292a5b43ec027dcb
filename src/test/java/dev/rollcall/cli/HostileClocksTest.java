package dev.rollcall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.document.RunDocument;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.probe.Peer;
import dev.rollcall.protocol.kerberos.KdcClockPeer;
import dev.rollcall.protocol.ldaps.LdapClockPeer;
import dev.rollcall.protocol.smb.SmbClockPeer;
import dev.rollcall.protocol.ssh.SshHello;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clocks that no duration reaches: a whole check, its every report and its history. */
class HostileClocksTest {
  @TempDir private Path folder;

  private static Peer ssh() throws Exception {
    return Peer.serving(
        socket -> {
          byte[] hello = SshHello.of("OpenSSH_9.2");
          socket.getOutputStream().write(hello);
          Peer.drain(socket);
        });
  }

  private static String rule(String id, Peer peer, String protocol) {
    return """
      - id: %s
        from: appsanywhere
        to: 127.0.0.1
        port: %d/tcp
        protocol: %s
        usage: test
    """
        .formatted(id, peer.address().getPort(), protocol);
  }

  private String[] check(Path checks, String... more) {
    return Stream.concat(
            Stream.of("check", "--checks", checks.toString(), "--timeout", "20s"), Stream.of(more))
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @CsvSource({
    "9223372036854775807, 99991231235959.0Z, +9999999990101000000Z, MALFORMED",
    "-1, 24000101000000.0Z, 99991231235959Z, UNEXPECTED",
    "1, 00010101000000Z, 00000101000000Z, UNEXPECTED"
  })
  void everyReportIsWhole(long ticks, String currentTime, String stime, String kind)
      throws Exception {
    Path json = folder.resolve("run.json");
    Path junit = folder.resolve("junit.xml");
    Path metrics = folder.resolve("rollcall.prom");
    Path nagios = folder.resolve("nagios.txt");
    Path history = folder.resolve("history");
    try (Peer shell = ssh();
        Peer smb = SmbClockPeer.telling(ticks);
        Peer ldap = LdapClockPeer.telling(currentTime);
        Peer kdc = KdcClockPeer.telling(stime)) {
      Path checks =
          Files.writeString(
              folder.resolve("checks.yaml"),
              "catalogue: own\ntitle: Own checks\nrules:\n"
                  + rule("shell", shell, "ssh")
                  + rule("files.smb", smb, "smb")
                  + rule("ad.ldaps", ldap, "ldaps\n    certificate: report")
                  + rule("ad.kerberos", kdc, "kerberos\n    with: {realm: UNI.EDU}"));
      String[] reports = {
        "--history",
        history.toString(),
        "--drift",
        "--report",
        "json=" + json,
        "--report",
        "junit=" + junit,
        "--report",
        "prometheus=" + metrics,
        "--report",
        "nagios=" + nagios
      };
      for (int twice = 0; twice < 2; twice++) {
        Said said = Said.to(check(checks, reports));
        assertEquals(1, said.exit(), said::toString);
        assertEquals("", said.err());
        assertTrue(said.out().contains("NOT READY: 1 rule failed."), said::out);
      }
      Said monitored = Said.to(check(checks, "--report", "nagios=-"));
      assertEquals(2, monitored.exit(), monitored::toString);
      assertTrue(
          monitored.out().startsWith("ROLLCALL CRITICAL - ad.kerberos EXCHANGE " + kind),
          monitored::out);
      assertFalse(monitored.everything().contains("Exception"), monitored::everything);
    }
    Run run = RunDocument.read(json);
    assertEquals(
        List.of(Status.PASS, Status.WARN, Status.WARN, Status.FAIL),
        run.results().stream().map(result -> result.verdict().status()).toList());
    assertEquals("EXCHANGE " + kind, run.results().get(3).verdict().cause().orElseThrow().cause());
    for (String id : List.of("shell", "files.smb", "ad.ldaps", "ad.kerberos")) {
      assertTrue(Files.readString(junit).contains("name=\"" + id + " "), id);
      assertTrue(Files.readString(metrics).contains("rule=\"" + id + "\""), id);
      assertTrue(Files.readString(nagios).contains("'" + id + "'="), id);
    }
    assertTrue(Files.readString(junit).endsWith("</testsuites>\n"));
    Said drift = Said.to("drift", "--history", history.toString());
    assertEquals(1, drift.exit(), drift::toString);
    assertTrue(drift.out().contains("nothing differs from the baseline"), drift::out);
  }
}
