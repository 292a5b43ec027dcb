package dev.rollcall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.document.RunDocument;
import dev.rollcall.model.Run;
import dev.rollcall.probe.Peer;
import dev.rollcall.report.Golden;
import dev.rollcall.report.request.SampleRequests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code --report change-request} of check and render. */
@Timeout(60)
class ChangeRequestTest {
  @TempDir private Path folder;

  private String stored(String name, Run run) throws IOException {
    return Files.write(folder.resolve(name), RunDocument.write(run)).toString();
  }

  /** One request from several vantages, the same as from the runs themselves. */
  @Test
  void isMadeFromStoredRuns() throws Exception {
    String server = stored("server.json", SampleRequests.server());
    String desk = stored("desk.json", SampleRequests.desk());
    for (String ending : new String[] {"md", "csv", "txt"}) {
      Path file = folder.resolve("request." + ending);
      Said said = Said.to("render", server, desk, "--report=change-request=" + file);
      assertEquals(0, said.exit(), said::toString);
      Golden.assertMatches("request." + ending, Files.readAllBytes(file));
    }
    Path whole = folder.resolve("whole.txt");
    Said said = Said.to("render", server, desk, "--all", "--report=change-request=" + whole);
    assertEquals(0, said.exit(), said::toString);
    Golden.assertMatches("request-all.txt", Files.readAllBytes(whole));
  }

  @Test
  void isMarkdownOnStandardOutput() throws Exception {
    String server = stored("server.json", SampleRequests.server());
    Said said = Said.to("render", server, "--report=change-request=-");
    assertEquals(0, said.exit(), said::toString);
    assertTrue(said.out().startsWith("# Change request\n"), said.out());
    assertFalse(said.out().contains("mail.smtp"), "it passes");
    Said whole = Said.to("render", server, "--all", "--report=change-request=-");
    assertTrue(whole.out().contains("mail.smtp"), whole.out());
  }

  /** A rule is for the servers' addresses (192.0.2.0/24 is nobody's), and not for this host's. */
  @Test
  void isForTheServersWhereCheckRunsBesideThem() throws Exception {
    try (Peer peer = Peer.serving(socket -> {})) {
      Path site =
          Files.writeString(
              folder.resolve("site.yaml"),
              """
              servers: [{name: aa1.uni.edu, address: 192.0.2.3}]
              service: {url: 'https://aa.uni.edu', health: {path: /health}}
              sql: {host: 127.0.0.1, port: %d}
              directory: {host: dc1.uni.edu, realm: UNI.EDU}
              files: {unc: '\\\\fs.uni.edu\\packages'}
              """
                  .formatted(peer.address().getPort()));
      Path request = folder.resolve("request.csv");
      Path run = folder.resolve("run.json");
      Said said =
          Said.to(
              "check",
              "--only=sql.tds",
              "--site=" + site,
              "--all",
              "--report=json=" + run,
              "--report=change-request=" + request);
      String csv = Files.readString(request);
      assertTrue(csv.contains("\nadd,192.0.2.3,aa1.uni.edu,127.0.0.1,"), said + csv);
      Path again = folder.resolve("again.csv");
      Said.to("render", run.toString(), "--all", "--report=change-request=" + again);
      assertEquals(csv, Files.readString(again));
    }
  }

  /** What passes is asked for with {@code --all} only, and the site file's words are in it. */
  @Test
  void isMadeByCheckBeforeAnythingFails() throws Exception {
    try (Peer peer = Peer.serving(socket -> {})) {
      Path checks = Own.catalogue(folder, "a", peer.address());
      Path site =
          Files.writeString(
              folder.resolve("site.yaml"),
              """
              request: {requester: Jane Doe, ticket: CHG1}
              rules: {a: {request: {ticket: CHG2}}}
              """);
      for (boolean all : new boolean[] {false, true}) {
        Path request = folder.resolve("request" + all + ".csv");
        Said said =
            Said.to(
                "check",
                "--checks=" + checks,
                "--site=" + site,
                "--report=change-request=" + request,
                all ? "--all" : "--verbose");
        String csv = Files.readString(request);
        assertEquals(all ? 2 : 1, csv.lines().count(), said + csv);
        assertEquals(all, csv.contains(",Jane Doe,") && csv.contains(",CHG2,"), csv);
      }
    }
  }
}
