package dev.rollcall.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.report.SampleRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stored documents that gzip packed. */
class StoredTest {
  @TempDir private Path folder;

  private static byte[] packed(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(folder.resolve("run.json.gz"), content);
  }

  /** Without the file's name. */
  private String complaint(byte[] content) throws IOException {
    Path file = file(content);
    String said =
        String.valueOf(assertThrows(IOException.class, () -> Stored.read(file)).getMessage());
    assertTrue(said.startsWith(file.toString()), said);
    return said.substring(file.toString().length());
  }

  @Test
  void aPackedRunReadsAsTheRun() throws IOException {
    byte[] plain = RunDocument.write(SampleRun.everything());
    assertEquals(new Stored.OfRun(SampleRun.everything()), Stored.read(file(packed(plain))));
    assertEquals(new Stored.OfRun(SampleRun.everything()), Stored.read(file(plain)));
  }

  @Test
  void aBombIsLargerThanAnyRun() throws IOException {
    byte[] unpacked = new byte[RunDocument.LIMIT + 2];
    Arrays.fill(unpacked, (byte) ' ');
    assertEquals(": larger than 64 MiB, too large for a run document", complaint(packed(unpacked)));
  }

  @Test
  void anEmptyFileSaysSo() throws IOException {
    String empty = ": the file is empty: make it again with check --report json=FILE";
    assertEquals(empty, complaint(new byte[0]));
    assertEquals(empty, complaint(packed(new byte[0])));
  }

  @Test
  void anUnknownKeyIsNamedInPlainWords() throws IOException {
    String run = new String(RunDocument.write(SampleRun.ready()), StandardCharsets.UTF_8);
    String more = run.replaceFirst("\\{", "{\"news\": [1],");
    String said = complaint(more.getBytes(StandardCharsets.UTF_8));
    assertTrue(
        said.endsWith(
            ": not a run document: news: this version has no such key: read it with the Rollcall"
                + " that wrote it"),
        said);
  }

  @Test
  void whatIsPackedAndDamagedIsNamed() throws IOException {
    byte[] whole = packed(RunDocument.write(SampleRun.ready()));
    String damaged = ": the gzip file is damaged or incomplete";
    assertEquals(damaged, complaint(Arrays.copyOf(whole, whole.length / 2)));
    assertEquals(damaged, complaint(Arrays.copyOf(whole, 2)));
    whole[whole.length - 6] ^= 1;
    assertEquals(damaged, complaint(whole));
  }
}
