package dev.rollcall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.cli.output.Streams;
import dev.rollcall.probe.Misbehaviour;
import dev.rollcall.probe.Peer;
import dev.rollcall.protocol.ssh.SshHello;
import dev.rollcall.run.Protocols;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a monitoring system sees of a call: its exit code and standard output. */
class NagiosCallTest {
  @TempDir private Path folder;

  private Said check(String more, InetSocketAddress peer, String... options) throws IOException {
    String[] args = new String[options.length + 5];
    args[0] = "check";
    args[1] = "--checks";
    args[2] = Own.catalogue(folder, "shell", more, peer).toString();
    args[3] = "--report";
    args[4] = "nagios=-";
    System.arraycopy(options, 0, args, 5, options.length);
    return Said.to(args);
  }

  private static Peer ssh() throws Exception {
    return Peer.serving(
        socket -> {
          socket.getOutputStream().write(SshHello.of("OpenSSH_9.2"));
          Peer.drain(socket);
        });
  }

  private static void says(int code, String first, Said said) {
    assertEquals(code, said.exit(), said::toString);
    assertTrue(said.out().lines().findFirst().orElse("").startsWith(first), said::toString);
    assertEquals("", said.err());
  }

  @Test
  void okIsZeroAndNothingElseIsSaid() throws Exception {
    try (Peer peer = ssh()) {
      Said said = check("", peer.address());
      says(0, "ROLLCALL OK - 1 rule: 1 passed; ", said);
      assertEquals(1, said.out().lines().count(), said::out);
      assertTrue(said.out().matches("(?s).* 'shell'=\\d+\\.\\d{3}s;;;0\n"), said::out);
    }
  }

  @Test
  void warningIsOneStrictOrNot() throws Exception {
    try (Peer peer = Peer.refusing()) {
      String first = "ROLLCALL WARNING - shell CONNECT REFUSED; 1 rule: ";
      says(1, first, check("severity: advisory", peer.address()));
      says(1, first, check("severity: advisory", peer.address(), "--strict"));
    }
  }

  @Test
  void criticalIsTwoAndNamesTheOwner() throws Exception {
    try (Peer peer = Peer.refusing()) {
      Said said = check("", peer.address());
      says(2, "ROLLCALL CRITICAL - shell CONNECT REFUSED; 1 rule: 1 failed; ", said);
      assertTrue(said.out().contains("\nFAIL: shell 127.0.0.1:"), said::out);
      assertTrue(said.out().contains("; owner: "), said::out);
      assertTrue(said.out().contains("'shell'=U;;;0\n"), said::out);
    }
  }

  @Test
  void unknownIsThree() throws Exception {
    try (Peer peer = Peer.that(Misbehaviour.SILENT)) {
      Said said = check("", peer.address(), "--timeout", "1m", "--deadline", "500ms");
      says(3, "ROLLCALL UNKNOWN - shell ", said);
      assertTrue(said.out().contains("; the run ended early; "), said::out);
    }
  }

  @Test
  void moreDetailGoesToStandardError() throws Exception {
    try (Peer peer = Peer.refusing()) {
      Said said = check("", peer.address(), "--verbose");
      assertEquals(2, said.exit());
      assertTrue(said.out().startsWith("ROLLCALL CRITICAL - "), said::out);
      assertTrue(said.err().contains("CONNECT REFUSED"), said::err);
    }
  }

  @Test
  void whatAnotherReportLacksIsUnknownAndTheVerdictFollows() throws Exception {
    try (Peer peer = Peer.refusing()) {
      Said said = check("", peer.address(), "--report", "json=" + folder.resolve("x".repeat(300)));
      assertEquals(3, said.exit());
      String[] lines = said.out().split("\n", -1);
      assertTrue(lines[0].startsWith("ROLLCALL UNKNOWN - the json report could not be"), lines[0]);
      assertTrue(lines[1].startsWith("ROLLCALL CRITICAL - shell CONNECT REFUSED"), lines[1]);
      assertEquals(-1, said.out().indexOf('|'));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--nonsense", "--timeout=soon", "--only=none.*", "--report=junit=-"})
  void aSlipInTheCommandLineIsUnknown(String slip) throws Exception {
    Said said = check("", new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), slip);
    says(3, "ROLLCALL UNKNOWN - ", said);
    assertFalse(said.out().startsWith("ROLLCALL UNKNOWN - nothing"), said::out);
  }

  @Test
  void aCatalogueThatIsWrongIsUnknownWithItsPlace() throws Exception {
    Path file = Files.writeString(folder.resolve("x.yaml"), "catalogue: own\nnonsense: 1\n");
    Said said = Said.to("check", "--checks", file.toString(), "--report=nagios=-");
    says(3, "ROLLCALL UNKNOWN - " + file + ":", said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"})
  void everyNameOfStandardOutputCountsTheSame(String name) throws Exception {
    String none = folder + "/none.yaml";
    says(
        3,
        "ROLLCALL UNKNOWN - " + none + ": there is no such file",
        Said.to("check", "--site", none, "--report=nagios=" + name));
    says(
        3,
        "ROLLCALL UNKNOWN - " + none + ": there is no such file",
        Said.to("check", "--report", "nagios=" + name, "--site", none));
    try (Peer peer = Peer.refusing()) {
      Path checks = Own.catalogue(folder, "shell", peer.address());
      Said said = Said.to("check", "--checks", checks.toString(), "--report", "nagios=" + name);
      says(2, "ROLLCALL CRITICAL - shell CONNECT REFUSED", said);
    }
  }

  @Test
  void aStoredRunSaysTheSame() throws Exception {
    Path json = folder.resolve("run.json");
    try (Peer peer = Peer.refusing()) {
      Said said = check("", peer.address(), "--report", "json=" + json);
      assertEquals(2, said.exit());
      assertEquals(said, Said.to("render", json.toString(), "--report", "nagios=-"));
    }
    Said missing = Said.to("render", folder + "/no.json", "--report", "nagios=-");
    says(3, "ROLLCALL UNKNOWN - ", missing);
  }

  @Test
  void inAFileTheExitCodeStaysOurs() throws Exception {
    Path file = folder.resolve("nagios.txt");
    try (Peer peer = Peer.refusing()) {
      Path checks = Own.catalogue(folder, "shell", peer.address());
      Said said = Said.to("check", "--checks", checks.toString(), "--report", "nagios=" + file);
      assertEquals(1, said.exit());
      assertTrue(said.out().contains("CONNECT REFUSED"), said::out);
    }
    assertTrue(Files.readString(file).startsWith("ROLLCALL CRITICAL - "));
  }

  @Test
  void aFullStandardOutputIsUnknown() throws Exception {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            throw new IOException("no space left");
          }
        };
    try (Peer peer = ssh()) {
      Path checks = Own.catalogue(folder, "shell", peer.address());
      Streams streams =
          new Streams(
              new PrintStream(full, true, UTF_8),
              new PrintStream(new ByteArrayOutputStream(), true, UTF_8));
      int code =
          Main.call(
              streams, Protocols.ALL, "check", "--checks", checks.toString(), "--report=nagios=-");
      assertEquals(3, code);
    }
  }
}
