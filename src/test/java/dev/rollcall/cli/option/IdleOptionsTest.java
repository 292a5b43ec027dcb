package dev.rollcall.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.cli.Own;
import dev.rollcall.cli.Said;
import dev.rollcall.document.RunDocument;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.probe.Peer;
import dev.rollcall.protocol.ssh.SshHello;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code check --idle} from end to end. */
@Timeout(120)
class IdleOptionsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--idle 5s --watch|--idle cannot be combined with --watch",
        "--idle 5s --history h --drift|--idle cannot be combined with --drift",
        "--idle 5s --deadline 5s|--idle must be shorter than --deadline",
        "--idle 500ms|--idle must be from 1s to 24h",
        "--idle 5s,25h|--idle must be from 1s to 24h",
        "--idle 1s,2s,3s,4s,5s,6s,7s,8s,9s|--idle takes at most 8 durations",
        "--idle soon|'soon' is not a duration"
      })
  void refusedWithItsReason(String options, String reason) {
    Said said = Said.to(("check " + options).split(" "));
    assertEquals(2, said.exit(), said::toString);
    assertTrue(said.err().contains(reason), said::toString);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    return head.substring(0, head.indexOf("\r\n"));
  }

  @Test
  void theReportSaysWhatBecameOfIdleConnections() throws Exception {
    List<String> requests = new CopyOnWriteArrayList<>();
    try (Peer web =
            Peer.serving(
                socket -> {
                  for (String line = line(socket.getInputStream());
                      !line.isEmpty();
                      line = line(socket.getInputStream())) {
                    requests.add(line);
                    socket
                        .getOutputStream()
                        .write(
                            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                  }
                });
        Peer shell =
            Peer.serving(
                socket -> {
                  socket.getOutputStream().write(SshHello.of("OpenSSH_9.2"));
                  Peer.drain(socket);
                })) {
      Path checks = Own.catalogue(folder, "web shell", web.address(), shell.address());
      String yaml = Files.readString(checks);
      Files.writeString(checks, yaml.replaceFirst("protocol: ssh", "protocol: http"));
      Path json = folder.resolve("run.json");
      Path junit = folder.resolve("junit.xml");
      Said said =
          Said.to(
              "check",
              "--checks",
              checks.toString(),
              "--idle",
              "1s",
              "--history",
              folder.resolve("history").toString(),
              "--report",
              "json=" + json,
              "--report",
              "junit=" + junit);
      assertEquals(List.of("GET / HTTP/1.1", "HEAD / HTTP/1.1", "HEAD / HTTP/1.1"), requests);
      Pattern note = Pattern.compile("idle connections: answered after [0-9.]+ s idle");
      assertTrue(note.matcher(said.out().replaceAll("\\s+", " ")).find(), said::toString);
      assertTrue(note.matcher(Files.readString(junit)).find(), said::toString);
      assertFalse(Files.exists(folder.resolve("history")), "it was stored");
      Run run = RunDocument.read(json);
      assertEquals(Status.WARN, run.status(), said::toString);
      assertTrue(
          run.remarks().stream().anyMatch(remark -> remark.text().endsWith("connection): shell")),
          () -> run.remarks().toString());
    }
  }
}
