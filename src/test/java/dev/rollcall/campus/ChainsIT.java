package dev.rollcall.campus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** This machine's OpenSSL still says what the table of chains has as its verdict. */
@Tag("campus")
class ChainsIT {
  private static final Path TABLES = Path.of("src/test/resources/dev/rollcall/probe/chain");
  private static final Pattern ERROR = Pattern.compile("(?m)^error (\\d+) at (\\d+) depth");

  @TempDir private Path folder;

  @Test
  void opensslSaysWhatTheTableSays() throws IOException, InterruptedException {
    Map<String, String> certificates = new HashMap<>();
    for (String part : read("certificates.pem").split("\n# ", -1)) {
      String[] halves = part.split("\n", 2);
      certificates.put(halves[0], halves[1]);
    }
    Map<String, String> expected = new HashMap<>();
    for (String[] row : rows("openssl.tsv")) {
      expected.put(row[0], row[4].replaceFirst(" .*", ""));
    }
    Map<String, String> actual = new HashMap<>();
    for (String[] row : rows("chains.tsv")) {
      actual.put(row[0], verify(certificates, row[1], row[2], row[3]));
    }
    assertTrue(actual.size() > 100, actual::toString);
    assertEquals(expected, actual);
  }

  private String verify(Map<String, String> certificates, String trusted, String sent, String host)
      throws IOException, InterruptedException {
    Path leaf = file("leaf.pem", certificates, sent.split(",", 2)[0]);
    List<String> command =
        new ArrayList<>(
            List.of("openssl", "verify", "-no-CAfile", "-no-CApath", "-no-CAstore", "-trusted"));
    command.add(file("trusted.pem", certificates, trusted).toString());
    command.add("-untrusted");
    command.add(file("sent.pem", certificates, sent).toString());
    boolean address = host.indexOf(':') >= 0 || Character.isDigit(host.charAt(0));
    command.addAll(List.of(address ? "-verify_ip" : "-verify_hostname", host));
    command.addAll(
        List.of("-purpose", "sslserver", "-partial_chain", "-auth_level", "2", "-attime"));
    command.addAll(List.of("1795867200", leaf.toString()));
    Process openssl = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(openssl.waitFor(10, TimeUnit.SECONDS), said);
    Matcher error = ERROR.matcher(said);
    return error.find() ? error.group(1) + "@" + error.group(2) : "OK";
  }

  private Path file(String name, Map<String, String> certificates, String names)
      throws IOException {
    StringBuilder text = new StringBuilder();
    Arrays.stream(names.split(",", -1)).map(certificates::get).forEach(text::append);
    return Files.writeString(folder.resolve(name), text.toString());
  }

  private static List<String[]> rows(String file) throws IOException {
    return read(file)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("\t", -1))
        .toList();
  }

  private static String read(String file) throws IOException {
    return Files.readString(TABLES.resolve(file));
  }
}
