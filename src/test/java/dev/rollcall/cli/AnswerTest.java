package dev.rollcall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.document.RunDocument;
import dev.rollcall.document.StandInDocument;
import dev.rollcall.model.Run;
import dev.rollcall.model.StandInLog;
import dev.rollcall.model.Status;
import dev.rollcall.probe.FreePorts;
import dev.rollcall.probe.Peer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stand-ins from the command line, on loopback. */
class AnswerTest {
  @TempDir private Path folder;

  /** A catalogue with these protocols on free ports. */
  private Path catalogue(String... protocols) throws IOException {
    StringBuilder yaml = new StringBuilder("catalogue: own\ntitle: Own checks\nrules:\n");
    for (String protocol : protocols) {
      yaml.append("  - {id: my.").append(protocol).append(", from: appsanywhere, to: 127.0.0.1,");
      yaml.append(" port: ").append(FreePorts.next()).append("/tcp, certificate: report,");
      yaml.append(" protocol: ").append(protocol).append(", usage: x}\n");
    }
    return Files.writeString(folder.resolve("checks.yaml"), yaml);
  }

  private Process start(Path output, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "answer",
                "--bind",
                "127.0.0.1"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .redirectInput(new File(folder.resolve("checks.yaml").toString()))
        .start();
  }

  private static void await(Process process, Path output, String text) throws Exception {
    for (int looks = 0; !Files.readString(output).contains(text); looks++) {
      assertTrue(looks < 600 && process.isAlive(), Files.readString(output));
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  @Test
  void isDistinguishedFromTheRealServerAndEndsWithItsReport() throws Exception {
    Path checks = catalogue("ssh", "https", "http");
    Path key = folder.resolve("key");
    Files.createFile(
        key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(key, "a key of more than sixteen bytes\n");
    Path log = folder.resolve("log.json");
    Path output = folder.resolve("output");
    Process process =
        start(
            output, "--as=my.*", "--checks=" + checks, "--key-file=" + key, "--report=json=" + log);
    try {
      await(process, output, "Stop it with Ctrl-C.");
      Path json = folder.resolve("run.json");
      Said warned = Said.to("check", "--checks=" + checks, "--report=json=" + json);
      assertEquals(0, warned.exit(), warned::toString);
      Run run = RunDocument.read(json);
      run.results()
          .forEach(
              result -> {
                assertEquals(Status.WARN, result.verdict().status(), result.rule().id());
                assertTrue(
                    result.verdict().summary().contains("a stand-in answered"),
                    result.verdict().summary());
              });
      Said strict = Said.to("check", "--strict", "--checks=" + checks, "--report=json=" + json);
      assertEquals(1, strict.exit(), strict::toString);
      String verdict = "NOT READY: warnings on 3 rules, which --strict does not allow.";
      assertTrue(strict.out().contains(verdict), strict::out);
      Path page = folder.resolve("run.md");
      assertEquals(0, Said.to("render", json.toString(), "--report=github-summary=" + page).exit());
      assertTrue(Files.readString(page).startsWith("## " + verdict), Files.readString(page));
      Said passed =
          Said.to(
              "check",
              "--checks=" + checks,
              "--rehearsal",
              "--key-file=" + key,
              "--report=json=" + json);
      assertEquals(0, passed.exit(), passed::toString);
      RunDocument.read(json)
          .results()
          .forEach(
              result -> assertEquals(Status.PASS, result.verdict().status(), result::toString));
      process.destroy();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(output);
    assertEquals(143, process.exitValue(), said);
    assertTrue(said.startsWith("Rollcall stand-in on "), said);
    assertTrue(said.contains(" 127.0.0.1 "), said);
    assertTrue(said.contains("http.request GET /, http.host 127.0.0.1:"), said);
    StandInLog read = StandInDocument.read(log);
    assertEquals(3, read.ports().size());
    assertTrue(read.visits().size() >= 6, said);
    assertEquals(0, read.unlogged());
    Said rendered = Said.to("render", log.toString());
    assertEquals(0, rendered.exit(), rendered::toString);
    assertTrue(rendered.out().contains(read.visits().size() + " visits in "), rendered::toString);
    Said merged = Said.to("render", folder.resolve("run.json").toString(), log.toString());
    assertEquals(0, merged.exit(), merged::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "rw-r-----, may be read by others; try: chmod 600 ",
    "rw----r--, may be read by others; try: chmod 600 ",
    "rw-------, is not a certificate file"
  })
  void aKeyThatOthersMayReadIsRefused(String mode, String complaint) throws IOException {
    Path pem = Files.writeString(folder.resolve("server.pem"), "none");
    Files.setPosixFilePermissions(pem, PosixFilePermissions.fromString(mode));
    Said said =
        Said.to(
            "answer",
            "--bind=127.0.0.1",
            "--as=ssh",
            "--checks=" + catalogue("ssh"),
            "--for=100ms",
            "--certificate=" + pem,
            "--certificate-key=" + pem);
    assertEquals(2, said.exit(), said::toString);
    assertTrue(said.err().contains(complaint), said::err);
  }

  @Test
  void whatWasSeenOutlivesAKilledProcess() throws Exception {
    Path checks = catalogue("http");
    Path log = folder.resolve("log.json");
    Path output = folder.resolve("output");
    Process process = start(output, "--as=my.*", "--checks=" + checks, "--report=json=" + log);
    try {
      await(process, output, "Stop it with Ctrl-C.");
      assertEquals(List.of(), StandInDocument.read(log).visits());
      assertEquals(0, Said.to("check", "--checks=" + checks).exit());
      // Whenever it is read, it is whole.
      for (int looks = 0; StandInDocument.read(log).total() == 0; looks++) {
        assertTrue(looks < 600 && process.isAlive(), Files.readString(output));
        TimeUnit.MILLISECONDS.sleep(100);
      }
    } finally {
      process.destroyForcibly();
    }
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    StandInLog read = StandInDocument.read(log);
    assertEquals("GET /", read.visits().get(0).saw().get(0).text());
    assertEquals(read.total(), read.series().stream().mapToLong(one -> one.count()).sum());
    assertTrue(read.took().compareTo(read.visits().get(0).since()) > 0);
  }

  @Test
  void stopsByItself() throws Exception {
    Path log = folder.resolve("log.json");
    Said said =
        Said.to(
            "answer",
            "--bind=127.0.0.1",
            "--as=ssh",
            "--checks=" + catalogue("ssh"),
            "--for=100ms",
            "--report=json=" + log);
    assertEquals(0, said.exit(), said::toString);
    assertTrue(said.out().contains("my.ssh"), said::toString);
    assertTrue(said.out().contains("0 visits in "), said::toString);
    assertTrue(said.out().contains("No visits: "), said::toString);
    assertEquals(List.of(), StandInDocument.read(log).visits());
  }

  @Test
  void theReportAloneGoesToStandardOutput() throws Exception {
    Said said =
        Said.to(
            "answer",
            "--bind=127.0.0.1",
            "--as=my",
            "--checks=" + catalogue("ssh"),
            "--for=100ms",
            "--quiet",
            "--report=json=-");
    assertEquals(0, said.exit(), said::toString);
    assertTrue(said.out().startsWith("{\n  \"format\": \"rollcall.stand-in\","), said::toString);
    assertFalse(said.err().contains("my.ssh"), said::toString);
    assertTrue(said.err().contains("0 visits"), said::toString);
  }

  @Test
  void aTakenPortOpensNothing() throws Exception {
    try (Peer taken = Peer.serving(Peer::drain)) {
      Path checks = Own.catalogue(folder, "shell", taken.address());
      Said said =
          Said.to("answer", "--bind=127.0.0.1", "--as=shell", "--checks=" + checks, "--for=1m");
      assertEquals(69, said.exit(), said::toString);
      assertTrue(
          said.err().contains(taken.address().getPort() + "/tcp on 127.0.0.1 is taken"),
          said::toString);
      assertEquals("", said.out());
    }
  }

  @Test
  void aReportThatCannotBeWrittenIsRefused() throws Exception {
    Said said =
        Said.to(
            "answer",
            "--bind=127.0.0.1",
            "--as=ssh",
            "--checks=" + catalogue("ssh"),
            "--for=1h",
            "--report=json=" + folder.resolve("none/log.json"));
    // At once, and not after an hour.
    assertEquals(2, said.exit(), said::toString);
    assertTrue(said.err().contains("create it first"), said::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--as=inbuond|nothing has the name 'inbuond' (did you mean 'inbound'?)",
        "--as=inbound.ssh-private|expects a blocked path",
        "--as=kerberos|fill in directory.realm in the site file",
        "--report=junit=x.xml|written as json only",
        "--bind=localhost|'localhost' is not an address",
        "--for=soon|'soon' is not a duration",
        "--certificate=x.pem|--certificate-key",
        "--certificate=x.pem --certificate-key=y.pem|x.pem",
        "--key-file=none|the key file none"
      })
  void refusesWhatItCannotDo(String arguments, String message) {
    String[] all = ("answer --for=50ms " + arguments).split(" ", -1);
    Said said = Said.to(all);
    assertEquals(2, said.exit(), said::toString);
    assertTrue(said.err().contains(message), said::toString);
    assertEquals("", said.out());
  }
}
